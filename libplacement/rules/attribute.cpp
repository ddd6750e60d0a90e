#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/characters.h"
#include "base/text.h"
#include "rules/conditions.h"
#include "rules/typed_values.h"

namespace placement {

namespace {

enum class Comparison : unsigned char {
    Defined,
    NotDefined,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
};

bool is_about_presence(Comparison comparison) {
    return comparison == Comparison::Defined || comparison == Comparison::NotDefined;
}

bool is_about_equality(Comparison comparison) {
    return comparison == Comparison::Equal || comparison == Comparison::NotEqual;
}

std::optional<Comparison> parse_comparison(std::string_view operation) {
    constexpr std::array<std::pair<std::string_view, Comparison>, 8> names = {{
        {"defined", Comparison::Defined},
        {"not_defined", Comparison::NotDefined},
        {"eq", Comparison::Equal},
        {"ne", Comparison::NotEqual},
        {"lt", Comparison::Less},
        {"lte", Comparison::LessOrEqual},
        {"gt", Comparison::Greater},
        {"gte", Comparison::GreaterOrEqual},
    }};
    for (const auto& [name, comparison] : names) {
        if (equals_ignoring_case(operation, name)) return comparison;
    }
    return std::nullopt;
}

const std::string* value_in(const AttributeTable* table, std::string_view name) {
    if (table == nullptr) return nullptr;
    const auto entry = table->find(name);
    return entry == table->end() ? nullptr : &entry->second;
}

enum class ValueSource : unsigned char { Literal, Parameters, Meta };

std::optional<ValueSource> parse_source(std::string_view source) {
    if (source.empty() || equals_ignoring_case(source, "literal")) return ValueSource::Literal;
    if (equals_ignoring_case(source, "param")) return ValueSource::Parameters;
    if (equals_ignoring_case(source, "meta")) return ValueSource::Meta;
    return std::nullopt;
}

/// What to compare with; null where the resource lacks it.
const std::string* reference_value(const std::string& value, ValueSource source, const RuleInput& input) {
    if (source == ValueSource::Literal) return &value;
    const std::string* found = value_in(source == ValueSource::Parameters ? input.parameters : input.meta, value);
    return found == nullptr && input.missing_is_literal ? &value : found;
}

bool has_point(const std::string* value) {
    return value != nullptr && value->find('.') != std::string::npos;
}

ValueType default_type(Comparison comparison, const std::string* actual, const std::string* reference) {
    if (is_about_presence(comparison) || is_about_equality(comparison)) return ValueType::Text;
    return has_point(actual) || has_point(reference) ? ValueType::Number : ValueType::Integer;
}

bool are_equal(ValueType type, const std::string* left, const std::string* right) {
    if (left == nullptr || right == nullptr) return left == right;
    return compare_as(type, *left, *right) == 0;
}

bool compares(Comparison comparison, ValueType type, const std::string* actual, const std::string* reference) {
    switch (comparison) {
    case Comparison::Defined: return actual != nullptr;
    case Comparison::NotDefined: return actual == nullptr;
    case Comparison::Equal: return are_equal(type, actual, reference);
    case Comparison::NotEqual: return !are_equal(type, actual, reference);
    default: break;
    }
    if (actual == nullptr || reference == nullptr) return false;
    const auto order = compare_as(type, *actual, *reference);
    switch (comparison) {
    case Comparison::Less: return order < 0;
    case Comparison::LessOrEqual: return order <= 0;
    case Comparison::Greater: return order > 0;
    default: return order >= 0;
    }
}

} // namespace

std::string expand_submatches(std::string_view name, const std::vector<std::string>& submatches) {
    if (submatches.empty()) return std::string(name);
    std::string result;
    while (!name.empty()) {
        if (name.size() > 1 && name[0] == '%' && is_digit(name[1])) {
            const auto number = static_cast<std::size_t>(name[1] - '0');
            if (number < submatches.size()) result += submatches[number];
            name.remove_prefix(2);
        } else {
            result += name.front();
            name.remove_prefix(1);
        }
    }
    return result;
}

bool holds(const AttributeExpression& expression, const RuleInput& input) {
    const auto comparison = parse_comparison(expression.operation);
    const auto source = parse_source(expression.value_source);
    if (expression.id.empty() || expression.attribute.empty() || !comparison || !source) return false;
    // Whether an attribute is there allows no value; any other comparison needs one.
    if (expression.has_value == is_about_presence(*comparison)) return false;

    const std::string* const actual =
        value_in(input.node_attributes, expand_submatches(expression.attribute, input.submatches));
    const std::string* const reference =
        expression.has_value ? reference_value(expression.value, *source, input) : nullptr;
    const auto type =
        expression.type.empty() ? default_type(*comparison, actual, reference) : value_type(expression.type);
    return type && compares(*comparison, *type, actual, reference);
}

std::optional<std::string> fault(const AttributeExpression& expression) {
    const auto comparison = parse_comparison(expression.operation);
    if (expression.attribute.empty()) return "it names no attribute";
    if (!comparison) {
        return fmt::format("`{}` is not an operation (lt, gt, lte, gte, eq, ne, defined or not_defined)",
                           expression.operation);
    }
    if (is_about_presence(*comparison) && expression.has_value) {
        return fmt::format("the operation `{}` allows no value", expression.operation);
    }
    if (!is_about_presence(*comparison) && !expression.has_value) {
        return fmt::format("the operation `{}` needs a value", expression.operation);
    }
    if (!parse_source(expression.value_source)) {
        return fmt::format("`{}` is not a source of a value (literal, param or meta)", expression.value_source);
    }
    if (!expression.type.empty() && !value_type(expression.type)) {
        return fmt::format("`{}` is not a type (string, integer, number or version)", expression.type);
    }
    return std::nullopt;
}

} // namespace placement
