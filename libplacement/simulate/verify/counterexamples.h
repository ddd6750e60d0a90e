#pragma once

#include <vector>

#include "placement/verify.h"
#include "simulate/verify/judge.h"
#include "simulate/verify/trail.h"

namespace placement {

/// What was found, the shortest first, as the sequences come by their length.
class Counterexamples {
public:
    /// What every sequence begins with.
    explicit Counterexamples(const Scenario& scenario) : scenario_(scenario) {}

    /// Only the first sequence that breaks the same for the same services is told.
    void add(Violation violation, const Trail& trail);
    /// Each played from its scenario alone, as everybody else would. What breaks the same property for several services by the same
    /// events is one.
    std::vector<Counterexample> told();

private:
    void tell_of_each_sequence_once();

    const Scenario& scenario_;
    std::vector<Counterexample> found_;
};

} // namespace placement
