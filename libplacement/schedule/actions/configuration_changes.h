#pragma once

#include "schedule/state/working_state.h"

namespace placement {

/// What the history was made with, against what the configuration says now: restarts, reloads, new recurring operations,
/// cancellations, clean-ups of what is no longer configured. (Pacemaker: pcmk__handle_rsc_config_changes)
void handle_configuration_changes(WorkingState& state);

/// The comparisons that had to wait until resources have nodes. (Pacemaker: pcmk__foreach_param_check, check_params)
void check_waiting_parameters(WorkingState& state);

} // namespace placement
