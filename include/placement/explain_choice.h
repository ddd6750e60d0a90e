#pragma once

#include <optional>
#include <string>
#include <vector>

#include "placement/explain.h"
#include "placement/schedule.h"

/// The choice itself: which node, why that one, and what ruled out every other node.
namespace [[gnu::visibility("default")]] placement {

/// What ruled out one node.
struct NodeVerdict {
    NodeId node;
    /// "cannot-run", "not-allowed", "score", "wanted", "capacity", "load", "current-node", "name" (see Criterion); otherwise an
    /// Obstacle's code; "clone-max" if every instance has a node already.
    std::string code;
    std::optional<Score> score; ///< at the time of the comparison
    std::string text;           ///< a clause
    std::string constraint;     ///< the constraint that decided, if one did
    Position position;
};

/// An action of a resource that is required, or that is wanted but cannot be done.
struct ActionExplanation {
    ActionId action;
    std::string text;     ///< "start on n1"
    bool blocked = false; ///< it cannot be done
    /// What blocks it, or requires it; empty if only the choice of the node does.
    std::vector<Obstacle> causes;
};

struct ChoiceExplanation {
    ResourceId resource;
    /// The nodes that it is assigned to, in the order of their names; for a primitive, one or none.
    std::vector<NodeId> nodes;
    /// Those of them where nothing of it can be started, because of quorum, fencing, or what it depends on; see `actions`.
    std::vector<NodeId> cannot_start;
    /// Those of them where it is to be promoted, and cannot be.
    std::vector<NodeId> cannot_be_promoted;
    std::string text;                 ///< a clause that says why it is assigned there, or why it runs nowhere
    std::vector<Obstacle> everywhere; ///< what keeps it (all of it) from running or being promoted on all nodes
    std::vector<NodeVerdict> others;  ///< each node that it is not assigned to
    /// For a promotable clone and its instances: each node where it runs and is not promoted.
    std::vector<NodeVerdict> not_promoted;
    std::vector<ActionExplanation> actions; ///< for a primitive
};

/// Works for every kind of resource. Needs a schedule with a ledger, and throws InvalidArgument otherwise.
ChoiceExplanation explain_choice(const Schedule& schedule, ResourceId resource);

/// A clause that says why the primitive, which is active on the node, is stopped or demoted there: it failed, the node cannot
/// run it, another node is better, or something else makes it necessary. Empty if it is neither stopped nor demoted there.
/// Needs a schedule with a ledger, and throws InvalidArgument otherwise.
std::string why_it_leaves(const Schedule& schedule, ResourceId primitive, NodeId node);

/// Whether the node matters for the resource: false for the guest nodes of bundles that the resource is not in, and for remote
/// nodes if it is a fencing device or a remote connection, which never run there.
bool is_within_reach(const Schedule& schedule, ResourceId resource, NodeId node);

} // namespace placement
