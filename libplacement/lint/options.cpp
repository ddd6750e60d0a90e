#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <set>

#include <fmt/format.h>

#include "base/misspelled.h"
#include "base/text.h"
#include "lint/places.h"
#include "lint/rules.h"
#include "lint/tell.h"
#include "placement/unpack.h"

namespace placement {

namespace {

using Names = std::vector<std::string>;

bool has(const Names& names, std::string_view name) { return std::ranges::find(names, name) != names.end(); }

// ---- names that Pacemaker does not know -----------------------------------------------------------------------

/// It has a value for each property.
std::shared_ptr<const Cluster> empty_cluster() {
    constexpr std::string_view empty = "<cib validate-with=\"pacemaker-4.0\"><configuration><crm_config/><nodes/><resources/>"
                                       "<constraints/></configuration></cib>";
    return unpack(Cib::from_text(empty), Time{});
}

const Names& known_meta_attributes() {
    static const Names names{
        "priority",          "critical",         "target-role",        "is-managed",       "maintenance",
        "resource-stickiness", "requires",       "migration-threshold", "failure-timeout", "multiple-active",
        "allow-migrate",     "allow-unhealthy-nodes", "container-attribute-target", "remote-node", "remote-port",
        "remote-addr",       "remote-connect-timeout", "remote-allow-migrate", "restart-type", "provides",
        "clone-max",         "clone-min",        "clone-node-max",     "promoted-max",     "promoted-node-max",
        "master-max",        "master-node-max",  "notify",             "globally-unique",  "ordered",
        "interleave",        "promotable",       "collocated",         "container",        "description"};
    return names;
}

const Names& known_operation_settings() {
    static const Names names{"id",      "name",           "description", "interval",        "timeout", "on-fail",  "role",
                             "enabled", "record-pending", "start-delay", "interval-origin", "requires", "disabled", "prereq",
                             "interleave", "id-ref", "$id"};
    return names;
}

void unknown_property(const LintSubject& subject, Findings& findings) {
    const Element* const section = subject.configuration().child("crm_config");
    if (section == nullptr) return;
    const auto known = empty_cluster();
    for (const Element* const set : section->all("cluster_property_set")) {
        for (const Element* const pair : set->all("nvpair")) {
            const std::string& name = pair->get("name");
            const std::string meant = misspelled_property(name, known->options.values);
            if (meant.empty()) continue;
            tell(findings, pair->position,
                 fmt::format("Pacemaker does not know the cluster property `{}`; did you mean `{}`?", name, meant));
        }
    }
}

void unknown_meta_attribute(const LintSubject& subject, Findings& findings) {
    const auto check = [&](const std::vector<const Element*>& pairs, const std::string& owner) {
        for (const Element* const pair : pairs) {
            const std::string meant = misspelled(pair->get("name"), known_meta_attributes());
            if (meant.empty()) continue;
            tell(findings, pair->position,
                 fmt::format("Pacemaker does not know the meta attribute `{}` ({}); did you mean `{}`?", pair->get("name"), owner, meant));
        }
    };
    for (const Element* const resource : resource_elements(subject.configuration())) {
        check(pairs_in(*resource, "meta_attributes"), fmt::format("of `{}`", resource->get("id")));
    }
    if (const Element* const defaults = subject.configuration().child("rsc_defaults")) {
        check(pairs_in(*defaults, "meta_attributes"), "a default");
    }
}

void unknown_operation_setting(const LintSubject& subject, Findings& findings) {
    const Names& known = known_operation_settings();
    for (const Element* const resource : resource_elements(subject.configuration())) {
        const Element* const operations = resource->child("operations");
        if (operations == nullptr) continue;
        for (const Element* const operation : operations->all("op")) {
            for (const Element* const pair : pairs_in(*operation, "meta_attributes")) {
                if (has(known, pair->get("name"))) continue;
                tell(findings, pair->position, fmt::format("Pacemaker does not know the operation setting `{}` (`{}`){}", pair->get("name"),
                                                           operation->get("id"), perhaps_meant(pair->get("name"), known)));
            }
            for (const auto& [name, value] : operation->attributes) {
                if (has(known, name)) continue;
                tell(findings, operation->position, fmt::format("Pacemaker does not know the operation setting `{}` (`{}`){}", name,
                                                                operation->get("id"), perhaps_meant(name, known)));
            }
        }
    }
}

/// Meta attributes that no agent has as a parameter.
constexpr std::array<std::string_view, 15> never_parameters{
    "resource-stickiness", "migration-threshold", "failure-timeout", "target-role",       "is-managed",
    "clone-max",           "clone-node-max",      "master-max",      "master-node-max",   "promoted-max",
    "promoted-node-max",   "globally-unique",     "interleave",      "multiple-active",   "allow-migrate"};

void meta_in_parameters(const LintSubject& subject, Findings& findings) {
    for (const Element* const resource : resource_elements(subject.configuration())) {
        for (const Element* const pair : pairs_in(*resource, "instance_attributes")) {
            if (std::ranges::find(never_parameters, pair->get("name")) == never_parameters.end()) continue;
            tell(findings, pair->position,
                 fmt::format("`{}` is a meta attribute and has no effect among the parameters of `{}`", pair->get("name"),
                             resource->get("id")));
        }
    }
}

constexpr std::array<std::string_view, 8> of_clones{"clone-max",         "clone-min",       "clone-node-max", "promoted-max",
                                                    "promoted-node-max", "globally-unique", "interleave",     "promotable"};

void meta_without_effect(const LintSubject& subject, Findings& findings) {
    for (const Element* const resource : resource_elements(subject.configuration())) {
        if (resource->name != "primitive" && resource->name != "group") continue;
        for (const Element* const pair : pairs_in(*resource, "meta_attributes")) {
            if (std::ranges::find(of_clones, pair->get("name")) == of_clones.end()) continue;
            tell(findings, pair->position, fmt::format("`{}` applies only to clones and has no effect on the {} `{}`", pair->get("name"),
                                                       resource->name, resource->get("id")));
        }
    }
}

// ---- values that are not wise ---------------------------------------------------------------------------------

void negative_stickiness(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    for (const ResourceId id : configured_resources(cluster)) {
        const Resource& resource = cluster.resources[id];
        if (resource.stickiness >= 0 || resource.parent) continue;
        tell(findings, resource.position,
             fmt::format("`{}` has a stickiness of {}: it prefers any other node to the one where it runs", resource.xml_id,
                         Score(resource.stickiness).text()));
    }
}

/// A group has the stickiness of its members.
bool sticks(const Cluster& cluster, ResourceId id) {
    const Resource& resource = cluster.resources[id];
    return resource.stickiness != 0 ||
           std::ranges::any_of(resource.children, [&](ResourceId child) { return sticks(cluster, child); });
}

void no_stickiness(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    std::vector<std::string> names;
    Position first;
    for (const ResourceId id : configured_resources(cluster)) {
        const Resource& resource = cluster.resources[id];
        if (resource.parent || resource.is_clone() || resource.is_bundle() || !is_service(resource) || sticks(cluster, id)) continue;
        // It has nowhere else to go.
        if (places_of(subject, id).left.size() < 2) continue;
        names.push_back(resource.xml_id);
        if (!first.known()) first = resource.position;
    }
    if (names.empty() || cluster_nodes(cluster).size() < 2) return;
    const std::size_t count = names.size();
    tell(findings, first, fmt::format("{} ha{} no stickiness: {} move{} as soon as another node is as good", first_listed(names),
                                      count == 1 ? "s" : "ve", count == 1 ? "it" : "they", count == 1 ? "s" : ""));
}

Position switch_position(const LintSubject& subject, std::string_view name) {
    const Element* const section = subject.configuration().child("crm_config");
    if (section == nullptr) return {};
    for (const Element* const pair : pairs_in(*section, "cluster_property_set")) {
        if (pair->get("name") == name) return pair->position;
    }
    return {};
}

void not_managed(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    if (cluster.options.maintenance_mode) {
        tell(findings, switch_position(subject, "maintenance-mode"), "the cluster is in maintenance mode: it does not manage any resource");
        return;
    }
    for (const Node& node : cluster.nodes) {
        if (node.maintenance) tell(findings, node.position, fmt::format("{} is in maintenance mode", node.name));
    }
    for (const ResourceId id : configured_resources(cluster)) {
        const Resource& resource = cluster.resources[id];
        const ResourceId parent = resource.parent;
        if (resource.managed || (parent && !cluster.resources[parent].managed)) continue;
        tell(findings, resource.position,
             fmt::format("`{}` is not managed: the cluster leaves it alone, even if it fails", resource.xml_id));
    }
}

void everything_stopped(const LintSubject& subject, Findings& findings) {
    if (!subject.cluster().options.stop_all_resources) return;
    tell(findings, switch_position(subject, "stop-all-resources"), "stop-all-resources is set: no resource runs");
}

// ---- parameters -----------------------------------------------------------------------------------------------

void same_address(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    std::map<std::string, ResourceId> seen;
    for (const ResourceId id : configured_primitives(cluster)) {
        const Resource& resource = cluster.resources[id];
        if (resource.agent != "IPaddr2" && resource.agent != "IPaddr" && resource.agent != "IPv6addr") continue;
        const NameValuePair* const address = find_parameter(resource, resource.agent == "IPv6addr" ? "ipv6addr" : "ip");
        if (address == nullptr || address->value.empty()) continue;
        const auto [place, fresh] = seen.try_emplace(address->value, id);
        if (fresh) continue;
        const Resource& other = cluster.resources[place->second];
        tell(findings, resource.position,
             fmt::format("`{}` and `{}` have the same address {}", other.xml_id, resource.xml_id, address->value),
             {{fmt::format("`{}`", other.xml_id), other.position}});
    }
}

} // namespace

void add_option_rules(LintRules& rules) {
    rules.push_back({"unknown-property", "options", Severity::Warning, "a cluster property that Pacemaker does not know",
                     "Pacemaker keeps unknown properties but ignores them, so a misspelled property only seems to be set. A name "
                     "that does not resemble any property is not reported: it may belong to an agent or a tool.",
                     "Correct the name.", unknown_property});
    rules.push_back({"unknown-meta-attribute", "options", Severity::Warning, "a meta attribute that Pacemaker does not know",
                     "Pacemaker keeps unknown meta attributes but ignores them, so a misspelled one only seems to be set. A name "
                     "that does not resemble any meta attribute is not reported: it may have been added on purpose.",
                     "Correct the name. A parameter of the agent belongs in the instance attributes.", unknown_meta_attribute});
    rules.push_back({"unknown-operation-setting", "options", Severity::Warning, "an operation setting that Pacemaker does not know",
                     "Pacemaker ignores it. A setting that an agent expects for one operation only (`OCF_CHECK_LEVEL`) must be an "
                     "instance attribute of that operation.",
                     "Correct the name, or move it to the operation's instance attributes.", unknown_operation_setting});
    rules.push_back({"meta-in-parameters", "options", Severity::Error, "a meta attribute among an agent's parameters",
                     "The attribute has no effect: Pacemaker reads it only from the meta attributes. As an instance attribute, it "
                     "is passed to the agent, which does not know it.",
                     "Move it to the meta attributes.", meta_in_parameters});
    rules.push_back({"meta-without-effect", "options", Severity::Warning,
                     "a clone's meta attribute on a resource that is not a clone",
                     "The attribute has no effect. Pacemaker reads the number of instances and their promotion settings from the "
                     "clone, not from the resource in it.",
                     "Move it to the clone, or remove it.", meta_without_effect});
    rules.push_back({"negative-stickiness", "options", Severity::Warning, "a resource with a negative stickiness",
                     "The resource prefers any other node to the one where it runs. It moves at every opportunity, each time with "
                     "an interruption.",
                     "Set a stickiness of 0 or more.", negative_stickiness});
    rules.push_back({"no-stickiness", "options", Severity::Note, "resources that move as soon as another node is as good",
                     "With a stickiness of 0, the cluster redistributes resources when a node comes back or a resource is added. "
                     "Each move is an unnecessary interruption.",
                     "Set `resource-stickiness` to at least 1 in the resource defaults.", no_stickiness});
    rules.push_back({"not-managed", "options", Severity::Note, "something that the cluster does not manage",
                     "In maintenance mode, or with is-managed=false, the cluster does not start, stop or recover resources. That "
                     "is right during maintenance work, but often forgotten afterwards.",
                     "End the maintenance when the work is done.", not_managed});
    rules.push_back({"everything-stopped", "options", Severity::Warning, "all resources are stopped by a property",
                     "With stop-all-resources=true no resource runs, even if it is enabled.",
                     "Remove the property.", everything_stopped});
    rules.push_back({"same-address", "options", Severity::Error, "two resources with the same IP address",
                     "If both run, two nodes claim the address, and clients reach sometimes one and sometimes the other.",
                     "Give them different addresses, or remove one of them.", same_address});
}

} // namespace placement
