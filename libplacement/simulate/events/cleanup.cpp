#include <algorithm>

#include <fmt/format.h>

#include "placement/action.h"
#include "rules/parameters.h"
#include "simulate/carry_out/operation_record.h"
#include "simulate/carry_out/whole_effects.h"
#include "simulate/events/event_context.h"

// Histories and failures that are forgotten, and what is then found.
namespace placement {

namespace {

constexpr std::int32_t ok = 0;
constexpr std::int32_t not_running = 7;
constexpr std::int32_t running_promoted = 8;

void collect_all_primitives(const Cluster& cluster, ResourceId id, std::vector<ResourceId>& primitives) {
    if (cluster.resources[id].is_primitive()) primitives.push_back(id);
    for (const ResourceId child : cluster.resources[id].children) collect_all_primitives(cluster, child, primitives);
}

bool contains_node(const std::vector<NodeId>& nodes, NodeId node) { return std::ranges::find(nodes, node) != nodes.end(); }

const ResourceHistory* history_of(const Cluster& cluster, ResourceId resource, NodeId node) {
    for (const ResourceHistory& history : cluster.histories) {
        if (history.resource == resource && history.node == node) return &history;
    }
    return nullptr;
}

bool has_failed(const OperationHistory& operation) {
    const std::int32_t status = operation.exit_status.value_or(0);
    if (operation.execution_status.value_or(0) > 0) return true;
    return status != ok && status != running_promoted && status != operation.expected_exit_status;
}

/// What the probe will find that follows when the history is forgotten.
enum class Finding : std::uint8_t { Stopped, Running, AssumedRunning };

Finding finding(const Resource& resource, const ResourceHistory& history) {
    if (!contains_node(resource.active_nodes, history.node)) return Finding::Stopped;
    const OperationHistory* last = nullptr;
    for (const OperationHistory& operation : history.operations) {
        if (operation.affects_state && operation.defect.empty()) last = &operation;
    }
    if (last == nullptr) return Finding::Stopped;
    if (!has_failed(*last)) return Finding::Running;
    const bool was_dead = last->exit_status == not_running || last->task == task::start;
    return was_dead ? Finding::Stopped : Finding::AssumedRunning;
}

class CleanUp {
public:
    CleanUp(const EventContext& context, bool only_failures)
        : context_(context), cluster_(context.cluster), only_failures_(only_failures) {}

    void run(const std::string& name, const std::optional<std::string>& node_name) {
        const ResourceId named = require_resources(cluster_, name).front();
        NodeId node = NodeId::none();
        if (node_name) {
            node = require_node(cluster_, *node_name);
            if (!cluster_.nodes[node].probes_allowed) {
                throw ImpossibleEvent(fmt::format("`{}` cannot be cleaned up on {}: resources are not looked for there "
                                                  "(resource-discovery-enabled)",
                                                  name, cluster_.nodes[node].name));
            }
        }
        std::vector<ResourceId> primitives;
        collect_all_primitives(cluster_, cluster_.top(named), primitives);
        for (const ResourceId primitive : primitives) {
            for (const NodeId each : node ? std::vector{node} : nodes_of(primitive)) clean(primitive, each);
        }
        if (changed_) return;
        note(context_, "nothing-to-clean-up",
             fmt::format("`{}` has no {} to clean up{}; nothing changes", name, only_failures_ ? "failures" : "history",
                         node_name ? " on " + *node_name : ""));
    }

private:
    /// Where it is known, or else everywhere. (Pacemaker: cli_resource_delete)
    std::vector<NodeId> nodes_of(ResourceId primitive) const {
        std::vector<NodeId> nodes = cluster_.resources[primitive].known_nodes;
        if (nodes.empty()) {
            for (const NodeId node : cluster_.nodes.ids()) nodes.push_back(node);
        }
        std::erase_if(nodes, [&](NodeId node) { return !cluster_.nodes[node].online || !cluster_.nodes[node].probes_allowed; });
        return nodes;
    }

    void clean(ResourceId primitive, NodeId node) {
        const Resource& resource = cluster_.resources[primitive];
        const std::string& node_name = cluster_.nodes[node].name;
        if (cluster_.fail_count(primitive, node) != nullptr) changed_ = true;
        const std::string& name = resource.history_id.empty() ? resource.id : resource.history_id;
        context_.edit.remove_fail_counts(node_name, resource.unique ? name : name.substr(0, name.find(':')));
        const ResourceHistory* history = history_of(cluster_, primitive, node);
        if (history == nullptr || (only_failures_ && !has_failures(primitive, node))) return;
        forget(resource, *history, node_name);
    }

    bool has_failures(ResourceId primitive, NodeId node) const {
        return std::ranges::any_of(cluster_.failed_operations, [&](const OperationReference& reference) {
            const ResourceHistory& history = cluster_.histories[reference.history];
            return history.resource == primitive && history.node == node;
        });
    }

    /// What is found stopped, the scheduler has probed; what is found running, it must not start anew.
    void forget(const Resource& resource, const ResourceHistory& history, const std::string& node) {
        changed_ = true;
        const std::string name(history.xml_id);
        context_.edit.remove_operation_history(node, name);
        const Finding found = finding(resource, history);
        if (found == Finding::Stopped || !cluster_.nodes[history.node].online) return;
        record_probe(resource, history, node);
        if (found == Finding::Running) return;
        note(context_, "assumed-running",
             fmt::format("this answer assumes that the probe after the clean-up finds `{}` running on {}, because its last "
                         "operation there failed but did not find it stopped",
                         resource.id, node),
             resource.position);
    }

    void record_probe(const Resource& resource, const ResourceHistory& history, const std::string& node) {
        const std::string name(history.xml_id);
        const AttributeTable parameters = parameters_on(cluster_, history.resource, &cluster_.nodes[history.node].attributes);
        FinishedOperation probe;
        probe.resource = name;
        probe.task = task::monitor;
        probe.exit_status = resource.role == Role::Promoted ? running_promoted : ok;
        probe.expected = probe.exit_status;
        probe.at = cluster_.now;
        probe.parameters = &parameters;
        const std::string entry =
            record(context_.edit, node, name, agent_attributes(resource.standard, resource.provider, resource.agent), probe);
        // Which parameters the agent can reload, and which are secret, the history had from its meta-data.
        for (const OperationHistory& known : history.operations) {
            const auto remember = [&](const char* list, std::string_view names) {
                if (!names.empty()) context_.edit.set_operation(node, name, {}, entry, {{list, std::string(names)}});
            };
            remember("op-force-restart", known.nonreloadable_parameters);
            remember("op-secure-params", known.secure_parameters);
        }
        complete_record(context_.edit, node, name, entry, probe);
    }

    const EventContext& context_;
    const Cluster& cluster_;
    bool only_failures_;
    bool changed_ = false;
};

} // namespace

void happen(const ResourceCleanedUp& event, const EventContext& context) {
    CleanUp(context, true).run(event.resource, event.node);
}

void happen(const ResourceRefreshed& event, const EventContext& context) {
    CleanUp(context, false).run(event.resource, event.node);
}

} // namespace placement
