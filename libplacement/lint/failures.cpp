#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "lint/rules.h"
#include "lint/tell.h"

namespace placement {

namespace {

// ---- monitors -------------------------------------------------------------------------------------------------

bool recurring_monitor(const OperationConfiguration& operation) {
    return operation.name == "monitor" && operation.interval_ms > 0 && operation.enabled;
}

/// What only the cluster itself starts and watches.
bool watches_itself(const Resource& resource) { return resource.remote_connection || resource.fencing_device; }

void no_monitor(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    for (const ResourceId id : configured_primitives(cluster)) {
        const Resource& resource = cluster.resources[id];
        if (watches_itself(resource) || std::ranges::any_of(resource.operations, recurring_monitor)) continue;
        // The connection into a guest node is watched, and its loss is the guest's.
        if (!resource.launched.empty()) continue;
        tell(findings, resource.position,
             fmt::format("`{}` has no recurring monitor: the cluster does not notice if it fails", resource.xml_id));
    }
}

void promoted_not_monitored(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    for (const ResourceId id : configured_primitives(cluster)) {
        const Resource& resource = cluster.resources[id];
        if (!can_be_promoted(cluster, id)) continue;
        bool any = false, promoted = false;
        for (const OperationConfiguration& operation : resource.operations) {
            if (!recurring_monitor(operation)) continue;
            any = true;
            promoted = promoted || operation.role == Role::Promoted;
        }
        if (!any || promoted) continue;
        tell(findings, resource.position,
             fmt::format("`{}` has no monitor with role=Promoted: its promoted instance is not monitored", resource.xml_id));
    }
}

void failure_ignored(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    for (const ResourceId id : configured_primitives(cluster)) {
        for (const OperationConfiguration& operation : cluster.resources[id].operations) {
            const auto found = operation.attributes.find("on-fail");
            if (found == operation.attributes.end() || !equals_ignoring_case(found->second, "ignore")) continue;
            tell(findings, operation.position, fmt::format("a failed {} of `{}` is ignored (on-fail=ignore)", operation.name,
                                                           cluster.resources[id].xml_id));
        }
    }
}

// ---- on-fail --------------------------------------------------------------------------------------------------

/// What the operation says, by an attribute or in its meta attributes; empty where it says nothing.
std::string on_fail_of(const OperationConfiguration& operation) {
    const auto found = operation.attributes.find("on-fail");
    if (found != operation.attributes.end()) return found->second;
    for (const AttributeSet& set : operation.meta_attributes) {
        const auto pair = std::ranges::find(set.pairs, "on-fail", &NameValuePair::name);
        if (pair != set.pairs.end()) return pair->value;
    }
    return {};
}

constexpr std::array<std::string_view, 10> on_fail_words{"ignore", "nothing", "block",   "stop",  "restart",
                                                         "demote", "standby", "migrate", "fence", "restart-container"};

/// Why the operation may not have a word that there is; empty where it may. (Pacemaker: pcmk__parse_on_fail, unpack_operation)
std::string on_fail_refused(const Cluster& cluster, const OperationConfiguration& operation, std::string_view value) {
    const auto is = [value](std::string_view word) { return equals_ignoring_case(value, word); };
    if (operation.name == "stop" && (is("stop") || is("demote") || is("standby"))) return "the default is used";
    const bool of_promoted = operation.name == "promote" || (recurring_monitor(operation) && operation.role == Role::Promoted);
    if (is("demote") && !of_promoted) return "only promote and a recurring monitor of the promoted role can have it";
    if (is("fence") && !cluster.options.fencing_enabled) return "fencing is disabled";
    return {};
}

/// Reading reports these only of operations that have failed, with the place of the operation.
bool reported(const Cluster& cluster, std::string_view code, Position position) {
    return std::ranges::any_of(cluster.diagnostics, [&](const Diagnostic& each) { return each.code == code && each.position == position; });
}

template <typename Tell>
void for_each_on_fail(const LintSubject& subject, std::string_view code, const Tell& say) {
    const Cluster& cluster = subject.cluster();
    for (const ResourceId id : configured_primitives(cluster)) {
        for (const OperationConfiguration& operation : cluster.resources[id].operations) {
            const std::string value = on_fail_of(operation);
            if (!value.empty() && !reported(cluster, code, operation.position)) say(cluster.resources[id], operation, value);
        }
    }
}

bool is_on_fail(std::string_view value) {
    return std::ranges::any_of(on_fail_words, [value](std::string_view word) { return equals_ignoring_case(value, word); });
}

void on_fail_not_allowed(const LintSubject& subject, Findings& findings) {
    for_each_on_fail(subject, "on-fail-not-allowed", [&](const Resource& resource, const OperationConfiguration& operation, const std::string& value) {
        const std::string why = is_on_fail(value) ? on_fail_refused(subject.cluster(), operation, value) : std::string();
        if (why.empty()) return;
        tell(findings, operation.position,
             fmt::format("on-fail=\"{}\" is not allowed for the {} operation of `{}`: {}", value, operation.name, resource.xml_id, why));
    });
}

void unknown_on_fail(const LintSubject& subject, Findings& findings) {
    for_each_on_fail(subject, "unknown-on-fail", [&](const Resource& resource, const OperationConfiguration& operation, const std::string& value) {
        if (is_on_fail(value)) return;
        tell(findings, operation.position,
             fmt::format("on-fail=\"{}\" of the {} operation of `{}` is not valid; the default is used{}", value, operation.name,
                         resource.xml_id, perhaps_meant(value, {on_fail_words.begin(), on_fail_words.end()})));
    });
}

// ---- thresholds and timeouts ----------------------------------------------------------------------------------

/// From here on a threshold says that nobody should be banned.
constexpr std::int32_t never_reached = 1000;

bool has_threshold(const Resource& resource) {
    return resource.migration_threshold > 0 && resource.migration_threshold < never_reached;
}

void threshold_without_timeout(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    for (const ResourceId id : configured_primitives(cluster)) {
        const Resource& resource = cluster.resources[id];
        if (!has_threshold(resource) || resource.failure_timeout_ms > 0 || !is_service(resource)) continue;
        tell(findings, resource.position,
             fmt::format("`{}` is banned from a node after {} failure{} (migration-threshold) and never allowed back, because it has no "
                         "failure-timeout",
                         resource.xml_id, resource.migration_threshold, resource.migration_threshold == 1 ? "" : "s"));
    }
}

// ---- fail counts ----------------------------------------------------------------------------------------------

std::string count_text(std::int32_t count) { return count >= Score::infinite_value ? "INFINITY" : std::to_string(count); }

void fail_count_ignored(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    for (const FailCount& each : cluster.fail_counts) {
        if (each.count == 0 || each.effective != 0) continue;
        tell(findings, cluster.nodes[each.node].position,
             fmt::format("the fail count {} of `{}` on {} no longer counts: its failure-timeout has passed", count_text(each.count),
                         cluster.resources[each.resource].id, cluster.nodes[each.node].name));
    }
    std::set<std::string> names;
    for (const ResourceId id : cluster.resources.ids()) {
        names.insert(cluster.resources[id].id);
        names.insert(cluster.resources[id].xml_id);
    }
    constexpr std::string_view prefix = "fail-count-";
    constexpr ReleaseNumbers counts_by_operation{1, 1, 17};
    for (const Node& node : cluster.nodes) {
        for (const auto& [name, value] : node.attributes) {
            if (!name.starts_with(prefix) || value == "0") continue;
            const std::string resource = name.substr(prefix.size(), name.find('#') - prefix.size());
            if (!names.contains(resource)) {
                tell(findings, node.position, fmt::format("{} has the fail count `{}` of a resource that does not exist", node.name, name));
            } else if (name.find('#') == std::string::npos && subject.written_by() && *subject.written_by() >= counts_by_operation) {
                tell(findings, node.position,
                     fmt::format("the fail count `{}` on {} no longer counts: since Pacemaker 1.1.17, its name must contain the operation",
                                 name, node.name));
            }
        }
    }
}

void banned_by_failures(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    for (const FailCount& each : cluster.fail_counts) {
        const Resource& resource = cluster.resources[each.resource];
        const std::int32_t threshold = resource.migration_threshold;
        if (resource.removed || threshold <= 0 || each.effective < threshold) continue;
        tell(findings, resource.position,
             fmt::format("`{}` is banned from {} by its failures there: fail count {}, migration-threshold {}", resource.id,
                         cluster.nodes[each.node].name, count_text(each.effective), count_text(threshold)));
    }
}

} // namespace

void add_failure_rules(LintRules& rules) {
    rules.push_back({"no-monitor", "failures", Severity::Warning, "a resource without a recurring monitor",
                     "Pacemaker does not notice when the resource fails, and shows it as \"Started\" permanently. It checks a "
                     "resource only if the resource has a monitor operation with an interval.",
                     "Add `op monitor interval=10s` (or what the agent's meta-data suggests).", no_monitor});
    rules.push_back({"promoted-not-monitored", "failures", Severity::Warning, "a promoted instance without a monitor",
                     "A monitor without a role applies only to unpromoted instances. The promoted instance needs a second "
                     "monitor, with role=Promoted and a different interval.",
                     "Add `op monitor role=Promoted` with an interval that no other monitor of the resource has.",
                     promoted_not_monitored});
    rules.push_back({"failure-ignored", "failures", Severity::Warning, "a failure that is ignored",
                     "With on-fail=ignore, the cluster acts as if the operation had succeeded, and continues with the resources "
                     "that depend on it.",
                     "Remove it, or use `critical=false` for a resource that the others can do without.", failure_ignored});
    rules.push_back({"on-fail-not-allowed", "resources", Severity::Error, "an on-fail value that is not allowed for this operation",
                     "Pacemaker uses the default. Some values are allowed only for some operations, or only with fencing.",
                     "Choose a different on-fail.", on_fail_not_allowed});
    rules.push_back({"unknown-on-fail", "resources", Severity::Error, "an on-fail value that is not valid",
                     "Pacemaker uses the default.",
                     "Write ignore, block, stop, restart, demote, standby, fence or restart-container.", unknown_on_fail});
    rules.push_back({"threshold-without-timeout", "failures", Severity::Note, "failures that never expire",
                     "Every failure counts until an administrator runs `crm_resource --cleanup`. Over months, a few harmless "
                     "failures ban the resource from one node after another, until the next failure takes it down.",
                     "Set `failure-timeout` as well.", threshold_without_timeout});
    rules.push_back({"fail-count-ignored", "failures", Severity::Note, "a fail count that no longer counts",
                     "`crm_failcount` shows the fail count, but the scheduler ignores it. It has expired, belongs to a resource "
                     "that no longer exists, or has the name that releases before 1.1.17 used, in a CIB of a later release.",
                     "Clean it up (`crm_resource --cleanup`) to avoid confusion.", fail_count_ignored});
    rules.push_back({"banned-by-failures", "failures", Severity::Warning, "a resource that its failures ban from a node",
                     "The fail count on the node has reached the migration threshold; by default, a failed start counts as "
                     "INFINITY. The resource cannot fail over to this node until its failures are cleaned up.",
                     "Fix the cause, then run `crm_resource --cleanup`.", banned_by_failures});
}

} // namespace placement
