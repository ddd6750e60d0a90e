#pragma once

#include "placement/scenario.h"

namespace placement {

/// Node by node, from the two clusters and the schedule's fencing.
std::vector<NodeOutcome> compare_nodes(const Cluster& before, const Schedule& schedule, const FencingQuestion& fencing = {});

/// Resource by resource, in configuration order: before, and where the transitions led. kept_down_by is left empty.
std::vector<ResourceOutcome> compare_resources(const Cluster& before, const SettledCluster& settled);

/// The same of a cluster to which nothing happens: where it is after is where it is before.
std::vector<ResourceOutcome> recorded_resources(const Cluster& cluster);

/// What fared so badly or worse is explained from the schedule, which should have a ledger, and from fencings that fail.
void explain_losses(const Schedule& schedule, const std::vector<SettledCluster::FailedFencing>& failed,
                    std::vector<ResourceOutcome>& resources, Fate from = Fate::Reduced);

/// Whether something of the resources fared so badly or worse.
bool anything_lost(const std::vector<ResourceOutcome>& resources, Fate from = Fate::Reduced);

/// Whether the resource is what lost() counts: a primitive, or a clone or bundle that stands for the one in it.
bool is_service(const std::vector<ResourceOutcome>& resources, const ResourceOutcome& resource);

} // namespace placement
