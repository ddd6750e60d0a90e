#include <doctest/doctest.h>

#include "unpack/status_sample.h"

using namespace placement;

namespace {

std::shared_ptr<const Cluster> with_ticket(const std::string& attributes) {
    return StatusSample().status(fmt::format("<tickets><ticket_state {}/></tickets>", attributes)).unpack();
}

} // namespace

TEST_CASE("a ticket's state says whether it is granted, since when, and whether it is in standby") {
    const auto cluster = with_ticket(R"(id="t" granted="true" last-granted="1234" standby="true" site="a")");
    REQUIRE(cluster->tickets.size() == 1);
    const Ticket& ticket = cluster->tickets[TicketId(0)];
    CHECK(ticket.id == "t");
    CHECK(ticket.granted);
    CHECK(ticket.standby);
    CHECK(ticket.last_granted == 1234);
    CHECK(ticket.state.at("site") == "a");
    CHECK_FALSE(ticket.state.contains("id"));
}

TEST_CASE("a ticket that nobody granted is not granted") {
    const Ticket ticket = with_ticket(R"(id="t")")->tickets[TicketId(0)];
    CHECK_FALSE(ticket.granted);
    CHECK_FALSE(ticket.standby);
    CHECK(ticket.last_granted == -1);
}

TEST_CASE("what cannot be read of a ticket is said") {
    const auto cluster = with_ticket(R"(id="t" granted="true" last-granted="yesterday")");
    CHECK(has_diagnostic(cluster, "unreadable-ticket-time"));
    CHECK(cluster->tickets[TicketId(0)].granted);
    const auto unnamed = with_ticket(R"(granted="true")");
    CHECK(has_diagnostic(unnamed, "ticket-without-id"));
    CHECK(unnamed->tickets.empty());
}
