#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

/// What elements and attributes of a CIB are.
namespace placement {

inline bool names_resource(std::string_view element) {
    static constexpr std::array<std::string_view, 5> names{"primitive", "group", "clone", "bundle", "template"};
    return std::ranges::find(names, element) != names.end();
}

/// The number that a counter or a call-id begins with; 0 where it begins with none.
inline int counter(std::string_view text) {
    int value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

} // namespace placement
