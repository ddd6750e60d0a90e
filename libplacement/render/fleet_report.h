#pragma once

#include <string>

#include "placement/fleet.h"

namespace placement {

std::string fleet_row_text(const FleetRow& row, const TextStyle& style);
std::string fleet_end_text(const FleetHeader& header, const FleetSummary& summary, const TextStyle& style);

std::string fleet_begin_csv(const FleetHeader& header);
std::string fleet_row_csv(const FleetHeader& header, const FleetRow& row);

std::string fleet_begin_html(const FleetHeader& header);
std::string fleet_row_html(const FleetHeader& header, const FleetRow& row);
std::string fleet_end_html(const FleetHeader& header, const FleetSummary& summary);

} // namespace placement
