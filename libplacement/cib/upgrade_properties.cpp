#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "cib/upgrade_steps.h"

namespace placement {

namespace {

/// What became of a cluster property.
struct PropertyChange {
    std::string_view name;
    /// Empty: it goes.
    const char* today = "";
    /// The defaults that it moves to; empty: it stays a property.
    std::string_view defaults = {};
    /// Only with one of these values, between bars; empty: with any for which no other entry is made.
    std::string_view values = {};
    const char* value_today = nullptr;
};

constexpr PropertyChange property_changes[] = {
    {"cluster-infrastructure", "", {}, "|heartbeat|openais|classic openais|classic openais (with plugin)|cman|"},
    {"cluster_recheck_interval", "cluster-recheck-interval"},
    {"dc_deadtime", "dc-deadtime"},
    {"default-action-timeout", "timeout", "op_defaults"},
    {"default_action_timeout", "timeout", "op_defaults"},
    {"default-migration-threshold"},
    {"default_migration_threshold"},
    {"default-resource-stickiness", "resource-stickiness", "rsc_defaults"},
    {"default_resource_stickiness", "resource-stickiness", "rsc_defaults"},
    {"default-resource-failure-stickiness", "migration-threshold", "rsc_defaults", "|-INFINITY|", "1"},
    {"default-resource-failure-stickiness"},
    {"default_resource_failure_stickiness", "migration-threshold", "rsc_defaults", "|-INFINITY|", "1"},
    {"default_resource_failure_stickiness"},
    {"election_timeout", "election-timeout"},
    {"expected-quorum-votes"},
    {"is-managed-default", "is-managed", "rsc_defaults"},
    {"is_managed_default", "is-managed", "rsc_defaults"},
    {"no_quorum_policy", "no-quorum-policy"},
    {"notification-agent"},
    {"notification-recipient"},
    {"remove_after_stop", "remove-after-stop"},
    {"shutdown_escalation", "shutdown-escalation"},
    {"startup_fencing", "startup-fencing"},
    {"stonith_action", "stonith-action"},
    {"stonith_enabled", "stonith-enabled"},
    {"stop_orphan_actions", "stop-orphan-actions"},
    {"stop_orphan_resources", "stop-orphan-resources"},
    {"symmetric_cluster", "symmetric-cluster"},
    {"transition_idle_timeout", "cluster-delay"},
};

const PropertyChange* change_of(pugi::xml_node pair) {
    const std::string_view name = value_of(pair, "name");
    const std::string value = fmt::format("|{}|", value_of(pair, "value"));
    const PropertyChange* general = nullptr;
    for (const PropertyChange& change : property_changes) {
        if (change.name != name) continue;
        if (change.values.find(value) != std::string_view::npos) return &change;
        if (change.values.empty()) general = &change;
    }
    return general;
}

std::string describe_change(const PropertyChange& change) {
    if (*change.today == '\0') return fmt::format("the cluster property {} is no longer supported", change.name);
    if (change.defaults.empty()) return fmt::format("the cluster property {} is {} today", change.name, change.today);
    return fmt::format("the cluster property {} is {} in <{}> today", change.name, change.today, change.defaults);
}

void apply(const PropertyChange& change, pugi::xml_node pair) {
    set_value(pair, "name", change.today);
    if (change.value_today != nullptr && pair.attribute("value")) set_value(pair, "value", change.value_today);
}

/// Where moved properties go: the first set of the defaults that no rule limits, or a new one where there are no such
/// defaults at all. Defaults whose sets all have rules take none up.
pugi::xml_node destination(pugi::xml_node configuration, const std::string& defaults) {
    const pugi::xml_node present = configuration.child(defaults.c_str());
    for (const pugi::xml_node set : present.children("meta_attributes")) {
        if (!has_rule(set)) return set;
    }
    if (present) return {};
    pugi::xml_node set = configuration.append_child(defaults.c_str()).append_child("meta_attributes");
    set_value(set, "id", defaults == "op_defaults" ? "_2TO3_-op-defaults" : "_2TO3_-rsc-defaults");
    return set;
}

/// A pair that does not stay a property.
struct LeavingPair {
    pugi::xml_node pair;
    const PropertyChange* change = nullptr;
};

void move_to_defaults(UpgradeContext& context, const std::vector<LeavingPair>& leaving, const std::string& defaults) {
    std::vector<LeavingPair> moved;
    for (const LeavingPair& each : leaving) {
        if (each.change->defaults == defaults && !has_rule(each.pair.parent())) moved.push_back(each);
    }
    if (moved.empty()) return;
    std::vector<pugi::xml_node> present;
    for (const pugi::xml_node set : context.configuration().child(defaults.c_str()).children("meta_attributes")) {
        if (!has_rule(set)) present.push_back(set);
    }
    pugi::xml_node set = destination(context.configuration(), defaults);
    if (!set) return;
    // What the defaults say themselves counts more; decided before the first is moved.
    std::erase_if(moved, [&](const LeavingPair& each) {
        return std::any_of(present.begin(), present.end(),
                           [&](pugi::xml_node other) { return has_pair(other, each.change->today); });
    });
    for (const LeavingPair& each : moved) {
        set.append_move(each.pair);
        context.former_properties.emplace_back(value_of(each.pair, "id"));
        apply(*each.change, each.pair);
    }
}

} // namespace

OldSpellings properties_before_3(pugi::xml_node configuration) {
    OldSpellings found;
    for (const pugi::xml_node options : configuration.children("crm_config")) {
        for (const pugi::xml_node set : options.children("cluster_property_set")) {
            for (const pugi::xml_node pair : set.children("nvpair")) {
                if (!pair.attribute("id")) continue;
                const PropertyChange* change = change_of(pair);
                if (change == nullptr) continue;
                found.push_back(
                    {pair, describe_change(*change),
                     *change->today == '\0' ? OldSpelling::Today::LeftOut : OldSpelling::Today::SpelledOtherwise,
                     OldSpelling::LaterSchemas::Ignore});
            }
        }
    }
    return found;
}

void upgrade_properties(UpgradeContext& context) {
    const std::vector<pugi::xml_node> sets = descendants(context.cib, "cluster_property_set");
    std::vector<LeavingPair> leaving;
    for (const pugi::xml_node set : sets) {
        for (const pugi::xml_node pair : set.children("nvpair")) {
            const PropertyChange* change = change_of(pair);
            if (change == nullptr) continue;
            if (*change->today == '\0' || !change->defaults.empty()) {
                leaving.push_back({pair, change});
            } else {
                apply(*change, pair);
            }
        }
    }
    move_to_defaults(context, leaving, "op_defaults");
    move_to_defaults(context, leaving, "rsc_defaults");
    for (const LeavingPair& each : leaving) {
        if (is_named(each.pair.parent(), "cluster_property_set")) context.remove(each.pair);
    }
    for (const pugi::xml_node set : sets) {
        if (!set.child("nvpair")) context.remove(set);
    }
}

} // namespace placement
