#pragma once

#include <compare>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "placement/cluster.h"

/// Where every resource is, in which role and state: what the suite compares.
namespace placement::truth {

/// One instance of a resource on a node.
struct There {
    std::string node;
    std::string role;
    std::set<std::string> flags = {}; ///< "failed", "blocked", "unmanaged", "failure_ignored", "unclean"

    friend auto operator<=>(const There&, const There&) = default;
};

/// By the resource's id, without an instance's number. A resource that is nowhere has no entry.
using State = std::map<std::string, std::multiset<There>, std::less<>>;

/// The state of the cluster as Pacemaker's tools show it.
State state_of(const Cluster& cluster);

/// Reads "resource:node:role+flag resource:node:role", as expected.tsv has it. Throws std::runtime_error.
State parse_state(std::string_view text);

/// "resource:node:role+flag resource:node:role", sorted.
std::string text(const State& state);

/// The resources that are not alike in both.
std::set<std::string> different(const State& one, const State& other);

} // namespace placement::truth
