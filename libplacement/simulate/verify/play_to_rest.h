#pragma once

#include "simulate/sequence/playing.h"

namespace placement {

/// Plays on until the cluster is at rest and stays so; false where it never is.
bool play_to_rest(Playing& playing, const SequenceQuestion& question);

} // namespace placement
