#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "placement/cib.h"
#include "placement/time.h"
#include "truth/state.h"

/// What an operator would notice of a configuration: what a diff must tell when it differs.
namespace placement::edits {

struct Observed {
    /// What the cluster does as soon as it has the configuration: "start db on n1".
    std::multiset<std::string> transition;
    /// Where everything ends, by what happens: "-", "node n1", "resource db@n1".
    std::map<std::string, truth::State> ends;
    /// Recurring operations, "db: monitor every 10000 ms as Promoted, on-fail=block".
    std::set<std::string> monitors;
    /// By node, with what it can be fenced; "nothing".
    std::map<std::string, std::string> fencing;
};

/// Throws what simulate throws.
Observed observe(const Cib& cib, Time at);

/// In what the two differ: "transition", "states", "monitors", "fencing". Failures that only one of them can have count where
/// something runs that the other does not have, and are told as states.
std::vector<std::string> aspects_that_differ(const Observed& one, const Observed& other);

} // namespace placement::edits
