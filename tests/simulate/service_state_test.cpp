#include <algorithm>

#include <doctest/doctest.h>

#include "placement/scenario.h"
#include "placement/sweep.h"
#include "support/sketch.h"

// How a service stands at rest, and what that is called.
using namespace placement;

namespace {

using Names = std::vector<std::string>;

std::string monitored(const std::string& more = "") {
    return operations(R"(<op id="@" name="monitor" interval="10s" )" + more + "/>");
}

Sketch one(const std::string& inside) {
    return Sketch("n1 n2").resource(primitive("a", inside)).runs("a", "n1").operation("n1", "a", "monitor", 0, 10000);
}

Outcome after(const Sketch& sketch, std::vector<Event> events) {
    return simulate({.cib = sketch.cib(), .events = std::move(events)});
}

bool kept_down_by(const Outcome& outcome, const std::string& resource, const std::string& code) {
    return std::ranges::count(outcome.resource(resource).kept_down_by, code, &Obstacle::code) > 0;
}

} // namespace

TEST_CASE("state: a resource that restarts runs") {
    const Outcome outcome = after(one(monitored()), {ResourceFails{"a", "n1"}});
    CHECK(outcome.resource("a").state == ServiceState::Running);
    CHECK(outcome.resource("a").course.interruptions == 1);
}

TEST_CASE("state: a stop that fails without fencing leaves the resource stuck") {
    const Outcome outcome = simulate({.cib = one(monitored()).cib(),
                                      .events = {ResourceFails{"a", "n1"}},
                                      .failing = {OperationResult::parse("a_stop_0@n1=1")}});
    CHECK(outcome.resource("a").state == ServiceState::Stuck);
    CHECK(outcome.lost() == Names{"a"});
    CHECK(outcome.running("a").empty());
    CHECK(kept_down_by(outcome, "a", "blocked-after-failure"));
}

TEST_CASE("state: a failure with on-fail=block leaves it stuck") {
    const Outcome outcome = after(one(monitored(R"(on-fail="block")")), {ResourceFails{"a", "n1"}});
    CHECK(outcome.resource("a").state == ServiceState::Stuck);
}

TEST_CASE("state: a failure that is ignored leaves it stuck") {
    const Outcome outcome = after(one(monitored(R"(on-fail="ignore")")), {ResourceFails{"a", "n1"}});
    CHECK(outcome.resource("a").state == ServiceState::Stuck);
    CHECK(kept_down_by(outcome, "a", "failure-ignored"));
}

TEST_CASE("state: an unmanaged resource that fails is stuck") {
    const Outcome outcome = after(one(meta("is-managed=false") + monitored()), {ResourceFails{"a", "n1"}});
    CHECK(outcome.resource("a").state == ServiceState::Stuck);
    CHECK(kept_down_by(outcome, "a", "unmanaged"));
}

TEST_CASE("state: what no monitor watches dies undetected") {
    const Outcome outcome = after(one(""), {ResourceFails{"a", "n1"}});
    CHECK(outcome.resource("a").state == ServiceState::Undetected);
    CHECK(outcome.lost() == Names{"a"});
    CHECK(outcome.resource("a").after.front().state == InstanceState::Undetected);
}

TEST_CASE("state: what died undetected and is started elsewhere runs") {
    const Outcome outcome = after(one(""), {ResourceFails{"a", "n1"}, ClusterSettles{}, NodeStandby{"n1"}});
    CHECK(outcome.resource("a").state == ServiceState::Running);
}

TEST_CASE("state: on an unclean node that nobody fences it is unknown") {
    const Outcome outcome =
        after(one(monitored()).options("fencing-enabled=true no-quorum-policy=ignore").without_quorum(), {NodeFails{"n1"}});
    CHECK(outcome.resource("a").state == ServiceState::Unknown);
    CHECK(outcome.lost() == Names{"a"});
}

TEST_CASE("state: a clone with one instance less is reduced, and not lost") {
    const Sketch sketch = Sketch("n1 n2").resource(clone("c", primitive("a"))).runs("a", "n1").runs("a", "n2");
    const Outcome outcome = after(sketch, {NodeStandby{"n2"}});
    CHECK(outcome.resource("c").state == ServiceState::Reduced);
    CHECK(outcome.lost().empty());
}

TEST_CASE("state: words") {
    CHECK(text(ServiceState::NotPromoted) == "not-promoted");
    CHECK(text(InstanceState::Undetected) == "undetected");
    CHECK(text(Fate::Stuck) == "stuck");
}

// ---- what is a service ----------------------------------------------------------------------------------------

TEST_CASE("services: a fencing device is none") {
    const Sketch sketch =
        Sketch("n1").resource(fencing_device("fencer")).runs("fencer", "n1").resource(primitive("a")).runs("a", "n1");
    const Outcome outcome = after(sketch, {NodeLeaves{"n1"}});
    CHECK_FALSE(outcome.resource("fencer").service);
    CHECK(outcome.lost() == Names{"a"});
}

TEST_CASE("services: the scenario may name what is none") {
    const Outcome outcome =
        simulate({.cib = one("").cib(), .events = {NodeLeaves{"n1"}, NodeLeaves{"n2"}}, .not_services = {"a"}});
    CHECK(outcome.lost().empty());
}

TEST_CASE("services: so may a comment in the CIB") {
    std::string xml = one("").xml();
    xml.insert(xml.find("<primitive"), "<!-- placement-not-a-service a -->");
    const Outcome outcome = simulate({.cib = Cib::from_text(xml, "x.xml"), .events = {NodeLeaves{"n1"}, NodeLeaves{"n2"}}});
    CHECK_FALSE(outcome.resource("a").service);
}

TEST_CASE("services: nothing ran and nothing starts") {
    const Outcome outcome = after(Sketch("n1").offline("n1").resource(primitive("a")), {});
    CHECK(outcome.nothing_ran());
    CHECK_FALSE(after(one(""), {}).nothing_ran());
}

// ---- interruptions --------------------------------------------------------------------------------------------

TEST_CASE("course: there and back is two moves and two interruptions") {
    const Sketch sketch = one(monitored()).constraint(location("home", "a", "n1", "100"));
    const Outcome outcome = after(sketch, {NodeLeaves{"n1"}, ClusterSettles{}, NodeJoins{"n1"}});
    const ResourceOutcome& a = outcome.resource("a");
    CHECK(a.before == a.after);
    CHECK(a.course.moves == 2);
    CHECK(a.course.interruptions == 2);
    CHECK(a.course.nodes == Names{"n2", "n1"});
    REQUIRE(a.changes.size() == 1);
    CHECK(a.changes[0].kind == Change::Kind::Returns);
}

TEST_CASE("course: a failure that is ignored interrupts, in time and without") {
    for (const bool in_time : {false, true}) {
        CAPTURE(in_time);
        Scenario scenario{.cib = one(monitored(R"(on-fail="ignore")")).cib(), .events = {ResourceFails{"a", "n1"}}};
        scenario.sequence.in_time = in_time;
        CHECK(simulate(scenario).resource("a").course.interruptions == 1);
    }
}

TEST_CASE("course: a death that nobody notices interrupts, in time and without") {
    for (const bool in_time : {false, true}) {
        CAPTURE(in_time);
        Scenario scenario{.cib = one("").cib(), .events = {ResourceFails{"a", "n1"}}};
        scenario.sequence.in_time = in_time;
        CHECK(simulate(scenario).resource("a").course.interruptions == 1);
    }
}

TEST_CASE("course: what died in time and was started there again since runs") {
    Scenario scenario{.cib = one("").cib(),
                      .events = {ResourceFails{"a", "n1"}, ClusterSettles{}, NodeStandby{"n1"}, ClusterSettles{},
                                 NodeUnstandby{"n1"}, NodeStandby{"n2"}}};
    scenario.sequence.in_time = true;
    CHECK(simulate(scenario).resource("a").state == ServiceState::Running);
}

TEST_CASE("course: a failure that was recorded and ignored before has interrupted already") {
    const Sketch sketch = one(monitored(R"(on-fail="ignore")")).operation("n1", "a", "monitor", 7, 10000);
    CHECK(after(sketch, {NodeStandby{"n2"}}).resource("a").course.interruptions == 0);
}

TEST_CASE("course: a live migration moves and does not interrupt") {
    const Sketch sketch = one(meta("allow-migrate=true"));
    const Outcome outcome = after(sketch, {NodeStandby{"n1"}});
    CHECK(outcome.resource("a").course.migrations == 1);
    CHECK(outcome.resource("a").course.moves == 1);
    CHECK(outcome.resource("a").course.interruptions == 0);
}

TEST_CASE("course: instances of a clone that are all restarted did not move") {
    const Sketch sketch = Sketch("n1 n2")
                              .resource(primitive("a", monitored()))
                              .resource(clone("web-clone", primitive("web")))
                              .runs("a", "n1")
                              .runs("web", "n1")
                              .runs("web", "n2")
                              .constraint(ordering("o", "a", "web-clone"));
    const Outcome outcome = after(sketch, {ResourceFails{"a", "n1"}, ClusterSettles{}, ResourceFails{"a", "n1"}});
    const ResourceOutcome& web = outcome.resource("web-clone");
    CHECK(web.course.moves == 0);
    CHECK(web.course.starts == 4);
    REQUIRE(web.changes.size() == 2);
    CHECK(web.changes[0].kind == Change::Kind::Restarts);
    CHECK(web.changes[1].kind == Change::Kind::Restarts);
}

TEST_CASE("course: an instance of a clone moves where no other one is like it") {
    const Sketch sketch =
        Sketch("n1 n2")
            .resource(clone("ip-clone", meta("globally-unique=true clone-max=2 clone-node-max=2") + primitive("ip")))
            .runs("ip:0", "n1")
            .runs("ip:1", "n2");
    const ResourceOutcome ip = after(sketch, {NodeLeaves{"n1"}}).resource("ip-clone");
    CHECK(ip.course.moves == 1);
    CHECK(ip.course.nodes == Names{"n2"});
    REQUIRE(ip.changes.size() == 1);
    CHECK(ip.changes[0] == Change{Change::Kind::Moves, "n1", "n2", Role::Started});
}

TEST_CASE("course: a promoted instance that is demoted and promoted elsewhere") {
    const Sketch sketch = Sketch("n1 n2")
                              .resource(promotable("c", "a"))
                              .runs_promoted("a", "n1")
                              .runs("a", "n2")
                              .transient("n1", "master-a=10")
                              .transient("n2", "master-a=5");
    const Outcome outcome = after(sketch, {NodeStandby{"n1"}});
    CHECK(outcome.resource("c").course.demotions == 1);
    CHECK(outcome.resource("c").course.promotions == 1);
    CHECK(outcome.resource("c").course.interruptions == 1);
}

// ---- before and after -----------------------------------------------------------------------------------------

TEST_CASE("because: no instance is promoted where its promotion fails again and again") {
    const std::string inside =
        meta("promotable=true") + primitive("a", operations(R"(<op id="@" name="promote" interval="0" on-fail="demote"/>)"));
    const Sketch sketch = Sketch("n1 n2")
                              .resource(clone("c", inside))
                              .runs_promoted("a", "n1")
                              .runs("a", "n2")
                              .transient("n1", "master-a=10")
                              .transient("n2", "master-a=5");
    const Outcome outcome = after(sketch, {OperationWillFail{OperationResult::parse("a_promote_0@n2=1")}, NodeStandby{"n1"}});
    CHECK(outcome.resource("c").state == ServiceState::NotPromoted);
    const auto& reasons = outcome.resource("c").kept_down_by;
    CHECK(std::ranges::any_of(reasons, [](const Obstacle& each) { return each.node == "n2" && each.code == "failed"; }));
}

TEST_CASE("phases: each group of events has its own before and after") {
    const Outcome outcome = after(one(monitored()), {NodeLeaves{"n1"}, ClusterSettles{}, NodeLeaves{"n2"}});
    REQUIRE(outcome.phases.size() == 2);
    const auto a = [](const Phase& phase) { return *std::ranges::find(phase.resources, "a", &ResourceOutcome::id); };
    CHECK(a(outcome.phases[0]).changes[0].kind == Change::Kind::Moves);
    CHECK(a(outcome.phases[1]).fate == Fate::Lost);
}

TEST_CASE("phases: what runs between the events has run") {
    const Sketch sketch = Sketch("n1").resource(primitive("a"));
    const Outcome outcome = after(sketch, {ClusterSettles{}, NodeLeaves{"n1"}});
    CHECK(outcome.resource("a").fate == Fate::Lost);
}

TEST_CASE("anyway: what happens without the event is told apart") {
    const Sketch sketch = one(monitored()).resource(primitive("b"));
    const Outcome outcome = after(sketch, {NodeStandby{"n2"}});
    REQUIRE(outcome.anyway);
    CHECK(outcome.anyway->resource("b").fate == Fate::Starts);
    CHECK(outcome.anyway->events.empty());
}

TEST_CASE("anyway: there is nothing to tell of a cluster at rest") {
    CHECK_FALSE(after(one(monitored()), {NodeStandby{"n1"}}).anyway);
}

TEST_CASE("from rest: the cluster first does what it was about to do") {
    const Sketch sketch = Sketch("n1 n2").attributes("n1", "standby=on").resource(primitive("a")).runs("a", "n1");
    const Outcome outcome = simulate({.cib = sketch.cib(), .from = StartFrom::Rest});
    CHECK(outcome.resource("a").before.front().node == "n2");
    CHECK(outcome.resource("a").changes.empty());
}

TEST_CASE("from rest is how a sweep begins, unless it is asked otherwise") {
    const Sketch sketch = Sketch("n1 n2").attributes("n1", "standby=on").resource(primitive("a")).runs("a", "n1");
    CHECK(sweep(sketch.cib()).now[0].running == Names{"n2"});
    SweepOptions options;
    options.from = StartFrom::Recorded;
    CHECK(sweep(sketch.cib(), options).now[0].running == Names{"n1"});
}

TEST_CASE("assume online: a configuration without a state is started first") {
    const Sketch sketch = Sketch("n1 n2").state("n1", "").state("n2", "").without_quorum().resource(primitive("a"));
    const Outcome outcome = simulate({.cib = sketch.cib(), .events = {NodeFails{"n1"}}, .assume_online = true});
    CHECK(outcome.resource("a").before.front().node == "n1");
    CHECK(outcome.running("a") == Names{"n2"});
}

// ---- votes ----------------------------------------------------------------------------------------------------

TEST_CASE("votes: a node that was never seen has none") {
    const Sketch sketch = Sketch("n1 n2 n3 ghost other").state("ghost", "").state("other", "").resource(primitive("a"));
    const Outcome outcome = after(sketch, {NodeLeaves{"n1"}});
    CHECK(outcome.quorum);
    CHECK(outcome.quorum_explanation == "2 of 3 votes (one a node), 2 needed; ghost, other were never seen and do not count");
}

TEST_CASE("votes: members that had quorum alone need no others") {
    const Sketch sketch = Sketch("n1 n2 n3 n4 n5 n6").offline("n4").offline("n5").offline("n6").resource(primitive("a"));
    CHECK(after(sketch, {NodeLeaves{"n1"}}).quorum);
}

TEST_CASE("votes: without quorum there are more votes than members") {
    const Sketch sketch = Sketch("n1 n2 n3").without_quorum().resource(primitive("a"));
    CHECK_FALSE(after(sketch, {NodeLeaves{"n1"}}).quorum);
}

TEST_CASE("votes: the failure of a node that is down changes nothing") {
    const Sketch sketch = Sketch("n1 n2 n3").offline("n3").without_quorum().resource(primitive("a"));
    const Outcome outcome = after(sketch, {NodeFails{"n3"}});
    CHECK_FALSE(outcome.quorum);
    CHECK(outcome.quorum_explanation == "as recorded in the CIB");
}

// ---- why something left ---------------------------------------------------------------------------------------

namespace {

constexpr const char* a_in_guest =
    R"(<node_state id="guest" uname="guest" remote_node="true" in_ccm="true"><lrm id="guest"><lrm_resources><lrm_resource id="a"
class="ocf" provider="pacemaker" type="Dummy"><lrm_rsc_op id="a_last_0" operation_key="a_start_0" operation="start" interval="0" call-id="1"
rc-code="0" op-status="0" transition-key="1:1:0:x" transition-magic="0:0;1:1:0:x"/></lrm_resource></lrm_resources></lrm></node_state>)";

Sketch a_with_b() {
    return Sketch("n1 n2")
        .resource(primitive("b"))
        .resource(primitive("a"))
        .runs("a b", "n1")
        .constraint(colocation("together", "a", "b", "INFINITY"));
}

std::string because(const Sketch& sketch, std::vector<Event> events) {
    return simulate({.cib = sketch.cib(), .events = std::move(events), .with_ledger = true}).resource("a").because;
}

} // namespace

TEST_CASE("because: its node is in standby") { CHECK(because(one(monitored()), {NodeStandby{"n1"}}) == "n1 is in standby"); }

TEST_CASE("because: its node is shut down") { CHECK(because(one(monitored()), {NodeLeaves{"n1"}}) == "n1 is shutting down"); }

TEST_CASE("because: it failed") {
    CHECK(because(one(monitored()), {ResourceFails{"a", "n1"}}) == "its monitor failed (exit status 7)");
}

TEST_CASE("because: it failed, and the failures are too many for the node") {
    const std::string text = because(one(meta("migration-threshold=1") + monitored()), {ResourceFails{"a", "n1"}});
    CHECK(text.starts_with("its monitor failed (exit status 7); "));
    CHECK(text.find("migration-threshold") != std::string::npos);
}

TEST_CASE("because: a replica that was not promoted does not restart for want of a promotion score") {
    const Sketch sketch = Sketch("n1 n2")
                              .options("stonith-enabled=false")
                              .resource(promotable("c", "a"))
                              .runs_promoted("a", "n1")
                              .runs("a", "n2")
                              .transient("n1", "master-a=10")
                              .transient("n2", "master-a=5");
    const Outcome outcome = simulate(
        {.cib = sketch.cib(), .events = {OperationEnds{OperationResult::parse("a_monitor_10000@n2=1")}}, .with_ledger = true});
    CHECK(outcome.resource("c").because.find("promotion score") == std::string::npos);
    CHECK(outcome.resource("c").because.find("monitor failed") != std::string::npos);
}

TEST_CASE("because: what it is with moves") {
    CHECK(because(a_with_b(), {ResourceBanned{"b", "n1"}}).find("cli-ban-b-on-n1") != std::string::npos);
}

TEST_CASE("because: what is in a guest leaves with what the guest runs in") {
    const Sketch sketch = Sketch("n1 n2")
                              .resource(primitive("vm", meta("remote-node=guest")))
                              .resource(primitive("a"))
                              .runs("vm guest", "n1")
                              .constraint(location("in-guest", "a", "guest", "INFINITY"))
                              .status(a_in_guest);
    CHECK(because(sketch, {NodeStandby{"n1"}}) == "n1 is in standby");
}

TEST_CASE("because: a dependent is told why it cannot be where its primary cannot") {
    CHECK(because(a_with_b(), {ResourceBanned{"b", "n1"}})
              .find("it must be with b, which cannot run there: -INFINITY by location") != std::string::npos);
}

TEST_CASE("state: a monitor that begins finds what is dead, and it is recovered") {
    Scenario scenario{
        .cib = one(monitored()).cib(),
        .events = {NodeMaintenance{"n1"}, ClusterSettles{}, ResourceFails{"a", "n1"}, ClusterSettles{}, NodeUnmaintenance{"n1"}}};
    scenario.sequence.in_time = true;
    const Outcome outcome = simulate(scenario);
    CHECK(outcome.resource("a").state == ServiceState::Running);
    CHECK(outcome.resource("a").course.interruptions == 1);
}

TEST_CASE("state: what is in a guest is dead with what the guest runs in, though nobody notices") {
    const Sketch sketch = Sketch("n1")
                              .resource(primitive("vm", meta("remote-node=guest")))
                              .resource(primitive("a"))
                              .runs("vm guest", "n1")
                              .constraint(location("in-guest", "a", "guest", "INFINITY"))
                              .status(a_in_guest);
    const Outcome outcome = after(sketch, {NodeMaintenance{"n1"}, ResourceFails{"vm", "n1"}});
    CHECK(outcome.resource("vm").state == ServiceState::Undetected);
    CHECK(outcome.resource("a").state == ServiceState::Undetected);
}

TEST_CASE("services: the connection that comes with a guest is none") {
    const Sketch sketch = Sketch("n1").resource(primitive("vm", meta("remote-node=guest"))).runs("vm guest", "n1");
    const Outcome outcome = after(sketch, {});
    CHECK(outcome.resource("vm").service);
    CHECK_FALSE(outcome.resource("guest").service);
}

namespace {

Sketch guest_on_crashed_node() {
    return Sketch("n1 n2")
        .options("fencing-enabled=true")
        .crashed("n1")
        .resource(fencing_device("fencer"))
        .resource(primitive("vm", meta("remote-node=guest")))
        .resource(primitive("a"))
        .runs("vm guest", "n1")
        .runs("fencer", "n2")
        .status(a_in_guest);
}

} // namespace

TEST_CASE("course: what is on a guest is interrupted as the guest is") {
    const Outcome outcome = after(guest_on_crashed_node(), {});
    CHECK(outcome.resource("a").course.interruptions == outcome.resource("vm").course.interruptions);
}

TEST_CASE("unknown: what was on a guest may run as long as its host is not fenced") {
    const Outcome outcome = after(guest_on_crashed_node(), {FencingWillFail{"n1"}});
    CHECK(outcome.resource("a").state == ServiceState::Unknown);
    CHECK(outcome.resource("a").after == std::vector<RunningOn>{{"guest", Role::Started, "a", InstanceState::Unknown}});
}

// ---- active on several nodes ----------------------------------------------------------------------------------

namespace {

Sketch on_two_nodes(const std::string& multiple_active) {
    return Sketch("n1 n2")
        .resource(primitive("a", meta("multiple-active=" + multiple_active) + monitored()))
        .runs("a", "n1")
        .runs("a", "n2")
        .constraint(location("prefer-n1", "a", "n1", "50"));
}

} // namespace

TEST_CASE("active on several nodes: what runs once is as many as it should be") {
    CHECK(after(on_two_nodes("stop_start"), {}).resource("a").state == ServiceState::Running);
}

TEST_CASE("active on several nodes: this is why it stops, whatever the scores are") {
    CHECK(because(on_two_nodes("stop_start"), {}) == "it is active on several nodes (multiple-active=stop_start)");
    CHECK(because(on_two_nodes("stop_only"), {}) == "it is active on several nodes (multiple-active=stop_only)");
}

TEST_CASE("active on several nodes: what is blocked says why it stays") {
    CHECK(because(on_two_nodes("block"), {}) == "it is active on several nodes (multiple-active=block)");
}

TEST_CASE("active on several nodes: a failure on one of them is one") {
    const Outcome outcome = after(on_two_nodes("block"), {ResourceFails{"a", "n1"}});
    CHECK(outcome.resource("a").course.interruptions == 1);
    CHECK(outcome.resource("a").after == std::vector<RunningOn>{{"n1", Role::Started, "a", InstanceState::Failed},
                                                                {"n2", Role::Started, "a", InstanceState::Running}});
}
