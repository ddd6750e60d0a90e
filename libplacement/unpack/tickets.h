#pragma once

#include <pugixml.hpp>

#include "unpack/status_context.h"

namespace placement {

/// The <tickets> section of the status: which tickets the site has. (Pacemaker: unpack_ticket_state)
void unpack_tickets(StatusContext& context, pugi::xml_node tickets);

} // namespace placement
