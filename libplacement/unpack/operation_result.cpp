#include "unpack/operation_result.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/preparation.h"
#include "base/text.h"
#include "cib/operation_history.h"
#include "unpack/failure_handling.h"
#include "unpack/migration_history.h"
#include "unpack/operation_expiry.h"
#include "unpack/status_wishes.h"

namespace placement {

namespace {

/// The resource, or its clone where all instances are alike.
ResourceId banned_with(const Cluster& cluster, ResourceId resource) {
    return cluster.resources[resource].unique ? resource : cluster.top(resource);
}

class Entry {
public:
    Entry(StatusContext& context, RecordedResult result, HistoryProgress& progress)
        : context_(context), result_(result), progress_(progress),
          resource_(context.cluster.resources[result.resource]), node_(context.cluster.nodes[result.node]) {}

    void apply();

private:
    bool is_masked() const {
        return context_.cluster.behavior.failed_probes_are_masked && !is_bundled(context_.cluster, result_.resource) &&
               is_maskable_probe_failure(operation());
    }
    bool is_degraded() const {
        if (operation().task != "monitor" && !context_.cluster.behavior.degraded_results_are_successes) return false;
        return result_.exit_status == exit_status::degraded || result_.exit_status == exit_status::degraded_promoted;
    }
    const OperationHistory& operation() const { return result_.operation; }
    bool is_expected() const { return result_.exit_status == operation().expected_exit_status; }

    void remap(bool expired);
    void remap_by_exit_status(bool expired);
    void block_if_unrecoverable();

    bool ignore_expired(std::int32_t recorded_exit_status);
    void apply_masked_probe();
    void apply_pending();
    void apply_success(std::int32_t exit_status);
    void clear_past_failure();
    void apply_not_installed();
    void apply_failure();
    void apply_failure(const FailureHandling& handling);
    void apply_failed_task(OnFail on_fail);
    void ban_after_failure();

    bool is_older_than_failure() const;
    void show_failure();

    StatusContext& context_;
    RecordedResult result_;
    HistoryProgress& progress_;
    Resource& resource_;
    Node& node_;
};

void Entry::apply() {
    const bool expired = has_expired(context_, result_);
    const std::int32_t recorded_exit_status = result_.exit_status;
    remap(expired && !context_.cluster.behavior.expired_failures_change_state);
    if (expired && ignore_expired(recorded_exit_status)) return;
    if (is_masked()) return apply_masked_probe();
    switch (result_.execution_status) {
        case execution_status::pending: return apply_pending();
        case execution_status::done: return apply_success(result_.exit_status);
        case execution_status::not_installed: return apply_not_installed();
        case execution_status::not_connected:
            if (node_.is_remote() && node_.connection && context_.cluster.resources[node_.connection].managed) {
                mark_failed(context_.cluster.resources[node_.connection]);
            }
            break;
        default: break;
    }
    apply_failure();
}

/// What the pair of execution and exit status amounts to, given what was expected. (Pacemaker: remap_operation)
void Entry::remap(bool expired) {
    if (is_degraded()) {
        const bool promoted = result_.exit_status == exit_status::degraded_promoted;
        result_.exit_status = promoted ? exit_status::running_promoted : exit_status::ok;
        if (!expired && (!node_.shutdown || node_.online)) show_failure();
    }
    if (is_masked()) {
        result_.execution_status = execution_status::done;
        result_.exit_status = exit_status::not_running;
    }
    switch (result_.execution_status) {
        case execution_status::done:
        case execution_status::error: break;
        case execution_status::no_fence_device:
        case execution_status::no_secrets: result_.execution_status = execution_status::hard_error; return;
        default: return;
    }
    if (operation().expected_exit_status < 0) {
        result_.execution_status = execution_status::error;
        context_.unpacking.warn("history-without-expected-result", operation().position,
                                fmt::format("the history of `{}` on `{}` does not say what it expected; it is taken for "
                                            "a failure",
                                            operation().key, node_.name));
    } else {
        result_.execution_status = is_expected() ? execution_status::done : execution_status::error;
    }
    remap_by_exit_status(expired);
}

void Entry::remap_by_exit_status(bool expired) {
    const bool probe = is_probe(operation());
    switch (result_.exit_status) {
        case exit_status::ok:
            if (probe && operation().expected_exit_status == exit_status::not_running) {
                result_.execution_status = execution_status::done;
            }
            break;
        case exit_status::not_running:
            if (probe || is_expected() || !resource_.managed) {
                result_.execution_status = execution_status::done;
                resource_.role = Role::Stopped;
                progress_.on_fail = OnFail::Ignore;
                set_next_role(resource_, Role::Unknown, "not running");
            }
            break;
        case exit_status::running_promoted:
            if (probe) result_.execution_status = execution_status::done;
            if (!expired || is_expected()) resource_.role = Role::Promoted;
            break;
        case exit_status::degraded_promoted: // of another operation than a monitor
        case exit_status::failed_promoted:
            if (!expired) resource_.role = Role::Promoted;
            result_.execution_status = execution_status::error;
            break;
        case exit_status::not_configured: result_.execution_status = execution_status::fatal_error; break;
        case exit_status::unimplemented:
            if (operation().interval_ms != 0) {
                result_.execution_status = execution_status::not_supported;
                break;
            }
            [[fallthrough]];
        case exit_status::not_installed:
        case exit_status::invalid_parameter:
        case exit_status::insufficient_privileges:
            if (!expired) block_if_unrecoverable();
            result_.execution_status = execution_status::hard_error;
            break;
        default:
            if (result_.execution_status == execution_status::done) {
                result_.execution_status = execution_status::error;
            }
            break;
    }
}

/// A stop that fails for good leaves nothing but fencing. (Pacemaker: block_if_unrecoverable)
void Entry::block_if_unrecoverable() {
    if (operation().task == "stop" && !can_fence(context_.cluster, result_.node)) block(resource_);
}

/// True where an expired failure says nothing any more. (Pacemaker: process_expired_result)
bool Entry::ignore_expired(std::int32_t recorded_exit_status) {
    if (is_masked() && recorded_exit_status != operation().expected_exit_status) {
        if (resource_.role <= Role::Stopped) resource_.role = Role::Unknown;
        return true;
    }
    if (is_expected()) return false;
    if (operation().interval_ms == 0) return true;
    if (!node_.online || node_.unclean) return false;
    // No parameters have this digest, so that the operation is scheduled anew.
    ResourceHistory& history = context_.cluster.histories[result_.reference.history];
    const auto replaced = std::make_shared<std::vector<OperationHistory>>(history.operations.begin(), history.operations.end());
    (*replaced)[result_.reference.operation].digest_nonreloadable = "calculated-failure-timeout";
    history.operations = *replaced;
    history.conformity = Conformity::Unknown;
    change_preparation(context_.cluster).replaced_operations.push_back(replaced);
    return true;
}

/// (Pacemaker: mask_probe_failure)
void Entry::apply_masked_probe() {
    apply_success(operation().expected_exit_status);
    show_failure();
    add_score(context_, banned_with(context_.cluster, result_.resource), result_.node, Score::minus_infinity(),
              "masked-probe-failure");
}

/// Whether the last failure is of the same operation and not older than this entry. (Pacemaker: failure_is_newer)
bool Entry::is_older_than_failure() const {
    const OperationHistory* failure = progress_.last_failure;
    if (!failure || failure->task != operation().task) return false;
    if (!attribute(*failure, "interval") || failure->interval_ms != operation().interval_ms) return false;
    const auto change = [](const OperationHistory& entry) -> std::optional<std::int64_t> {
        const auto text = attribute(entry, "last-rc-change");
        return text ? parse_integer(*text) : 0;
    };
    const auto failed = change(*failure);
    const auto changed = change(operation());
    return failed && changed && *failed >= *changed;
}

/// (Pacemaker: process_pending_action)
void Entry::apply_pending() {
    if (!context_.cluster.behavior.failed_operations_stay_pending && is_older_than_failure()) return;
    const std::string_view task = operation().task;
    if (task == "start") {
        resource_.start_pending = true;
        set_active(context_.cluster, result_.resource);
    } else if (task == "promote") {
        resource_.role = Role::Promoted;
    } else if (task == "migrate_to" && node_.unclean) {
        // It may be active on both, once the source is fenced.
        const auto target = context_.cluster.find_node(attribute(operation(), "migrate_target").value_or(""));
        if (target) require_stop(context_, result_.resource, target);
    }
    if (!resource_.pending_action.empty() || is_probe(operation())) return;
    resource_.pending_action = task;
    resource_.pending_node = result_.node;
}

/// The role that a success leaves the resource in, and whether it makes up for earlier failures.
/// (Pacemaker: update_resource_state)
void Entry::apply_success(std::int32_t exit_status) {
    const std::string_view task = operation().task;
    const auto becomes = [&](Role role) {
        resource_.role = role;
        clear_past_failure();
    };
    if (exit_status == exit_status::not_installed || is_masked()) {
        resource_.role = Role::Stopped;
    } else if (exit_status == exit_status::not_running) {
        clear_past_failure();
    } else if (task == "monitor") {
        if (resource_.role < Role::Started) set_active(context_.cluster, result_.resource);
        if (progress_.last_failure && progress_.last_failure->key == operation().key) clear_past_failure();
    } else if (task == "start" || task == "migrate_from") {
        becomes(Role::Started);
    } else if (task == "stop") {
        becomes(Role::Stopped);
    } else if (task == "promote") {
        becomes(Role::Promoted);
    } else if (task == "demote") {
        resource_.role = Role::Unpromoted;
        if (progress_.on_fail == OnFail::Demote) clear_past_failure();
    } else if (task == "migrate_to") {
        apply_migrate_to_success(context_, result_.resource, result_.node, operation());
    } else if (resource_.role < Role::Started) {
        set_active(context_.cluster, result_.resource);
    }
}

void Entry::clear_past_failure() {
    switch (progress_.on_fail) {
        case OnFail::Stop:
        case OnFail::Ban:
        case OnFail::StandbyNode:
        case OnFail::FenceNode: return; // these last until a person cleans up
        case OnFail::ResetRemote:
            if (resource_.remote_reconnect_ms != 0) return; // until the reconnect interval has passed
            break;
        case OnFail::Block:
        case OnFail::Ignore:
        case OnFail::Demote:
        case OnFail::Restart:
        case OnFail::RestartContainer: break;
    }
    progress_.on_fail = OnFail::Ignore;
    set_next_role(resource_, Role::Unknown, "clear past failures");
}

void Entry::apply_not_installed() {
    const auto handling =
        failure_handling(context_, result_.resource, operation().task, operation().interval_ms);
    if (handling.on_fail == OnFail::Ignore) progress_.on_fail = OnFail::Ban; // there is nothing that could go on
    add_score(context_, banned_with(context_.cluster, result_.resource), result_.node, Score::minus_infinity(),
              "hard-error");
    apply_failure(handling);
}

void Entry::apply_failure() {
    const auto handling =
        failure_handling(context_, result_.resource, operation().task, operation().interval_ms);
    const bool restarts_container = handling.on_fail == OnFail::RestartContainer;
    if (handling.on_fail == OnFail::Ignore || (restarts_container && operation().task == "stop")) {
        apply_success(operation().expected_exit_status);
        resource_.ignore_failure = true;
        show_failure();
        if (restarts_container && progress_.on_fail <= OnFail::Restart) progress_.on_fail = handling.on_fail;
        return;
    }
    apply_failure(handling);
    ban_after_failure();
}

void Entry::ban_after_failure() {
    const ResourceId banned = banned_with(context_.cluster, result_.resource);
    if (result_.execution_status == execution_status::hard_error) {
        add_score(context_, banned, result_.node, Score::minus_infinity(), "hard-error");
    } else if (result_.execution_status == execution_status::fatal_error) {
        add_score(context_, banned, {}, Score::minus_infinity(), "fatal-error");
    }
}

/// (Pacemaker: unpack_rsc_op_failure)
void Entry::apply_failure(const FailureHandling& handling) {
    Cluster& cluster = context_.cluster;
    progress_.last_failure = &operation();
    // An asymmetric cluster may well have nodes that lack the agent.
    if (cluster.options.symmetric_cluster || result_.exit_status != exit_status::not_installed) show_failure();
    progress_.on_fail = std::max(progress_.on_fail, handling.on_fail);
    apply_failed_task(handling.on_fail);
    if (is_probe(operation()) && result_.exit_status == exit_status::not_installed) {
        resource_.role = Role::Stopped;
    } else if (resource_.role < Role::Started) {
        set_active(cluster, result_.resource);
    }
    if (handling.role_after != Role::Started && resource_.next_role < handling.role_after) {
        set_next_role(resource_, handling.role_after, "failure");
    }
    if (handling.role_after == Role::Stopped) {
        const ResourceId top = cluster.top(result_.resource);
        const bool with_clone = resource_.parent && is_anonymous_clone(cluster, top);
        ban_everywhere(context_, with_clone ? top : result_.resource, "on-fail");
    }
}

/// Where the resource must be thought to be after the failure.
void Entry::apply_failed_task(OnFail on_fail) {
    const std::string_view task = operation().task;
    if (task == "stop") {
        add_score(context_, result_.resource, result_.node, Score::minus_infinity(), "__stop_fail__");
    } else if (task == "migrate_to") {
        apply_migrate_to_failure(context_, result_.resource, result_.node, operation());
    } else if (task == "migrate_from") {
        apply_migrate_from_failure(context_, result_.resource, result_.node, operation());
    } else if (task == "promote") {
        resource_.role = Role::Promoted;
    } else if (task == "demote") {
        if (on_fail == OnFail::Block) {
            resource_.role = Role::Promoted;
            set_next_role(resource_, Role::Stopped, "demote with on-fail=block");
        } else {
            const bool stopped = result_.exit_status == exit_status::not_running;
            resource_.role = stopped ? Role::Stopped : Role::Unpromoted;
        }
    }
}

/// (Pacemaker: record_failed_op)
void Entry::show_failure() {
    if (!node_.online || !context_.shown_failures.emplace(result_.node, operation().key).second) return;
    context_.cluster.failed_operations.push_back(result_.reference);
}

} // namespace

void apply_operation(StatusContext& context, ResourceId resource, NodeId node, OperationReference reference,
                     HistoryProgress& progress) {
    const OperationHistory& operation = context.cluster.histories[reference.history].operations[reference.operation];
    const UnreadableResults unreadable = context.cluster.behavior.unreadable_results;
    const bool is_taken = operation.lacks_exit_status && unreadable != UnreadableResults::Ignored;
    if (!operation.defect.empty() && !is_taken) {
        context.unpacking.error("unusable-history-entry", operation.position,
                                fmt::format("an entry ({}) of the history of `{}` on `{}` is ignored: {}",
                                            attribute(operation, "id").value_or("without id"),
                                            context.cluster.resources[resource].id, context.cluster.nodes[node].name,
                                            operation.defect));
        return;
    }
    if (!operation.affects_state) return;
    RecordedResult result{resource, node, reference, operation, *operation.execution_status, operation.exit_status.value_or(exit_status::ok)};
    if (operation.lacks_exit_status && unreadable == UnreadableResults::Failures) result.exit_status = exit_status::unknown_error;
    Entry(context, result, progress).apply();
}

} // namespace placement
