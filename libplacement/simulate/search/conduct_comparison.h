#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "placement/difference.h"
#include "simulate/search/conduct.h"

namespace placement {

/// What two configurations of one cluster have to do with each other.
struct ConductContext {
    /// Resources that both have, by the ids of their elements.
    std::set<std::string> resources;
    /// Nodes that both have.
    std::set<std::string> nodes;
    /// Resources whose recurring monitors differ, which is told apart from scenarios.
    std::set<std::string> watched_otherwise;
    /// The service that a resource is, or is in.
    std::map<std::string, std::string> services;
};

/// "web1, web2 and web3".
std::string and_joined(const std::vector<std::string>& names);
/// "every 10 s", "every 1.5 s".
std::string every(std::uint32_t interval_ms);
/// "once", "twice", "3 times".
std::string times(std::size_t count);

/// The services that stand otherwise.
std::vector<ServiceDifference> differing_services(const Conduct& before, const Conduct& after);
/// What else differs; `services` is what differing_services found.
std::vector<Deviation> deviations(const Conduct& before, const Conduct& after, const ConductContext& context,
                                  const std::vector<ServiceDifference>& services);
std::vector<PromotionScoreDifference> differing_scores(const Conduct& before, const Conduct& after);

} // namespace placement
