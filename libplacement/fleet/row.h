#pragma once

#include <string>

#include "placement/fleet.h"

namespace placement {

/// The bytes of a file; throws InputError, also for a pipe or a device, which may never end.
std::string bytes_of(const std::string& file);

/// The bytes of the row's file, whose digest it gets; where it cannot be read, it becomes the row that says so.
std::string content_of(FleetRow& row);

/// Answers the rest. False: the options' stop ended it.
bool answer_row(std::string content, const FleetOptions& options, FleetRow& row);

} // namespace placement
