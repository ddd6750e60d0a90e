#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "placement/scenario.h"

namespace placement {

/// How a moment was reached, as far as what is judged there depends on it.
struct Trail {
    struct Step {
        std::vector<Event> events;
        std::int64_t at_ms = 0;
    };
    std::vector<Step> steps;
    /// Instances that failed since the cluster was last at rest.
    std::size_t failed_instances = 0;
    /// Groups of resources that have to do with what happened (Judge::group_of).
    std::set<std::size_t> affected;
    /// Nodes that crashed and were not fenced since, with the services of which no more than so many may be up, and how many were there.
    std::map<std::string, std::map<std::string, std::size_t>> not_fenced;
    /// Whether nothing but one event has happened.
    bool is_one_event() const;
    /// Whether fencing is made to fail for the node.
    bool fencing_fails(const std::string& node) const;
};

/// The events, each after the time that passes until then.
std::vector<Event> events_of(const Trail& trail);

} // namespace placement
