#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "placement/render.h"
#include "render/fold.h"
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
    void say(const std::string& text) { out_ += folded_lines(text, style_.width); }

    void tell(const LintReport& report, const Finding& finding) {
        say(fmt::format("{}: {}: {} [{}]\n", paint_.bold(place(report, finding.position)), level(finding.severity),
                        finding.message, finding.code));
        show_line(report, finding.position);
        for (const RelatedPlace& related : finding.related) {
            say(fmt::format("  {}: {}\n", place(report, related.position), related.text));
        }
        show_others(report, finding.others);
        if (finding.proof) prove(report, *finding.proof);
        // What to do is said once a code.
        if (!finding.remedy.empty() && (style_.everything || remedies_.insert(finding.remedy).second)) {
            say("  " + paint_.green("What to do: ") + finding.remedy + "\n");
        }
        out_ += "\n";
    }

    void show_others(const LintReport& report, const std::vector<RelatedPlace>& others) {
        if (others.empty()) return;
        const std::size_t shown = style_.everything || others.size() <= most_others + 1 ? others.size() : most_others;
        out_ += fmt::format("  and {} more like it:\n", others.size());
        for (std::size_t i = 0; i < shown; ++i) say(fmt::format("    {}: {}\n", place(report, others[i].position), others[i].text));
        if (shown < others.size()) out_ += fmt::format("    … and {} more (--all shows them)\n", others.size() - shown);
    }

    void show_line(const LintReport& report, Position position) {
        if (!position.known()) return;
        const std::string line = report.cib.source_line(position.line);
        if (line.empty()) return;
        const std::size_t caret = byte_of(line, position.column);
        const std::size_t from = caret > widest_line / 2 && position.column > before_column
                                     ? byte_of(line, position.column - before_column)
                                     : 0;
        std::size_t to = std::min(line.size(), from + widest_line);
        while (to < line.size() && continues_character(line[to])) ++to;
        const std::string number = std::to_string(position.line);
        out_ += fmt::format("  {} | {}{}{}\n", number, from > 0 ? "…" : "", line.substr(from, to - from),
                            to < line.size() ? "…" : "");
        std::string blanks = from > 0 ? " " : "";
        for (std::size_t i = from; i < caret; ++i) {
            if (!continues_character(line[i])) blanks += line[i] == '\t' ? '\t' : ' ';
        }
        out_ += fmt::format("  {} | {}{}\n", std::string(number.size(), ' '), blanks, paint_.green("^"));
    }

    void prove(const LintReport& report, const Proof& proof) {
        say(fmt::format("  {} {}\n", paint_.green("Shown by a run:"), scenario_text(report, proof)));
        if (!proof.shows.empty()) say(fmt::format("    {}\n", proof.shows));
        if (!proof.lost.empty()) {
            std::string names;
            for (const std::string& name : proof.lost) names += (names.empty() ? "" : ", ") + name;
            say(fmt::format("    lost: {}\n", names));
        }
        for (const Obstacle& obstacle : proof.kept_down_by) {
            say(fmt::format("    {}{}\n", obstacle.node.empty() ? "" : obstacle.node + ": ", obstacle.text));
        }
        const std::string command = scenario_command(report, proof);
        if (!command.empty()) out_ += fmt::format("    {}\n", paint_.faint("$ " + command));
    }

    /// Once where it is the same for all.
    void name_releases(const std::vector<LintReport>& reports) {
        std::vector<std::string> lines;
        for (const LintReport& report : reports) {
            const std::string line = release_line(report.release, report.nearest_to, report.unchecked_kinds);
            if (!line.empty() && std::ranges::find(lines, line) == lines.end()) lines.push_back(line);
        }
        for (const std::string& line : lines) say(line);
    }

    void sum_up(const std::vector<LintReport>& reports, std::size_t suppressed) {
        std::size_t counts[3] = {0, 0, 0};
        for (const LintReport& report : reports) {
            for (const Finding& finding : report.findings) ++counts[static_cast<std::size_t>(finding.severity)];
        }
        if (counts[0] + counts[1] + counts[2] == 0) {
            out_ += paint_.green("Nothing found.");
        } else {
            out_ += fmt::format("{}, {}, {} info.", counted(counts[2], "error"), counted(counts[1], "warning"), counts[0]);
        }
        if (suppressed > 0) out_ += fmt::format(" {} more switched off by comments in the CIB.", suppressed);
        out_ += "\n";
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
        if (rule.topic != topic) text += fmt::format("{}{}\n", text.empty() ? "" : "\n", rule.topic);
        topic = rule.topic;
        text += fmt::format("  {:<36}{:<9}{}\n", rule.code, level_text(rule.severity), rule.summary);
    }
    return text;
}

std::string lint_rule_manual(const LintRule& rule) {
    return fmt::format("### `{}`\n\n*{}, {}:* {}.\n\n{}\n\n**What to do:** {}\n", rule.code, rule.topic, level_text(rule.severity),
                       rule.summary, rule.explanation, rule.remedy);
}

} // namespace placement
