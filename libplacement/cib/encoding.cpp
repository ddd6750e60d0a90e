#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "cib/read_bytes.h"
#include "cib/source_text.h"

namespace placement {

namespace {

void append_utf8(std::string& text, std::uint32_t code) {
    const auto add = [&](std::uint32_t byte) { text.push_back(static_cast<char>(static_cast<unsigned char>(byte))); };
    if (code < 0x80) {
        add(code);
    } else if (code < 0x800) {
        add(0xC0 | code >> 6);
        add(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        add(0xE0 | code >> 12);
        add(0x80 | (code >> 6 & 0x3F));
        add(0x80 | (code & 0x3F));
    } else {
        add(0xF0 | code >> 18);
        add(0x80 | (code >> 12 & 0x3F));
        add(0x80 | (code >> 6 & 0x3F));
        add(0x80 | (code & 0x3F));
    }
}

std::string from_utf16(std::string_view bytes, bool big_endian, const std::string& name) {
    std::string text;
    text.reserve(bytes.size());
    const auto unit = [&](std::size_t at) {
        const auto first = static_cast<unsigned char>(bytes[at]);
        const auto second = static_cast<unsigned char>(bytes[at + 1]);
        return static_cast<std::uint32_t>(big_endian ? first << 8 | second : second << 8 | first);
    };
    for (std::size_t at = 0; at < bytes.size(); at += 2) {
        bool valid = at + 1 < bytes.size();
        std::uint32_t code = valid ? unit(at) : 0;
        if (code >= 0xDC00 && code <= 0xDFFF) valid = false;
        if (code >= 0xD800 && code <= 0xDBFF) {
            const std::uint32_t low = at + 3 < bytes.size() ? unit(at + 2) : 0;
            valid = low >= 0xDC00 && low <= 0xDFFF;
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
            at += 2;
        }
        if (!valid) {
            const SourceText source(name, text);
            source.fail(text.size(), "bytes that are no character of UTF-16: it is damaged or has been cut short");
        }
        append_utf8(text, code);
    }
    return text;
}

std::string from_latin1(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size() + bytes.size() / 8);
    for (const char byte : bytes) append_utf8(text, static_cast<unsigned char>(byte));
    return text;
}

/// What the XML declaration says, in lower case; none without one.
std::optional<std::string> declared_encoding(std::string_view text) {
    if (!text.starts_with("<?xml")) return std::nullopt;
    const std::string_view declaration = text.substr(0, std::min(text.find("?>"), std::size_t{1024}));
    const std::size_t word = declaration.find("encoding");
    if (word == std::string_view::npos) return std::nullopt;
    const std::size_t begin = declaration.find_first_of("\"'", word);
    if (begin == std::string_view::npos) return std::nullopt;
    const std::size_t end = declaration.find(declaration[begin], begin + 1);
    if (end == std::string_view::npos) return std::nullopt;
    std::string name(declaration.substr(begin + 1, end - begin - 1));
    for (char& c : name) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return name;
}

} // namespace

std::string to_utf8(std::string bytes, const std::string& name) {
    using namespace std::string_view_literals;
    const std::string_view view = bytes;
    if (view.starts_with("\xFE\xFF"sv)) return from_utf16(view.substr(2), true, name);
    if (view.starts_with("\xFF\xFE"sv)) return from_utf16(view.substr(2), false, name);
    if (view.starts_with("\0<"sv)) return from_utf16(view, true, name);
    if (view.starts_with("<\0"sv)) return from_utf16(view, false, name);
    if (view.starts_with("\xEF\xBB\xBF"sv)) bytes.erase(0, 3);
    const std::string encoding = declared_encoding(bytes).value_or("utf-8");
    if (encoding == "utf-8" || encoding == "utf8" || encoding == "us-ascii" || encoding == "ascii") return bytes;
    if (encoding == "iso-8859-1" || encoding == "latin1" || encoding == "latin-1") return from_latin1(bytes);
    throw InputError(
        name, {1, 1},
        fmt::format("the encoding {} is not read; save it as UTF-8 (iconv -t UTF-8)", encoding.substr(0, 40)));
}

} // namespace placement
