#include <array>
#include <string>

#include <fmt/format.h>

#include "cib/upgrade_steps.h"

namespace placement {

namespace {

struct Renamed {
    std::string_view name;
    const char* today;
};

/// What fence devices' parameters were called.
constexpr std::array<Renamed, 6> renamed_parameters = {{
    {"pcmk_list_cmd", "pcmk_list_action"},
    {"pcmk_monitor_cmd", "pcmk_monitor_action"},
    {"pcmk_off_cmd", "pcmk_off_action"},
    {"pcmk_on_cmd", "pcmk_on_action"},
    {"pcmk_reboot_cmd", "pcmk_reboot_action"},
    {"pcmk_status_cmd", "pcmk_status_action"},
}};
constexpr std::string_view argument_map = "pcmk_arg_map";
constexpr std::string_view port_argument = "port:";

constexpr std::array<std::string_view, 4> isolation = {"isolation", "isolation-host", "isolation-instance",
                                                       "isolation-wrapper"};

bool is_isolation(std::string_view name) {
    for (const std::string_view each : isolation) {
        if (name == each) return true;
    }
    return false;
}

bool is_failure_stickiness(std::string_view name) {
    return name == "resource-failure-stickiness" || name == "resource_failure_stickiness";
}

const char* parameter_today(std::string_view name) {
    for (const Renamed& renamed : renamed_parameters) {
        if (name == renamed.name) return renamed.today;
    }
    return nullptr;
}

void upgrade_parameters(UpgradeContext& context, pugi::xml_node set) {
    for (const pugi::xml_node pair : children(set, "nvpair")) {
        const std::string_view name = value_of(pair, "name");
        const std::string_view value = value_of(pair, "value");
        if (const char* today = parameter_today(name)) {
            set_value(pair, "name", today);
        } else if (name == argument_map) {
            // Of the mappings, only that of the port has a name of its own today.
            if (value.starts_with(port_argument) && value.find(',') == std::string_view::npos) {
                set_value(pair, "name", "pcmk_host_argument");
                set_value(pair, "value", std::string(value.substr(port_argument.size())));
            } else {
                context.remove(pair);
            }
        }
    }
    if (!set.child("nvpair")) context.remove(set);
}

/// What a meta attribute becomes; an empty name: it goes.
struct MetaToday {
    bool changed = false;
    std::string name;
    std::string value;
};

MetaToday meta_today(pugi::xml_node pair) {
    const std::string_view name = value_of(pair, "name");
    if (is_isolation(name)) return {true, "target-role", "Stopped"};
    if (!is_failure_stickiness(name)) return {};
    if (value_of(pair, "value") == "-INFINITY") return {true, "migration-threshold", "1"};
    return {true, {}, {}};
}

/// The first pair that stays, in the sets from `first` on that no rule limits; and whether a pair there becomes `name`.
struct Followers {
    pugi::xml_node first;
    bool become = false;
};

Followers look_from(pugi::xml_node first, std::string_view name) {
    Followers found;
    for (pugi::xml_node set = first; set; set = set.next_sibling("meta_attributes")) {
        if (has_rule(set)) continue;
        for (const pugi::xml_node pair : set.children("nvpair")) {
            const MetaToday today = meta_today(pair);
            if (today.changed && today.name.empty()) continue;
            if (!found.first) found.first = pair;
            found.become = found.become || (today.changed && today.name == name);
        }
    }
    return found;
}

/// As Pacemaker has it, a renamed pair counts only where it is the first of its set.
void upgrade_meta_attributes(UpgradeContext& context, pugi::xml_node resource) {
    std::vector<std::pair<pugi::xml_node, MetaToday>> changes;
    const std::vector<pugi::xml_node> sets = children(resource, "meta_attributes");
    std::vector<pugi::xml_node> gone;
    for (const pugi::xml_node set : sets) {
        bool empty = true;
        for (const pugi::xml_node pair : set.children("nvpair")) {
            MetaToday today = meta_today(pair);
            empty = empty && today.changed && today.name.empty();
            if (!today.changed) continue;
            const Followers followers = look_from(set, today.name);
            if (followers.become && followers.first != pair) today.name.clear();
            changes.emplace_back(pair, today);
        }
        if (empty) gone.push_back(set);
    }
    for (const auto& [pair, today] : changes) {
        if (today.name.empty()) {
            context.remove(pair);
        } else {
            set_value(pair, "name", today.name);
            if (pair.attribute("value")) set_value(pair, "value", today.value);
        }
    }
    for (const pugi::xml_node set : gone) context.remove(set);
}

} // namespace

OldSpellings resource_attributes_before_3(pugi::xml_node configuration) {
    OldSpellings found;
    for (const pugi::xml_node resource : primitives_and_templates(configuration)) {
        for (const pugi::xml_node set : resource.children("meta_attributes")) {
            for (const pugi::xml_node pair : set.children("nvpair")) {
                if (!pair.attribute("id") || !is_isolation(value_of(pair, "name"))) continue;
                found.push_back({pair, "isolation is no longer supported; the resource is kept stopped",
                                 OldSpelling::Today::SpelledOtherwise, OldSpelling::LaterSchemas::Ignore});
            }
        }
        for (const pugi::xml_node set : resource.children("instance_attributes")) {
            for (const pugi::xml_node pair : set.children("nvpair")) {
                const std::string name(value_of(pair, "name"));
                const char* today = parameter_today(name);
                if (!pair.attribute("id") || (today == nullptr && name != argument_map)) continue;
                found.push_back(
                    {pair,
                     fmt::format("the parameter {} is {} today", name, today == nullptr ? "pcmk_host_argument" : today),
                     OldSpelling::Today::SpelledOtherwise, OldSpelling::LaterSchemas::Allow});
            }
        }
    }
    for (const pugi::xml_node node : descendants(configuration, "node")) {
        if (value_of(node, "type") == "normal") found.push_back({node, "the node type \"normal\" is \"member\" today"});
    }
    for (const pugi::xml_node colocation : descendants(configuration, "rsc_colocation")) {
        if (colocation.attribute("score-attribute") || colocation.attribute("score-attribute-mangle")) {
            found.push_back({colocation, "score-attribute has never had an effect in a colocation; it is left out",
                             OldSpelling::Today::LeftOut});
        }
    }
    return found;
}

void upgrade_resource_attributes(UpgradeContext& context) {
    for (const pugi::xml_node resource : primitives_and_templates(context.cib)) {
        for (const pugi::xml_node set : children(resource, "instance_attributes")) upgrade_parameters(context, set);
        upgrade_meta_attributes(context, resource);
    }
    for (pugi::xml_node node : descendants(context.cib, "node")) {
        if (value_of(node, "type") == "normal") set_value(node, "type", "member");
    }
    for (pugi::xml_node colocation : descendants(context.cib, "rsc_colocation")) {
        colocation.remove_attribute("score-attribute");
        colocation.remove_attribute("score-attribute-mangle");
    }
}

} // namespace placement
