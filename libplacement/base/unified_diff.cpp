#include "placement/patch.h"

#include "placement/diagnostic.h"

#ifdef PLACEMENT_HAS_DTL

#include <algorithm>
#include <string_view>
#include <vector>

#include <dtl/dtl.hpp>
#include <fmt/format.h>

namespace placement {

namespace {

/// A line with its line end, which the last one may lack.
using LinesOfText = std::vector<std::string_view>;

LinesOfText lines_of_text(std::string_view text) {
    LinesOfText lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::size_t size = end == std::string_view::npos ? text.size() : end + 1;
        lines.push_back(text.substr(0, size));
        text.remove_prefix(size);
    }
    return lines;
}

struct DiffLine {
    char mark = ' '; ///< blank, '-', '+'
    std::string_view text;
};

/// Above this many lines, finding the shortest difference would take too long.
constexpr std::size_t most_compared_lines = 50'000;

std::vector<DiffLine> all_replaced(const LinesOfText& before, const LinesOfText& after) {
    std::vector<DiffLine> lines;
    for (const std::string_view line : before) lines.push_back({'-', line});
    for (const std::string_view line : after) lines.push_back({'+', line});
    return lines;
}

/// Of what differs at the beginning and at the end.
std::vector<DiffLine> compared(const LinesOfText& before, const LinesOfText& after) {
    if (before.size() + after.size() > most_compared_lines) return all_replaced(before, after);
    dtl::Diff<std::string_view> diff(before, after);
    diff.onHuge();
    diff.compose();
    std::vector<DiffLine> lines;
    for (const auto& [line, info] : diff.getSes().getSequence()) {
        lines.push_back({info.type == dtl::SES_DELETE ? '-' : info.type == dtl::SES_ADD ? '+' : ' ', line});
    }
    return lines;
}

std::vector<DiffLine> diff_lines(LinesOfText before, LinesOfText after) {
    const auto [left, right] = std::mismatch(before.begin(), before.end(), after.begin(), after.end());
    std::vector<DiffLine> lines;
    for (auto each = before.begin(); each != left; ++each) lines.push_back({' ', *each});
    before.erase(before.begin(), left);
    after.erase(after.begin(), right);
    LinesOfText same;
    while (!before.empty() && !after.empty() && before.back() == after.back()) {
        same.push_back(before.back());
        before.pop_back();
        after.pop_back();
    }
    const std::vector<DiffLine> middle = compared(before, after);
    lines.insert(lines.end(), middle.begin(), middle.end());
    for (auto each = same.rbegin(); each != same.rend(); ++each) lines.push_back({' ', *each});
    return lines;
}

/// Lines and, from 1, where they begin; an empty part begins after the line before it.
std::string hunk_range(std::size_t lines_before, std::size_t count) {
    if (count == 0) return fmt::format("{},0", lines_before);
    return count == 1 ? fmt::format("{}", lines_before + 1) : fmt::format("{},{}", lines_before + 1, count);
}

/// What of the two texts is before a line of the difference.
struct LinesBefore {
    std::size_t old_lines = 0;
    std::size_t new_lines = 0;

    void pass(const DiffLine& line) {
        if (line.mark != '+') ++old_lines;
        if (line.mark != '-') ++new_lines;
    }
};

std::string hunk(const std::vector<DiffLine>& lines, std::size_t begin, std::size_t end, const LinesBefore& before) {
    LinesBefore after = before;
    std::string text;
    for (std::size_t i = begin; i < end; ++i) {
        after.pass(lines[i]);
        text += lines[i].mark;
        text += lines[i].text;
        if (!lines[i].text.ends_with('\n')) text += "\n\\ No newline at end of file\n";
    }
    return fmt::format("@@ -{} +{} @@\n{}", hunk_range(before.old_lines, after.old_lines - before.old_lines),
                       hunk_range(before.new_lines, after.new_lines - before.new_lines), text);
}

std::size_t next_change(const std::vector<DiffLine>& lines, std::size_t from) {
    while (from < lines.size() && lines[from].mark == ' ') ++from;
    return from;
}

/// One past the last change that is no farther from the one before than both their contexts.
std::size_t end_of_changes(const std::vector<DiffLine>& lines, std::size_t change, std::size_t context) {
    while (true) {
        std::size_t end = change;
        while (end < lines.size() && lines[end].mark != ' ') ++end;
        change = next_change(lines, end);
        if (change == lines.size() || change - end > 2 * context) return end;
    }
}

} // namespace

std::string unified_diff(const std::string& before, const std::string& after, const std::string& before_name,
                         const std::string& after_name, std::size_t context) {
    if (before == after) return "";
    const std::vector<DiffLine> lines = diff_lines(lines_of_text(before), lines_of_text(after));
    std::string text = fmt::format("--- {}\n+++ {}\n", before_name, after_name);
    LinesBefore passed;
    std::size_t at = 0;
    for (std::size_t change = next_change(lines, 0); change < lines.size(); change = next_change(lines, at)) {
        const std::size_t begin = change - std::min(context, change - at);
        const std::size_t end_of_last = end_of_changes(lines, change, context);
        const std::size_t end = end_of_last + std::min(context, lines.size() - end_of_last);
        for (; at < begin; ++at) passed.pass(lines[at]);
        text += hunk(lines, begin, end, passed);
        for (; at < end; ++at) passed.pass(lines[at]);
    }
    return text;
}

} // namespace placement

#else

namespace placement {

std::string unified_diff(const std::string&, const std::string&, const std::string&, const std::string&, std::size_t) {
    throw NotSupported("a unified diff, because this program was built without dtl (Debian's libdtl-dev)", {});
}

} // namespace placement

#endif
