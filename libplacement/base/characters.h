#pragma once

#include <cstddef>
#include <string_view>

/// Characters by the C locale, whatever the program's is.
namespace placement {

/// 0 to 9.
constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// A to Z, a to z.
constexpr bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// A space, or one of the five control characters that C counts as blanks.
constexpr bool is_blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/// A to Z in lower case; everything else stays.
constexpr char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// How many characters at the start satisfy the predicate.
template <typename Predicate>
constexpr std::size_t count_leading(std::string_view text, Predicate predicate) {
    std::size_t count = 0;
    while (count < text.size() && predicate(text[count])) ++count;
    return count;
}

/// Without the spaces, tabs and line ends at its beginning and end.
constexpr std::string_view trimmed(std::string_view text) {
    constexpr std::string_view white = " \t\r\n";
    const std::size_t first = text.find_first_not_of(white);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(white) - first + 1);
}

} // namespace placement
