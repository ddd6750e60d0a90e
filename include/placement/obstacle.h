#pragma once

#include <optional>
#include <string>

#include "placement/diagnostic.h"
#include "placement/score.h"

namespace [[gnu::visibility("default")]] placement {

/// One reason why a resource does not run, or is not promoted, on a node or anywhere.
struct Obstacle {
    /// Stable, in lower case with hyphens: "target-role", "no-quorum", "unmanaged", "blocked", "node-offline", "node-standby",
    /// "location", "colocation", "failures", "group-member", "promotion-score", …
    std::string code;
    /// The node that it is about; empty for all nodes.
    std::string node;
    /// The constraint's id, if a constraint is the cause.
    std::string constraint;
    /// The score that decides, if a score is the cause.
    std::optional<Score> score;
    Position position;
    /// The reason in words: one clause, without the node and with the constraint's id and line.
    std::string text;
};

} // namespace placement
