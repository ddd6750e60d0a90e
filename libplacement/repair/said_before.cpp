#include "repair/said_before.h"

#include <algorithm>
#include <set>
#include <vector>

#include <fmt/format.h>

#include "base/characters.h"

namespace placement {

namespace {

bool in_word(char each) {
    return is_letter(each) || is_digit(each) || each == '-' || each == '_' || each == '.' || each == '`' ||
           static_cast<unsigned char>(each) >= 0x80;
}

bool is_number(const std::string& word) {
    const std::size_t first = word.find_first_not_of('-');
    if (first == std::string::npos) return false;
    const std::string number = word.substr(first);
    return number == "INFINITY" || number.find_first_not_of("0123456789") == std::string::npos;
}

std::string without_numbers(const std::string& text) {
    std::string left;
    for (std::size_t i = 0; i < text.size();) {
        std::size_t end = i;
        while (end < text.size() && in_word(text[end])) ++end;
        const std::string word = text.substr(i, std::max<std::size_t>(end - i, 1));
        if (!is_number(word)) left += word;
        i += word.size();
    }
    return left;
}

std::set<std::string> subjects_of(const std::string& text) {
    std::set<std::string> subjects;
    for (std::size_t begin = text.find('`'); begin != std::string::npos;) {
        const std::size_t end = text.find('`', begin + 1);
        if (end == std::string::npos) break;
        subjects.insert(text.substr(begin + 1, end - begin - 1));
        begin = text.find('`', end + 1);
    }
    return subjects;
}

std::vector<LintRule> rules_for_errors() {
    std::vector<LintRule> rules = lint_rules();
    std::erase_if(rules, [](const LintRule& each) { return each.severity != Severity::Error; });
    return rules;
}

} // namespace

bool says_the_same(const std::string& one, const std::string& other) { return without_numbers(one) == without_numbers(other); }

bool share_subject(const std::string& one, const std::string& other) {
    const std::set<std::string> subjects = subjects_of(one);
    return std::ranges::any_of(subjects_of(other), [&](const std::string& each) { return subjects.contains(each); });
}

bool is_said(const Findings& findings, const Finding& finding) {
    const std::set<std::string> subjects = subjects_of(finding.message);
    return std::ranges::any_of(findings, [&](const Finding& each) {
        if (each.code != finding.code) return false;
        const auto says = [&](const RelatedPlace& other) { return says_the_same(other.text, finding.message); };
        return says_the_same(each.message, finding.message) || std::ranges::any_of(each.others, says) ||
               (!subjects.empty() && std::ranges::includes(subjects_of(each.message), subjects));
    });
}

NewErrors::NewErrors(const Scenario& scenario) : cib_(scenario.cib) {
    options_.at = scenario.at;
    options_.quorum = scenario.quorum;
    options_.release = scenario.release;
}

Findings NewErrors::errors_of(const Cib& cib) const {
    static const std::vector<LintRule> rules = rules_for_errors();
    Findings findings = lint(cib, options_, rules).findings;
    std::erase_if(findings, [](const Finding& each) { return each.severity != Severity::Error; });
    return findings;
}

std::optional<std::string> NewErrors::in(const Cib& repaired) {
    if (!before_) before_ = errors_of(cib_);
    for (const Finding& each : errors_of(repaired)) {
        if (!is_said(*before_, each)) return fmt::format("lint then finds {}: {}", each.code, each.message);
    }
    return std::nullopt;
}

} // namespace placement
