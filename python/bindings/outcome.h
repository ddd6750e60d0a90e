#pragma once

#include <memory>

#include "placement/expectation.h"
#include "placement/scenario.h"

namespace placement::python {

/// An outcome with its scenario, which expectations need. Copies share it.
struct PredictedOutcome {
    std::shared_ptr<const Predicted> predicted;

    const Outcome& outcome() const { return predicted->outcome; }
};

/// With the GIL, which is released meanwhile. Ctrl-C ends it.
PredictedOutcome predicted(Scenario scenario);

} // namespace placement::python
