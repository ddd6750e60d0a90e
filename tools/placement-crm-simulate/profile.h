#pragma once

#include "placement-crm-simulate/arguments.h"
#include "placement-crm-simulate/report.h"
#include "placement-crm-simulate/run.h"

namespace placement::crm_simulate {

/// Reads each .xml file of the directory, schedules it so many times, and reports the processor time of that.
Status profile(const Arguments& arguments, const Clocks& clocks, Report& report);

} // namespace placement::crm_simulate
