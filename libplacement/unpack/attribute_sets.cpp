#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "unpack/unpack.h"

namespace placement {

namespace {

/// Rules within rules beyond this depth are refused, as the reference's XML reader would refuse them.
constexpr int deepest_rule = 200;

/// The elements among which an id-ref may mean one; none: the whole CIB.
using Scope = std::vector<pugi::xml_node>;

/// Where the parts of a set may be, in which references stand.
struct SetScope {
    Scope sets = {};
    Scope rules = {};
    Scope pairs = {};
};

pugi::xml_node find_within(const Scope& scope, std::string_view name, std::string_view id) {
    const auto matches = [&](pugi::xml_node node) { return is_element(node, name) && attribute(node, "id") == id; };
    for (const pugi::xml_node root : scope) {
        if (matches(root)) return root;
        if (const pugi::xml_node found = root.find_node(matches)) return found;
    }
    return {};
}

pugi::xml_node find_anywhere(UnpackContext& context, std::string_view name, std::string_view id) {
    if (!context.elements) context.elements.emplace(Scope{context.document.configuration()});
    if (const pugi::xml_node found = context.elements->find(name, id)) return found;
    if (!context.state_elements) context.state_elements.emplace(Scope{context.as_xml(context.document.status())});
    return context.state_elements->find(name, id);
}

pugi::xml_node resolve(UnpackContext& context, pugi::xml_node element, const Scope& scope) {
    const auto reference = attribute(element, "id-ref");
    if (!reference) return element;
    const pugi::xml_node target = scope.empty() ? find_anywhere(context, element.name(), *reference)
                                                : find_within(scope, element.name(), *reference);
    if (!target) {
        context.error("unknown-id-ref", context.position(element),
                      fmt::format("there is no <{}> with the id `{}`{}; this id-ref is ignored", element.name(),
                                  *reference, scope.empty() ? "" : " in the same resource"));
    }
    return target;
}

std::map<std::string, std::string, std::less<>> attributes_but_id(pugi::xml_node element) {
    std::map<std::string, std::string, std::less<>> result;
    for (const pugi::xml_attribute item : element.attributes()) {
        if (std::string_view(item.name()) != "id") result.emplace(item.name(), item.value());
    }
    return result;
}

class RuleReader {
public:
    RuleReader(UnpackContext& context, const Scope& scope) : context_(context), scope_(scope) {}

    Rule read(pugi::xml_node element) {
        Rule rule = read_rule(element, 0);
        for (const Diagnostic& fault : check(rule)) {
            context_.report(fault.severity, fault.code.c_str(), fault.position, fault.message);
        }
        return rule;
    }

private:
    Rule read_rule(pugi::xml_node reference, int depth) {
        Rule rule;
        rule.position = context_.position(reference);
        const pugi::xml_node element = resolve(context_, reference, scope_);
        if (!element) return refused(std::move(rule), reference);
        rule.position = context_.position(element);
        rule.id = attribute_or_empty(element, "id");
        const std::string_view boolean = attribute(element, "boolean-op").value_or("and");
        rule.any_suffices = equals_ignoring_case(boolean, "or");
        if (const auto score = attribute(element, "score")) rule.score = *score;
        if (const auto name = attribute(element, "score-attribute")) rule.score_attribute = *name;
        if (const auto role = attribute(element, "role")) rule.role = *role;
        if (rule.id.empty()) {
            report(rule.position, "a rule without an id never passes");
            return refused(std::move(rule), element);
        }
        if (!rule.any_suffices && !equals_ignoring_case(boolean, "and")) {
            report(rule.position, fmt::format("rule `{}` never passes: its boolean-op is `{}`, which is neither `and` "
                                              "nor `or`", rule.id, boolean));
            return refused(std::move(rule), element);
        }
        if (depth > deepest_rule) {
            report(rule.position, fmt::format("rule `{}` is nested too deeply and never passes", rule.id));
            return refused(std::move(rule), element);
        }
        for (const pugi::xml_node child : child_elements(element)) {
            rule.conditions.push_back(read_condition(child, depth));
        }
        if (rule.conditions.empty()) {
            context_.warn("empty-rule", rule.position, fmt::format("rule `{}` has no condition and always passes", rule.id));
        }
        return rule;
    }

    Condition read_condition(pugi::xml_node element, int depth) {
        const std::string_view name = element.name();
        if (name == "rule") return std::make_shared<const Rule>(read_rule(element, depth + 1));
        if (name == "date_expression") return read_date(element);
        if (name == "expression") return read_attribute(element);
        if (name == "rsc_expression") return read_resource(element);
        if (name == "op_expression") return read_operation(element);
        report(context_.position(element), fmt::format("<{}> is not a condition that a rule may have; it never passes", name));
        return invalid(element);
    }

    Condition read_date(pugi::xml_node element) {
        DateExpression date;
        date.id = attribute_or_empty(element, "id");
        date.position = context_.position(element);
        if (const auto start = attribute(element, "start")) date.start = *start;
        if (const auto end = attribute(element, "end")) date.end = *end;
        const std::string_view operation = attribute(element, "operation").value_or("in_range");
        if (equals_ignoring_case(operation, "in_range")) {
            date.operation = DateExpression::Operation::InRange;
        } else if (equals_ignoring_case(operation, "date_spec")) {
            date.operation = DateExpression::Operation::Specification;
        } else if (equals_ignoring_case(operation, "gt")) {
            date.operation = DateExpression::Operation::After;
        } else if (equals_ignoring_case(operation, "lt")) {
            date.operation = DateExpression::Operation::Before;
        } else {
            date.operation = DateExpression::Operation::Invalid;
            report(date.position, fmt::format("date expression `{}` never passes: `{}` is not an operation (in_range, gt, lt "
                                              "or date_spec)", date.id, operation));
        }
        if (const pugi::xml_node duration = element.child("duration")) date.duration = attributes_but_id(duration);
        if (const pugi::xml_node specification = element.child("date_spec")) {
            date.specification = DateSpecification{attribute_or_empty(specification, "id"),
                                                   attributes_but_id(specification), context_.position(specification)};
        }
        return date;
    }

    Condition read_attribute(pugi::xml_node element) {
        AttributeExpression expression;
        expression.id = attribute_or_empty(element, "id");
        expression.attribute = attribute_or_empty(element, "attribute");
        expression.operation = attribute_or_empty(element, "operation");
        expression.type = attribute_or_empty(element, "type");
        const auto value = attribute(element, "value");
        expression.has_value = value.has_value();
        expression.value = value.value_or("");
        expression.value_source = attribute_or_empty(element, "value-source");
        expression.position = context_.position(element);
        return expression;
    }

    Condition read_resource(pugi::xml_node element) {
        ResourceExpression expression;
        expression.id = attribute_or_empty(element, "id");
        if (const auto value = attribute(element, "class")) expression.standard = *value;
        if (const auto value = attribute(element, "provider")) expression.provider = *value;
        if (const auto value = attribute(element, "type")) expression.agent = *value;
        expression.position = context_.position(element);
        return expression;
    }

    Condition read_operation(pugi::xml_node element) {
        OperationExpression expression;
        expression.id = attribute_or_empty(element, "id");
        expression.name = attribute_or_empty(element, "name");
        if (const auto value = attribute(element, "interval")) expression.interval = *value;
        expression.position = context_.position(element);
        return expression;
    }

    Condition invalid(pugi::xml_node element) {
        return InvalidExpression{attribute_or_empty(element, "id"), element.name(), context_.position(element)};
    }

    Rule refused(Rule rule, pugi::xml_node element) {
        rule.any_suffices = false;
        rule.conditions = {invalid(element)};
        return rule;
    }

    void report(Position where, std::string message) { context_.error("invalid-rule", where, std::move(message)); }

    UnpackContext& context_;
    const Scope& scope_;
};

/// Where a set's pairs are: of old within one more element.
pugi::xml_node pairs_parent(pugi::xml_node set) {
    const std::vector<pugi::xml_node> inside = child_elements(set);
    return !inside.empty() && is_element(inside.front(), "attributes") ? inside.front() : set;
}

/// Of a resource, which has two parts where it has a template.
SetScope scope_within(ResourceReferences references, const Scope& parts) {
    if (references == ResourceReferences::Within) return {parts, parts, {}};
    if (parts.size() == 1) return {};
    return references == ResourceReferences::WithoutTemplate ? SetScope{parts, parts, parts} : SetScope{{}, parts, {}};
}

AttributeSet read_set(UnpackContext& context, pugi::xml_node element, const SetScope& scope) {
    AttributeSet set;
    set.id = attribute_or_empty(element, "id");
    set.position = context.position(element);
    if (const auto text = attribute(element, "score")) {
        const ParsedScore score = parse_score(*text, Score(), context.health_scores());
        if (!score.valid) {
            context.warn("invalid-score", set.position,
                         fmt::format("`{}` is not a score; <{}> `{}` has 0", *text, element.name(), set.id));
        }
        set.score = score.score;
    }
    if (const pugi::xml_node rule = element.child("rule")) set.rule = RuleReader(context, scope.rules).read(rule);
    for (const pugi::xml_node reference : pairs_parent(element).children("nvpair")) {
        const pugi::xml_node pair = resolve(context, reference, scope.pairs);
        const auto name = attribute(pair, "name");
        const auto value = attribute(pair, "value");
        if (!name || !value) continue;
        if (equals_ignoring_case(*value, "#default")) {
            context.warn("deprecated-default-value", context.position(pair),
                         fmt::format("`#default` for `{}` is deprecated: leave the name out instead", *name));
        }
        set.pairs.push_back({std::string(*name), std::string(*value), context.position(pair)});
    }
    return set;
}

void collect_sets(UnpackContext& context, pugi::xml_node parent, const char* element, const SetScope& scope,
                  AttributeSets& sets) {
    for (const pugi::xml_node child : parent.children(element)) {
        if (const pugi::xml_node set = resolve(context, child, scope.sets)) sets.push_back(read_set(context, set, scope));
    }
}

} // namespace

AttributeSets read_attribute_sets(UnpackContext& context, pugi::xml_node parent, const char* element) {
    AttributeSets sets;
    collect_sets(context, parent, element, {}, sets);
    return sets;
}

namespace {

/// A set of pairs alone, without rules, references and doubts.
bool is_plain(const StateElement& set) {
    if (set.find("id-ref") || set.find("score")) return false;
    return std::ranges::all_of(set.children(), [](const StateElement::Pointer& child) {
        return child->is_comment() ||
               (child->is("nvpair") && !child->find("id-ref") && !equals_ignoring_case(child->value("value"), "#default"));
    });
}

AttributeSet read_plain_set(const UnpackContext& context, const StateElement& element) {
    AttributeSet set;
    set.id = element.value("id");
    set.position = context.position(element);
    for (const StateElement* const pair : children_of(element, "nvpair")) {
        const auto name = pair->find("name");
        const auto value = pair->find("value");
        if (name && value) set.pairs.push_back({std::string(*name), std::string(*value), context.position(*pair)});
    }
    return set;
}

AttributeSets read_state_sets(UnpackContext& context, const StateElement& parent, const char* element) {
    const std::vector<const StateElement*> elements = children_of(parent, element);
    if (!std::ranges::all_of(elements, [](const StateElement* set) { return is_plain(*set); })) {
        return read_attribute_sets(context, context.as_xml(parent), element);
    }
    AttributeSets sets;
    for (const StateElement* const set : elements) sets.push_back(read_plain_set(context, *set));
    return sets;
}

} // namespace

NodeSets read_transient_sets(UnpackContext& context, const StateElement& transient_attributes) {
    NodeSets sets{read_state_sets(context, transient_attributes, "instance_attributes"), {}};
    if (context.cluster.behavior.transient_utilization_counts) {
        sets.utilization = read_state_sets(context, transient_attributes, "utilization");
    }
    return sets;
}

AttributeSets read_resource_sets(UnpackContext& context, pugi::xml_node base, pugi::xml_node own, const char* element) {
    Scope parts;
    if (base) parts.push_back(base);
    parts.push_back(own);
    const SetScope scope = scope_within(context.cluster.behavior.resource_references, parts);
    AttributeSets sets;
    for (const pugi::xml_node part : parts) collect_sets(context, part, element, scope, sets);
    return sets;
}

Rule read_rule(UnpackContext& context, pugi::xml_node rule) {
    const Scope everywhere;
    return RuleReader(context, everywhere).read(rule);
}

pugi::xml_node resolve_reference(UnpackContext& context, pugi::xml_node element) {
    return resolve(context, element, {});
}

void merge(UnpackContext& context, const AttributeSets& sets, const RuleInput& input, AttributeTable& target,
           std::string_view first_id) {
    NextChange next_change;
    merge_attributes(sets, input, target, first_id, &next_change);
    if (next_change) recheck_by(context.cluster, *next_change);
}

void recheck_by(Cluster& cluster, std::int64_t moment) {
    if (moment <= cluster.now.seconds) return;
    if (cluster.recheck_by == 0 || cluster.recheck_by > moment) cluster.recheck_by = moment;
}

} // namespace placement
