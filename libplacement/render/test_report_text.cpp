#include <algorithm>

#include <fmt/format.h>

#include "placement/test_report.h"
#include "render/fold.h"
#include "render/lines.h"
#include "render/paint.h"
#include "render/release_words.h"
#include "render/words.h"

namespace placement {

namespace {

class ReportText {
public:
    ReportText(const TestRun& run, const TextStyle& style) : run_(run), style_(style), paint_(style.color) {}

    std::string text() {
        for (const TestResult& result : run_.results) add(result);
        if (run_.coverage) add(*run_.coverage);
        std::set<Release> releases;
        for (const TestResult& result : run_.results) releases.insert(result.release);
        out_ += comparison_lines(releases);
        const std::string sentence = verdict(run_);
        line(run_.passed() ? paint_.green(sentence) : paint_.red(sentence));
        return std::move(out_);
    }

private:
    void line(const std::string& text) { out_ += as_line(text, paint_); }

    void add(const TestResult& result) {
        if (result.file != file_) {
            file_ = result.file;
            line(paint_.bold(file_));
        }
        const bool by_default = result.release == default_release && result.nearest_to.empty();
        const std::string words = release_name(result.release, result.nearest_to, result.unchecked_kinds);
        const std::string rules = by_default ? "" : fmt::format(" ({})", words);
        line(fmt::format("  {}  {}{}", result.passed() ? paint_.green("ok    ") : paint_.red("FAILED"), result.name,
                         paint_.faint(rules)));
        for (const CheckedExpectation& checked : result.checks) {
            if (!checked.met) {
                failed(result, checked);
            } else if (style_.everything) {
                line(paint_.faint(fmt::format("            {}: {}", checked.subject, checked.expected)));
            }
        }
        if (!result.error.empty()) {
            line(fmt::format("          {}: {}", place_text(result.file, result.error_position), result.error));
        }
    }

    void failed(const TestResult& result, const CheckedExpectation& checked) {
        line(fmt::format("          {}: {}", place_text(result.file, checked.expectation.position),
                         paint_.bold(checked.subject)));
        line(fmt::format("            expected   {}", paint_.green(checked.expected)));
        line(fmt::format("            predicted  {}", paint_.red(checked.predicted)));
        for (const std::string& why : checked.explanation) line("              " + why);
    }

    void add(const Coverage& coverage) {
        line("");
        const std::size_t decided = coverage.constraints - coverage.undecided.size();
        line(paint_.bold(fmt::format("{} of {} decided something in a test", decided,
                                     counted(coverage.constraints, "constraint"))));
        std::string cib;
        for (const UndecidedConstraint& each : coverage.undecided) {
            line(fmt::format("  {}: {} {} {}", place_text(each.cib, each.position), each.kind, paint_.yellow(each.id),
                             each.took_part ? "had a part, but without it all would end the same" : "had no part in any test"));
        }
        line("");
    }

    const TestRun& run_;
    const TextStyle& style_;
    Paint paint_;
    std::string file_;
    std::string out_;
};

} // namespace

std::string place_text(const std::string& file, Position position) {
    return position.known() ? fmt::format("{}:{}:{}", file, position.line, position.column) : file;
}

std::string verdict(const TestRun& run) {
    if (run.results.empty()) {
        return run.not_selected == 0 ? "No test was run: the file has none."
                                     : fmt::format("No test was run: none of {} was selected.", counted(run.not_selected, "test"));
    }
    const std::size_t failed = run.count_failed();
    std::string text = failed == 0 ? fmt::format("{} passed", counted(run.results.size(), "test"))
                                   : fmt::format("{} of {} failed", failed, counted(run.results.size(), "test"));
    if (run.not_selected > 0) text += fmt::format(", {} not selected", run.not_selected);
    return text + ".";
}

std::string test_report_text(const TestRun& run, const TextStyle& style) {
    return folded_lines(ReportText(run, style).text(), style.width);
}

} // namespace placement
