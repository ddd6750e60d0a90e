#pragma once

#include "placement/verify.h"
#include "simulate/sequence/sequence.h"

namespace placement {

/// What is asked of a sequence that begins as the scenario does; without its events.
SequenceQuestion question_of(const Scenario& scenario, const Cluster& cluster);

/// Throws UnknownName for what the cluster does not have, and InvalidArgument for an expectation that cannot be judged there.
void require_known_expectations(const VerifyOptions& options, const Cluster& cluster);

} // namespace placement
