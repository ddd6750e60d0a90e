#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "placement/cib.h"
#include "placement/time.h"
#include "truth/failures.h"
#include "truth/rules.h"
#include "truth/state.h"

/// One failure of one cluster, by our answer and by the reference's steps.
namespace placement::truth {

struct Compared {
    std::size_t resources = 0; ///< that are anywhere, by either
    std::set<std::string> different; ///< of them, those that are not alike
    /// The fewest rules that make the reference end as our answer does; empty where it does so by itself, or where no rule
    /// makes it.
    std::vector<std::string> rules = {};
    State ours;
    State reference; ///< without rules
    /// Resources of which Outcome::resources says something else than the state at rest has.
    std::set<std::string> told_otherwise = {};

    bool equal() const { return different.empty(); }
    bool explained() const { return equal() || !rules.empty(); }
};

/// Throws what simulate throws.
Compared compare(const Cib& cib, Time at, const Failure& failure);

} // namespace placement::truth
