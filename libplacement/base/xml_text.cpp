#include "base/xml_text.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include <fmt/format.h>

#include "base/unseen.h"

namespace placement {

namespace {

/// What has no form in XML 1.0, not even as a reference.
bool is_forbidden(const Utf8Character& character) {
    const std::uint32_t code = character.code;
    if (!character.valid || code >= 0xFFFE) return true; // of those that are unseen
    return code < 0x20 && code != '\t' && code != '\n' && code != '\r';
}

std::string as_reference(const Utf8Character& character) {
    return is_forbidden(character) ? visible_form(character) : fmt::format("&#x{:02X};", character.code);
}

struct CodeRange {
    std::uint32_t first;
    std::uint32_t last;
};

/// (XML 1.0: NameStartChar, without the colon)
constexpr auto name_begins = std::to_array<CodeRange>({
    {'A', 'Z'}, {'_', '_'}, {'a', 'z'}, {0xC0, 0xD6}, {0xD8, 0xF6}, {0xF8, 0x2FF}, {0x370, 0x37D}, {0x37F, 0x1FFF},
    {0x200C, 0x200D}, {0x2070, 0x218F}, {0x2C00, 0x2FEF}, {0x3001, 0xD7FF}, {0xF900, 0xFDCF}, {0xFDF0, 0xFFFD}, {0x10000, 0xEFFFF},
});
/// (XML 1.0: NameChar, beside these)
constexpr auto name_continues = std::to_array<CodeRange>({{'-', '.'}, {'0', '9'}, {0xB7, 0xB7}, {0x300, 0x36F}, {0x203F, 0x2040}});

/// `kept` characters stay as they are.
std::string without_markup(std::string_view value, std::string_view kept) {
    std::string text;
    text.reserve(value.size());
    for (const char c : value) {
        const std::string_view reference = markup_reference(c);
        if (reference.empty() || kept.find(c) != std::string_view::npos) {
            text += c;
        } else {
            text += reference;
        }
    }
    return text;
}

template <typename Ranges>
bool is_in(const Ranges& ranges, std::uint32_t code) {
    return std::ranges::any_of(ranges, [code](const CodeRange& range) { return code >= range.first && code <= range.last; });
}

} // namespace

bool is_xml_name(std::string_view text) {
    for (bool first = true; !text.empty(); first = false) {
        const Utf8Character character = first_character(text);
        const bool continues = !first && is_in(name_continues, character.code);
        if (is_unseen(character) || !(continues || is_in(name_begins, character.code))) return false;
        text.remove_prefix(character.bytes.size());
        if (text.empty()) return true;
    }
    return false;
}

std::string as_xml_id(std::string text) {
    const auto is_letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':' || (c & 0x80) != 0;
    };
    for (char& c : text) {
        if (!is_letter(c) && !(c >= '0' && c <= '9') && c != '-' && c != '.') c = '.';
    }
    if (!text.empty() && !is_letter(text.front())) text.front() = '_';
    return text;
}

std::string escaped_attribute(std::string_view value) { return with_unseen_as(without_markup(value, ""), as_reference); }

std::string escaped_content(std::string_view content) {
    return with_unseen_as(without_markup(content, "\""), [](const Utf8Character& character) {
        const bool is_layout = character.code == '\n' || character.code == '\t';
        return is_layout && character.valid ? std::string(character.bytes) : as_reference(character);
    });
}

} // namespace placement
