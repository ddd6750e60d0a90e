#pragma once

#include "base/fingerprint.h"
#include "placement/cib.h"

namespace placement {

struct CibDocument;

/// What tells states of one cluster apart: of the state without times and update counters, and with each operation's call-id by its
/// rank in the resource's history. Two CIBs with the same one mean the same to the scheduler, if both
/// are judged at the same time. What did not change since it was asked before is not looked at again.
Fingerprint comparable_state(const Cib& cib);
Fingerprint comparable_state(const CibDocument& document);

/// Whether both have the same one. What the two share is not looked at, so it is quick for a CIB and an edited copy.
bool same_state(const Cib& one, const Cib& other);

} // namespace placement
