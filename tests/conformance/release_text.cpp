#include "conformance/release_text.h"

#include <vector>

namespace placement::conformance {

namespace {

std::vector<std::string_view> lines_in(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

bool is_scores_heading(std::string_view line) {
    return line == "Assignment Scores:" || line == "Allocation Scores:" || line == "Allocation scores:";
}

/// Printed only where scores are.
bool tells_of_secrets(std::string_view line) { return line.starts_with("Only 'private' parameters to "); }

void add_line(std::string& text, std::string_view line) { text.append(line).append("\n"); }

} // namespace

ReleaseText with_scores_apart(std::string_view output) {
    constexpr std::string_view bullet = "  * ";
    ReleaseText text;
    bool in_scores = false;
    for (std::string_view line : lines_in(output)) {
        if (is_scores_heading(line)) {
            in_scores = true;
            continue;
        }
        if (line.empty()) in_scores = false;
        if (in_scores && line.starts_with(bullet)) line.remove_prefix(bullet.size());
        add_line(in_scores ? text.scores : text.summary, line);
    }
    return text;
}

std::string evened(std::string_view text) {
    std::string even;
    bool was_blank = false;
    for (const std::string_view line : lines_in(text)) {
        if (is_scores_heading(line) || tells_of_secrets(line) || (line.empty() && was_blank)) continue;
        was_blank = line.empty();
        add_line(even, line);
    }
    if (was_blank) even.pop_back();
    return even;
}

std::string evened_scores(std::string_view text) {
    std::string even;
    for (const std::string_view line : lines_in(text)) {
        const bool is_score = line.find(" score on ") != std::string_view::npos || line.find(" score (inactive)") != std::string_view::npos;
        if (is_score) add_line(even, line);
    }
    return even;
}

} // namespace placement::conformance
