#include "unpack/tickets.h"

#include <algorithm>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "base/text.h"

namespace placement {

namespace {

TicketId find_or_add(Cluster& cluster, std::string_view id) {
    for (const TicketId ticket : cluster.tickets.ids()) {
        if (cluster.tickets[ticket].id == id) return ticket;
    }
    Ticket ticket;
    ticket.id = id;
    return cluster.tickets.push_back(std::move(ticket));
}

bool is_set(const Ticket& ticket, std::string_view name) {
    const auto found = ticket.state.find(name);
    return found != ticket.state.end() && is_true(found->second);
}

void unpack_ticket(StatusContext& context, pugi::xml_node element) {
    const auto id = attribute(element, "id");
    if (!id) {
        context.unpacking.warn("ticket-without-id", context.unpacking.position(element),
                               "a ticket's state is ignored: it needs the ticket's id");
        return;
    }
    Ticket& ticket = context.cluster.tickets[find_or_add(context.cluster, *id)];
    for (const auto item : element.attributes()) {
        const std::string_view name = item.name();
        if (name != "id") ticket.state.insert_or_assign(std::string(name), item.value());
    }
    ticket.granted = is_set(ticket, "granted");
    ticket.standby = is_set(ticket, "standby");
    const auto last_granted = ticket.state.find("last-granted");
    if (last_granted == ticket.state.end()) return;
    const auto when = scan_integer(last_granted->second);
    if (!when || !when->fits) {
        context.unpacking.warn("unreadable-ticket-time", context.unpacking.position(element),
                               fmt::format("last-granted=\"{}\" of ticket `{}` is not a time in seconds since 1970",
                                           last_granted->second, *id));
    }
    ticket.last_granted = when ? when->value : 0;
}

} // namespace

void unpack_tickets(StatusContext& context, pugi::xml_node tickets) {
    for (const auto element : tickets.children("ticket_state")) unpack_ticket(context, element);
}

} // namespace placement
