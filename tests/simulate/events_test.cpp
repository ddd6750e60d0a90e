#include <doctest/doctest.h>

#include "placement/scenario.h"
#include "support/sketch.h"

// Operations that end, tickets, watchdogs, and time that passes.
using namespace placement;

namespace {

using To = TicketChanges::To;

Outcome after(const Sketch& sketch, std::vector<Event> events) {
    return simulate({.cib = sketch.cib(), .events = std::move(events)});
}

Sketch sample() { return Sketch("n1 n2").resource(primitive("a")).runs("a", "n1"); }

Sketch with_ticket() {
    return sample()
        .constraint(R"(<rsc_ticket id="ticket" rsc="a" ticket="t" loss-policy="stop"/>)")
        .status(R"(<tickets><ticket_state id="t" granted="true" standby="false"/></tickets>)");
}

const Ticket& ticket(const Outcome& outcome) { return outcome.after->tickets[TicketId(0)]; }

} // namespace

TEST_CASE("more events in words") {
    CHECK(text(OperationEnds{{"a", "start", 0, "n1", 1}}) == "a_start_0@n1=1 ends");
    CHECK(text(TicketChanges{"t", To::Granted}) == "ticket t is granted");
    CHECK(text(TicketChanges{"t", To::Revoked}) == "ticket t is revoked");
    CHECK(text(TicketChanges{"t", To::Standby}) == "ticket t is put in standby");
    CHECK(text(TicketChanges{"t", To::Active}) == "ticket t is taken out of standby");
    CHECK(text(WatchdogChanges{true}) == "there is a watchdog");
    CHECK(text(WatchdogChanges{false}) == "there is no watchdog");
    CHECK(text(TimePasses{60}) == "60 s pass");
}

TEST_CASE("an operation that fails counts") {
    const Outcome outcome = after(sample(), {OperationEnds{{"a", "monitor", 10000, "n1", 7}}});
    const ResourceId a = outcome.after->find_resource("a");
    CHECK(outcome.after->resources[a].failed);
    REQUIRE(outcome.after->fail_counts.size() == 1);
    CHECK(outcome.after->fail_counts[0].count == 1);
}

TEST_CASE("an operation of nobody") {
    CHECK_THROWS_AS(after(sample(), {OperationEnds{{"b", "monitor", 10000, "n1", 7}}}), UnknownName);
    CHECK_THROWS_AS(after(sample(), {OperationEnds{{"a", "monitor", 10000, "n3", 7}}}), UnknownName);
}

TEST_CASE("a ticket that is lost takes its resources down") {
    const Outcome outcome = after(with_ticket(), {TicketChanges{"t", To::Revoked}});
    CHECK_FALSE(ticket(outcome).granted);
    CHECK(outcome.running("a").empty());
}

TEST_CASE("a ticket in standby") {
    CHECK(ticket(after(with_ticket(), {TicketChanges{"t", To::Standby}})).standby);
    CHECK_FALSE(ticket(after(with_ticket(), {TicketChanges{"t", To::Standby}, TicketChanges{"t", To::Active}})).standby);
}

TEST_CASE("a ticket that is granted remembers when") {
    const Outcome outcome = after(with_ticket(), {TicketChanges{"t", To::Revoked}, TicketChanges{"t", To::Granted}});
    CHECK(ticket(outcome).granted);
    CHECK(ticket(outcome).last_granted == Sketch::now);
}

TEST_CASE("a ticket that nobody knows") { CHECK_THROWS_AS(after(with_ticket(), {TicketChanges{"u", To::Granted}}), UnknownName); }

TEST_CASE("a watchdog comes and goes") {
    CHECK(after(sample(), {WatchdogChanges{true}}).after->options.have_watchdog);
    CHECK_FALSE(after(sample(), {WatchdogChanges{true}, WatchdogChanges{false}}).after->options.have_watchdog);
}

TEST_CASE("time that passes lets failures expire") {
    const Sketch sketch = Sketch("n1 n2").resource(primitive("a", meta("failure-timeout=60s"))).runs("a", "n1");
    const OperationEnds failure{{"a", "monitor", 10000, "n1", 7}};
    const auto effective = [](const Outcome& outcome) { return outcome.after->fail_counts.at(0).effective; };
    CHECK(effective(after(sketch, {failure, TimePasses{30}})) == 1);
    CHECK(effective(after(sketch, {failure, TimePasses{61}})) == 0);
    CHECK(after(sketch, {failure, TimePasses{61}}).at.seconds == Sketch::now + 61);
}

TEST_CASE("time does not go back") { CHECK_THROWS_AS(after(sample(), {TimePasses{-1}}), ImpossibleEvent); }
