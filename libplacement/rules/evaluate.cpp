#include "rules/evaluate.h"

#include <memory>
#include <string_view>
#include <variant>

#include <fmt/format.h>

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

namespace {

/// Collects the faults of a rule's conditions.
struct ConditionChecker {
    Diagnostics& diagnostics;

    void operator()(const std::shared_ptr<const Rule>& rule) const {
        if (!rule) return;
        for (const Condition& condition : rule->conditions) std::visit(*this, condition);
    }
    void operator()(const DateExpression& expression) const { report("date expression", expression); }
    void operator()(const AttributeExpression& expression) const { report("expression", expression); }
    void operator()(const ResourceExpression& expression) const { report("resource expression", expression); }
    void operator()(const OperationExpression& expression) const { report("operation expression", expression); }
    void operator()(const InvalidExpression&) const {}

private:
    template <typename Expression>
    void report(std::string_view kind, const Expression& expression) const {
        const auto reason = expression.id.empty() ? std::optional<std::string>("it has no id") : fault(expression);
        if (!reason) return;
        diagnostics.push_back({Severity::Error, "invalid-rule",
                               fmt::format("{} `{}` never passes: {}", kind, expression.id, *reason),
                               expression.position});
    }
};

} // namespace

Diagnostics check(const Rule& rule) {
    Diagnostics diagnostics;
    for (const Condition& condition : rule.conditions) std::visit(ConditionChecker{diagnostics}, condition);
    return diagnostics;
}

} // namespace placement
