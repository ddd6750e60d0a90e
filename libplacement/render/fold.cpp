#include "render/fold.h"

#include <algorithm>

#include "render/columns.h"

namespace placement {

namespace {

std::size_t leading_blanks(std::string_view text) {
    return std::min(text.find_first_not_of(' '), text.size());
}

/// Where the lines that follow begin.
std::size_t hanging_of(std::string_view line, std::size_t width) {
    const std::size_t begin = leading_blanks(line);
    const std::size_t gap = line.find("  ", begin);
    if (gap != std::string_view::npos) {
        const std::size_t after = line.find_first_not_of(' ', gap);
        const std::size_t column = after == std::string_view::npos ? 0 : shown_width(line.substr(0, after));
        if (column > 0 && column <= width / 2) return column;
    }
    return std::min(begin + 2, width / 2);
}

} // namespace

std::vector<std::string> folded(std::string_view text, std::size_t width, std::size_t hanging) {
    if (width == 0 || shown_width(text) <= width) return {std::string(text)};
    std::vector<std::string> lines;
    const std::size_t begin = leading_blanks(text);
    std::string line(text.substr(0, begin));
    bool has_word = false;
    for (std::size_t at = begin; at < text.size();) {
        const std::size_t word = std::min(text.find_first_not_of(' ', at), text.size());
        const std::size_t end = std::min(text.find(' ', word), text.size());
        const std::string_view blanks = text.substr(at, word - at);
        const std::string_view letters = text.substr(word, end - word);
        at = end;
        if (letters.empty()) break;
        if (has_word && shown_width(line) + blanks.size() + shown_width(letters) > width) {
            lines.push_back(std::move(line));
            line.assign(hanging, ' ');
        } else if (has_word) {
            line += blanks;
        }
        line += letters;
        has_word = true;
    }
    lines.push_back(std::move(line));
    return lines;
}

std::string folded_lines(std::string_view text, std::size_t width) {
    if (width == 0) return std::string(text);
    std::string result;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        const std::vector<std::string> lines = folded(line, width, hanging_of(line, width));
        for (std::size_t i = 0; i < lines.size(); ++i) result.append(i == 0 ? "" : "\n").append(lines[i]);
        if (end < text.size()) result += '\n';
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return result;
}

} // namespace placement
