#pragma once

#include "placement/scenario.h"
#include "simulate/sequence/scene.h"

namespace placement {

/// An event happens to the cluster and to what runs there; the scheduler is called where it has to know.
void let_happen(const Event& event, Scene& scene);

} // namespace placement
