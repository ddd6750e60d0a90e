#pragma once

#include "schedule/state/working_state.h"

/// Telling instances before and after what others of their clone do (meta-attribute notify).
namespace placement {

/// The pseudo-actions around a change of a clone, made when the clone's own pseudo-actions are.
struct NotificationPoints {
    ActionId pre;
    ActionId pre_done;
    ActionId post;
    ActionId post_done;
};

} // namespace placement
