#include "unpack/tickets.h"

#include <string>
#include <string_view>

#include <fmt/format.h>

#include "base/text.h"

namespace placement {

namespace {

bool is_set(const Ticket& ticket, std::string_view name) {
    const auto found = ticket.state.find(name);
    return found != ticket.state.end() && is_true(found->second);
}

void unpack_ticket(StatusContext& context, TicketNames& names, const StateElement& element) {
    const auto id = attribute(element, "id");
    if (!id) {
        context.unpacking.warn("ticket-without-id", context.unpacking.position(element),
                               "a ticket's state is ignored: it needs the ticket's id");
        return;
    }
    Ticket& ticket = context.cluster.tickets[names.find_or_add(*id)];
    for (const auto& [name, value] : element.attributes()) {
        if (name != "id") ticket.state.insert_or_assign(std::string(name), std::string(value));
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

TicketNames::TicketNames(Cluster& cluster) : cluster_(cluster) {
    for (const TicketId ticket : cluster.tickets.ids()) ids_.emplace(cluster.tickets[ticket].id, ticket);
}

TicketId TicketNames::find_or_add(std::string_view name) {
    const auto [known, is_new] = ids_.emplace(name, TicketId::none());
    if (is_new) {
        Ticket ticket;
        ticket.id = name;
        known->second = cluster_.tickets.push_back(std::move(ticket));
    }
    return known->second;
}

void unpack_tickets(StatusContext& context, const StateElement& tickets) {
    TicketNames names(context.cluster);
    for (const StateElement* const element : children_of(tickets, "ticket_state")) unpack_ticket(context, names, *element);
}

} // namespace placement
