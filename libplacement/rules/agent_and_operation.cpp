#include "base/text.h"
#include "rules/conditions.h"

namespace placement {

namespace {

bool matches(const std::optional<std::string>& wanted, const std::string* actual) {
    return !wanted || (actual != nullptr && *actual == *wanted);
}

} // namespace

bool holds(const ResourceExpression& expression, const RuleInput& input) {
    return !expression.id.empty() && matches(expression.standard, input.standard) &&
           matches(expression.provider, input.provider) && matches(expression.agent, input.agent);
}

bool holds(const OperationExpression& expression, const RuleInput& input) {
    if (expression.id.empty() || expression.name.empty() || input.operation != expression.name) return false;
    return !expression.interval || parse_interval(*expression.interval) == input.interval_ms.value_or(0);
}

} // namespace placement
