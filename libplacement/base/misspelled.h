#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"

/// Names that resemble known ones, but are none.
namespace placement {

/// The known name that this one is a misspelling of; empty where it is something else, which agents and tools may well keep in
/// a CIB.
inline std::string misspelled(const std::string& name, const std::vector<std::string>& known) {
    if (name.empty() || std::ranges::find(known, name) != known.end()) return {};
    for (const std::string& each : known) {
        if (equals_ignoring_case(each, name)) return each;
    }
    std::string with_dashes = name;
    std::ranges::replace(with_dashes, '_', '-');
    if (std::ranges::find(known, with_dashes) != known.end()) return with_dashes;
    const std::vector<std::string> nearest = nearest_names(name, known, 1);
    // Short names are alike by chance.
    return nearest.empty() || name.size() < 6 ? std::string() : nearest.front();
}

/// The same for a cluster property; `values` has those for which a cluster has a value.
template <typename Values>
std::string misspelled_property(const std::string& name, const Values& values) {
    /// What releases that a CIB may be from had.
    constexpr std::array<std::string_view, 12> former{"default-resource-stickiness", "default-resource-failure-stickiness",
                                                      "default-action-timeout",      "is-managed-default",
                                                      "remove-after-stop",           "crmd-transition-delay",
                                                      "notification-agent",          "notification-recipient",
                                                      "crmd-integration-timeout",    "crmd-finalization-timeout",
                                                      "stonith-max-attempts",        "election-timeout"};
    if (std::ranges::find(former, name) != former.end()) return {};
    // Names that some of them had before, and what clusters write about themselves.
    std::vector<std::string> known{"stonith-enabled",
                                   "stonith-action",
                                   "stonith-timeout",
                                   "stonith-watchdog-timeout",
                                   "stonith-max-attempts",
                                   "fence-reaction",
                                   "stop-orphan-resources",
                                   "stop-orphan-actions",
                                   "dc-version",
                                   "cluster-name",
                                   "cluster-infrastructure",
                                   "last-lrm-refresh",
                                   "expected-quorum-votes",
                                   "maintenance-mode"};
    for (const auto& [each, value] : values) known.emplace_back(each);
    return misspelled(name, known);
}

} // namespace placement
