#pragma once

#include <memory>

#include "placement/verify.h"
#include "simulate/cluster_parts.h"
#include "simulate/sequence/playing.h"
#include "simulate/verify/attempt.h"

namespace placement {

/// Sequences of one event from the beginning, in the part of the cluster that the event can reach.
class ExplorationOfParts {
public:
    /// Of the cluster at rest. Null where it has no parts, or what is asked looks at all of it.
    static std::unique_ptr<ExplorationOfParts> of(const Scenario& scenario, const VerifyOptions& options, Playing& at_rest);

    ~ExplorationOfParts();

    /// Plays the sequence there, as explore() does. False where it must be played in the whole cluster: it may reach more, or it breaks
    /// a property, which is told of the whole. May be called by several threads.
    bool explore(Attempt& attempt) const;

private:
    class PartAtRest;
    class Beginnings;
    explicit ExplorationOfParts(std::unique_ptr<Beginnings> beginnings);
    std::unique_ptr<Beginnings> beginnings_;
};

} // namespace placement
