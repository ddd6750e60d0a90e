#include "render/fleet_words.h"

#include <algorithm>

#include <fmt/format.h>

#include "render/words.h"

namespace placement {

namespace {

/// Codes, or changed rules, that are named.
constexpr std::size_t most_named = 10;

/// "3 lose a service, or are in doubt, after one failure".
std::string bad_clusters(FleetQuestion question, std::size_t number) {
    const bool one = number == 1;
    const auto say = [number](const char* words) { return fmt::format("{} {}", number, words); };
    switch (question) {
    case FleetQuestion::Sweep:
        return say(one ? "loses a service, or is in doubt, after one failure"
                       : "lose a service, or are in doubt, after one failure");
    case FleetQuestion::Lint: return say(one ? "has errors" : "have errors");
    case FleetQuestion::Test: return say(one ? "fails a test" : "fail a test");
    case FleetQuestion::Releases: return say(one ? "changes with the upgrade" : "change with the upgrade");
    case FleetQuestion::Verify: break;
    }
    return say(one ? "has a counterexample" : "have a counterexample");
}

/// What FleetSummary::less_than_bad counts.
std::string less_than_bad_clusters(FleetQuestion question, std::size_t number) {
    const bool one = number == 1;
    const auto say = [number](const char* words) { return fmt::format("{} {}", number, words); };
    switch (question) {
    case FleetQuestion::Sweep:
        return say(one ? "loses a service, or is in doubt, only after two failures"
                       : "lose a service, or are in doubt, only after two failures");
    case FleetQuestion::Test: return say(one ? "has no test" : "have no test");
    case FleetQuestion::Lint:
    case FleetQuestion::Releases:
    case FleetQuestion::Verify: break;
    }
    return say(one ? "was not searched completely" : "were not searched completely");
}

/// "Of these, 1 has a counterexample, and 2 were not searched completely."
std::string sentence_on_bad(FleetQuestion question, std::size_t bad, std::size_t less_than_bad) {
    std::vector<std::string> parts;
    if (bad > less_than_bad) parts.push_back(bad_clusters(question, bad - less_than_bad));
    if (less_than_bad > 0) parts.push_back(less_than_bad_clusters(question, less_than_bad));
    return fmt::format("Of these, {}.", joined(parts, ", and "));
}

std::string status_words(FleetStatus status, std::size_t number) {
    switch (status) {
    case FleetStatus::Ok: return fmt::format("{} answered", number);
    case FleetStatus::NothingRuns: return fmt::format("{} without a service that runs", number);
    case FleetStatus::Unreadable: return fmt::format("{} cannot be read", number);
    case FleetStatus::Refused: return fmt::format("{} refused", number);
    case FleetStatus::TooLong: break;
    }
    return fmt::format("{} took too long", number);
}

} // namespace

std::string finding_words(const FleetFinding& finding) {
    std::string words = finding.subject;
    words += (words.empty() ? "" : ": ") + finding.text;
    if (!finding.causes.empty()) words += fmt::format(" ({})", joined(finding.causes, "; "));
    return words;
}

std::string unanswered_words(const FleetRow& row) {
    const std::string place = row.position.known() ? fmt::format("{}:{}: ", row.position.line, row.position.column) : "";
    switch (row.status) {
    case FleetStatus::NothingRuns: return "no service runs before a failure";
    case FleetStatus::Unreadable: return fmt::format("not read: {}{}", place, row.message);
    case FleetStatus::Refused: return fmt::format("not answered: {}{}", place, row.message);
    case FleetStatus::TooLong:
    case FleetStatus::Ok: break;
    }
    return row.message;
}

std::vector<std::string> summary_words(const FleetHeader& header, const FleetSummary& summary) {
    std::vector<std::string> sentences;
    std::string counts;
    for (const auto& [status, number] : summary.statuses) {
        if (number > 0) counts += (counts.empty() ? "" : ", ") + status_words(status, number);
    }
    sentences.push_back(fmt::format("{}: {}.", counted(summary.clusters, "cluster"), counts.empty() ? "none answered" : counts));
    const std::size_t answered = summary.statuses.at(FleetStatus::Ok);
    const std::size_t bad = answered - std::min(answered, summary.well);
    if (bad > 0) {
        sentences.push_back(sentence_on_bad(question_of(header), bad, summary.less_than_bad));
    } else if (answered > 0) {
        sentences.emplace_back("All that were answered are well.");
    }
    std::string codes;
    std::size_t named = 0;
    for (const auto& [code, tally] : summary.frequent_codes()) {
        if (named++ == most_named) break;
        codes += fmt::format("{}{} ({}, {})", codes.empty() ? "" : ", ", code, counted(tally.clusters, "cluster"),
                             counted(tally.findings, "finding"));
    }
    if (!codes.empty()) sentences.push_back(fmt::format("Most frequent: {}.", codes));
    std::vector<std::pair<std::string, std::size_t>> rules(summary.causes.begin(), summary.causes.end());
    std::stable_sort(rules.begin(), rules.end(), [](const auto& left, const auto& right) { return left.second > right.second; });
    for (std::size_t i = 0; i < rules.size() && i < most_named; ++i) {
        sentences.push_back(fmt::format("Changed rule: {} ({}).", rules[i].first, counted(rules[i].second, "cluster")));
    }
    if (!summary.complete()) {
        sentences.push_back(fmt::format("Incomplete: {} of {} rows are there.", summary.clusters, summary.expected));
    }
    return sentences;
}

std::string figure_heading(std::string name) {
    std::ranges::replace(name, '_', ' ');
    return name;
}

} // namespace placement
