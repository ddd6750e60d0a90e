#pragma once

#include "simulate/sequence/scene.h"

/// The actions of the transition under way, and the recurring monitors: what comes of them when they begin and end.
namespace placement {

/// Begins whatever can begin.
void begin_actions(Scene& scene);
/// The action ends that ends next.
void end_next_action(Scene& scene);
/// The monitor that is due begins or ends.
void run_next_monitor(Scene& scene);

} // namespace placement
