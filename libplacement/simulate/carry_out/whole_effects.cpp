#include "simulate/carry_out/whole_effects.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/operation_status.h"
#include "base/text.h"
#include "rules/operation_digest.h"

namespace placement {

namespace {

/// The digest of the parameters that a list names, or of all others.
std::string partial_digest(const AttributeTable& parameters, std::string_view list, bool named) {
    const std::vector<std::string> names = split(list, " ");
    AttributeTable part;
    for (const auto& [name, value] : parameters) {
        const bool is_meta = name.starts_with("CRM_meta_");
        if (is_meta || (std::ranges::find(names, name) != names.end()) == named) part.insert_or_assign(name, value);
    }
    return parameter_digest(part);
}

/// A cluster forgets all transient attributes. Those that agents or people set stay here, as if they were set again.
void forget_failures(CibEdit& edit, const std::string& node) {
    edit.remove_transient_attributes(
        node, [](std::string_view name) { return name.starts_with("fail-count-") || name.starts_with("last-failure-"); });
}

} // namespace

void complete_record(CibEdit& edit, const std::string& node, const std::string& history, const std::string& entry,
                     const FinishedOperation& operation) {
    edit.remove_operations(node, history, operation.task, operation.interval_ms, entry);
    const StateElement* const written = edit.find_operation(node, history, entry);
    if (written == nullptr) return;
    XmlAttributes digests;
    const auto renew = [&](const char* list, const char* digest, bool named) {
        const std::string_view names = written->value(list);
        if (!names.empty()) digests.emplace_back(digest, partial_digest(*operation.parameters, names, named));
    };
    renew("op-force-restart", "op-restart-digest", true);
    renew("op-secure-params", "op-secure-digest", false);
    if (!digests.empty()) edit.set_operation(node, history, {}, entry, views_of(digests));
}

void keep_shutdown_lock(CibEdit& edit, const TransitionAction& action, const std::string& history,
                        const FinishedOperation& operation) {
    const std::string& lock_time = action.particulars->lock_time;
    if (lock_time.empty()) return;
    const bool stopped = (operation.task == task::stop && operation.exit_status == exit_status::ok) ||
                         (operation.task == task::monitor && operation.exit_status == exit_status::not_running);
    edit.set_history_attribute(action.node, history, "shutdown-lock", stopped ? lock_time : "0");
}

void do_cluster_action(CibEdit& edit, const TransitionAction& action) {
    const std::string& node = action.node;
    const std::string& resource = action.resource->id;
    if (action.operation == task::clear_fail_count) {
        edit.remove_fail_counts(node, resource);
        edit.remove_operation(node, resource, resource + "_last_failure_0");
    } else if (action.operation == task::clear_history) {
        edit.remove_operation_history(node, resource);
    } else if (action.operation == task::shutdown) {
        edit.set_node_state(node, member_state(false));
        edit.remove_transient_attributes(node);
    }
    edit.count_update();
}

void remember_unfencing(CibEdit& edit, const TransitionAction& action, Time at) {
    edit.set_transient_attribute(action.node, "#node-unfenced", fmt::format("{}", at.seconds));
    for (const auto& [meta, attribute] :
         {std::pair{"CRM_meta_digests_all", "#digests-all"}, std::pair{"CRM_meta_digests_secure", "#digests-secure"}}) {
        const std::string* const value = action.attributes.find(meta);
        if (value != nullptr) edit.set_transient_attribute(action.node, attribute, *value);
    }
    edit.count_update();
}

void remember_fencing(CibEdit& edit, const TransitionAction& action, Time at) {
    edit.set_node_state(action.node, {{"node_fenced", fmt::format("{}", at.seconds)}});
    edit.count_update();
}

void begin_guest(CibEdit& edit, const std::string& node) {
    edit.remove_operation_history(node);
    edit.count_update();
}

void bring_remote_node_up(CibEdit& edit, const std::string& node) {
    forget_failures(edit, node);
    if (edit.node_state_id(node)) edit.set_node_state(node, {{"node_fenced", "0"}});
    edit.count_update();
}

void take_remote_node_down(CibEdit& edit, const std::string& node, bool forget_history) {
    forget_failures(edit, node);
    if (forget_history) edit.remove_operation_history(node);
    edit.count_update();
}

void do_pseudo_action(CibEdit& edit, const TransitionAction& action) {
    const TransitionAction::Particulars& particulars = *action.particulars;
    if (action.operation == task::fence && particulars.downed.size() == 1) {
        take_remote_node_down(edit, particulars.downed.front(), true);
    }
    for (const auto& [node, in_maintenance] : particulars.maintenance) {
        require_node(edit, node, node, false);
        edit.set_node_state(node, {{"node_in_maintenance", in_maintenance ? "1" : "0"}});
    }
    edit.count_update();
}

} // namespace placement
