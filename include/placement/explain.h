#pragma once

#include <optional>
#include <string>
#include <vector>

#include "placement/cluster.h"
#include "placement/ledger.h"
#include "placement/obstacle.h"
#include "placement/schedule.h"

/// Explanations: the ledger and the cluster in words. All functions that take a Schedule and deal with the parts of a score
/// need a schedule made with ScheduleOptions::with_ledger, and throw InvalidArgument otherwise.
namespace [[gnu::visibility("default")]] placement {

// ---- the parts of a score -------------------------------------------------------------------------------------

/// One recorded change of a score, in words.
struct ScorePart {
    /// What was added; none if the score was set to `after`.
    std::optional<Score> change;
    std::optional<Score> after;
    /// Whose score it was. This is another resource if a score was taken over with all its parts, such as a promotion score
    /// from the clone's score on the node.
    ResourceId resource;
    Stage stage = Stage::Location;
    Cause cause;
    /// Such as "location constraint prefer-n1" or "colocation ip-with-db: ip with promoted db, INFINITY".
    std::string text;
    /// The id of the constraint (or its rule) that is the cause; empty if none is.
    std::string constraint;
    /// The position of the constraint or of the resource's element in the CIB.
    Position position;
};

struct ScoreExplanation {
    ResourceId resource;
    NodeId node; ///< none: the promotion score of an instance without a node
    LedgerEntry::Table table = LedgerEntry::Table::Node;
    /// The final score; none if the node is not in the resource's table.
    std::optional<Score> score;
    /// In the order in which they were applied. Changes that were tried and undone, or overwritten, are left out. A score that
    /// was taken over from another resource appears as that resource's parts. Adding the parts in order gives `score`.
    std::vector<ScorePart> parts;
};

/// The parts of the resource's final score on the node.
ScoreExplanation explain_score(const Schedule& schedule, ResourceId resource, NodeId node);

/// The parts of the promotion score of a promotable clone's instance; no parts if it was never computed.
ScoreExplanation explain_promotion_score(const Schedule& schedule, ResourceId instance);

/// A cause in words, without the amount.
std::string describe(const Schedule& schedule, const LedgerEntry& entry);

// ---- replaying ------------------------------------------------------------------------------------------------

/// The sum of the entries for a resource, node and table: each change is added to what came before, each set value replaces it.
/// None if there are no entries, or if the last one removes the node from the table.
std::optional<Score> replay(const Ledger& ledger, LedgerEntry::Table table, ResourceId resource, NodeId node);

/// Every place where replaying the ledger does not give the schedule's final score, or where an entry's `before` is not the
/// `after` of the entry before it; one line each. Empty for a consistent ledger.
std::vector<std::string> check_ledger(const Schedule& schedule);

// ---- what keeps a resource down -------------------------------------------------------------------------------

/// What keeps the resource from running (role Started) or from being promoted (role Promoted): first what applies everywhere,
/// then node by node, leaving out the nodes where it runs or is promoted. For a clone, this covers all its instances. Scores
/// are traced to their causes if the schedule has a ledger. Empty if nothing is found.
std::vector<Obstacle> obstacles(const Schedule& schedule, ResourceId resource, Role role);

/// What prevents the action by which the primitive would start (role Started) or be promoted (role Promoted) although it was
/// assigned a node: actions that must come first, a node that cannot be fenced, quorum. Empty if nothing does.
std::vector<Obstacle> what_blocks(const Schedule& schedule, ResourceId primitive, Role role);

/// Why the cluster does not recover the primitive, which is dead or failed on the node: it is blocked, not managed, or its
/// failure is ignored. Empty if the cluster does recover it.
std::vector<Obstacle> why_stuck(const Cluster& cluster, ResourceId primitive, NodeId node);

} // namespace placement
