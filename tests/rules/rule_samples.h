#pragma once

#include <optional>
#include <string>
#include <utility>

#include "rules/evaluate.h"

/// Short ways to write rules and what they are judged against.
namespace placement::samples {

inline Rule rule_of(Condition condition) {
    Rule rule;
    rule.id = "rule";
    rule.conditions.push_back(std::move(condition));
    return rule;
}

inline RuleInput at(const char* now) {
    RuleInput input;
    input.now = Time::parse(now);
    return input;
}

inline AttributeExpression expression(std::string attribute, std::string operation) {
    AttributeExpression result;
    result.id = "expression";
    result.attribute = std::move(attribute);
    result.operation = std::move(operation);
    return result;
}

inline AttributeExpression expression(std::string attribute, std::string operation, std::string value,
                                      std::string type = "") {
    AttributeExpression result = expression(std::move(attribute), std::move(operation));
    result.value = std::move(value);
    result.has_value = true;
    result.type = std::move(type);
    return result;
}

inline DateExpression dates(DateExpression::Operation operation) {
    DateExpression result;
    result.id = "dates";
    result.operation = operation;
    return result;
}

inline DateExpression range(std::optional<std::string> start, std::optional<std::string> end) {
    DateExpression expression = dates(DateExpression::Operation::InRange);
    expression.start = std::move(start);
    expression.end = std::move(end);
    return expression;
}

} // namespace placement::samples
