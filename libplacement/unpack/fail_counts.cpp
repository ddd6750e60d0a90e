#include "unpack/fail_counts.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/characters.h"
#include "base/text.h"
#include "rules/typed_values.h"
#include "cib/operation_history.h"

namespace placement {

namespace {

constexpr std::string_view count_prefix = "fail-count-";
constexpr std::string_view time_prefix = "last-failure-";

/// "#.+_[0-9]+" to the end of the text.
bool is_operation_suffix(std::string_view text) {
    if (text.empty() || text.front() != '#') return false;
    const auto last = text.find_last_not_of("0123456789");
    return last != std::string_view::npos && last >= 2 && last + 1 < text.size() && text[last] == '_';
}

std::string_view name_in_attributes(const Resource& resource) {
    const std::string_view name = resource.history_id.empty() ? resource.id : resource.history_id;
    return resource.unique ? name : without_instance_number(name);
}

template <typename Visit>
void visit_with_prefix(const AttributeTable& attributes, std::string_view prefix, const Visit& visit) {
    for (auto item = attributes.lower_bound(prefix); item != attributes.end(); ++item) {
        if (!std::string_view(item->first).starts_with(prefix)) break;
        visit(item->first, item->second);
    }
}

/// Whether an entry of the history is a failure of the operation that the configuration has.
/// (Pacemaker: is_matched_failure)
bool is_failure_of(const OperationConfiguration& configured, std::string_view resource_id,
                   const OperationHistory& recorded) {
    if (configured.interval_ms != recorded.interval_ms || !equals_ignoring_case(configured.name, recorded.task)) {
        return false;
    }
    const auto id = attribute(recorded, "id").value_or("");
    if (equals_ignoring_case(id, fmt::format("{}_last_failure_0", resource_id))) return true;
    const auto key = fmt::format("{}_{}_{}", resource_id, configured.name, configured.interval_ms);
    return equals_ignoring_case(id, key) && recorded.exit_status.value_or(0) != recorded.expected_exit_status;
}

bool has_failed(const StatusContext& context, const OperationConfiguration& configured, std::string_view resource_id,
                std::string_view node_name) {
    const auto& histories = histories_of(context, node_name, resource_id);
    return std::any_of(histories.begin(), histories.end(), [&](std::uint32_t index) {
        const auto& operations = context.cluster.histories[index].operations;
        return std::any_of(operations.begin(), operations.end(), [&](const OperationHistory& recorded) {
            return recorded.task == configured.name && is_failure_of(configured, resource_id, recorded);
        });
    });
}

/// Whether an operation with on-fail=block has failed. (Pacemaker: block_failure)
bool is_blocked_by_failure(const StatusContext& context, const Resource& resource, const Node& node,
                           const OperationHistory* operation) {
    const std::string_view id = without_instance_number(resource.id);
    return std::any_of(resource.operations.begin(), resource.operations.end(), [&](const OperationConfiguration& op) {
        const auto on_fail = op.attributes.find("on-fail");
        if (on_fail == op.attributes.end() || on_fail->second != "block") return false;
        if (context.cluster.behavior.configured_block_keeps_failures) return true;
        return operation ? is_failure_of(op, id, *operation) : has_failed(context, op, id, node.name);
    });
}

/// Which attributes are a resource's, as the release and the cluster that wrote them have it.
class FailureNames {
public:
    FailureNames(const Cluster& cluster, const Resource& resource, const AttributeTable& attributes)
        : resource_(resource), name_(name_in_attributes(resource)) {
        const FailCountNames names = cluster.behavior.fail_count_names;
        const bool old_writer = compare_versions(cluster.feature_set, "3.0.13") < 0;
        with_operation_ = names == FailCountNames::OfOperation || (names == FailCountNames::ByFeatureSet && !old_writer);
        const std::string own_name = resource.history_id.empty() ? resource.id : resource.history_id;
        if (names != FailCountNames::OfResource) return;
        exact_ = own_name;
        // An instance that has none of its own has those of all.
        begins_so_ = !resource.unique && !attributes.contains(std::string(count_prefix) + own_name);
    }

    bool match(std::string_view key, std::string_view prefix) const {
        if (begins_so_) return key.substr(prefix.size()).starts_with(name_);
        if (!exact_.empty()) return key.substr(prefix.size()) == exact_;
        return is_failure_attribute(key, prefix, name_, resource_.unique, with_operation_);
    }

private:
    const Resource& resource_;
    std::string_view name_;
    std::string exact_;
    bool with_operation_ = true;
    bool begins_so_ = false;
};

FailureTally tally(StatusContext& context, const Resource& resource, const Node& node) {
    FailureTally result;
    const FailureNames names(context.cluster, resource, node.attributes);
    Score count;
    visit_with_prefix(node.attributes, count_prefix, [&](const std::string& key, const std::string& value) {
        if (!names.match(key, count_prefix)) return;
        const auto score = parse_score(value);
        if (!score.valid) {
            context.unpacking.warn(
                "unreadable-fail-count", node.position,
                fmt::format("`{}` of node `{}` is ignored: `{}` is not a number of failures (a number or INFINITY)", key,
                            node.name, value));
            return;
        }
        count += score.score;
    });
    visit_with_prefix(node.attributes, time_prefix, [&](const std::string& key, const std::string& value) {
        if (!names.match(key, time_prefix)) return;
        const auto when = parse_integer(value);
        if (!when) {
            context.unpacking.warn("unreadable-failure-time", node.position,
                                   fmt::format("`{}` of node `{}` is ignored: `{}` is not a time in seconds since 1970", key,
                                               node.name, value));
            return;
        }
        result.last_failure = std::max(result.last_failure, *when);
    });
    result.count = count.value();
    return result;
}

void unpack_fail_counts_on(StatusContext& context, NodeId node) {
    Cluster& cluster = context.cluster;
    const auto& attributes = cluster.nodes[node].attributes;
    const auto first = attributes.lower_bound(count_prefix);
    if (first == attributes.end() || !std::string_view(first->first).starts_with(count_prefix)) return;
    for (const ResourceId resource : cluster.resources.ids()) {
        if (!cluster.resources[resource].is_primitive()) continue;
        const auto failures = count_failures(context, resource, node);
        if (failures.count == 0) continue;
        cluster.fail_counts.push_back({node, resource, failures.count, failures.effective, failures.last_failure});
    }
}

} // namespace

bool is_failure_attribute(std::string_view name, std::string_view prefix, std::string_view resource_name,
                          bool unique, bool with_operation) {
    if (!name.starts_with(prefix)) return false;
    name.remove_prefix(prefix.size());
    if (name.size() < resource_name.size()) return false;
    const bool same = std::equal(resource_name.begin(), resource_name.end(), name.begin(),
                                 [](char wanted, char found) { return wanted == '.' || wanted == found; });
    if (!same) return false;
    name.remove_prefix(resource_name.size());
    if (!unique && name.size() > 1 && name[0] == ':' && is_digit(name[1])) {
        name.remove_prefix(1);
        while (!name.empty() && is_digit(name.front())) name.remove_prefix(1);
    }
    return with_operation ? is_operation_suffix(name) : name.empty();
}

FailureTally count_failures(StatusContext& context, ResourceId resource_id, NodeId node_id,
                            const OperationHistory* operation) {
    Resource& resource = context.cluster.resources[resource_id];
    const Node& node = context.cluster.nodes[node_id];
    FailureTally result = tally(context, resource, node);
    result.effective = result.count;
    if (result.count <= 0 || resource.failure_timeout_ms == 0) return result;
    if (is_blocked_by_failure(context, resource, node, operation)) {
        context.unpacking.warn("failure-timeout-with-block", resource.position,
                               fmt::format("the failure-timeout of `{}` is ignored: an operation with "
                                           "on-fail=\"block\" has failed, and such a failure does not expire",
                                           resource.id));
        resource.failure_timeout_ms = 0;
        return result;
    }
    const std::int64_t expiration = seconds_of(resource.failure_timeout_ms);
    // Counted from now, where a recorded time of any size cannot overflow.
    if (result.last_failure > 0 && result.last_failure < context.cluster.now.seconds - expiration) result.effective = 0;
    return result;
}

void unpack_fail_counts(StatusContext& context) {
    for (const NodeId node : context.cluster.nodes.ids()) unpack_fail_counts_on(context, node);
}

} // namespace placement
