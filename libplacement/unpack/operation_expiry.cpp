#include "unpack/operation_expiry.h"

#include <limits>
#include <string>
#include <string_view>

#include "base/preparation.h"
#include "base/text.h"
#include "cib/operation_history.h"
#include "rules/operation_digest.h"
#include "rules/parameters.h"
#include "unpack/fail_counts.h"
#include "unpack/status_wishes.h"

namespace placement {

namespace {

/// A failed monitor of a connection is remembered until the remote node has been fenced.
/// (Pacemaker: should_ignore_failure_timeout)
bool waits_for_fencing(const Cluster& cluster, const Resource& resource, const OperationHistory& operation) {
    if (resource.remote_reconnect_ms == 0 || !cluster.options.fencing_enabled || operation.interval_ms == 0 ||
        !equals_ignoring_case(operation.task, "monitor")) {
        return false;
    }
    const NodeId node = cluster.find_node(resource.id);
    return node && !cluster.nodes[node].remote_was_fenced;
}

void wish_clearing(StatusContext& context, Wish::Kind kind, const RecordedResult& result, std::string_view reason) {
    const Cluster& cluster = context.cluster;
    Wish& wish = wish_action(context, kind, result.resource, result.node);
    wish.operation = result.reference;
    wish.reason = reason;
    wish.order_after_remote_fencing =
        cluster.options.fencing_enabled && cluster.resources[result.resource].remote_reconnect_ms > 0;
    wish.position = result.operation.position;
}

/// A bundle's connection goes where the container is, which is not known yet. (Pacemaker: pe__bundle_needs_remote_name)
bool has_address_of_host(const Cluster& cluster, ResourceId resource) {
    if (!cluster.resources[resource].remote_connection) return false;
    const auto parameters = parameters_on(cluster, resource, nullptr);
    const auto address = parameters.find("addr");
    return address != parameters.end() && equals_ignoring_case(address->second, "#uname");
}

/// A failure with other parameters than today's says nothing. (Pacemaker: should_clear_for_param_change)
void clear_if_changed(StatusContext& context, const RecordedResult& result) {
    constexpr const char* reason = "resource parameters have changed";
    Cluster& cluster = context.cluster;
    if (result.operation.task != "start" && result.operation.task != "monitor") return;
    if (has_address_of_host(cluster, result.resource)) {
        wish_clearing(context, Wish::Kind::CheckParameters, result, reason);
        return;
    }
    NextChange next_change;
    const auto comparison =
        context.digests.compare(cluster, result.resource, result.node, result.operation, &next_change).last;
    if (next_change) recheck_by(cluster, *next_change);
    change_preparation(cluster).compared_operations.push_back(result.reference);
    if (comparison == DigestComparison::Changed || comparison == DigestComparison::NeedsRestart) {
        wish_clearing(context, Wish::Kind::ClearFailCount, result, reason);
    }
}

/// A probe that found out what there is remains true.
bool is_probe_finding(const RecordedResult& result) {
    if (!is_probe(result.operation)) return false;
    switch (result.exit_status) {
        case exit_status::ok:
        case exit_status::not_running:
        case exit_status::running_promoted:
        case exit_status::degraded:
        case exit_status::degraded_promoted: return true;
        default: return false;
    }
}

/// Minds the moment at which the fail count will expire.
void recheck_when_expired(Cluster& cluster, const FailureTally& failures, std::int64_t expiration) {
    if (failures.effective == 0) return;
    if (failures.last_failure > std::numeric_limits<std::int64_t>::max() - expiration - 1) return;
    recheck_by(cluster, failures.last_failure + expiration + 1);
}

} // namespace

bool has_expired(StatusContext& context, const RecordedResult& result) {
    if (result.execution_status == execution_status::not_installed) return false;
    Cluster& cluster = context.cluster;
    const Resource& resource = cluster.resources[result.resource];
    const OperationHistory& operation = result.operation;
    const std::int64_t expiration = seconds_of(resource.failure_timeout_ms);

    bool expired = false;
    FailureTally failures;
    if (expiration > 0 && operation.last_change) {
        expired = *operation.last_change <= cluster.now.seconds - expiration &&
                  !waits_for_fencing(cluster, resource, operation);
        failures = count_failures(context, result.resource, result.node, &operation);
        recheck_when_expired(cluster, failures, expiration);
    }
    bool cleared = false;
    if (expired && failures.count != 0) {
        if (failures.effective == 0) {
            wish_clearing(context, Wish::Kind::ClearFailCount, result, "it expired");
            cleared = true;
        } else {
            expired = false; // a younger failure keeps them all
        }
    } else if (expired && operation.last_failure && resource.remote_reconnect_ms > 0) {
        wish_clearing(context, Wish::Kind::ClearFailCount, result, "reconnect interval is set");
        cleared = true;
    }
    if (!expired && !cleared && operation.last_failure) clear_if_changed(context, result);
    return expired && !is_probe_finding(result);
}

} // namespace placement
