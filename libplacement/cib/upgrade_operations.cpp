#include <algorithm>
#include <array>
#include <string>

#include <fmt/format.h>

#include "cib/upgrade_steps.h"

namespace placement {

namespace {

/// Options of an operation, which were read from its instance attributes too.
constexpr std::array<std::string_view, 7> operation_options = {"interval-origin", "start-delay", "enabled", "on-fail",
                                                               "record-pending",  "role",        "timeout"};
constexpr const char* requirement = "requires";

bool is_option(pugi::xml_node pair) {
    return std::find(operation_options.begin(), operation_options.end(), value_of(pair, "name")) !=
           operation_options.end();
}

bool is_requirement(pugi::xml_node pair) { return value_of(pair, "name") == requirement; }

std::vector<pugi::xml_node> operations_of(pugi::xml_node resource) {
    std::vector<pugi::xml_node> found;
    for (const pugi::xml_node operations : resource.children("operations")) {
        for (const pugi::xml_node operation : operations.children("op")) found.push_back(operation);
    }
    return found;
}

bool is_attribute_set(pugi::xml_node element) {
    return is_named(element, "meta_attributes") || is_named(element, "instance_attributes");
}

/// Only what these need was ever asked.
bool counts_requirement(pugi::xml_node operation) {
    return value_of(operation, "name") == "start" || value_of(operation, "name") == "promote";
}

/// The pairs of a set, and the operation's or resource's new set that they move to.
struct NewSet {
    pugi::xml_node like; ///< whose attributes and rule the new set takes over; none for a plain one
    std::string id;
    std::vector<pugi::xml_node> pairs;
};

pugi::xml_node make_set(UpgradeContext& context, pugi::xml_node parent, const NewSet& wanted) {
    pugi::xml_node set = parent.append_child("meta_attributes");
    for (const pugi::xml_attribute attribute : wanted.like.attributes()) set.append_copy(attribute);
    set_value(set, "id", wanted.id);
    for (const pugi::xml_node child : wanted.like.children()) {
        if (!is_named(child, "nvpair")) context.tree.append_copy(set, context.tree, child);
    }
    for (const pugi::xml_node pair : wanted.pairs) set.append_move(pair);
    return set;
}

/// One resource's operations. What moves is decided before anything is changed.
class ResourceOperations {
public:
    ResourceOperations(UpgradeContext& context, pugi::xml_node resource)
        : context_(context), resource_(resource), operations_(operations_of(resource)) {}

    void upgrade() {
        const pugi::xml_node giver = requirement_giver();
        const std::string given(value_of(giver, requirement));
        const std::vector<NewSet> from_sets = giver ? std::vector<NewSet>() : requirements_in_sets();
        std::vector<Plan> plans;
        for (const pugi::xml_node operation : operations_) plans.push_back(plan(operation));
        for (const Plan& each : plans) carry_out(each);
        for (pugi::xml_node operation : operations_) operation.remove_attribute(requirement);
        if (giver) add_requirement(value_of(giver, "id"), given);
        for (const NewSet& set : from_sets) make_set(context_, resource_, set);
        remove_leftovers();
    }

private:
    struct Plan {
        pugi::xml_node operation;
        std::vector<pugi::xml_node> options; ///< of the sets without a rule
        std::vector<NewSet> with_rule;
        std::vector<pugi::xml_node> emptied;
    };

    bool resource_says(std::string_view name) const {
        for (const pugi::xml_node set : resource_.children("meta_attributes")) {
            if (!has_rule(set) && has_pair(set, name)) return true;
        }
        return false;
    }

    /// The operation whose attribute counts: the last that has it, of those that count. Empty: none.
    pugi::xml_node requirement_giver() const {
        pugi::xml_node giver;
        if (resource_says(requirement)) return giver;
        for (const pugi::xml_node operation : operations_) {
            if (counts_requirement(operation) && operation.attribute(requirement)) giver = operation;
        }
        return giver;
    }

    void add_requirement(std::string_view operation_id, const std::string& value) {
        pugi::xml_node set = resource_.append_child("meta_attributes");
        set_value(set, "id", fmt::format("_2TO3_{}-meta", value_of(resource_, "id")));
        pugi::xml_node pair = set.append_child("nvpair");
        set_value(pair, "id", fmt::format("_2TO3_{}-meta-{}", operation_id, requirement));
        set_value(pair, "name", requirement);
        set_value(pair, "value", value);
    }

    /// Attribute sets of operations that say `requires` where it counts, in document order.
    std::vector<pugi::xml_node> sets_with_requirement() const {
        std::vector<pugi::xml_node> sets;
        for (const pugi::xml_node operation : operations_) {
            if (!counts_requirement(operation)) continue;
            for (const pugi::xml_node set : operation.children()) {
                if (is_attribute_set(set) && has_pair(set, requirement)) sets.push_back(set);
            }
        }
        return sets;
    }

    /// `requires` in the attribute sets of operations: the last without a rule counts, and meta attributes count more
    /// than instance attributes.
    std::vector<NewSet> requirements_in_sets() const {
        std::vector<NewSet> found;
        if (resource_says(requirement)) return found;
        const std::vector<pugi::xml_node> sets = sets_with_requirement();
        for (std::size_t i = 0; i < sets.size(); ++i) {
            const bool meta = is_named(sets[i], "meta_attributes");
            bool overruled = false;
            for (std::size_t j = 0; j < sets.size(); ++j) {
                const bool other_meta = is_named(sets[j], "meta_attributes");
                const bool stronger = meta ? other_meta && j > i : other_meta || j > i;
                overruled = overruled || (stronger && !has_rule(sets[j]));
            }
            if (overruled) continue;
            NewSet set{sets[i], fmt::format("_2TO3_{}", value_of(sets[i], "id")), {}};
            for (const pugi::xml_node pair : sets[i].children("nvpair")) {
                if (is_requirement(pair)) set.pairs.push_back(pair);
            }
            found.push_back(std::move(set));
        }
        return found;
    }

    /// The options in a set that move: unless the resource says them, or a later set without a rule does.
    std::vector<pugi::xml_node> moving_options(pugi::xml_node set) const {
        std::vector<pugi::xml_node> moving;
        for (const pugi::xml_node pair : set.children("nvpair")) {
            const std::string_view name = value_of(pair, "name");
            if (!is_option(pair) || resource_says(name)) continue;
            bool later = false;
            for (pugi::xml_node next = set.next_sibling("instance_attributes"); next;
                 next = next.next_sibling("instance_attributes")) {
                later = later || (!has_rule(next) && has_pair(next, name));
            }
            if (!later) moving.push_back(pair);
        }
        return moving;
    }

    Plan plan(pugi::xml_node operation) const {
        Plan result;
        result.operation = operation;
        for (const pugi::xml_node set : operation.children()) {
            if (!is_attribute_set(set)) continue;
            const bool instance = is_named(set, "instance_attributes");
            bool stays = false;
            for (const pugi::xml_node pair : set.children("nvpair")) {
                stays = stays || !(is_requirement(pair) || (instance && is_option(pair)));
            }
            if (!stays) result.emptied.push_back(set);
            if (!instance) continue;
            const std::vector<pugi::xml_node> moving = moving_options(set);
            if (!has_rule(set)) {
                result.options.insert(result.options.end(), moving.begin(), moving.end());
            } else if (!moving.empty()) {
                result.with_rule.push_back({set, fmt::format("_2TO3_{}", value_of(set, "id")), moving});
            }
        }
        return result;
    }

    void carry_out(const Plan& each) {
        pugi::xml_node operation = each.operation;
        if (!each.options.empty()) {
            pugi::xml_node meta = operation.child("meta_attributes");
            while (meta && has_rule(meta)) meta = meta.next_sibling("meta_attributes");
            if (meta) {
                for (const pugi::xml_node pair : each.options) meta.append_move(pair);
            } else {
                make_set(context_, operation,
                         {{}, fmt::format("_2TO3_{}-meta", value_of(operation, "id")), each.options});
            }
        }
        for (const NewSet& set : each.with_rule) make_set(context_, operation, set);
        emptied_.insert(emptied_.end(), each.emptied.begin(), each.emptied.end());
    }

    /// What moved nowhere, and the sets that nothing is left of.
    void remove_leftovers() {
        for (const pugi::xml_node operation : operations_) {
            for (const pugi::xml_node set : operation.children()) {
                if (!is_attribute_set(set)) continue;
                const bool instance = is_named(set, "instance_attributes");
                for (const pugi::xml_node pair : children(set, "nvpair")) {
                    if (is_requirement(pair) || (instance && is_option(pair))) context_.remove(pair);
                }
            }
        }
        for (const pugi::xml_node set : emptied_) {
            if (!set.child("nvpair")) context_.remove(set);
        }
    }

    UpgradeContext& context_;
    pugi::xml_node resource_;
    std::vector<pugi::xml_node> operations_;
    std::vector<pugi::xml_node> emptied_;
};

} // namespace

OldSpellings operations_before_3(pugi::xml_node configuration) {
    OldSpellings found;
    for (const pugi::xml_node resource : primitives_and_templates(configuration)) {
        for (const pugi::xml_node operation : operations_of(resource)) {
            if (operation.attribute(requirement)) {
                found.push_back({operation, "`requires` of an operation is a meta attribute of its resource today"});
            }
            for (const pugi::xml_node set : operation.children()) {
                if (!is_attribute_set(set)) continue;
                const bool instance = is_named(set, "instance_attributes");
                for (const pugi::xml_node pair : set.children("nvpair")) {
                    if (!pair.attribute("id")) continue;
                    if (is_requirement(pair)) {
                        found.push_back(
                            {pair, "`requires` of an operation is a meta attribute of its resource today",
                             OldSpelling::Today::SpelledOtherwise,
                             instance ? OldSpelling::LaterSchemas::Allow : OldSpelling::LaterSchemas::Ignore});
                    } else if (instance && is_option(pair)) {
                        found.push_back(
                            {pair,
                             fmt::format("`{}` is a meta attribute of an operation today", value_of(pair, "name")),
                             OldSpelling::Today::SpelledOtherwise, OldSpelling::LaterSchemas::Allow});
                    }
                }
            }
        }
    }
    return found;
}

void upgrade_operations(UpgradeContext& context) {
    for (const pugi::xml_node resource : primitives_and_templates(context.cib)) {
        ResourceOperations(context, resource).upgrade();
    }
}

} // namespace placement
