#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>

#include <doctest/doctest.h>

#include "placement/lint.h"

// docs/lint.md has a paragraph for every code, which says what `placement-sim lint --explain CODE` says.
using namespace placement;

namespace {

/// Lines are wrapped in the manual: one blank between words.
std::string one_line(const std::string& text) {
    std::istringstream stream(text);
    std::string line;
    for (std::string word; stream >> word;) line += (line.empty() ? "" : " ") + word;
    return line;
}

/// By code, what stands under "### `code`".
std::map<std::string, std::string> paragraphs() {
    std::ifstream stream(std::string(PLACEMENT_SOURCE_DIR) + "/docs/lint.md");
    std::map<std::string, std::string> found;
    std::string code;
    for (std::string line; std::getline(stream, line);) {
        if (line.starts_with("### `") && line.ends_with('`')) {
            code = line.substr(5, line.size() - 6);
            CHECK_MESSAGE(!found.contains(code), code);
            found[code].clear();
        } else if (line.starts_with('#')) {
            code.clear();
        } else if (!code.empty()) {
            found[code] += line + '\n';
        }
    }
    return found;
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

} // namespace

TEST_CASE("every code has a paragraph in docs/lint.md") {
    const auto manual = paragraphs();
    for (const LintRule& rule : lint_rules()) {
        CAPTURE(rule.code);
        const auto found = manual.find(rule.code);
        CHECK(found != manual.end());
        if (found == manual.end()) continue;
        const std::string text = one_line(found->second);
        CHECK(contains(text, "*" + rule.topic + ", " + std::string(level_text(rule.severity)) + ":* " + one_line(rule.summary) + "."));
        CHECK(contains(text, one_line(rule.explanation)));
        CHECK(contains(text, "**What to do:** " + one_line(rule.remedy)));
    }
}

TEST_CASE("docs/lint.md speaks of no code that there is not") {
    const auto rules = lint_rules();
    for (const auto& paragraph : paragraphs()) {
        bool known = false;
        for (const LintRule& rule : rules) known = known || rule.code == paragraph.first;
        CHECK_MESSAGE(known, paragraph.first);
    }
}

TEST_CASE("nothing is left out of a rule") {
    std::map<std::string, int> times;
    for (const LintRule& rule : lint_rules()) {
        CAPTURE(rule.code);
        CHECK(++times[rule.code] == 1);
        CHECK_FALSE(rule.topic.empty());
        CHECK_FALSE(rule.summary.empty());
        CHECK_FALSE(rule.explanation.empty());
        CHECK_FALSE(rule.remedy.empty());
    }
    CHECK(times.size() >= 30);
}
