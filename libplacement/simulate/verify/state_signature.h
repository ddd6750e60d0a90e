#pragma once

#include "base/fingerprint.h"
#include "simulate/sequence/playing.h"
#include "simulate/verify/trail.h"

namespace placement {

/// What tells the moment from others: two with the same one go on in the same way, but for the phases of monitors.
Fingerprint state_signature(Playing& playing, const Trail& trail, const SequenceQuestion& question);

} // namespace placement
