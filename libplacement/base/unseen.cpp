#include "base/unseen.h"

#include <array>

#include <fmt/format.h>

namespace placement {

namespace {

constexpr std::uint32_t last_ascii = 0x7f;

bool is_between(std::uint32_t code, std::uint32_t first, std::uint32_t last) { return code >= first && code <= last; }

std::size_t length_by(unsigned char lead) { return lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2; }

} // namespace

Utf8Character first_character(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text.front());
    if (lead <= last_ascii) return {text.substr(0, 1), lead};
    const Utf8Character none{text.substr(0, 1), lead, false};
    const std::size_t length = length_by(lead);
    if (!is_between(lead, 0xC2, 0xF4) || text.size() < length) return none;
    std::uint32_t code = lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        const auto next = static_cast<unsigned char>(text[i]);
        if ((next & 0xC0U) != 0x80U) return none;
        code = code << 6U | (next & 0x3FU);
    }
    constexpr std::array<std::uint32_t, 5> smallest{0, 0, 0x80, 0x800, 0x10000};
    if (code < smallest[length] || code > 0x10FFFF || is_between(code, 0xD800, 0xDFFF)) return none;
    return {text.substr(0, length), code};
}

bool is_unseen(const Utf8Character& character) {
    const std::uint32_t code = character.code;
    if (!character.valid || code < 0x20 || is_between(code, 0x7F, 0x9F)) return true;
    if (code < 0x61C) return false;
    return code == 0x61C || is_between(code, 0x200E, 0x200F) || is_between(code, 0x2028, 0x202E) ||
           is_between(code, 0x2066, 0x2069) || is_between(code, 0xFFFE, 0xFFFF);
}

std::string visible_form(const Utf8Character& character) {
    switch (character.code) {
    case '\n': return "\\n";
    case '\t': return "\\t";
    case '\r': return "\\r";
    default: break;
    }
    const bool is_byte = !character.valid || character.code <= last_ascii;
    return is_byte ? fmt::format("\\x{:02x}", character.code) : fmt::format("\\u{:04x}", character.code);
}

} // namespace placement
