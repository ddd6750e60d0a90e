#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/characters.h"

/// Characters that act instead of being seen.
namespace placement {

/// A character, or a byte that is part of none.
struct Utf8Character {
    std::string_view bytes;
    std::uint32_t code = 0; ///< the byte's value where it is none
    bool valid = true;
};

/// What a text that is not empty begins with.
Utf8Character first_character(std::string_view text);

/// Control characters, separators of lines, marks of direction, noncharacters of the basic plane, and what is no character.
bool is_unseen(const Utf8Character& character);

/// As visible() writes it.
std::string visible_form(const Utf8Character& character);

/// How many bytes at the start are printable ASCII, as nearly all are.
constexpr std::size_t count_printable_ascii(std::string_view text) {
    return count_leading(text, [](char c) { return c >= ' ' && c <= '~'; });
}

/// The text with what `written` makes of each unseen character in its place.
template <typename Written>
std::string with_unseen_as(std::string_view text, const Written& written) {
    std::string result;
    result.reserve(text.size());
    while (true) {
        const std::size_t printable = count_printable_ascii(text);
        result += text.substr(0, printable);
        text.remove_prefix(printable);
        if (text.empty()) return result;
        const Utf8Character character = first_character(text);
        if (is_unseen(character)) {
            result += written(character);
        } else {
            result += character.bytes;
        }
        text.remove_prefix(character.bytes.size());
    }
}

} // namespace placement
