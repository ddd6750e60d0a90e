#include "rules/typed_values.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>
#include <system_error>

#include "base/characters.h"
#include "base/text.h"

namespace placement {

std::optional<ValueType> value_type(std::string_view name) {
    if (equals_ignoring_case(name, "string")) return ValueType::Text;
    if (equals_ignoring_case(name, "integer")) return ValueType::Integer;
    if (equals_ignoring_case(name, "number")) return ValueType::Number;
    if (equals_ignoring_case(name, "version")) return ValueType::Version;
    return std::nullopt;
}

namespace {

bool is_hexadecimal_digit(char c) {
    return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'f');
}

bool begins_hexadecimal(std::string_view text) {
    if (text.size() < 3 || text[0] != '0' || lower(text[1]) != 'x') return false;
    return is_hexadecimal_digit(text[2]) || (text[2] == '.' && text.size() > 3 && is_hexadecimal_digit(text[3]));
}

std::weak_ordering compare_texts(std::string_view left, std::string_view right) {
    return to_lower(left) <=> to_lower(right);
}

std::weak_ordering compare_integers(std::string_view left, std::string_view right) {
    const auto l = parse_integer(left);
    const auto r = parse_integer(right);
    return l && r ? *l <=> *r : compare_texts(left, right);
}

std::weak_ordering compare_numbers(std::string_view left, std::string_view right) {
    const auto l = parse_number(left);
    const auto r = parse_number(right);
    if (!l || !r) return compare_texts(left, right);
    if (*l < *r) return std::weak_ordering::less;
    return *l > *r ? std::weak_ordering::greater : std::weak_ordering::equivalent;
}

/// Takes the next number of a version from the front; 0 where there is none.
std::int64_t take_version_number(std::string_view& version, bool first) {
    if (!first) {
        if (version.size() < 2 || version.front() != '.' || !is_digit(version[1])) {
            version = {};
            return 0;
        }
        version.remove_prefix(1);
    }
    const auto number = scan_integer(version);
    if (!number) {
        version = {};
        return 0;
    }
    version = number->rest;
    return number->value;
}

} // namespace

std::optional<double> parse_number(std::string_view text) {
    std::string_view rest = text.substr(count_leading(text, is_blank));
    const bool negative = !rest.empty() && rest.front() == '-';
    if (negative || (!rest.empty() && rest.front() == '+')) rest.remove_prefix(1);
    if (!rest.empty() && (rest.front() == '-' || rest.front() == '+')) return std::nullopt;

    auto format = std::chars_format::general;
    if (begins_hexadecimal(rest)) {
        format = std::chars_format::hex;
        rest.remove_prefix(2);
    }
    double value = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), value, format);
    if (error != std::errc()) return std::nullopt;
    if (std::abs(value) <= std::numeric_limits<double>::min()) {
        const std::string_view read = text.substr(0, static_cast<std::size_t>(end - text.data()));
        if (read.find_first_not_of("0.eE") != std::string_view::npos) return std::nullopt;
    }
    return negative ? -value : value;
}

std::weak_ordering compare_versions(std::string_view left, std::string_view right) {
    left.remove_prefix(count_leading(left, is_blank));
    right.remove_prefix(count_leading(right, is_blank));
    // A sign begins no version.
    if (!left.empty() && !is_digit(left.front())) left = {};
    if (!right.empty() && !is_digit(right.front())) right = {};
    for (bool first = true; !left.empty() || !right.empty(); first = false) {
        const std::int64_t l = take_version_number(left, first);
        const std::int64_t r = take_version_number(right, first);
        if (l != r) return l <=> r;
    }
    return std::weak_ordering::equivalent;
}

std::weak_ordering compare_as(ValueType type, std::string_view left, std::string_view right) {
    switch (type) {
    case ValueType::Text: return compare_texts(left, right);
    case ValueType::Integer: return compare_integers(left, right);
    case ValueType::Number: return compare_numbers(left, right);
    case ValueType::Version: return compare_versions(left, right);
    }
    return std::weak_ordering::equivalent;
}

} // namespace placement
