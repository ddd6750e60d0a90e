#pragma once

#include <string>
#include <vector>

#include "placement/carry_out.h"
#include "placement/cluster.h"
#include "placement/scenario.h"

/// What fails, as we are told it and as the reference is.
namespace placement::truth {

struct Failure {
    std::string name; ///< "node n1", "resource db@n1"; "-" for nothing
    std::vector<Event> events;
    std::vector<Injection> injections; ///< the reference's options
};

/// Nothing at all, each node that is there, and each resource where it runs and a monitor watches it.
std::vector<Failure> single_failures(const Cluster& cluster);

/// The failure of a row of expected.tsv: its event, and the reference's options. Throws std::runtime_error.
Failure parse_failure(const std::string& event, const std::string& options);

} // namespace placement::truth
