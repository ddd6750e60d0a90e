#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "placement/commands.h"
#include "placement/quoting.h"
#include "placement/render.h"
#include "render/columns.h"
#include "render/command_lines.h"
#include "render/fold.h"
#include "render/lines.h"
#include "render/lint_words.h"
#include "render/paint.h"
#include "render/release_words.h"
#include "render/words.h"

namespace placement {

namespace {

/// A longer source line is cut around the column.
constexpr std::size_t widest_line = 140;
/// How many findings are shown beside the first where they were gathered.
constexpr std::size_t most_others = 3;
/// How many characters before the column are then shown.
constexpr std::uint32_t before_column = 35;

bool continues_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

/// The byte at which the character with this number (from 1) begins, or the line's end.
std::size_t byte_of(std::string_view line, std::uint32_t column) {
    std::size_t byte = 0;
    for (std::uint32_t character = 1; character < column && byte < line.size(); ++character) {
        do ++byte;
        while (byte < line.size() && continues_character(line[byte]));
    }
    return byte;
}

class LintText {
public:
    explicit LintText(const TextStyle& style) : style_(style), paint_(style.color) {}

    std::string run(const std::vector<LintReport>& reports) {
        std::size_t suppressed = 0;
        for (const LintReport& report : reports) {
            for (const Finding& finding : report.findings) tell(report, finding);
            suppressed += report.suppressed;
        }
        name_releases(reports);
        sum_up(reports, suppressed);
        return std::move(out_);
    }

private:
    void line(const std::string& text) { out_ += as_line(text, paint_); }

    std::string place(const LintReport& report, Position position) const {
        if (!position.known()) return report.name;
        return fmt::format("{}:{}:{}", report.name, position.line, position.column);
    }

    std::string level(Severity severity) const {
        const std::string word(level_text(severity));
        if (severity == Severity::Error) return paint_.red(word);
        return severity == Severity::Warning ? paint_.yellow(word) : paint_.faint(word);
    }

    /// In lines that fit the terminal; source lines and commands to copy are left as they are.
    void say(const std::string& text) { out_ += folded_lines(as_line(text, paint_), style_.width); }

    void tell(const LintReport& report, const Finding& finding) {
        say(fmt::format("{}: {}: {} [{}]", paint_.bold(place(report, finding.position)), level(finding.severity),
                        finding.message, finding.code));
        show_line(report, finding.position);
        for (const RelatedPlace& related : finding.related) {
            say(fmt::format("  {}: {}", place(report, related.position), related.text));
        }
        show_others(report, finding.others);
        if (finding.proof) prove(report, *finding.proof);
        repair(report, finding);
        // What to do is said once a code.
        if (!finding.remedy.empty() && (style_.everything || remedies_.insert(finding.remedy).second)) {
            say("  " + paint_.green("What to do: ") + finding.remedy);
        }
        line("");
    }

    void show_others(const LintReport& report, const std::vector<RelatedPlace>& others) {
        if (others.empty()) return;
        const std::size_t shown = style_.everything || others.size() <= most_others + 1 ? others.size() : most_others;
        say(fmt::format("  and {} more like it:", others.size()));
        for (std::size_t i = 0; i < shown; ++i) say(fmt::format("    {}: {}", place(report, others[i].position), others[i].text));
        if (shown < others.size()) say(fmt::format("    … and {} more (--all shows them)", others.size() - shown));
    }

    void show_line(const LintReport& report, Position position) {
        if (!position.known()) return;
        std::string source = report.cib.source_line(position.line);
        if (source.empty()) return;
        std::ranges::replace(source, '\t', ' ');
        const std::size_t caret = byte_of(source, position.column);
        const std::size_t from = caret > widest_line / 2 && position.column > before_column
                                     ? byte_of(source, position.column - before_column)
                                     : 0;
        std::size_t to = std::min(source.size(), from + widest_line);
        while (to < source.size() && continues_character(source[to])) ++to;
        const std::string number = std::to_string(position.line);
        const std::string lead = from > 0 ? "…" : "";
        const std::string before = lead + visible(source.substr(from, caret - from));
        const std::string after = visible(source.substr(caret, std::max(to, caret) - caret));
        line(fmt::format("  {} | {}{}{}", number, before, after, to < source.size() ? "…" : ""));
        line(fmt::format("  {} | {}{}", std::string(number.size(), ' '), std::string(shown_width(before), ' '), paint_.green("^")));
    }

    void prove(const LintReport& report, const Proof& proof) {
        say(fmt::format("  {} {}", paint_.green("Shown by a run:"), scenario_text(report, proof)));
        if (!proof.shows.empty()) say("    " + proof.shows);
        if (!proof.lost.empty()) {
            std::string names;
            for (const std::string& name : proof.lost) names += (names.empty() ? "" : ", ") + name;
            say("    lost: " + names);
        }
        for (const Obstacle& obstacle : proof.kept_down_by) {
            say(fmt::format("    {}{}", obstacle.node.empty() ? "" : obstacle.node + ": ", obstacle.text));
        }
        const std::string command = scenario_command(report, proof);
        if (!command.empty()) line("    " + paint_.faint("$ " + command));
    }

    void repair(const LintReport& report, const Finding& finding) {
        for (const ProvenEdit& each : finding.repairs) {
            say(fmt::format("  {} {}{}", paint_.green("Mended, as a run shows, by:"), each.text,
                            each.harmless ? "" : " (something else gets worse)"));
            for (const std::string& note : each.notes) say("    note: " + note);
            for (const CommandTool tool : told_tools(style_)) {
                for (const Command& command : commands(report.cib, each.changes, {.tool = tool})) {
                    if (!command.line.empty() && is_visible(command.line))
                        line(fmt::format("    {}", paint_.faint(fmt::format("{}: {}", text(tool), command.line))));
                }
            }
        }
    }

    /// Once where it is the same for all.
    void name_releases(const std::vector<LintReport>& reports) {
        std::vector<std::string> lines;
        for (const LintReport& report : reports) {
            const std::string rules = release_line(report.release, report.nearest_to, report.unchecked_kinds);
            if (!rules.empty() && std::ranges::find(lines, rules) == lines.end()) lines.push_back(rules);
        }
        for (const std::string& rules : lines) out_ += folded_lines(rules, style_.width);
    }

    void sum_up(const std::vector<LintReport>& reports, std::size_t suppressed) {
        std::size_t counts[3] = {0, 0, 0};
        for (const LintReport& report : reports) {
            for (const Finding& finding : report.findings) ++counts[static_cast<std::size_t>(finding.severity)];
        }
        const bool nothing = counts[0] + counts[1] + counts[2] == 0;
        std::string sum = nothing ? paint_.green("Nothing found.")
                                  : fmt::format("{}, {}, {} info.", counted(counts[2], "error"), counted(counts[1], "warning"), counts[0]);
        if (suppressed > 0) sum += fmt::format(" {} more switched off by comments in the CIB.", suppressed);
        line(sum);
    }

    const TextStyle& style_;
    Paint paint_;
    std::set<std::string> remedies_;
    std::string out_;
};

} // namespace

std::string lint_text(const std::vector<LintReport>& reports, const TextStyle& style) { return LintText(style).run(reports); }

std::string lint_rules_text(const std::vector<LintRule>& rules) {
    std::string text;
    std::string topic;
    for (const LintRule& rule : rules) {
        if (rule.topic != topic) {
            if (!text.empty()) text += as_line("");
            text += as_line(rule.topic);
        }
        topic = rule.topic;
        text += as_line(fmt::format("  {:<36}{:<9}{}", rule.code, level_text(rule.severity), rule.summary));
    }
    return text;
}

} // namespace placement
