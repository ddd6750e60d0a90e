#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "base/text.h"
#include "unpack/known_names.h"
#include "unpack/unpack.h"

namespace placement {

namespace {

bool is_boolean(std::string_view text) {
    return parse_bool(text).has_value();
}

bool is_interval(std::string_view text) {
    return parse_interval(text).has_value();
}

bool is_integer(std::string_view text) {
    return text == "INFINITY" || text == "+INFINITY" || text == "-INFINITY" || parse_integer(text).has_value();
}

bool is_positive(std::string_view text) {
    return text == "INFINITY" || text == "+INFINITY" || parse_integer(text).value_or(0) > 0;
}

/// A number that may be followed by "%". (Pacemaker: pcmk__valid_percentage)
bool is_percentage(std::string_view text) {
    const auto number = scan_integer(text);
    if (!number || number->value < 0) return false;
    std::string_view rest = number->rest;
    if (rest.starts_with('.')) rest.remove_prefix(std::min(rest.find_first_not_of("0123456789", 1), rest.size()));
    return rest.starts_with('%');
}

template <typename... Words>
bool is_any_of(std::string_view text, Words... words) {
    return (equals_ignoring_case(text, words) || ...);
}

bool is_no_quorum_policy(std::string_view text) {
    return is_any_of(text, "stop", "freeze", "ignore", "demote", "fence", "suicide");
}

bool is_fencing_action(std::string_view text) {
    return text == "off" || text == "reboot";
}

bool is_health_strategy(std::string_view text) {
    return is_any_of(text, "none", "custom", "only-green", "progressive", "migrate-on-red");
}

bool is_placement_strategy(std::string_view text) {
    return is_any_of(text, "default", "utilization", "minimal", "balanced");
}

struct Property {
    const char* name;
    /// The name that it had before, still understood.
    const char* old_name;
    /// Null: none.
    const char* default_value;
    bool (*is_valid)(std::string_view);
    const char* allowed;
};

constexpr const char* yes_or_no = "true or false";
constexpr const char* a_duration = "a duration such as 30s";
constexpr const char* a_number = "an integer";

/// (Pacemaker: cluster_options)
constexpr std::array properties = {
    Property{"dc-deadtime", nullptr, "20s", is_interval, a_duration},
    Property{"cluster-recheck-interval", nullptr, "15min", is_interval, a_duration},
    Property{"election-timeout", nullptr, "2min", is_interval, a_duration},
    Property{"shutdown-escalation", nullptr, "20min", is_interval, a_duration},
    Property{"join-integration-timeout", nullptr, "3min", is_interval, a_duration},
    Property{"join-finalization-timeout", nullptr, "30min", is_interval, a_duration},
    Property{"transition-delay", nullptr, "0s", is_interval, a_duration},
    Property{"no-quorum-policy", nullptr, "stop", is_no_quorum_policy, "stop, freeze, ignore, demote or fence"},
    Property{"shutdown-lock", nullptr, "false", is_boolean, yes_or_no},
    Property{"shutdown-lock-limit", nullptr, "0", is_interval, a_duration},
    Property{"enable-acl", nullptr, "false", is_boolean, yes_or_no},
    Property{"symmetric-cluster", nullptr, "true", is_boolean, yes_or_no},
    Property{"maintenance-mode", nullptr, "false", is_boolean, yes_or_no},
    Property{"start-failure-is-fatal", nullptr, "true", is_boolean, yes_or_no},
    Property{"enable-startup-probes", nullptr, "true", is_boolean, yes_or_no},
    Property{"fence-remote-without-quorum", nullptr, "false", is_boolean, yes_or_no},
    Property{"fencing-enabled", "stonith-enabled", "true", is_boolean, yes_or_no},
    Property{"fencing-action", "stonith-action", "reboot", is_fencing_action, "reboot or off"},
    Property{"fencing-reaction", "fence-reaction", "stop", nullptr, ""},
    Property{"fencing-timeout", "stonith-timeout", "60s", is_interval, a_duration},
    Property{"have-watchdog", nullptr, "false", is_boolean, yes_or_no},
    Property{"fencing-watchdog-timeout", "stonith-watchdog-timeout", "0", nullptr, ""},
    Property{"fencing-max-attempts", "stonith-max-attempts", "10", is_positive, "a positive integer"},
    Property{"concurrent-fencing", nullptr, "true", is_boolean, yes_or_no},
    Property{"startup-fencing", nullptr, "true", is_boolean, yes_or_no},
    Property{"priority-fencing-delay", nullptr, "0", is_interval, a_duration},
    Property{"node-pending-timeout", nullptr, "0", is_interval, a_duration},
    Property{"cluster-delay", nullptr, "60s", is_interval, a_duration},
    Property{"load-threshold", nullptr, "80%", is_percentage, "a percentage such as 80%"},
    Property{"node-action-limit", nullptr, "0", is_integer, a_number},
    Property{"batch-limit", nullptr, "0", is_integer, a_number},
    Property{"migration-limit", nullptr, "-1", is_integer, a_number},
    Property{"stop-all-resources", nullptr, "false", is_boolean, yes_or_no},
    Property{"stop-removed-resources", "stop-orphan-resources", "true", is_boolean, yes_or_no},
    Property{"cancel-removed-actions", "stop-orphan-actions", "true", is_boolean, yes_or_no},
    Property{"pe-error-series-max", nullptr, "-1", is_integer, a_number},
    Property{"pe-warn-series-max", nullptr, "5000", is_integer, a_number},
    Property{"pe-input-series-max", nullptr, "4000", is_integer, a_number},
    Property{"node-health-strategy", nullptr, "none", is_health_strategy,
             "none, migrate-on-red, only-green, progressive or custom"},
    Property{"node-health-base", nullptr, "0", is_integer, a_number},
    Property{"node-health-green", nullptr, "0", is_integer, a_number},
    Property{"node-health-yellow", nullptr, "0", is_integer, a_number},
    Property{"node-health-red", nullptr, "-INFINITY", is_integer, a_number},
    Property{"placement-strategy", nullptr, "default", is_placement_strategy,
             "default, utilization, minimal or balanced"},
};

/// Where the property's value was written, as far as it is.
Position position_of(const AttributeSets& sets, std::string_view name, std::string_view value) {
    for (const AttributeSet& set : sets) {
        for (const NameValuePair& pair : set.pairs) {
            if (pair.name == name && pair.value == value) return pair.position;
        }
    }
    return {};
}

/// What it is where nothing is written.
std::string_view default_of(const Property& property, const Behavior& behavior) {
    const std::string_view name = property.name;
    if (name == "concurrent-fencing") return behavior.concurrent_fencing_by_default ? "true" : "false";
    if (name == "fence-remote-without-quorum") return behavior.remote_fencing == RemoteFencing::IfEnabled ? "false" : "true";
    return property.default_value;
}

/// A name that the release does not know has no effect there: what counts is the older name's value, or else the default.
void forget_unknown(UnpackContext& context, const AttributeSets& sets, const Property& property, AttributeTable& values) {
    const std::string value(values.at(property.name));
    values.erase(property.name);
    if (property.old_name != nullptr && values.contains(property.old_name)) return;
    const bool fences = std::string_view(property.name) == "fencing-enabled" && !is_true(value);
    tell_unknown(context, NameKind::Property, property.name, position_of(sets, property.name, value),
                 fmt::format("{}the default `{}` counts", fences ? "it would fence, because " : "",
                             default_of(property, context.cluster.behavior)));
}

/// Whether the value can be used; otherwise says why it is not.
bool is_usable(UnpackContext& context, const Property& property, std::string_view value, Position where, std::string_view otherwise) {
    const bool is_policy = std::string_view(property.name) == "no-quorum-policy";
    if (is_policy && !is_known(NameKind::QuorumPolicy, value, context.cluster)) {
        tell_unknown(context, NameKind::QuorumPolicy, value, where, fmt::format("the default `{}` counts", otherwise));
        return false;
    }
    if (property.is_valid == nullptr || property.is_valid(value)) return true;
    context.error("invalid-property", where,
                  fmt::format("`{}` is not valid for the property `{}`, which wants {}; its default `{}` is used", value, property.name,
                              property.allowed, otherwise));
    return false;
}

/// Brings old names to the present ones, and puts defaults where a value is missing or invalid.
/// (Pacemaker: pcmk__validate_cluster_options)
/// A table that is filled in the order of its names is filled fastest.
constexpr auto properties_by_name = [] {
    std::array<std::size_t, properties.size()> indexes{};
    for (std::size_t i = 0; i < indexes.size(); ++i) indexes[i] = i;
    std::sort(indexes.begin(), indexes.end(), [](std::size_t left, std::size_t right) {
        return std::string_view(properties[left].name) < properties[right].name;
    });
    return indexes;
}();

void complete(UnpackContext& context, const AttributeSets& sets, AttributeTable& values) {
    values.reserve(values.size() + properties.size());
    for (const std::size_t index : properties_by_name) {
        const Property& property = properties[index];
        std::string_view written_as = property.name;
        const bool known = is_known(NameKind::Property, property.name, context.cluster);
        if (!known && values.contains(property.name)) forget_unknown(context, sets, property, values);
        if (!values.contains(property.name) && property.old_name != nullptr && values.contains(property.old_name)) {
            written_as = property.old_name;
            values[property.name] = std::string(values.at(property.old_name));
            if (known) {
                context.note("old-property-name", position_of(sets, written_as, values[property.name]),
                             fmt::format("the property `{}` is now called `{}`", property.old_name, property.name));
            }
        }
        const std::string_view otherwise = default_of(property, context.cluster.behavior);
        const auto written = values.find(property.name);
        if (written != values.end()) {
            const std::string value = written->second;
            if (is_usable(context, property, value, position_of(sets, written_as, value), otherwise)) continue;
        }
        values[property.name] = otherwise;
    }
}

class OptionReader {
public:
    explicit OptionReader(UnpackContext& context, const AttributeSets& sets)
        : context_(context), options_(context.cluster.options), sets_(sets) {}

    void read() {
        const Behavior& behavior = context_.cluster.behavior;
        read_flags();
        read_durations();
        options_.fencing_action = value("fencing-action");
        options_.no_quorum_policy = no_quorum_policy();
        options_.placement_strategy = placement_strategy();
        read_health();
        if (!options_.startup_probes) deprecated("enable-startup-probes");
        if (!options_.concurrent_fencing && behavior.concurrent_fencing_by_default) deprecated("concurrent-fencing");
        if (!options_.stop_removed_resources) deprecated("stop-removed-resources");
        if (!options_.cancel_removed_actions) deprecated("cancel-removed-actions");
    }

private:
    const std::string& value(const char* name) const { return options_.values.at(name); }
    bool flag(const char* name) const { return is_true(value(name)); }
    std::uint32_t milliseconds(const char* name) const { return parse_interval(value(name)).value_or(0); }
    Position where(const char* name) const { return position_of(sets_, name, value(name)); }

    /// Of a property that an upgrade takes out of the CIB.
    bool is_set_formerly(std::string_view name) const {
        const auto& former = context_.document.former_options;
        const auto found = std::ranges::find(former, name, &FormerOption::name);
        return found != former.end() && is_true(found->value);
    }

    void read_flags() {
        options_.symmetric_cluster = flag("symmetric-cluster");
        options_.fencing_enabled = flag("fencing-enabled");
        options_.startup_fencing = options_.fencing_enabled && flag("startup-fencing");
        options_.concurrent_fencing = flag("concurrent-fencing");
        options_.maintenance_mode = flag("maintenance-mode");
        options_.stop_all_resources = flag("stop-all-resources");
        options_.stop_removed_resources = flag("stop-removed-resources");
        options_.cancel_removed_actions = flag("cancel-removed-actions");
        options_.remove_after_stop = context_.cluster.behavior.remove_after_stop_counts && is_set_formerly("remove-after-stop");
        options_.start_failure_is_fatal = flag("start-failure-is-fatal");
        options_.startup_probes = flag("enable-startup-probes");
        options_.have_watchdog = flag("have-watchdog");
        options_.shutdown_lock = flag("shutdown-lock");
        options_.fence_remote_without_quorum =
            flag("fence-remote-without-quorum") || context_.cluster.behavior.remote_fencing == RemoteFencing::Always;
    }

    void read_durations() {
        options_.shutdown_lock_limit_ms = options_.shutdown_lock ? milliseconds("shutdown-lock-limit") : 0;
        options_.node_pending_timeout_ms = milliseconds("node-pending-timeout");
        options_.fencing_timeout_ms = milliseconds("fencing-timeout");
        options_.priority_fencing_delay_ms = milliseconds("priority-fencing-delay");
    }

    NoQuorumPolicy no_quorum_policy() {
        const std::string& policy = value("no-quorum-policy");
        if (equals_ignoring_case(policy, "ignore")) return NoQuorumPolicy::Ignore;
        if (equals_ignoring_case(policy, "freeze")) return NoQuorumPolicy::Freeze;
        if (equals_ignoring_case(policy, "demote")) return NoQuorumPolicy::Demote;
        if (equals_ignoring_case(policy, "stop")) return NoQuorumPolicy::Stop;
        if (!options_.fencing_enabled) {
            context_.error("quorum-policy-reset", where("no-quorum-policy"),
                           fmt::format("no-quorum-policy `{}` is reset to `stop`, because fencing is disabled", policy));
            return NoQuorumPolicy::Stop;
        }
        const bool panic = parse_integer(context_.document.root().value("no-quorum-panic")).value_or(0) != 0;
        if (panic || context_.cluster.have_quorum) return NoQuorumPolicy::Fence;
        context_.note("quorum-policy-reset", where("no-quorum-policy"),
                      fmt::format("no-quorum-policy `{}` is reset to `stop`, because the cluster never had quorum", policy));
        return NoQuorumPolicy::Stop;
    }

    PlacementStrategy placement_strategy() const {
        const std::string& strategy = value("placement-strategy");
        if (equals_ignoring_case(strategy, "utilization")) return PlacementStrategy::Utilization;
        if (equals_ignoring_case(strategy, "minimal")) return PlacementStrategy::Minimal;
        if (equals_ignoring_case(strategy, "balanced")) return PlacementStrategy::Balanced;
        return PlacementStrategy::Default;
    }

    /// (Pacemaker: pe__unpack_node_health_scores)
    void read_health() {
        const std::string& strategy = value("node-health-strategy");
        if (equals_ignoring_case(strategy, "migrate-on-red")) {
            options_.health_strategy = HealthStrategy::MigrateOnRed;
            options_.health_red = Score::minus_infinity();
        } else if (equals_ignoring_case(strategy, "only-green")) {
            options_.health_strategy = HealthStrategy::OnlyGreen;
            options_.health_red = Score::minus_infinity();
            options_.health_yellow = Score::minus_infinity();
        } else if (equals_ignoring_case(strategy, "progressive")) {
            options_.health_strategy = HealthStrategy::Progressive;
            read_health_scores();
            options_.health_base = parse_score(value("node-health-base")).score;
        } else if (equals_ignoring_case(strategy, "custom")) {
            options_.health_strategy = HealthStrategy::Custom;
            read_health_scores();
        }
    }

    void read_health_scores() {
        options_.health_red = parse_score(value("node-health-red")).score;
        options_.health_yellow = parse_score(value("node-health-yellow")).score;
        options_.health_green = parse_score(value("node-health-green")).score;
    }

    void deprecated(const char* name) {
        context_.note("deprecated-property", where(name),
                      fmt::format("the property `{}` is deprecated, and will behave as if it were true", name));
    }

    UnpackContext& context_;
    Options& options_;
    const AttributeSets& sets_;
};

bool asks_for_unfencing(pugi::xml_node meta_attributes) {
    for (const pugi::xml_node pair : meta_attributes.children("nvpair")) {
        const std::string_view name = pair.attribute("name").value();
        const std::string_view value = pair.attribute("value").value();
        if ((name == "provides" || name == "requires") && value == "unfencing") return true;
    }
    return false;
}

/// Whether any resource or resource default asks for unfencing by its bare XML.
bool any_asks_for_unfencing(pugi::xml_node configuration) {
    const auto asks = [](pugi::xml_node node) { return is_element(node, "meta_attributes") && asks_for_unfencing(node); };
    if (configuration.child("resources").find_node(asks)) return true;
    for (const pugi::xml_node set : configuration.child("rsc_defaults").children("meta_attributes")) {
        if (asks_for_unfencing(set)) return true;
    }
    return false;
}

} // namespace

void unpack_options(UnpackContext& context) {
    Cluster& cluster = context.cluster;
    const AttributeSets sets =
        read_attribute_sets(context, context.document.configuration().child("crm_config"), "cluster_property_set");
    RuleInput input;
    input.now = cluster.now;
    merge(context, sets, input, cluster.options.values, "cib-bootstrap-options");
    complete(context, sets, cluster.options.values);
    OptionReader(context, sets).read();
    cluster.have_fencing_devices = cluster.options.have_watchdog;
    cluster.unfencing_enabled = any_asks_for_unfencing(context.document.configuration());
}

} // namespace placement
