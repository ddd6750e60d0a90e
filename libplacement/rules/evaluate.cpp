#include "rules/evaluate.h"

#include <memory>
#include <variant>

#include "rules/conditions.h"

namespace placement {

namespace {

struct ConditionJudge {
    const RuleInput& input;
    NextChange* next_change;

    bool operator()(const std::shared_ptr<const Rule>& rule) const {
        return rule && passes(*rule, input, next_change);
    }
    bool operator()(const DateExpression& expression) const { return holds(expression, input, next_change); }
    bool operator()(const AttributeExpression& expression) const { return holds(expression, input); }
    bool operator()(const ResourceExpression& expression) const { return holds(expression, input); }
    bool operator()(const OperationExpression& expression) const { return holds(expression, input); }
    bool operator()(const InvalidExpression&) const { return false; }
};

} // namespace

bool passes(const Rule& rule, const RuleInput& input, NextChange* next_change) {
    if (rule.id.empty()) return false;
    if (rule.conditions.empty()) return true;
    const ConditionJudge judge{input, next_change};
    for (const Condition& condition : rule.conditions) {
        if (std::visit(judge, condition) == rule.any_suffices) return rule.any_suffices;
    }
    return !rule.any_suffices;
}

} // namespace placement
