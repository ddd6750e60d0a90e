#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "base/text.h"
#include "lint/rules.h"
#include "lint/tell.h"
#include "rules/operation_configuration.h"

namespace placement {

namespace {

/// "90 s", "1.5 s".
std::string seconds(std::int64_t milliseconds) {
    return milliseconds % 1000 == 0 ? fmt::format("{} s", milliseconds / 1000)
                                    : fmt::format("{}.{} s", milliseconds / 1000, milliseconds % 1000 / 100);
}

/// The pair that sets the cluster property by one of its names; null where none does.
const Element* property_pair(const LintSubject& subject, std::initializer_list<std::string_view> names) {
    const Element* const section = subject.configuration().child("crm_config");
    if (section == nullptr) return nullptr;
    for (const Element* const pair : pairs_in(*section, "cluster_property_set")) {
        if (std::ranges::find(names, pair->get("name")) != names.end()) return pair;
    }
    return nullptr;
}

// ---- the watchdog ---------------------------------------------------------------------------------------------

/// (Pacemaker: pcmk__valid_fencing_watchdog_timeout)
void watchdog_timeout_without_watchdog(const LintSubject& subject, Findings& findings) {
    const Element* const timeout = property_pair(subject, {"fencing-watchdog-timeout", "stonith-watchdog-timeout"});
    const Element* const watchdog = property_pair(subject, {"have-watchdog"});
    if (timeout == nullptr || watchdog == nullptr || parse_bool(watchdog->get("value")).value_or(true)) return;
    // A negative one is calculated from the watchdog's, and is 0 without.
    if (timeout->get("value").starts_with('-') || parse_interval(timeout->get("value")).value_or(0) == 0) return;
    tell(findings, timeout->position,
         fmt::format("`{}` is {}, but have-watchdog is false: Pacemaker shuts down on every node where sbd is not active",
                     timeout->get("name"), timeout->get("value")),
         {{"no watchdog was found", watchdog->position}});
}

// ---- stopping -------------------------------------------------------------------------------------------------

/// What agents' meta-data advises for a stop; of what it was in several releases the least.
struct StopTime {
    std::string_view agent;
    std::int64_t advised_seconds;
};

constexpr std::array<StopTime, 20> stop_times{{
    {"ocf:heartbeat:Filesystem", 60},     {"ocf:heartbeat:VirtualDomain", 90}, {"ocf:heartbeat:pgsql", 60},
    {"ocf:heartbeat:pgsqlms", 60},        {"ocf:heartbeat:mysql", 120},        {"ocf:heartbeat:galera", 120},
    {"ocf:heartbeat:docker", 90},         {"ocf:heartbeat:podman", 90},        {"ocf:heartbeat:apache", 60},
    {"ocf:heartbeat:nginx", 60},          {"ocf:heartbeat:LVM-activate", 90},  {"ocf:heartbeat:SAPInstance", 240},
    {"ocf:heartbeat:SAPDatabase", 1800},  {"ocf:heartbeat:oracle", 120},       {"ocf:heartbeat:oralsnr", 120},
    {"ocf:heartbeat:db2", 120},           {"ocf:heartbeat:tomcat", 120},       {"ocf:linbit:drbd", 100},
    {"ocf:pacemaker:controld", 100},      {"ocf:heartbeat:lvmlockd", 90},
}};

std::optional<std::int64_t> advised_stop_ms(const Resource& resource) {
    const std::string agent = agent_name(resource);
    const auto found = std::ranges::find(stop_times, agent, &StopTime::agent);
    return found == stop_times.end() ? std::nullopt : std::optional(found->advised_seconds * 1000);
}

void stop_timeout_too_short(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    for (const ResourceId id : configured_primitives(cluster)) {
        const Resource& resource = cluster.resources[id];
        const auto advised = advised_stop_ms(resource);
        if (!advised) continue;
        const OperationConfiguration* const stop = find_operation(resource, "stop", 0);
        const AttributeTable settings = operation_meta(cluster, id, "stop", 0, stop);
        const std::int64_t timeout = operation_timeout(settings);
        if (timeout * 2 > *advised) continue;
        const auto on_fail = settings.find("on-fail");
        if (on_fail != settings.end() && equals_ignoring_case(on_fail->second, "ignore")) continue;
        const bool fences = cluster.options.fencing_enabled && (on_fail == settings.end() || !equals_ignoring_case(on_fail->second, "block"));
        tell(findings, stop != nullptr ? stop->position : resource.position,
             fmt::format("the stop timeout of `{}` is {}, but {} recommends at least {}; a stop that times out {}", resource.xml_id,
                         seconds(timeout), agent_name(resource), seconds(*advised),
                         fences ? "gets the node fenced" : "blocks the resource"));
    }
}

// ---- fencing --------------------------------------------------------------------------------------------------

std::int64_t parameter_ms(const Resource& device, std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names) {
        const NameValuePair* const pair = find_parameter(device, name);
        if (pair != nullptr) return parse_interval(pair->value).value_or(0);
    }
    return 0;
}

/// How long a device takes by its own parameters, whatever its hardware does.
struct Waits {
    std::int64_t milliseconds = 0;
    std::string why;
};

Waits waits_of(const Resource& device) {
    const bool sbd = device.agent == "fence_sbd" || device.agent == "external/sbd";
    if (sbd) return {10'000, "it waits for the message timeout of sbd, 10 s by default"};
    const std::int64_t delay = parameter_ms(device, {"delay"});
    const std::int64_t wait = parameter_ms(device, {"power_wait"});
    if (delay + wait == 0) return {};
    return {delay + wait, fmt::format("it waits {} first (delay, power_wait)", seconds(delay + wait))};
}

/// What no device of a known kind does in less: log in, switch off, look, switch on, look.
constexpr std::int64_t least_fencing_ms = 5'000;

void fencing_timeout_too_short(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    if (!cluster.options.fencing_enabled) return;
    const bool off = equals_ignoring_case(cluster.options.fencing_action, "off");
    const std::string_view own_name = off ? "pcmk_off_timeout" : "pcmk_reboot_timeout";
    for (const ResourceId id : configured_primitives(cluster)) {
        const Resource& device = cluster.resources[id];
        if (!device.fencing_device || is_kept_stopped(cluster, id)) continue;
        const NameValuePair* const own = find_parameter(device, own_name);
        const Element* const property = property_pair(subject, {"fencing-timeout", "stonith-timeout"});
        const std::int64_t timeout = own != nullptr ? parse_interval(own->value).value_or(0) : cluster.options.fencing_timeout_ms;
        if (timeout == 0) continue;
        const Waits waits = waits_of(device);
        if (timeout > waits.milliseconds && timeout >= least_fencing_ms) continue;
        const Position where = own != nullptr ? own->position : property != nullptr ? property->position : device.position;
        tell(findings, where,
             fmt::format("`{}` has {} to fence a node ({}), but {}", device.xml_id, seconds(timeout), own != nullptr ? own_name : "fencing-timeout",
                         timeout <= waits.milliseconds ? waits.why : "no device is reliably that fast"),
             {{fmt::format("`{}`", device.xml_id), device.position}});
    }
}

// ---- failures that expire -------------------------------------------------------------------------------------

/// The shortest interval in which it is monitored; none where it is not.
std::optional<std::uint32_t> shortest_interval(const Resource& resource) {
    std::optional<std::uint32_t> shortest;
    for (const OperationConfiguration& operation : resource.operations) {
        if (operation.name != "monitor" || operation.interval_ms == 0 || !operation.enabled) continue;
        shortest = std::min(shortest.value_or(operation.interval_ms), operation.interval_ms);
    }
    return shortest;
}

void expiry_before_next_monitor(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    for (const ResourceId id : configured_primitives(cluster)) {
        const Resource& resource = cluster.resources[id];
        const auto interval = shortest_interval(resource);
        const bool counts = resource.migration_threshold > 1 && resource.migration_threshold < Score::infinite_value;
        if (!counts || !interval || resource.failure_timeout_ms == 0 || resource.failure_timeout_ms >= *interval) continue;
        tell(findings, resource.position,
             fmt::format("a failure of `{}` expires after {} (failure-timeout), before its monitor runs again (every {}): the failures "
                         "that monitors find never add up to migration-threshold {}",
                         resource.xml_id, seconds(resource.failure_timeout_ms), seconds(*interval), resource.migration_threshold));
    }
}

/// The release from which on a scheduler says when it wants to look again.
constexpr ReleaseNumbers looks_in_time{2, 0, 3};

void expiry_unnoticed(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    const std::int64_t recheck = parse_interval(cluster.options.values.at("cluster-recheck-interval")).value_or(0);
    const auto& release = subject.written_by();
    const bool never = recheck == 0;
    if (!never && (!release || *release >= looks_in_time)) return;
    const Element* const property = property_pair(subject, {"cluster-recheck-interval"});
    for (const ResourceId id : configured_primitives(cluster)) {
        const Resource& resource = cluster.resources[id];
        if (resource.failure_timeout_ms == 0 || (!never && resource.failure_timeout_ms >= recheck)) continue;
        tell(findings, property != nullptr ? property->position : resource.position,
             never ? fmt::format("cluster-recheck-interval is 0: the cluster notices that a failure of `{}` has expired (failure-timeout) only when "
                                 "something else happens",
                                 resource.xml_id)
                   : fmt::format("a failure of `{}` expires after {}, but Pacemaker before 2.0.3 notices that only every {} "
                                 "(cluster-recheck-interval), or when something else happens",
                                 resource.xml_id, seconds(resource.failure_timeout_ms), seconds(recheck)),
             {{fmt::format("`{}`", resource.xml_id), resource.position}});
    }
}

} // namespace

void add_timeout_rules(LintRules& rules) {
    rules.push_back({"watchdog-timeout-without-watchdog", "timeouts", Severity::Error, "a watchdog timeout without a watchdog",
                     "Pacemaker shuts down immediately on every node where sbd is not active. A `fencing-watchdog-timeout` "
                     "(`stonith-watchdog-timeout`) above 0 means that the cluster relies on sbd to take a node down.",
                     "Set up sbd with a watchdog on every node first, or remove the property.",
                     watchdog_timeout_without_watchdog});
    rules.push_back({"stop-timeout-too-short", "timeouts", Severity::Warning,
                     "a stop timeout that is at most half of what the agent recommends",
                     "A stop that exceeds its timeout has failed: the node is fenced or, without fencing, the resource is "
                     "blocked. An agent's meta-data tells how long a stop may take; the default timeout of an operation is 20 s.",
                     "Set the timeout of the stop operation to at least what the agent's meta-data says.",
                     stop_timeout_too_short});
    rules.push_back({"fencing-timeout-too-short", "timeouts", Severity::Warning,
                     "a fencing timeout that is too short for the device",
                     "Fencing times out and counts as failed, and the cluster does not recover what ran on the node. Either the "
                     "timeout is below 5 s, or the device itself waits at least that long (because of `delay`, `power_wait`, or "
                     "the message timeout of sbd).",
                     "Increase `fencing-timeout` (`stonith-timeout`) or the device's `pcmk_reboot_timeout`; use `pcmk_delay_base` "
                     "for a delay.", fencing_timeout_too_short});
    rules.push_back({"expiry-before-next-monitor", "timeouts", Severity::Warning, "failures that expire before the next monitor",
                     "If `failure-timeout` is shorter than the monitor interval, the failure found by one monitor has expired "
                     "when the next one runs. A `migration-threshold` above 1 is then never reached, and the resource never moves "
                     "away.",
                     "Make `failure-timeout` several times the monitor interval.", expiry_before_next_monitor});
    rules.push_back({"expiry-unnoticed", "timeouts", Severity::Note, "failures whose expiry is noticed late",
                     "The cluster notices that a failure has expired only when the scheduler runs. Since 2.0.3, the scheduler "
                     "asks for another run in time, unless `cluster-recheck-interval` is 0. Earlier releases run it only at that "
                     "interval (15 minutes by default).",
                     "Set `cluster-recheck-interval` to a value above 0; before 2.0.3, to less than the shortest "
                     "`failure-timeout`.", expiry_unnoticed});
}

} // namespace placement
