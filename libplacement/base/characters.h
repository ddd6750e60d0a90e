#pragma once

#include <cstddef>
#include <string_view>

/// Characters by the C locale, whatever the program's is.
namespace placement {

constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

constexpr bool is_blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

constexpr char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

template <typename Predicate>
constexpr std::size_t count_leading(std::string_view text, Predicate predicate) {
    std::size_t count = 0;
    while (count < text.size() && predicate(text[count])) ++count;
    return count;
}

} // namespace placement
