#pragma once

#include <functional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/fingerprint.h"
#include "placement/verify.h"
#include "simulate/sequence/sequence.h"
#include "simulate/verify/attempt.h"
#include "simulate/verify/judge.h"

namespace placement {

/// What is known of states, from all sequences of the batches before.
struct Known {
    std::unordered_set<Fingerprint> signatures;
    /// What does not come home from a state: many states are the same once everything is back.
    std::unordered_map<Fingerprint, std::vector<Violation>> left_behind;
};

/// What every sequence of a verification is played with.
struct ExplorationQuestion {
    const SequenceQuestion& sequence;
    const VerifyOptions& options;
    const Judge& judge;
    const Known& known;
    bool is_last = false;     ///< no sequence goes on from what is reached
    bool is_observed = false; ///< each moment is kept in Attempt::observed
    /// Sees every schedule; may be empty.
    std::function<void(const Schedule&)> watch = {};
};

/// Says what happens in the sequence, where that is not said yet.
void choose_events(const ExplorationQuestion& question, Attempt& attempt);

/// Plays the sequence on from where it begins, until the cluster is at rest for good, or comes to a state that is known.
void explore(const ExplorationQuestion& question, Attempt& attempt);

} // namespace placement
