#include <fmt/format.h>

#include "base/text.h"
#include "rules/conditions.h"

namespace placement {

namespace {

bool is_wanted(const std::optional<std::string>& wanted, const std::string* actual) {
    return !wanted || (actual != nullptr && *actual == *wanted);
}

} // namespace

bool holds(const ResourceExpression& expression, const RuleInput& input) {
    return !expression.id.empty() && is_wanted(expression.standard, input.standard) &&
           is_wanted(expression.provider, input.provider) && is_wanted(expression.agent, input.agent);
}

bool holds(const OperationExpression& expression, const RuleInput& input) {
    if (expression.id.empty() || expression.name.empty() || input.operation != expression.name) return false;
    return !expression.interval || parse_interval(*expression.interval) == input.interval_ms.value_or(0);
}

std::optional<std::string> fault(const ResourceExpression&) {
    return std::nullopt;
}

std::optional<std::string> fault(const OperationExpression& expression) {
    if (expression.name.empty()) return "it has no operation's name";
    if (expression.interval && !parse_interval(*expression.interval)) {
        return fmt::format("`{}` is not an interval", *expression.interval);
    }
    return std::nullopt;
}

} // namespace placement
