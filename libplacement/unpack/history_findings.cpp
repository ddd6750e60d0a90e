#include "unpack/history_findings.h"

#include <algorithm>
#include <optional>

#include "cib/operation_history.h"
#include "rules/operation_configuration.h"
#include "rules/operation_digest.h"
#include "unpack/resource_history.h"
#include "unpack/status_context.h"

namespace placement {

namespace {

std::optional<std::string_view> if_any(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional<std::string_view>(text);
}

bool is_of_agent(const Resource& resource, const ResourceHistory& history) {
    return if_any(resource.agent) == history.agent && if_any(resource.standard) == history.standard &&
           if_any(resource.provider) == history.provider;
}

/// The owner that no state can change.
ResourceId certain_owner(const UnpackContext& context, const ResourceHistory& history) {
    const auto found = context.names->find(HashedName{history.xml_id, history.xml_id_hash});
    if (history.xml_id.empty() || found == context.names->end() || !found->second.alone) return {};
    const Cluster& cluster = context.cluster;
    const ResourceId id = found->second.resource;
    const Resource& resource = cluster.resources[id];
    if (!resource.is_primitive() || resource.removed || !resource.unique) return {};
    return is_anonymous_clone(cluster, cluster.top(id)) ? ResourceId() : id;
}

/// Whether parameters may be others at another time or with other node attributes.
bool has_rules(const Cluster& cluster, ResourceId resource) {
    for (; resource; resource = cluster.resources[resource].parent) {
        if (has_rules(cluster.resources[resource].parameters)) return true;
    }
    return false;
}

bool has_todays_parameters(const Cluster& cluster, ResourceId id, NodeId node, const OperationHistory& operation,
                           OperationDigests& digests) {
    const Resource& resource = cluster.resources[id];
    const std::uint32_t interval = operation.interval_ms;
    const auto* configured = find_operation(resource, operation.task, interval, DisabledOperations::DoNotCount);
    if (interval > 0 && configured == nullptr) return false;
    const auto* meant = find_operation(resource, operation.task, interval);
    if (meant != nullptr && (has_rules(meant->meta_attributes) || has_rules(meant->instance_attributes))) return false;
    return digests.compare(cluster, id, node, operation).last == DigestComparison::Same;
}

/// A failure is compared by who reads the status, which decides what later comparisons see.
bool has_todays_parameters(const Cluster& cluster, ResourceId id, NodeId node, const ResourceHistory& history) {
    const auto& operations = history.operations;
    if (cluster.resources[id].remote_connection || has_rules(cluster, id) || has_rules(cluster.operation_defaults) ||
        std::ranges::any_of(operations, &OperationHistory::last_failure)) {
        return false;
    }
    if (history.start_index < history.stop_index) return true;
    OperationDigests digests;
    const auto since = operations.subspan(static_cast<std::size_t>(std::max(history.start_index, 0)));
    return std::ranges::all_of(
        since, [&](const OperationHistory& operation) { return has_todays_parameters(cluster, id, node, operation, digests); });
}

/// Nothing of it expires, is about another node, or is locked.
bool follows_nothing(const Cluster& cluster, const Resource& resource) {
    return resource.failure_timeout_ms == 0 && !resource.remote_connection && !cluster.options.shutdown_lock;
}

HistoryFinding finding_of(const UnpackContext& context, NodeId node, const RecordedHistory& recorded) {
    const Cluster& cluster = context.cluster;
    HistoryFinding finding;
    finding.owner = certain_owner(context, recorded.history);
    if (!finding.owner) return finding;
    const Resource& resource = cluster.resources[finding.owner];
    finding.not_running = recorded.found_nothing && follows_nothing(cluster, resource);
    finding.allowed_role = target_role(cluster, finding.owner).value_or(Role::Unknown);
    if (!is_of_agent(resource, recorded.history)) return finding;
    finding.conformity = Conformity::Agent;
    if (!finding.not_running && has_todays_parameters(cluster, finding.owner, node, recorded.history)) {
        finding.conformity = Conformity::Parameters;
    }
    return finding;
}

/// Of two histories of one resource, the first comparison counts for both.
void compare_what_is_there_twice(const Cluster& cluster, std::vector<HistoryFinding>& histories) {
    std::vector<int> count(cluster.resources.size(), 0);
    bool any_twice = false;
    for (const HistoryFinding& finding : histories) {
        if (finding.owner) any_twice |= ++count[finding.owner.index()] > 1;
    }
    if (!any_twice) return;
    for (HistoryFinding& finding : histories) {
        if (finding.owner && count[finding.owner.index()] > 1) finding.conformity = Conformity::Unknown;
    }
}

} // namespace

std::shared_ptr<const HistoryFindings> findings_of(const UnpackContext& context, const StateElement& node_state) {
    if (!context.recalled) return nullptr;
    Kept& kept = node_state.kept();
    auto last = std::static_pointer_cast<const HistoryFindings>(kept.get());
    if (last && last->configuration == context.recalled && last->feature_set == context.cluster.feature_set) return last;
    const NodeId node = find_node_by_id_or_name(context.cluster, node_state.value("id"), node_state.value("uname"));
    if (!node) return nullptr;
    auto found = std::make_shared<HistoryFindings>();
    found->configuration = context.recalled;
    found->feature_set = context.cluster.feature_set;
    found->histories.reserve(node_state.histories().size());
    for (const RecordedHistory* const recorded : node_state.histories()) {
        found->histories.push_back(finding_of(context, node, as_read_by(context.cluster.behavior, *recorded)));
    }
    compare_what_is_there_twice(context.cluster, found->histories);
    kept.set(found);
    return found;
}

} // namespace placement
