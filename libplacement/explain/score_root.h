#pragma once

#include <optional>
#include <string>

#include "placement/explain.h"

namespace placement {

/// What a part adds, or sets the score to.
Score amount_of(const ScorePart& part);

/// What brings a score below zero: what set it to -INFINITY, else the most negative part. Where that is only that the
/// resource goes with another one, what keeps that one off the node.
struct ScoreRoot {
    ScorePart part;
    ResourceId of; ///< whose score it is
    Score amount;  ///< of the part of the score that was asked about
    std::string text;
};

/// None where no part is negative. The schedule has a ledger.
std::optional<ScoreRoot> root_of(const Schedule& schedule, const ScoreExplanation& explanation);

} // namespace placement
