#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "lint/rules.h"
#include "lint/tell.h"
#include "placement/fencing.h"

namespace placement {

namespace {

/// Where the property is set; unknown where it is not.
Position property_position(const LintSubject& subject, std::initializer_list<std::string_view> names) {
    const Element* const section = subject.configuration().child("crm_config");
    if (section == nullptr) return {};
    for (const Element* const pair : pairs_in(*section, "cluster_property_set")) {
        if (std::ranges::find(names, pair->get("name")) != names.end()) return pair->position;
    }
    return {};
}

void no_fencing(const LintSubject& subject, Findings& findings) {
    if (subject.cluster().options.fencing_enabled || cluster_nodes(subject.cluster()).size() < 2) return;
    tell(findings, property_position(subject, {"stonith-enabled", "fencing-enabled"}),
         "fencing is disabled: the cluster assumes that an unresponsive node is dead, and starts its resources elsewhere even if they "
         "still run");
}

void startup_fencing_off(const LintSubject& subject, Findings& findings) {
    const auto found = subject.cluster().options.values.find("startup-fencing");
    if (found == subject.cluster().options.values.end() || parse_bool(found->second).value_or(true)) return;
    tell(findings, property_position(subject, {"startup-fencing"}),
         "startup-fencing is off: a node that was not seen since the cluster started is assumed to be down");
}

void quorum_ignored(const LintSubject& subject, Findings& findings) {
    const std::size_t nodes = cluster_nodes(subject.cluster()).size();
    if (subject.cluster().options.no_quorum_policy != NoQuorumPolicy::Ignore || nodes < 2) return;
    if (nodes == 2 && subject.cluster().options.fencing_enabled) return; // how two nodes were run before two_node
    tell(findings, property_position(subject, {"no-quorum-policy"}),
         fmt::format("no-quorum-policy=ignore with {} nodes{}: each partition of a split cluster runs all resources", nodes,
                     subject.cluster().options.fencing_enabled ? "" : " and without fencing"));
}

std::vector<ResourceId> devices(const Cluster& cluster) {
    std::vector<ResourceId> found = configured_primitives(cluster);
    std::erase_if(found, [&](ResourceId id) { return !cluster.resources[id].fencing_device || is_kept_stopped(cluster, id); });
    return found;
}

void node_not_fenced(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    if (!cluster.options.fencing_enabled || !cluster.have_fencing_devices) return;
    for (const NodeId id : cluster.nodes.ids()) {
        const Node& node = cluster.nodes[id];
        if (node.is_guest()) continue;
        const NodeFencing fencing = fencing_of(cluster, id, {.all_nodes_as_members = true});
        if (fencing.possible()) continue;
        tell(findings, node.position, fmt::format("{} cannot be fenced: {}", node.name, text(fencing)));
    }
}

/// An interval of a second or more; pcmk_delay_base may have one for each of several nodes ("n1:10s;n2:5s").
bool is_delay(const std::string& value) {
    const std::vector<std::string> mappings = split(value, "; \t");
    return std::ranges::any_of(mappings, [](const std::string& mapping) {
        const std::size_t colon = mapping.find(':');
        return parse_interval(colon == std::string::npos ? mapping : mapping.substr(colon + 1)).value_or(0) >= 1000;
    });
}

bool delays(const Resource& device) {
    return std::ranges::any_of(std::initializer_list<const char*>{"pcmk_delay_base", "pcmk_delay_max", "delay"},
                               [&](const char* name) {
                                   const NameValuePair* const set = find_parameter(device, name);
                                   return set != nullptr && is_delay(set->value);
                               });
}

/// priority-fencing-delay is for the node whose resources have the higher priorities; where none has any, it is for neither.
bool delays_by_priority(const Cluster& cluster) {
    return cluster.options.priority_fencing_delay_ms >= 500 &&
           std::ranges::any_of(cluster.resources, [](const Resource& each) { return each.priority != 0; });
}

/// By reservations on shared disks, which one of two nodes gets.
bool reserves(const Resource& device) { return device.agent == "fence_scsi" || device.agent == "fence_mpath"; }

void fencing_race(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    const std::vector<ResourceId> all = devices(cluster);
    const bool two = cluster_nodes(cluster).size() == 2;
    if (!two || !cluster.options.fencing_enabled || all.empty() || delays_by_priority(cluster)) return;
    if (std::ranges::any_of(all, [&](ResourceId id) { return delays(cluster.resources[id]) || reserves(cluster.resources[id]); })) return;
    // Each must be able to fence the other.
    const auto can_be_fenced = [&](NodeId node) { return fencing_of(cluster, node, {.all_nodes_as_members = true}).possible(); };
    if (!std::ranges::all_of(cluster_nodes(cluster), can_be_fenced)) return;
    tell(findings, cluster.resources[all.front()].position,
         "two nodes and no fencing delay: if they lose contact, they may fence each other at the same time");
}

void watchdogs_of_two(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    const std::vector<NodeId> nodes = cluster_nodes(cluster);
    if (nodes.size() != 2 || !cluster.options.fencing_enabled || !cluster.options.have_watchdog) return;
    const auto has_watchdog_alone = [&](NodeId node) {
        const NodeFencing fencing = fencing_of(cluster, node, {.all_nodes_as_members = true});
        const auto is_watchdog = [](const FencingMeans& means) { return means.kind == FencingMeans::Kind::Watchdog; };
        return fencing.possible() && std::ranges::all_of(fencing.means, is_watchdog);
    };
    if (!std::ranges::all_of(nodes, has_watchdog_alone)) return;
    tell(findings, property_position(subject, {"fencing-watchdog-timeout", "stonith-watchdog-timeout"}),
         "two nodes, and nothing but their own watchdogs fences them: if they lose contact, neither can fence the other");
}

void even_nodes(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    std::vector<NodeId> nodes = cluster_nodes(cluster);
    if (subject.has_state()) std::erase_if(nodes, [&](NodeId id) { return !cluster.nodes[id].seen; });
    const NoQuorumPolicy policy = cluster.options.no_quorum_policy;
    if (nodes.size() < 4 || nodes.size() % 2 != 0 || policy == NoQuorumPolicy::Ignore) return;
    tell(findings, cluster.nodes[nodes.front()].position,
         fmt::format("{} cluster nodes: if they split into two halves, neither half has quorum unless corosync has a tie-breaker",
                     nodes.size()));
}

void cloned_fencing_device(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    for (const ResourceId id : configured_primitives(cluster)) {
        const Resource& device = cluster.resources[id];
        const ResourceId top = cluster.top(id, true);
        if (!device.fencing_device || !cluster.resources[top].is_clone()) continue;
        tell(findings, cluster.resources[top].position,
             fmt::format("`{}` clones the fencing device `{}`, which every node can use anyway", cluster.resources[top].xml_id,
                         device.xml_id));
    }
}

} // namespace

void add_fencing_rules(LintRules& rules) {
    rules.push_back({"no-fencing", "fencing", Severity::Warning, "fencing is disabled",
                     "Without fencing, the cluster cannot be sure that an unresponsive node is dead. Two nodes may write the same "
                     "data and damage it, and a resource that cannot be stopped stays blocked until an administrator cleans it "
                     "up.",
                     "Configure a fencing device and set `stonith-enabled=true`.", no_fencing});
    rules.push_back({"startup-fencing-off", "fencing", Severity::Warning, "nodes that were never seen are not fenced",
                     "A node that has not joined since the cluster started may still run what another node is about to start.",
                     "Remove `startup-fencing=false`.", startup_fencing_off});
    rules.push_back({"quorum-ignored", "fencing", Severity::Error, "the loss of quorum is ignored",
                     "With no-quorum-policy=ignore, every partition of a split cluster acts as if it were the whole cluster. With "
                     "fencing, the partitions fence each other; without it, everything runs twice.",
                     "Remove `no-quorum-policy=ignore`. With two nodes, use corosync's `two_node`.", quorum_ignored});
    rules.push_back({"node-not-fenced", "fencing", Severity::Error, "a node that cannot be fenced",
                     "When the node is lost, the cluster waits for a fencing that cannot happen, and does not recover the node's "
                     "resources. No device names the node in `pcmk_host_list` or `pcmk_host_map`, or the device that does is "
                     "disabled, banned from all other nodes, or missing in the node's fencing level; and no watchdog fences the "
                     "node.",
                     "Add the node to a device's list, or allow another node to use the device.", node_not_fenced});
    rules.push_back({"fencing-race", "fencing", Severity::Warning, "two nodes that may fence each other at the same time",
                     "When the connection between the two nodes breaks, `two_node` gives quorum to both, and each fences the "
                     "other. Without a delay both may succeed, and the whole cluster is down.",
                     "Set `pcmk_delay_base` on the device that fences the node that is to survive, or set the property "
                     "`priority-fencing-delay` and priorities of resources.",
                     fencing_race});
    rules.push_back(
        {"watchdogs-of-two", "fencing", Severity::Warning, "two nodes that only their own watchdogs fence",
         "A watchdog resets its own node once that has no quorum. When the connection between the two nodes breaks, "
         "`two_node` gives quorum to both: each waits for the other's watchdog, which does not fire, and then both run "
         "everything. An sbd that knows of `two_node` resets both nodes instead, so that nothing runs. A CIB does not "
         "tell whether corosync has a quorum device, which gives quorum to one of them.",
         "Give sbd a shared disk (with a `fence_sbd` device), or the cluster a quorum device or another node.",
         watchdogs_of_two});
    rules.push_back({"even-nodes", "fencing", Severity::Note, "an even number of nodes without a known tie-breaker",
                     "A CIB does not tell whether corosync has a tie-breaker (`auto_tie_breaker`, or a quorum device). Without "
                     "one, a split into two halves leaves both without quorum and, by default, stops all resources.",
                     "Check `corosync-quorumtool`; add a quorum device or another node.", even_nodes});
    rules.push_back({"cloned-fencing-device", "fencing", Severity::Note, "a fencing device in a clone",
                     "A clone is not needed: a node can use a fencing device that does not run there. Where a device runs only "
                     "determines which node monitors it. A clone multiplies the logins to a device that often allows only one.",
                     "Configure the device as a primitive.", cloned_fencing_device});
}

} // namespace placement
