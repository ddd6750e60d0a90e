#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "unpack/status_context.h"

namespace placement {

/// The tickets that constraints and the status name.
class TicketNames {
public:
    explicit TicketNames(Cluster& cluster);

    TicketId find_or_add(std::string_view name);

private:
    Cluster& cluster_;
    std::unordered_map<std::string, TicketId> ids_;
};

/// The <tickets> section of the status: which tickets the site has. (Pacemaker: unpack_ticket_state)
void unpack_tickets(StatusContext& context, const StateElement& tickets);

} // namespace placement
