#include <algorithm>
#include <filesystem>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "placement/lint.h"

// cib-samples/lint/ has CODE.xml and CODE-fixed.xml for every code that lint knows.
using namespace placement;

namespace {

const std::string lint_samples = std::string(PLACEMENT_SOURCE_DIR) + "/cib-samples/lint/";

/// What the sample of rule-failed speaks of.
LintRule fails_on_trap() {
    LintRule rule;
    rule.code = "fails-on-trap";
    rule.check = [](const LintSubject& subject, Findings&) {
        for (const Resource& each : subject.cluster().resources) {
            if (each.id == "trap") throw std::runtime_error("it is a trap");
        }
    };
    return rule;
}

bool finds(const std::string& code, const std::string& sample) {
    LintOptions options;
    options.threads = 1;
    if (code == "not-looked") options.max_runs = 1;
    std::vector<LintRule> rules = lint_rules();
    if (code == "rule-failed") rules.push_back(fails_on_trap());
    const LintReport report = lint(Cib::from_file(lint_samples + sample + ".xml"), options, rules);
    return std::ranges::any_of(report.findings, [&](const Finding& each) { return each.code == code; });
}

} // namespace

TEST_CASE("every code has a sample in which it is found, and one in which it is not") {
    for (const LintRule& rule : lint_rules()) {
        CAPTURE(rule.code);
        const bool both = std::filesystem::exists(lint_samples + rule.code + ".xml") &&
                          std::filesystem::exists(lint_samples + rule.code + "-fixed.xml");
        CHECK(both);
        if (!both) continue;
        CHECK(finds(rule.code, rule.code));
        CHECK_FALSE(finds(rule.code, rule.code + "-fixed"));
    }
}

TEST_CASE("every sample is one of a code") {
    std::set<std::string> expected;
    for (const LintRule& rule : lint_rules()) expected.insert({rule.code, rule.code + "-fixed"});
    for (const auto& entry : std::filesystem::directory_iterator(lint_samples)) {
        CHECK_MESSAGE(expected.contains(entry.path().stem().string()), entry.path().string());
    }
}
