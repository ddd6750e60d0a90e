#include <string>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

#include "cib/upgrade_steps.h"

namespace placement {

namespace {

bool is_constraint_on_two(pugi::xml_node constraint) {
    return is_named(constraint, "rsc_colocation") || is_named(constraint, "rsc_order");
}

/// The constraint with one of its rules alone, before the constraint. The first that is split off takes the resource
/// sets and the lifetime over and leaves copies, which the others repeat.
pugi::xml_node split_off(UpgradeContext& context, ExpandedReferences& references, pugi::xml_node location,
                         pugi::xml_node rule, std::size_t number) {
    pugi::xml_node part = location.parent().insert_child_before("rsc_location", location);
    context.tree.remember(part, context.tree.offset(location));
    references.mark_as_copy(part);
    for (const pugi::xml_attribute attribute : location.attributes()) part.append_copy(attribute);
    set_value(part, "id", fmt::format("{}{}-{}", upgrade_prefix, value_of(location, "id"), number));
    const auto take = [&](const char* name) {
        for (const pugi::xml_node child : children(location, name)) {
            references.mark_as_copy(context.tree.append_copy(location, context.tree, child));
            part.append_move(child);
        }
    };
    take("resource_set");
    part.append_move(rule);
    take("lifetime");
    return part;
}

/// An access right to a constraint that was split is one to each part.
void redirect_acls(UpgradeContext& context, const std::unordered_map<std::string, std::string>& paths) {
    for (pugi::xml_node permission : descendants(context.cib, "acl_permission")) {
        const auto path = paths.find(std::string(value_of(permission, "reference")));
        if (path == paths.end()) continue;
        pugi::xml_attribute reference = permission.attribute("reference");
        reference.set_name("xpath");
        reference.set_value(path->second.c_str());
    }
}

} // namespace

OldSpellings rules_before_4(pugi::xml_node configuration) {
    OldSpellings found;
    for (const pugi::xml_node constraint : descendants(configuration, "rsc_location")) {
        const std::size_t rules = children(constraint, "rule").size();
        if (rules < 2) continue;
        found.push_back(
            {constraint, fmt::format("the location constraint `{}` has {} rules; it is read as {} constraints",
                                     value_of(constraint, "id"), rules, rules)});
    }
    for (const pugi::xml_node lifetime : descendants(configuration, "lifetime")) {
        const bool dropped = is_constraint_on_two(lifetime.parent());
        if (dropped) {
            found.push_back({lifetime, "a lifetime means nothing in this constraint today; it is left out",
                             OldSpelling::Today::LeftOut});
        } else {
            found.push_back({lifetime, "a lifetime is part of the constraint's rule today"});
        }
    }
    return found;
}

void split_location_rules(UpgradeContext& context, ExpandedReferences& references) {
    std::unordered_map<std::string, std::string> acl_paths;
    for (const pugi::xml_node location : descendants(context.cib, "rsc_location")) {
        const std::vector<pugi::xml_node> rules = children(location, "rule");
        if (rules.size() < 2) continue;
        std::string path;
        for (std::size_t i = 0; i < rules.size(); ++i) {
            const pugi::xml_node part = split_off(context, references, location, rules[i], i + 1);
            path += fmt::format("{}@id = '{}'", i == 0 ? "" : " or ", value_of(part, "id"));
        }
        acl_paths.emplace(value_of(location, "id"), fmt::format("//*[{}]", path));
        context.remove(location);
    }
    redirect_acls(context, acl_paths);
}

namespace {

/// What a constraint's node and score say, as a rule.
void append_node_rule(pugi::xml_node parent, pugi::xml_node location) {
    const std::string id = fmt::format("{}{}-node-score-rule", upgrade_prefix, value_of(location, "id"));
    pugi::xml_node rule = parent.append_child("rule");
    set_value(rule, "id", id);
    if (location.attribute("score")) set_value(rule, "score", std::string(value_of(location, "score")));
    pugi::xml_node expression = rule.append_child("expression");
    set_value(expression, "id", id + "-expr");
    set_value(expression, "attribute", "#uname");
    set_value(expression, "operation", "eq");
    set_value(expression, "value", std::string(value_of(location, "node")));
}

/// The lifetime's rules, any of which must hold, beside what the constraint says without it.
void merge_lifetime(UpgradeContext& context, pugi::xml_node location) {
    const std::string id(value_of(location, "id"));
    pugi::xml_node both = location.append_child("rule");
    set_value(both, "id", fmt::format("{}{}-lifetime-and-rule", upgrade_prefix, id));
    set_value(both, "boolean-op", "and");
    const pugi::xml_node rule = location.child("rule");
    if (rule != both) {
        both.append_move(rule);
    } else {
        append_node_rule(both, location);
    }
    location.remove_attribute("node");
    location.remove_attribute("score");
    for (const pugi::xml_node lifetime : children(location, "lifetime")) {
        const std::vector<pugi::xml_node> rules = children(lifetime, "rule");
        pugi::xml_node parent = both;
        if (rules.size() > 1) {
            parent = both.append_child("rule");
            set_value(parent, "id", fmt::format("{}{}-lifetime-or-rule", upgrade_prefix, id));
            set_value(parent, "boolean-op", "or");
        }
        for (const pugi::xml_node inner : rules) parent.append_move(inner);
        context.remove(lifetime);
    }
}

/// The ids of rules that something else than colocations' and orderings' lifetimes uses: as Pacemaker finds them, those
/// that have more uses than such lifetimes. (Twice in one lifetime counts, too.)
std::unordered_set<std::string> rules_used_elsewhere(pugi::xml_node cib) {
    struct Uses {
        std::size_t rules = 0;
        std::unordered_set<pugi::xml_node_struct*> lifetimes;
    };
    std::unordered_map<std::string, Uses> uses;
    for (const pugi::xml_node rule : descendants(cib, "rule")) {
        Uses& of_rule = uses[std::string(value_of(rule, "id"))];
        ++of_rule.rules;
        for (pugi::xml_node up = rule.parent(); up; up = up.parent()) {
            const bool lifetime = is_named(up, "lifetime") && is_constraint_on_two(up.parent());
            if (lifetime) of_rule.lifetimes.insert(up.internal_object());
        }
    }
    std::unordered_set<std::string> found;
    for (const auto& [id, of_rule] : uses) {
        if (of_rule.rules != of_rule.lifetimes.size()) found.insert(id);
    }
    return found;
}

/// Rules defined in a lifetime that goes, and used elsewhere, live on in a constraint that concerns no resource.
void keep_rules_in_use(UpgradeContext& context, const ExpandedReferences& references, pugi::xml_node constraints) {
    const std::unordered_set<std::string> used = rules_used_elsewhere(context.cib);
    pugi::xml_node keeper;
    for (const pugi::xml_node constraint : constraints.children()) {
        if (!is_constraint_on_two(constraint)) continue;
        for (const pugi::xml_node rule : children(constraint.child("lifetime"), "rule")) {
            if (references.is_copy(rule) || used.count(std::string(value_of(rule, "id"))) == 0) continue;
            if (!keeper) {
                const std::string id = fmt::format("{}coloc-order-lifetime-rules", upgrade_prefix);
                pugi::xml_node location = constraints.append_child("rsc_location");
                set_value(location, "id", id);
                set_value(location, "rsc-pattern", "a^");
                keeper = location.append_child("rule");
                set_value(keeper, "id", id + "-rule");
                set_value(keeper, "score", "-INFINITY");
            }
            keeper.append_move(rule);
        }
    }
}

} // namespace

void upgrade_lifetimes(UpgradeContext& context, const ExpandedReferences& references) {
    for (const pugi::xml_node constraints : descendants(context.cib, "constraints")) {
        keep_rules_in_use(context, references, constraints);
    }
    for (const pugi::xml_node location : descendants(context.cib, "rsc_location")) {
        if (location.child("lifetime")) merge_lifetime(context, location);
    }
    for (const pugi::xml_node lifetime : descendants(context.cib, "lifetime")) {
        if (is_constraint_on_two(lifetime.parent())) context.remove(lifetime);
    }
}

} // namespace placement
