#pragma once

#include "placement/history.h"

namespace placement {

/// Dates the lines that say no year, and no time zone ("Mar 22 10:39:51"): a log that names inputs which are here says by how much
/// its clock differs from theirs. What cannot be dated is told, and stays without a time.
void date_lines_without_year(History& history);

} // namespace placement
