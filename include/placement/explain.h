#pragma once

#include <optional>
#include <string>
#include <vector>

#include "placement/cluster.h"
#include "placement/ledger.h"
#include "placement/schedule.h"

/// Why here, why not there: the ledger and the cluster in words. All functions that take a Schedule and speak of the
/// parts of a score need one that was made with ScheduleOptions::with_ledger, and throw std::invalid_argument otherwise.
namespace placement {

// ---- the parts of a score -------------------------------------------------------------------------------------

/// One recorded change of a score, in words.
struct ScorePart {
    /// What was added; none where the score was set to `after`.
    std::optional<Score> change;
    std::optional<Score> after;
    /// Whose score it was. Another one's where a score was taken over with all its parts: a promotion score from the
    /// clone's score on the node, say.
    ResourceId resource;
    Stage stage = Stage::Location;
    Cause cause;
    /// Such as "location constraint prefer-n1" or "colocation ip-with-db: ip with promoted db, INFINITY".
    std::string text;
    /// The id of the constraint (or its rule) that did it; empty where it was none.
    std::string constraint;
    /// Of the constraint or the resource's element in the CIB.
    Position position;
};

struct ScoreExplanation {
    ResourceId resource;
    NodeId node; ///< none: the promotion score of an instance without a node
    LedgerEntry::Table table = LedgerEntry::Table::Node;
    /// The final score; none where the node is not in the resource's table.
    std::optional<Score> score;
    /// In the order in which they happened. What was tried and undone again, and what was overwritten, is left out; a
    /// score that was taken over from another resource stands as that one's parts. Adding up in order gives `score`.
    std::vector<ScorePart> parts;
};

/// The parts of the resource's final score on the node.
ScoreExplanation explain_score(const Schedule& schedule, ResourceId resource, NodeId node);

/// The parts of the promotion score of a promotable clone's instance; no parts where it was never computed.
ScoreExplanation explain_promotion_score(const Schedule& schedule, ResourceId instance);

/// A cause in words, without the amount.
std::string describe(const Schedule& schedule, const LedgerEntry& entry);

// ---- replaying ------------------------------------------------------------------------------------------------

/// What the entries of a resource, node and table add up to: each change is added to what came before, each set value
/// replaces it. None where there are no entries or the last one takes the node out of the table.
std::optional<Score> replay(const Ledger& ledger, LedgerEntry::Table table, ResourceId resource, NodeId node);

/// Every place where replaying the ledger does not give the schedule's final score, or an entry's `before` is not the
/// `after` of the one before it; one line each. Empty for a sound ledger.
std::vector<std::string> check_ledger(const Schedule& schedule);

// ---- what keeps a resource down -------------------------------------------------------------------------------

/// One reason why a resource does not run, or is not promoted, on a node or anywhere.
struct Obstacle {
    /// Stable, lower-case with dashes: "target-role", "no-quorum", "unmanaged", "blocked", "node-offline",
    /// "node-standby", "location", "colocation", "failures", "group-member", "promotion-score", …
    std::string code;
    /// The node that it speaks of; empty for all of them.
    std::string node;
    /// The constraint's id, if it is one.
    std::string constraint;
    /// The score that decides, if one does.
    std::optional<Score> score;
    Position position;
    /// One clause for a person, without the node and with the constraint's id and line.
    std::string text;
};

/// What keeps the resource from running (role Started) or from being promoted (role Promoted): first what holds
/// everywhere, then node by node, leaving out the nodes where it does. A clone speaks for all its instances. Scores are
/// traced to their causes where the schedule has a ledger. Empty if nothing is found to keep it down.
std::vector<Obstacle> obstacles(const Schedule& schedule, ResourceId resource, Role role);

/// What holds back the action by which the primitive would start (role Started) or be promoted (role Promoted) although
/// it was given a node: what it must come after, a node that nobody can fence, quorum. Empty if nothing does.
std::vector<Obstacle> what_blocks(const Schedule& schedule, ResourceId primitive, Role role);

/// Why the cluster leaves the primitive, which is dead or failed on the node, as it is: blocked, not managed, or with its
/// failure ignored. Empty if it does not.
std::vector<Obstacle> why_stuck(const Cluster& cluster, ResourceId primitive, NodeId node);

} // namespace placement
