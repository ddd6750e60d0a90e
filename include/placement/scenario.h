#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "placement/cib.h"
#include "placement/cluster.h"
#include "placement/schedule.h"
#include "placement/time.h"

namespace placement {

// ---- events ---------------------------------------------------------------------------------------------------

/// The node crashes: it leaves without a word, and must be fenced where fencing is enabled.
struct NodeFails { std::string node; };
/// The node leaves the cluster cleanly.
struct NodeLeaves { std::string node; };
/// The node joins the cluster, or is there already.
struct NodeJoins { std::string node; };
/// The node is put in standby.
struct NodeStandby { std::string node; };
/// The resource's monitor on the node finds it dead ("not running").
struct ResourceFails { std::string resource; std::string node; };

using Event = std::variant<NodeFails, NodeLeaves, NodeJoins, NodeStandby, ResourceFails>;

/// How quorum is found after the events.
enum class QuorumRule : std::uint8_t {
    Votes,   ///< one vote a cluster node; a cluster of two is taken to have corosync's two_node
    TwoNode, ///< any one node has quorum
    Yes,
    No,
    AsRecorded, ///< the CIB's have-quorum
};

struct Scenario {
    Cib cib;
    std::vector<Event> events;
    /// The time that rules, expiries and locks are judged at; without it, the CIB's own last write.
    std::optional<Time> at;
    /// Without it: as recorded when no event touches a node, else by votes.
    std::optional<QuorumRule> quorum;
    bool with_ledger = false;
};

// ---- outcome --------------------------------------------------------------------------------------------------

/// A resource running on a node in a role.
struct RunningOn {
    std::string node;
    Role role = Role::Started;
    /// The full id of the instance ("db:1"), or the resource's own id.
    std::string instance;
    friend bool operator==(const RunningOn&, const RunningOn&) = default;
};

struct ResourceOutcome {
    std::string id; ///< as configured
    std::string kind; ///< "primitive", "group", "clone", "bundle"
    std::string parent; ///< empty for a top-level resource
    std::vector<RunningOn> before;
    std::vector<RunningOn> after;
    /// For what ran before and runs no longer, or less: what keeps it down, most decisive first.
    std::vector<std::string> kept_down_by;
    Position position;
};

struct Outcome {
    std::shared_ptr<const Cluster> before;
    /// The state after the events, as the scheduler was given it.
    std::shared_ptr<const Cluster> after;
    Schedule schedule;
    std::vector<ResourceOutcome> resources;
    bool quorum = false;
    std::string quorum_explanation;
    Diagnostics diagnostics;

    /// The nodes on which (an instance of) the resource is promoted; throws UnknownName.
    std::vector<std::string> promoted(const std::string& resource) const;
    /// The nodes on which (an instance of) the resource runs in any role; throws UnknownName.
    std::vector<std::string> running(const std::string& resource) const;
    /// Services that ran before and are stopped, or have lost their promoted instance, in configuration order.
    std::vector<std::string> lost() const;
    /// The final score; -INFINITY where the node is not in the resource's table; throws UnknownName.
    Score score(const std::string& resource, const std::string& node) const;
    /// The promotion score of the clone's instance on the node, or none; throws UnknownName.
    std::optional<Score> promotion_score(const std::string& resource, const std::string& node) const;
};

/// Reads the CIB, lets the events happen, runs the scheduler, and compares. Throws InputError, UnknownName, NotSupported.
Outcome simulate(const Scenario& scenario);


} // namespace placement
