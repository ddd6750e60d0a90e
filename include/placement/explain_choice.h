#pragma once

#include <optional>
#include <string>
#include <vector>

#include "placement/explain.h"
#include "placement/schedule.h"

/// The choice itself: which node, why that one, and what decided against each other one.
namespace placement {

/// What decided against one node.
struct NodeVerdict {
    NodeId node;
    /// "cannot-run", "not-allowed", "score", "wanted", "capacity", "load", "current-node", "name" (see Criterion); of
    /// what is in the node's way otherwise an Obstacle's code; "clone-max" where every instance has a node already.
    std::string code;
    std::optional<Score> score; ///< as it was when nodes were compared
    std::string text;           ///< a clause
    std::string constraint;     ///< the constraint that decided, if one did
    Position position;
};

/// An action of a resource that is required, or that is wanted and cannot be done.
struct ActionExplanation {
    ActionId action;
    std::string text;     ///< "start on n1"
    bool blocked = false; ///< it cannot be done
    /// What blocks it, or requires it; empty where nothing but the choice does.
    std::vector<Obstacle> causes;
};

struct ChoiceExplanation {
    ResourceId resource;
    /// The nodes that it will run on, in the order of their names; of a primitive one or none.
    std::vector<NodeId> nodes;
    std::string text;                 ///< why there, or why nowhere; a clause
    std::vector<Obstacle> everywhere; ///< what keeps it (all of it) from running or being promoted, on every node
    std::vector<NodeVerdict> others;  ///< each node that it will not run on
    /// Of a promotable clone, and of its instances: each node where it runs and is not promoted.
    std::vector<NodeVerdict> not_promoted;
    std::vector<ActionExplanation> actions; ///< of a primitive
};

/// For every kind of resource. Needs a schedule with its ledger, and throws std::invalid_argument otherwise.
ChoiceExplanation explain_choice(const Schedule& schedule, ResourceId resource);

/// Why the primitive, which is active on the node, is stopped or demoted there: it failed, the node cannot run it, another node
/// is better, or something else makes it necessary; a clause. Empty where nothing is done with it there. Needs a schedule with
/// its ledger, and throws std::invalid_argument otherwise.
std::string why_it_leaves(const Schedule& schedule, ResourceId primitive, NodeId node);

/// Whether the node is worth a word about the resource: false for the guest nodes of bundles that it is not in, and for remote
/// nodes where it is a fencing device or a remote connection, which never run there.
bool is_within_reach(const Schedule& schedule, ResourceId resource, NodeId node);

} // namespace placement
