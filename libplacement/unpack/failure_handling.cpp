#include "unpack/failure_handling.h"

#include <optional>
#include <string>

#include <fmt/format.h>

#include "base/text.h"
#include "rules/operation_configuration.h"
#include "cib/operation_history.h"

namespace placement {

namespace {

std::optional<std::string> configured_on_fail(StatusContext& context, ResourceId resource, std::string_view task,
                                              std::uint32_t interval_ms, const OperationConfiguration* configured) {
    NextChange next_change;
    const auto meta = operation_meta(context.cluster, resource, task, interval_ms, configured, &next_change);
    if (next_change) recheck_by(context.cluster, *next_change);
    const auto found = meta.find("on-fail");
    if (found == meta.end()) return std::nullopt;
    return found->second;
}

void report_reset(StatusContext& context, const Resource& resource, std::string_view task, std::string_view value,
                  const OperationConfiguration* configured, std::string_view instead) {
    context.unpacking.error("on-fail-not-allowed", configured ? configured->position : resource.position,
                            fmt::format("on-fail=\"{}\" is not allowed for the {} operation of `{}`; {}", value, task,
                                        resource.id, instead));
}

/// The configured value if the operation may have it.
std::optional<std::string> on_fail_of(StatusContext& context, const Resource& resource, std::string_view task,
                                      const OperationConfiguration* configured,
                                      const std::optional<std::string>& value) {
    auto allowed = allowed_on_fail(resource, task, configured, value);
    if (value && !allowed) report_reset(context, resource, task, *value, configured, "the default is used");
    return allowed;
}

/// None: the default applies.
std::optional<OnFail> parse_on_fail(StatusContext& context, const Resource& resource, std::string_view task,
                                    const OperationConfiguration* configured, std::string_view value) {
    struct Word {
        std::string_view text;
        OnFail on_fail;
    };
    static constexpr Word words[] = {{"block", OnFail::Block},       {"standby", OnFail::StandbyNode},
                                     {"ignore", OnFail::Ignore},     {"nothing", OnFail::Ignore},
                                     {"migrate", OnFail::Ban},       {"stop", OnFail::Stop},
                                     {"restart", OnFail::Restart},   {"demote", OnFail::Demote},
                                     {"fence", OnFail::FenceNode},   {"restart-container", OnFail::RestartContainer}};
    for (const Word& word : words) {
        if (!equals_ignoring_case(value, word.text)) continue;
        if (word.on_fail == OnFail::FenceNode && !context.cluster.options.fencing_enabled) {
            report_reset(context, resource, task, value, configured, "stop is used because fencing is disabled");
            return OnFail::Stop;
        }
        if (word.on_fail == OnFail::RestartContainer && !resource.launcher) return std::nullopt;
        return word.on_fail;
    }
    context.unpacking.error("unknown-on-fail", configured ? configured->position : resource.position,
                            fmt::format("on-fail=\"{}\" of the {} operation of `{}` is not valid; the default is used",
                                        value, task, resource.id));
    return std::nullopt;
}

/// Where a failure says more about the remote node than about the connection. (Pacemaker: pcmk__parse_on_fail)
bool resets_remote_node(const Cluster& cluster, const Resource& resource, std::string_view task,
                        std::uint32_t interval_ms) {
    if (!resource.remote_connection || is_probe(task, interval_ms) || task == "start") return false;
    const NodeId node = cluster.find_node(resource.id);
    return node && cluster.nodes[node].is_remote() && !cluster.nodes[node].is_guest();
}

OnFail default_on_fail(const Cluster& cluster, const Resource& resource, std::string_view task, bool resets_remote) {
    if (resource.launcher) return OnFail::RestartContainer;
    if (resets_remote) return resource.managed ? OnFail::ResetRemote : OnFail::Stop;
    if (task == "stop") return cluster.options.fencing_enabled ? OnFail::FenceNode : OnFail::Block;
    return OnFail::Restart;
}

Role role_after_failure(const Resource& resource, std::string_view task, OnFail on_fail) {
    if (on_fail == OnFail::Stop) return Role::Stopped;
    if (on_fail == OnFail::ResetRemote && resource.remote_reconnect_ms != 0) return Role::Stopped;
    return task == "promote" ? Role::Unpromoted : Role::Started;
}

} // namespace

FailureHandling failure_handling(StatusContext& context, ResourceId resource_id, std::string_view task,
                                 std::uint32_t interval_ms) {
    const Cluster& cluster = context.cluster;
    const Resource& resource = cluster.resources[resource_id];
    const auto* configured = find_operation(resource, task, interval_ms);
    const auto value = on_fail_of(context, resource, task, configured,
                                  configured_on_fail(context, resource_id, task, interval_ms, configured));
    std::optional<OnFail> on_fail;
    if (value) on_fail = parse_on_fail(context, resource, task, configured, *value);
    const bool resets_remote = resets_remote_node(cluster, resource, task, interval_ms);
    if (resets_remote && !resource.managed) on_fail.reset(); // nothing else can be done about it
    FailureHandling result;
    result.on_fail = on_fail.value_or(default_on_fail(cluster, resource, task, resets_remote));
    result.role_after = role_after_failure(resource, task, result.on_fail);
    return result;
}

} // namespace placement
