#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "placement/carry_out.h"
#include "placement/cluster.h"
#include "placement/fencing.h"
#include "placement/scenario.h"
#include "placement/schedule.h"
#include "simulate/course.h"
#include "simulate/standing.h"

namespace placement {

/// What the cluster did not manage when its node left cleanly: it runs on, and the cluster knows nothing of it.
struct LeftRunning {
    std::string process; ///< as a DeadProcess calls it
    std::string element; ///< the primitive's id in the configuration
    RunningOn place;
};

/// What a comparison of two states knows besides them.
struct ComparisonContext {
    /// Elements that are no services, besides fencing devices.
    std::unordered_set<std::string> not_services = {};
    /// Primitives that ran at rest between the events.
    std::unordered_set<std::string> ran_between = {};
    std::vector<DeadProcess> dead = {};
    std::vector<LeftRunning> left_running = {};
};

/// Resource by resource, in configuration order: before, where it is after, and how it came there. kept_down_by is left
/// empty.
std::vector<ResourceOutcome> compare_resources(const Cluster& before, const Cluster& after, const CourseTracker& courses,
                                               const ComparisonContext& context);

/// The same of a cluster to which nothing happens: where it is after is where it is before, but for processes that are dead.
std::vector<ResourceOutcome> recorded_resources(const Cluster& cluster, const std::unordered_set<std::string>& not_services,
                                                const std::vector<DeadProcess>& dead = {});

/// Node by node: before, at rest, and whether it was to be fenced on the way.
std::vector<NodeOutcome> compare_nodes(const Cluster& before, const SettledCluster& settled, const FencingQuestion& fencing = {});
/// What a node went through in the phases before the last one is added to what it went through there.
void add_earlier(const std::vector<Phase>& phases, std::vector<NodeOutcome>& nodes);

/// What fared so badly or worse is explained from the schedule at rest, which should have a ledger, and from fencings that
/// fail.
void explain_losses(const Schedule& schedule, const std::vector<SettledCluster::FailedFencing>& failed,
                    std::vector<ResourceOutcome>& resources, Fate from = Fate::Reduced);

/// Why what changed left where it was, from the first schedule after the events; nothing without a ledger.
void explain_changes(const Schedule& schedule, std::vector<ResourceOutcome>& resources);
/// The same for what is first stopped or demoted in a later transition than the first.
void explain_later_changes(const std::vector<SettledCluster::Round>& rounds, std::vector<ResourceOutcome>& resources);

/// Whether something of the resources fared so badly or worse.
bool anything_lost(const std::vector<ResourceOutcome>& resources, Fate from = Fate::Reduced);

} // namespace placement
