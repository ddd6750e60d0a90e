#pragma once

#include "rules/evaluate.h"

/// One function a kind of condition; what is missing or unreadable fails.
namespace placement {

/// date.cpp (Pacemaker: pcmk__evaluate_date_expression)
bool holds(const DateExpression& expression, const RuleInput& input, NextChange* next_change);
/// attribute.cpp (Pacemaker: pcmk__evaluate_attr_expression)
bool holds(const AttributeExpression& expression, const RuleInput& input);
/// agent_and_operation.cpp (Pacemaker: pcmk__evaluate_rsc_expression, pcmk__evaluate_op_expression)
bool holds(const ResourceExpression& expression, const RuleInput& input);
bool holds(const OperationExpression& expression, const RuleInput& input);

/// Why the condition can never pass, as the end of a sentence; none if it can.
std::optional<std::string> fault(const DateExpression& expression);
std::optional<std::string> fault(const AttributeExpression& expression);
std::optional<std::string> fault(const ResourceExpression& expression);
std::optional<std::string> fault(const OperationExpression& expression);

} // namespace placement
