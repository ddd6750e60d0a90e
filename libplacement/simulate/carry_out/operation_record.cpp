#include "simulate/carry_out/operation_record.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "base/operation_status.h"
#include "base/text.h"
#include "placement/action.h"
#include "placement/version.h"
#include "rules/operation_digest.h"
#include "rules/typed_values.h"

namespace placement {

namespace {

constexpr std::string_view nobodys_transition = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

bool is_migration(const FinishedOperation& operation) {
    return operation.task == task::migrate_to || operation.task == task::migrate_from;
}

bool is_reload(const FinishedOperation& operation) {
    return operation.task == task::reload || operation.task == task::reload_agent;
}

std::string_view meta(const FinishedOperation& operation, std::string_view name) {
    if (operation.parameters == nullptr) return {};
    const auto found = operation.parameters->find(fmt::format("CRM_meta_{}", name));
    return found == operation.parameters->end() ? std::string_view() : std::string_view(found->second);
}

/// The ids of the entries that it writes, the one that counts first.
std::vector<std::string> entry_ids(const FinishedOperation& operation, const std::string& key, bool failed) {
    const std::string& resource = operation.resource;
    if (operation.task == task::notify) {
        if (meta(operation, "notify_type").empty()) return {""}; // one that is only said to have happened
        return {fmt::format("{}_{}_notify_{}_0", resource, meta(operation, "notify_type"), meta(operation, "notify_operation"))};
    }
    if (is_migration(operation)) return {key};
    const std::string last = resource + "_last_0";
    if (failed) {
        const std::string failure = resource + "_last_failure_0";
        return operation.interval_ms == 0 ? std::vector{failure, last} : std::vector{failure};
    }
    return {operation.interval_ms > 0 ? key : last};
}

[[noreturn]] void unknown_resource(const Cluster& cluster, const std::string& name) {
    std::vector<std::string> names;
    for (const Resource& resource : cluster.resources) {
        if (!resource.is_primitive()) continue;
        const std::string& known = resource.history_id.empty() ? resource.id : resource.history_id;
        if (std::ranges::find(names, known) == names.end()) names.push_back(known);
    }
    throw UnknownName("primitive", name, nearest_names(name, names));
}

} // namespace

ResourceId find_by_history_name(const Cluster& cluster, const std::string& name) {
    for (const ResourceId id : cluster.resources.ids()) {
        const Resource& resource = cluster.resources[id];
        if (resource.is_primitive() && (resource.id == name || resource.history_id == name)) return id;
    }
    return ResourceId::none();
}

XmlAttributeViews agent_attributes(std::string_view standard, std::string_view provider, std::string_view agent) {
    XmlAttributeViews attributes;
    if (!standard.empty()) attributes.emplace_back("class", standard);
    if (!provider.empty()) attributes.emplace_back("provider", provider);
    if (!agent.empty()) attributes.emplace_back("type", agent);
    return attributes;
}

std::string record(CibEdit& edit, const std::string& node, const std::string& history, const XmlAttributeViews& agent,
                   const FinishedOperation& operation) {
    // An agent that was reloaded is one that was started.
    const std::string_view recorded_task = is_reload(operation) ? task::start : std::string_view(operation.task);
    const std::string key = fmt::format("{}_{}_{}", operation.resource, recorded_task, operation.interval_ms);
    // Nobody asks how a notification ended.
    const std::int32_t exit_status = operation.task == task::notify ? 0 : operation.exit_status;
    const bool failed = operation.execution_status != 0 || exit_status != operation.expected;
    const std::vector<std::string> ids = entry_ids(operation, key, failed);
    const bool shows_reason = failed && operation.task != task::notify && !is_migration(operation);
    const int call = edit.next_call_id(node, history);
    const std::string magic =
        fmt::format("{}:{};{}:-1:{}:{}", operation.execution_status, exit_status, call, operation.expected, nobodys_transition);
    const fmt::format_int call_id(call);
    const fmt::format_int rc_code(exit_status);
    const fmt::format_int op_status(operation.execution_status);
    const fmt::format_int interval(operation.interval_ms);
    const fmt::format_int last_change(operation.at.seconds);
    const auto text = [](const fmt::format_int& number) { return std::string_view(number.data(), number.size()); };
    XmlAttributeViews entry{
        {"operation_key", key},
        {"operation", recorded_task},
        {"crm-debug-origin", simulation_origin},
        {"crm_feature_set", feature_set},
        {"transition-key", std::string_view(magic).substr(magic.find(';') + 1)},
        {"transition-magic", magic},
        {"exit-reason", shows_reason ? std::string_view(operation.exit_reason) : std::string_view()},
        {"on_node", node},
        {"call-id", text(call_id)},
        {"rc-code", text(rc_code)},
        {"op-status", text(op_status)},
        {"interval", text(interval)},
        {"last-rc-change", text(last_change)},
        {"exec-time", "0"},
        {"queue-time", "0"},
    };
    if (operation.may_be_nameless && edit.has_operation_without(node, history, "on_node")) {
        std::erase_if(entry, [](const auto& attribute) { return attribute.first == "on_node"; });
    }
    if (is_migration(operation)) {
        for (const auto& [name, value] : {std::pair("migrate_source", meta(operation, "migrate_source")),
                                          std::pair("migrate_target", meta(operation, "migrate_target"))}) {
            if (!value.empty()) entry.emplace_back(name, value);
        }
    }
    const std::string digest = operation.parameters == nullptr ? "" : parameter_digest(*operation.parameters);
    if (!digest.empty()) entry.emplace_back("op-digest", digest);
    for (const std::string& id : ids) edit.set_operation(node, history, agent, id, entry);
    return ids.back();
}

std::string failure_name(const Cluster& cluster, const OperationResult& result, Recorder recorder) {
    const FailCountNames names = cluster.behavior.fail_count_names;
    // A cluster writes what it will read. crm_simulate has one way, whatever the feature set.
    const bool as_it_was = names == FailCountNames::ByFeatureSet && recorder == Recorder::Cluster &&
                           compare_versions(cluster.feature_set, "3.0.13") < 0;
    const bool of_resource = names == FailCountNames::OfResource || as_it_was;
    return of_resource ? result.resource : fmt::format("{}#{}_{}", result.resource, result.task, result.interval_ms);
}

std::vector<InjectedAttribute> inject_fail_count(CibEdit& edit, const Cluster& cluster, const OperationResult& result,
                                                 bool infinite, Time at, Recorder recorder) {
    if (result.exit_status == exit_status::ok || (result.exit_status == exit_status::not_running && result.interval_ms == 0))
        return {};
    const std::string operation = failure_name(cluster, result, recorder);
    const std::string fail_count = "fail-count-" + operation;
    std::int64_t count = 0;
    // A count that is there twice, or is no number (INFINITY is none), begins anew.
    if (const auto recorded = edit.transient_attribute_values(result.node, fail_count); recorded.size() == 1) {
        count = parse_integer(recorded.front()).value_or(0);
        if (count > std::numeric_limits<std::int32_t>::max() || count < std::numeric_limits<std::int32_t>::min()) count = 0;
    }
    const std::string id = edit.node_state_id(result.node).value_or("");
    const std::vector<InjectedAttribute> attributes{
        {fail_count, infinite ? "INFINITY" : fmt::format("{}", count + 1), id},
        {"last-failure-" + operation, fmt::format("{}", at.seconds), id},
    };
    for (const InjectedAttribute& attribute : attributes) {
        edit.inject_transient_attribute(result.node, attribute.name, attribute.value);
    }
    return attributes;
}

namespace {

/// What the attribute manager makes of "value++".
std::string one_more(const std::optional<std::string>& value) {
    if (!value) return "1";
    return (parse_score(*value).score + Score(1)).text();
}

bool counts_in_cluster(const OperationResult& result) {
    return result.interval_ms > 0 || result.task == task::start || result.task == task::stop || result.task == task::promote ||
           result.task == task::demote;
}

} // namespace

std::vector<InjectedAttribute> count_failure(CibEdit& edit, const Cluster& cluster, const OperationResult& result,
                                             FailureWeight weight, Time at) {
    if (!counts_in_cluster(result)) return {};
    const std::string operation = failure_name(cluster, result, Recorder::Cluster);
    const std::string fail_count = "fail-count-" + operation;
    const std::string id = edit.node_state_id(result.node).value_or("");
    std::vector<InjectedAttribute> attributes;
    if (weight != FailureWeight::Ignored) {
        const std::string count =
            weight == FailureWeight::Forever ? "INFINITY" : one_more(edit.transient_attribute(result.node, fail_count));
        attributes.push_back({fail_count, count, id});
    }
    attributes.push_back({"last-failure-" + operation, fmt::format("{}", at.seconds), id});
    for (const InjectedAttribute& attribute : attributes) {
        edit.set_transient_attribute(result.node, attribute.name, attribute.value);
    }
    return attributes;
}

std::vector<InjectedAttribute> end_operation(CibEdit& edit, const Cluster& cluster, const OperationResult& result, Time at,
                                             bool add_nodes, Recorder recorder) {
    const ResourceId id = find_by_history_name(cluster, result.resource);
    if (!id) unknown_resource(cluster, result.resource);
    const Resource& resource = cluster.resources[id];
    require_node(edit, result.node, std::nullopt, add_nodes);
    const bool is_final = result.task == task::stop || (result.task == task::start && cluster.options.start_failure_is_fatal);
    const bool by_cluster = recorder == Recorder::Cluster;
    const bool infinite = is_final && (by_cluster || cluster.behavior.simulated_failures_are_final);
    FinishedOperation operation;
    operation.resource = result.resource;
    operation.task = result.task;
    operation.interval_ms = result.interval_ms;
    operation.exit_status = result.exit_status;
    operation.exit_reason = "Simulated action result";
    operation.at = at;
    operation.may_be_nameless = !by_cluster && cluster.behavior.nameless_histories_are_of_one_node;
    std::vector<InjectedAttribute> attributes;
    edit.rewrite_node_state(result.node, [&] {
        attributes = inject_fail_count(edit, cluster, result, infinite, at, recorder);
        record(edit, result.node, result.resource, agent_attributes(resource.standard, resource.provider, resource.agent),
               operation);
    });
    return attributes;
}

bool has_ambiguous_state(const CibEdit& edit, const std::string& node, const std::optional<std::string>& id) {
    const auto ambiguous = [](const std::vector<std::string>& ids) {
        return ids.size() > 1 || (ids.size() == 1 && ids.front().empty());
    };
    const std::vector<std::string> by_name = edit.ids_of_states_with("uname", node);
    if (!by_name.empty()) return ambiguous(by_name);
    const std::optional<std::string> known = id ? id : edit.find_node_id(node);
    return known && ambiguous(edit.ids_of_states_with("id", *known));
}

void require_node(CibEdit& edit, const std::string& node, const std::optional<std::string>& id, bool add) {
    if (add) {
        edit.add_node(node);
        edit.count_update();
    }
    if (edit.node_state_id(node)) return;
    const std::optional<std::string> known = id ? id : edit.find_node_id(node);
    if (!known) throw UnknownName("node", node, nearest_names(node, edit.node_names()));
    edit.require_node_state(node, *known);
    edit.count_update();
}

XmlAttributes member_state(bool is_member) {
    const std::string is = is_member ? "member" : "down";
    return {{"in_ccm", is_member ? "true" : "false"},
            {"crmd", is_member ? "online" : "offline"},
            {"join", is},
            {"expected", is},
            {"crm-debug-origin", std::string(simulation_origin)}};
}

} // namespace placement
