#pragma once

#include <string>
#include <vector>

#include "placement/expectation.h"

/// Why the prediction is what it is, for what was expected otherwise; a line each.
namespace placement {

/// Why the resource is where it is, and why it is not (or not promoted) on the nodes that were expected.
std::vector<std::string> why_there(const Outcome& outcome, const std::string& resource,
                                   const std::vector<std::string>& expected_nodes);
/// The parts of the resource's score on the node, or of its promotion score there.
std::vector<std::string> why_score(const Outcome& outcome, const std::string& resource, const std::string& node,
                                   bool promotion);
/// What keeps the services down.
std::vector<std::string> why_lost(const Outcome& outcome, const std::vector<std::string>& services);
/// What goes round, what feeds it and what would end it.
std::vector<std::string> why_unrest(const Outcome& outcome);

/// The resources, as configured, that are stopped, started, promoted or demoted again and again; with what they are in.
std::vector<std::string> looping_resources(const Outcome& outcome);

} // namespace placement
