#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// Columns of UTF-8 text.
namespace placement {

/// The length as a terminal shows it: bytes of UTF-8 that continue a character take no room, nor does what changes the colour.
inline std::size_t shown_width(std::string_view text) {
    std::size_t width = 0;
    bool in_escape = false;
    for (const char c : text) {
        if (c == '\033') in_escape = true;
        if (!in_escape && (static_cast<unsigned char>(c) & 0xC0U) != 0x80U) ++width;
        if (in_escape && c == 'm') in_escape = false;
    }
    return width;
}

/// With blanks after it, up to the width; text that is wider stays as it is.
inline std::string padded(std::string_view text, std::size_t width) {
    std::string result(text);
    const std::size_t used = shown_width(text);
    if (used < width) result.append(width - used, ' ');
    return result;
}

/// With blanks before or after it, up to so many bytes, as crm_simulate counts.
inline std::string filled(std::string_view text, std::size_t bytes, bool before = false) {
    const std::string blanks(bytes > text.size() ? bytes - text.size() : 0, ' ');
    return before ? blanks + std::string(text) : std::string(text) + blanks;
}

} // namespace placement
