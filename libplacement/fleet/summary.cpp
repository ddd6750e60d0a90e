#include <algorithm>
#include <set>

#include "placement/fleet.h"

namespace placement {

std::string_view text(FleetStatus status) {
    switch (status) {
    case FleetStatus::Ok: return "ok";
    case FleetStatus::NothingRuns: return "nothing-runs";
    case FleetStatus::Unreadable: return "unreadable";
    case FleetStatus::Refused: return "refused";
    case FleetStatus::TooLong: break;
    }
    return "too-long";
}

namespace {

bool is_zero(const FleetRow& row, std::string_view figure) {
    return std::ranges::any_of(row.figures, [&](const auto& each) { return each.first == figure && each.second == 0; });
}

bool is_less_than_bad(FleetQuestion question, const FleetRow& row) {
    if (row.status != FleetStatus::Ok || row.well) return false;
    switch (question) {
    case FleetQuestion::Sweep:
        return std::ranges::all_of(row.findings, [](const FleetFinding& each) { return each.code.ends_with("-by-two"); });
    case FleetQuestion::Test: return is_zero(row, "tests");
    case FleetQuestion::Verify: return is_zero(row, "counterexamples");
    case FleetQuestion::Lint:
    case FleetQuestion::Releases: break;
    }
    return false;
}

} // namespace

FleetSummary::FleetSummary(const FleetHeader& header) : question_(question_of(header)) {
    const bool any = header.files >= header.shard.number;
    expected = any ? (header.files - header.shard.number) / header.shard.count + 1 : 0;
    for (const FleetStatus status : fleet_statuses) statuses[status] = 0;
}

void FleetSummary::add(const FleetRow& row) {
    ++clusters;
    if (row.well) ++well;
    if (is_less_than_bad(question_, row)) ++less_than_bad;
    ++statuses[row.status];
    std::set<std::string> seen;
    std::set<std::string> rules;
    for (const FleetFinding& finding : row.findings) {
        Tally& tally = codes[finding.code];
        ++tally.findings;
        if (seen.insert(finding.code).second) ++tally.clusters;
        if (question_ != FleetQuestion::Releases) continue;
        for (const std::string& cause : finding.causes) {
            if (rules.insert(cause).second) ++causes[cause];
        }
    }
}

std::vector<std::pair<std::string, FleetSummary::Tally>> FleetSummary::frequent_codes() const {
    std::vector<std::pair<std::string, Tally>> sorted(codes.begin(), codes.end());
    std::stable_sort(sorted.begin(), sorted.end(), [](const auto& left, const auto& right) {
        if (left.second.clusters != right.second.clusters) return left.second.clusters > right.second.clusters;
        return left.second.findings > right.second.findings;
    });
    return sorted;
}

} // namespace placement
