#pragma once

#include <functional>
#include <vector>

#include "base/fingerprint.h"
#include "placement/verify.h"

namespace placement {

/// A moment of a sequence that was compared with those that were known.
struct ObservedMoment {
    std::vector<Event> events; ///< that led to it, with the time that passed
    Fingerprint signature;
    Cib cib;
    Time at;
    bool rests = false;
};

/// The same as verify(), for those who check what is taken to be alike: called for each moment, in an order that does not depend on
/// the number of processors.
Verification verify_observed(const Scenario& scenario, const VerifyOptions& options,
                             const std::function<void(const ObservedMoment&)>& observe);

} // namespace placement
