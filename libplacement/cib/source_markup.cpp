#include "cib/source_markup.h"

#include <algorithm>

namespace placement {

namespace {

constexpr std::string_view xml_blanks = " \t\r\n";

std::size_t past(std::string_view text, std::string_view mark, std::size_t from) {
    const std::size_t at = text.find(mark, from);
    return at == std::string_view::npos ? text.size() : at + mark.size();
}

WrittenAttribute attribute_at(std::string_view text, std::size_t blanks, std::size_t begin) {
    WrittenAttribute attribute;
    const std::size_t name_end = text.find_first_of(" \t\r\n=", begin);
    attribute.name = text.substr(begin, name_end - begin);
    attribute.blanks = text.substr(blanks, begin - blanks);
    const std::size_t quote = text.find_first_of("\"'", name_end);
    attribute.quote = text[quote];
    attribute.value = {quote + 1, text.find(attribute.quote, quote + 1)};
    attribute.whole = {blanks, attribute.value.end + 1};
    return attribute;
}

/// One past what begins at the offset and is no element's tag; the offset itself where one begins there.
std::size_t after_other_markup(std::string_view text, std::size_t offset) {
    const std::string_view rest = text.substr(offset);
    if (rest.starts_with("<!--")) return past(text, "-->", offset + 4);
    if (rest.starts_with("<![CDATA[")) return past(text, "]]>", offset);
    if (rest.starts_with("<?")) return past(text, "?>", offset);
    return offset;
}

} // namespace

const WrittenAttribute* WrittenTag::find(std::string_view attribute) const {
    const auto found = std::ranges::find(attributes, attribute, &WrittenAttribute::name);
    return found == attributes.end() ? nullptr : &*found;
}

WrittenTag tag_at(std::string_view text, std::size_t offset) {
    WrittenTag tag;
    tag.content_end = text.find_first_of(" \t\r\n/>", offset + 1);
    tag.name = text.substr(offset + 1, tag.content_end - offset - 1);
    while (true) {
        const std::size_t next = text.find_first_not_of(xml_blanks, tag.content_end);
        if (text[next] == '/' || text[next] == '>') {
            tag.is_empty = text[next] == '/';
            tag.whole = {offset, next + (tag.is_empty ? 2 : 1)};
            return tag;
        }
        tag.attributes.push_back(attribute_at(text, tag.content_end, next));
        tag.content_end = tag.attributes.back().whole.end;
    }
}

TextSpan element_span(std::string_view text, std::size_t offset) {
    std::size_t depth = 0;
    for (std::size_t at = offset; at < text.size(); at = text.find('<', at)) {
        const std::size_t other = after_other_markup(text, at);
        if (other != at) {
            at = other;
            continue;
        }
        if (text.substr(at).starts_with("</")) {
            at = past(text, ">", at);
            --depth;
        } else {
            const WrittenTag tag = tag_at(text, at);
            at = tag.whole.end;
            if (!tag.is_empty) ++depth;
        }
        if (depth == 0) return {offset, at};
    }
    return {offset, text.size()};
}

LineStart line_start(std::string_view text, std::size_t offset) {
    const std::size_t end = text.substr(0, offset).rfind('\n');
    const std::size_t begin = end == std::string_view::npos ? 0 : end + 1;
    const std::string_view before = text.substr(begin, offset - begin);
    const bool alone = before.find_first_not_of(" \t") == std::string_view::npos;
    return {alone, alone ? before : std::string_view()};
}

std::size_t line_end(std::string_view text, std::size_t offset) {
    const std::size_t end = std::min(text.find('\n', offset), text.size());
    return end > offset && text[end - 1] == '\r' ? end - 1 : end;
}

} // namespace placement
