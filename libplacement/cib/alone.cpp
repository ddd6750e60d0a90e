#include "cib/alone.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "cib/source_text.h"

namespace placement {

namespace {

constexpr std::size_t nowhere = std::string_view::npos;

struct Span {
    std::size_t begin = 0;
    std::size_t end = 0; ///< one past
};

bool ends_name(std::string_view text, std::size_t at) {
    return at < text.size() && std::string_view(" \t\r\n/>").find(text[at]) != nowhere;
}

/// By its second character, which is rarer than the first.
std::size_t find_comment(std::string_view text, std::size_t from) {
    for (std::size_t mark = text.find('!', from + 1); mark != nowhere; mark = text.find('!', mark + 1)) {
        if (text.substr(mark - 1).starts_with("<!--")) return mark - 1;
    }
    return nowhere;
}

/// The next tag that begins so ("<cib", "</cib"), outside comments.
std::size_t find_tag(std::string_view text, std::string_view tag, std::size_t from) {
    // Neither is looked for twice in the same text: there may be very many comments before the next tag.
    std::size_t at = text.find(tag, from);
    while (at != nowhere) {
        const std::size_t comment = find_comment(text.substr(0, at), from);
        if (comment != nowhere) {
            const std::size_t end = text.find("-->", comment + 4);
            if (end == nowhere) return nowhere;
            from = end + 3;
        } else {
            if (ends_name(text, at + tag.size())) return at;
            from = at + 1;
        }
        if (at < from) at = text.find(tag, from);
    }
    return nowhere;
}

/// All that have a beginning, a configuration and an end.
std::vector<Span> whole_cibs(std::string_view text) {
    std::vector<Span> found;
    for (std::size_t from = 0;;) {
        const std::size_t begin = find_tag(text, "<cib", from);
        if (begin == nowhere) return found;
        const std::size_t end = find_tag(text, "</cib", begin);
        const std::size_t close = end == nowhere ? nowhere : text.find('>', end);
        if (close == nowhere) return found;
        if (find_tag(text.substr(0, end), "<configuration", begin) != nowhere) found.push_back({begin, close + 1});
        from = close + 1;
    }
}

/// The first character that an XML document cannot have before or after its element.
std::size_t find_foreign(std::string_view text) {
    std::size_t at = 0;
    while (true) {
        at = text.find_first_not_of(" \t\r\n", at);
        if (at == nowhere) return nowhere;
        const std::string_view rest = text.substr(at);
        std::string_view closing;
        if (rest.starts_with("<!--")) closing = "-->";
        if (rest.starts_with("<?")) closing = "?>";
        if (rest.starts_with("<!DOCTYPE")) closing = ">";
        const std::size_t end = closing.empty() ? nowhere : rest.find(closing);
        if (end == nowhere) return at;
        at += end + closing.size();
    }
}

/// The characters as blanks, in lines as before.
std::string blanks_for(std::string_view text) {
    std::string blanks;
    for (const char c : text) {
        if (c == '\n' || c == '\r') blanks += c;
        else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) blanks += ' ';
    }
    return blanks;
}

} // namespace

CibAlone cib_alone(std::string text, const std::string& name) {
    const std::string_view view = text;
    const std::vector<Span> cibs = whole_cibs(view);
    if (cibs.empty()) {
        const bool begins = find_tag(view, "<cib", 0) != nowhere;
        return {std::move(text), begins};
    }
    if (cibs.size() > 1) {
        const SourceText source(name, text);
        source.fail(cibs[1].begin, fmt::format("this is a second CIB, after the one on line {}; give one of them alone",
                                               source.position(cibs[0].begin).line));
    }
    const Span cib = cibs.front();
    const std::string_view before = view.substr(0, cib.begin);
    const std::string_view after = view.substr(cib.end);
    const std::size_t foreign_before = find_foreign(before);
    const std::size_t foreign_after = find_foreign(after);
    if (foreign_before == nowhere && foreign_after == nowhere) return {std::move(text), true};

    CibAlone alone;
    alone.has_cib = true;
    const bool in_xml = foreign_before != nowhere && before[foreign_before] == '<';
    alone.in_xml = in_xml;
    if (!in_xml) {
        const SourceText source(name, text);
        alone.left_out = source.position(foreign_before != nowhere ? foreign_before : cib.end + foreign_after);
    }
    const std::string_view inside = view.substr(cib.begin, cib.end - cib.begin);
    alone.text = foreign_before == nowhere ? std::string(before) : blanks_for(before);
    alone.text.append(inside).append(foreign_after == nowhere ? std::string(after) : blanks_for(after));
    return alone;
}

} // namespace placement
