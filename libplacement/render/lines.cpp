#include "render/lines.h"

#include <algorithm>

#include "base/unseen.h"
#include "placement/quoting.h"

namespace placement {

std::string as_line(std::string_view text, const Paint& paint) {
    std::string line;
    while (!text.empty()) {
        const std::size_t escape = paint.on() ? std::min(text.find('\033'), text.size()) : text.size();
        line += visible(text.substr(0, escape));
        text.remove_prefix(escape);
        if (text.empty()) break;
        const std::size_t length = color_code_length(text);
        line += length > 0 ? std::string(text.substr(0, length)) : visible(text.substr(0, 1));
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return line + "\n";
}

std::string as_line_with_tabs(std::string_view text) {
    return with_unseen_as(text, [](const Utf8Character& character) {
        return character.code == '\t' ? std::string("\t") : visible_form(character);
    }) + "\n";
}

} // namespace placement
