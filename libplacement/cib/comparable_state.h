#pragma once

#include <string>

#include "placement/cib.h"

namespace placement {

/// What tells states of one cluster apart, as a text: the state without times and update counters, and each operation's
/// call-id by its rank in the resource's history. Two CIBs with the same text mean the same to the scheduler, if both are
/// judged at the same time.
std::string comparable_state(const Cib& cib);

/// Whether both have the same one. What the two share is not written down, so it is quick for a CIB and an edited copy.
bool same_state(const Cib& one, const Cib& other);

} // namespace placement
