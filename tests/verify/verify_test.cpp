#include <algorithm>
#include <new>
#include <set>

#include <doctest/doctest.h>

#include "placement/agents.h"
#include "placement/error.h"
#include "placement/names.h"
#include "placement/scenario_file.h"
#include "placement/sequence.h"
#include "placement/verify.h"
#include "support/sketch.h"
#include "support/temporary_folder.h"

// Every sequence of failures.
using namespace placement;

namespace {

std::string watched() { return operations(R"(<op id="@" name="monitor" interval="10s"/>)"); }

Sketch two_nodes() {
    return Sketch("n1 n2")
        .options("stonith-enabled=false")
        .section(R"(<rsc_defaults>)" + meta("resource-stickiness=100") + "</rsc_defaults>");
}

Verification verified(const Sketch& sketch, VerifyOptions options) {
    return verify({.cib = sketch.cib(), .release = default_release, .from = StartFrom::Rest}, options);
}

Verification verified(const Sketch& sketch, Property property) { return verified(sketch, {.properties = {property}}); }

std::vector<std::string> events_of(const Counterexample& counterexample) {
    std::vector<std::string> events;
    for (const Event& event : counterexample.scenario.events) {
        if (!std::holds_alternative<TimePasses>(event)) events.push_back(text(event));
    }
    return events;
}

Sketch kept_apart(const std::string& score) {
    return two_nodes()
        .resource(primitive("db", watched()) + primitive("report", watched()))
        .constraint(colocation("apart", "report", "db", score));
}

} // namespace

TEST_CASE("a service that a node could run is found down, with the constraint that keeps it there") {
    const Verification found = verified(kept_apart("-INFINITY"), Property::ServiceRuns);
    REQUIRE(found.counterexamples.size() == 1);
    CHECK(found.counterexamples[0].services == std::vector<std::string>{"report"});
    CHECK(found.counterexamples[0].decisive == std::vector<std::string>{"apart"});
    CHECK(events_of(found.counterexamples[0]).size() == 1);
    CHECK(verified(kept_apart("-1000"), Property::ServiceRuns).counterexamples.empty());
}

TEST_CASE("a service that nothing can run after one event breaks no property, and is told") {
    const Sketch sketch = two_nodes()
                              .resource(primitive("db", watched()) + primitive("web", watched()))
                              .constraint(location("not-2", "db", "n2", "-INFINITY"));
    const Verification found = verified(sketch, Property::ServiceRuns);
    CHECK(found.counterexamples.empty());
    REQUIRE(found.without_place.size() == 1);
    CHECK(found.without_place[0].service == "db");
    CHECK(text(found.without_place[0].event) == "n1 fails");
    CHECK(found.without_place[0].others == 1);
    CHECK(found.without_place[0].why.find("not-2") != std::string::npos);
    CHECK(verified(sketch, Property::NeverTwice).without_place.empty());
}

TEST_CASE("what comes back by itself has a place") {
    const Sketch sketch = two_nodes()
                              .resource(primitive("db", meta("migration-threshold=1 failure-timeout=60s") + watched()))
                              .constraint(location("not-2", "db", "n2", "-INFINITY"));
    const Verification found = verified(sketch, Property::ServiceRuns);
    REQUIRE(found.without_place.size() == 1);
    CHECK(text(found.without_place[0].event) == "n1 fails");
}

TEST_CASE("what keeps a service down where it could run says more than that its node is away") {
    const Sketch sketch = two_nodes()
                              .resource(primitive("db", watched()) + primitive("report", watched()))
                              .constraint(colocation("apart", "report", "db", "-INFINITY"))
                              .constraint(location("home", "report", "n1", "200") + location("other", "db", "n2", "200"));
    const Verification found = verified(sketch, {.failures = 1, .properties = {Property::ServiceRuns}});
    REQUIRE(found.counterexamples.size() == 1);
    CHECK(events_of(found.counterexamples[0]) == std::vector<std::string>{"n1 fails"});
    CHECK(found.counterexamples[0].what.find("on n2: ") != std::string::npos);
}

TEST_CASE("a ban that a command left behind is not meant to keep a service down") {
    const auto banned_by = [](const char* constraint) {
        const Sketch sketch =
            two_nodes().resource(primitive("db", watched())).constraint(location(constraint, "db", "n2", "-INFINITY"));
        const Verification found = verified(sketch, {.failures = 1, .properties = {Property::ServiceRuns}});
        return found.counterexamples.empty() ? std::vector<std::string>() : found.counterexamples[0].decisive;
    };
    CHECK(banned_by("never") == std::vector<std::string>());
    CHECK(banned_by("cli-ban-db-on-n2") == std::vector<std::string>{"cli-ban-db-on-n2"});
}

TEST_CASE("a service that depends on another that cannot run is no counterexample of its own") {
    const Sketch sketch =
        two_nodes()
            .resource(primitive("db", watched()) + primitive("web", watched()))
            .constraint(location("home", "db", "n2", "-INFINITY") + colocation("with", "web", "db", "INFINITY"));
    CHECK(verified(sketch, Property::ServiceRuns).counterexamples.empty());
}

TEST_CASE("a process that dies unnoticed is not another whose name begins alike") {
    const Sketch sketch = two_nodes().resource(primitive("db") + primitive("db2", watched()));
    const Verification found = verified(sketch, Property::ServiceRuns);
    REQUIRE(found.counterexamples.size() == 1);
    CHECK(found.counterexamples[0].services == std::vector<std::string>{"db"});
}

TEST_CASE("instances of which several may be promoted are too many where more are than that") {
    const auto twice = [](const std::string& most) {
        const Sketch sketch =
            Sketch("n1 n2 n3")
                .resource(promotable("c", "db", "promoted-max=" + most))
                .constraint(R"(<rsc_location id="home" rsc="c"><rule id="@" role="Promoted" score="10">)"
                            R"(<expression id="@" attribute="#uname" operation="defined"/></rule></rsc_location>)");
        std::set<std::string> found;
        for (const Counterexample& each : verified(sketch, {.failures = 1, .properties = {Property::NeverTwice}}).counterexamples)
            found.insert(each.what);
        return found;
    };
    CHECK(twice("3").empty());
    CHECK(twice("2") == std::set<std::string>{
                            "c is promoted 2 times elsewhere, and may still be on n1, which was not fenced; at most 2 may be"});
}

TEST_CASE("the shortest sequence is told, and how many others break the same") {
    const Sketch sketch = two_nodes().resource(primitive("db", meta("migration-threshold=1") + watched()));
    const Verification found = verified(sketch, Property::ComesHome);
    REQUIRE(found.counterexamples.size() == 1);
    CHECK(events_of(found.counterexamples[0]) == std::vector<std::string>{"from now on db_stop_0@n1=1", "n1 leaves the cluster"});
    CHECK(verified(sketch, {.failures = 1, .properties = {Property::ComesHome}}).counterexamples.empty());
}

TEST_CASE("a counterexample is played from its scenario, and from a file of it, in the same way") {
    const Verification found = verified(kept_apart("-INFINITY"), Property::ServiceRuns);
    const Counterexample& counterexample = found.counterexamples.at(0);
    REQUIRE(counterexample.outcome);
    CHECK(counterexample.outcome->lost() == std::vector<std::string>{"report"});
    const testing::TemporaryFolder folder;
    folder.write("cib.xml", counterexample.scenario.cib.xml());
    WrittenScenarioFile file;
    file.cib_file = "cib.xml";
    file.timing = counterexample.scenario.sequence;
    file.tests = {{"found", {}, {"lost: [report]", "settles: true"}}};
    for (const Event& event : counterexample.scenario.events) file.tests[0].steps.push_back({event, {}});
    CHECK(run_tests({read_scenario_file(folder.write("found.yaml", scenario_file_text(file)))}).passed());
}

TEST_CASE("a counterexample's story tells what happens, and what the cluster does then") {
    const Verification found = verified(kept_apart("-INFINITY"), Property::ServiceRuns);
    REQUIRE(found.counterexamples.size() == 1);
    const std::vector<StoryLine> told = story(found.counterexamples[0]);
    REQUIRE(told.size() == 3);
    CHECK(told[0] == StoryLine{100, true, "n1 fails"});
    CHECK(told[1] == StoryLine{150, false, "report stops on n2"});
    CHECK(told[2] == StoryLine{200, false, "db starts on n2"});
}

TEST_CASE("of a story with many lines, those about the counterexample's services are told, and how many more there are") {
    const Verification found = verified(kept_apart("-INFINITY"), Property::ServiceRuns);
    REQUIRE(found.counterexamples.size() == 1);
    const std::vector<StoryLine> about_it = story(found.counterexamples[0], 2);
    REQUIRE(about_it.size() == 2);
    CHECK(about_it[1].text == "report stops on n2");
    CHECK(story(found.counterexamples[0], 1).back().text == "… and 1 more");
}

TEST_CASE("a verification says whether the cluster had something to do before anything failed") {
    CHECK(verified(kept_apart("-1000"), Property::ServiceRuns).settled_first);
    const Sketch at_rest = two_nodes().resource(primitive("db")).runs("db", "n1").operation("n2", "db", "monitor", 7);
    CHECK_FALSE(verified(at_rest, Property::ServiceRuns).settled_first);
}

TEST_CASE("events happen between two steps of a transition, if that is asked for") {
    const Sketch sketch = two_nodes().resource(primitive("db", watched()));
    const Verification at_rest = verified(sketch, VerifyOptions{});
    const Verification at_any_moment = verified(sketch, {.timing = VerifyTiming::Any});
    CHECK(at_any_moment.states > at_rest.states);
    CHECK(at_any_moment.complete_to == 2);
    CHECK_FALSE(at_any_moment.partial);
}

TEST_CASE("with the same input the answer is the same") {
    const Sketch sketch = kept_apart("-INFINITY");
    const Verification one = verified(sketch, {.timing = VerifyTiming::Any});
    const Verification other = verified(sketch, {.timing = VerifyTiming::Any});
    CHECK(one.states == other.states);
    CHECK(one.sequences == other.sequences);
    REQUIRE(one.counterexamples.size() == other.counterexamples.size());
    for (std::size_t i = 0; i < one.counterexamples.size(); ++i)
        CHECK(events_of(one.counterexamples[i]) == events_of(other.counterexamples[i]));
}

TEST_CASE("a search that is ended, or that reaches its limit, is partial") {
    const Sketch sketch = two_nodes().resource(primitive("db", watched()));
    const Verification ended = verified(sketch, {.go_on = [](const VerifyProgress&) { return false; }});
    CHECK(ended.partial);
    CHECK(ended.complete_to == 0);
    const Verification limited = verified(sketch, {.timing = VerifyTiming::Any, .max_states = 5});
    CHECK(limited.partial);
    CHECK(limited.why_partial.find("5 states") != std::string::npos);
}

TEST_CASE("a partial result says how large the whole is: counted as far as the search came, and then estimated") {
    const Sketch sketch = two_nodes().resource(primitive("db", watched()) + primitive("web", watched()));
    const Verification whole = verified(sketch, {.failures = 3});
    CHECK(whole.sequences_to_depth.empty());
    const Verification limited = verified(sketch, {.failures = 3, .max_states = 2});
    REQUIRE(limited.sequences_to_depth.size() == 3);
    CHECK(limited.counted_to_depth == 2);
    CHECK(limited.sequences_to_depth[0] == static_cast<double>(verified(sketch, {.failures = 3, .depth = 1}).sequences));
    CHECK(limited.sequences_to_depth[1] == static_cast<double>(verified(sketch, {.failures = 3, .depth = 2}).sequences));
    const double estimated = limited.sequences_to_depth[2];
    CHECK(estimated > 0.2 * static_cast<double>(whole.sequences));
    CHECK(estimated < 5 * static_cast<double>(whole.sequences));
}

TEST_CASE("where there is no memory for more, what was found until then is the result") {
    const Sketch sketch = two_nodes().resource(primitive("db", watched()));
    const auto full = [](const VerifyProgress& progress) -> bool {
        if (progress.depth > 1) throw std::bad_alloc();
        return true;
    };
    const Verification found = verified(sketch, {.go_on = full});
    CHECK(found.partial);
    CHECK(found.why_partial == "memory is used up");
    CHECK(found.complete_to == 1);
    CHECK(found.sequences_to_depth.size() == 2);
}

TEST_CASE("moments that are not kept are played again, and the result is the same") {
    const Scenario scenario{.cib = Cib::from_file(std::string(PLACEMENT_SOURCE_DIR) + "/cib-samples/postgres-reverse.xml"),
                            .agents = {{.resource = "msPostgresql", .profile = "pgsql"}}};
    const auto found = [&](std::size_t most_moments) {
        const Verification verification =
            verify(scenario, {.timing = VerifyTiming::Any, .max_states = 2'000, .most_moments = most_moments});
        std::vector<std::string> told{std::to_string(verification.states), std::to_string(verification.sequences),
                                      std::to_string(verification.scheduler_runs)};
        for (const Counterexample& each : verification.counterexamples) {
            told.push_back(each.what + " " + std::to_string(each.others));
            for (const std::string& event : events_of(each)) told.push_back(event);
        }
        return told;
    };
    const std::vector<std::string> all_kept = found(50'000);
    CHECK(all_kept.size() > 3);
    CHECK(found(0) == all_kept);
    CHECK(found(7) == all_kept);
}

TEST_CASE("what follows a bundle has to do with what is in the bundle") {
    const Sketch sketch = two_nodes()
                              .resource(R"(<bundle id="b"><podman image="i" replicas="1"/><network control-port="3121"/>)" +
                                        primitive("x", watched()) + "</bundle>" + primitive("ip", watched()))
                              .constraint(ordering("x-then-ip", "b", "ip"))
                              .constraint(colocation("ip-with-x", "ip", "b", "INFINITY"));
    CHECK(verified(sketch, {.failures = 1, .properties = {Property::NoInterruption}}).counterexamples.empty());
}

TEST_CASE("what stops for want of quorum is no interruption, even where quorum is back before it has stopped") {
    const Sketch sketch = Sketch("n1 n2 n3 n4").resource(primitive("db", watched())).runs("db", "n4");
    Scenario scenario{.cib = sketch.cib(), .release = default_release, .from = StartFrom::Rest};
    scenario.quorum = QuorumRule::Votes;
    scenario.events = {NodeFails{"n1"}, NodeFails{"n2"}, TimePasses{0, 120}, NodeJoins{"n1"}};
    CHECK(broken_in(scenario, {.properties = {Property::NoInterruption}}).empty());
}

TEST_CASE("what is in a guest is not interrupted where the guest's node is fenced") {
    const Sketch sketch = Sketch("n1 n2")
                              .options("fencing-enabled=true stonith-enabled=true")
                              .resource(fencing_device("device") +
                                        R"(<bundle id="b"><podman image="i" replicas="1"/><network control-port="3121"/>)" +
                                        primitive("x", watched()) + "</bundle>" + primitive("other", watched()))
                              .constraint(location("home", "other", "n1", "100") + location("too", "b", "n1", "100"));
    Scenario scenario{.cib = sketch.cib(), .release = default_release, .from = StartFrom::Rest};
    scenario.events = {OperationWillFail{OperationResult::parse("other_stop_0@n1=1")}, ResourceFails{"other", "n1"}};
    CHECK(broken_in(scenario, {.properties = {Property::NoInterruption}}).empty());
}

TEST_CASE("what would end a loop would do so while the operation that was made to fail goes on failing") {
    const Sketch sketch =
        Sketch("n1 n2")
            .options("fencing-enabled=true stonith-enabled=true")
            .resource(fencing_device("device") + R"(<primitive id="r" class="ocf" provider="pacemaker" type="remote">)" +
                      watched() + "</primitive>")
            .constraint(location("prefer", "r", "n1", "INFINITY"))
            .runs("r", "n1");
    Scenario scenario{.cib = sketch.cib(), .release = Release::v2_1_5, .from = StartFrom::Rest};
    scenario.events = {OperationWillFail{OperationResult::parse("r_stop_0@n1=1")}, ResourceFails{"r", "n1"}};
    scenario.sequence.in_time = true;
    const Outcome outcome = simulate(scenario);
    REQUIRE(outcome.sequence->loop);
    CHECK(outcome.sequence->loop->fed_by.empty());
    CHECK(outcome.sequence->loop->ended_by.empty());
}

TEST_CASE("an expectation of the caller's is checked at rest") {
    const Sketch sketch = two_nodes().resource(primitive("db", watched()));
    Expectation never_on_n2;
    never_on_n2.kind = Expectation::Kind::NotOn;
    never_on_n2.resource = "db";
    never_on_n2.nodes = {"n2"};
    const Verification found = verified(sketch, {.failures = 1, .properties = {}, .always = {never_on_n2}});
    REQUIRE(found.counterexamples.size() == 1);
    CHECK(found.counterexamples[0].property == Property::Always);
    never_on_n2.nodes = {"n3"};
    CHECK_THROWS_AS(static_cast<void>(verified(sketch, {.always = {never_on_n2}})), UnknownName);
}

TEST_CASE("a margin is not asked for whatever fails") {
    Expectation margin;
    margin.kind = Expectation::Kind::Margin;
    margin.resource = "db";
    margin.number = 3;
    const Sketch sketch = two_nodes().resource(primitive("db", watched()));
    CHECK_THROWS_AS(static_cast<void>(verified(sketch, {.always = {margin}})), InvalidArgument);
}

TEST_CASE("an expectation at all times is checked between two steps as well") {
    const Sketch sketch = two_nodes().resource(primitive("db", watched()));
    Expectation runs;
    runs.kind = Expectation::Kind::State;
    runs.resource = "db";
    CHECK(verified(sketch, {.failures = 1, .properties = {}, .always = {runs}}).counterexamples.empty());
    runs.at_all_times = true;
    const Verification found = verified(sketch, {.failures = 1, .properties = {}, .always = {runs}});
    REQUIRE(found.counterexamples.size() == 1);
    CHECK(found.counterexamples[0].what == "db: expected running at all times, and it is down");
    CHECK(found.counterexamples[0].expectation == 0);
    const Expectation settles{.kind = Expectation::Kind::Settles, .at_all_times = true};
    CHECK_THROWS_AS(static_cast<void>(verified(sketch, {.always = {settles}})), InvalidArgument);
    const Expectation holds{.kind = Expectation::Kind::Holds, .properties = {Property::NeverTwice}};
    CHECK_THROWS_AS(static_cast<void>(verified(sketch, {.always = {holds}})), InvalidArgument);
}

TEST_CASE("one sequence is judged as all are") {
    const auto broken_if = [](const std::vector<Event>& events) {
        return broken_in(
            {.cib = kept_apart("-INFINITY").cib(), .events = events, .release = default_release, .from = StartFrom::Rest},
            {.properties = {Property::ServiceRuns}});
    };
    CHECK(broken_if({}).empty());
    const std::vector<BrokenProperty> broken = broken_if({TimePasses{1, 0}, NodeFails{"n1"}});
    REQUIRE(broken.size() == 1);
    CHECK(broken[0].property == Property::ServiceRuns);
    CHECK(broken[0].services == std::vector<std::string>{"report"});
}

TEST_CASE("a scenario with events of its own is refused") {
    const Sketch sketch = two_nodes().resource(primitive("db", watched()));
    CHECK_THROWS_AS(static_cast<void>(verify({.cib = sketch.cib(), .events = {NodeFails{"n1"}}})), InvalidArgument);
}

TEST_CASE("how much may be broken, and how long sequences are, has limits") {
    const Sketch sketch = two_nodes().resource(primitive("db", watched()));
    for (const std::size_t number : {0U, 101U}) {
        CHECK_THROWS_AS(static_cast<void>(verified(sketch, {.failures = number})), InvalidArgument);
        CHECK_THROWS_AS(static_cast<void>(verified(sketch, {.depth = number})), InvalidArgument);
    }
}

TEST_CASE("each property has a name") {
    for (const Property property : built_in_properties()) CHECK(require_property(std::string(text(property))) == property);
    CHECK_THROWS_AS(static_cast<void>(require_property("never")), UnknownName);
}
TEST_CASE("how many sequences there are is known before they are tried, and better afterwards") {
    const Sketch sketch = two_nodes().resource(primitive("db", watched()));
    std::vector<VerifyProgress> seen;
    VerifyOptions options{.failures = 2};
    options.go_on = [&](const VerifyProgress& progress) {
        if (seen.empty() || seen.back().depth != progress.depth) seen.push_back(progress);
        return true;
    };
    const Verification found = verified(sketch, options);
    REQUIRE(seen.size() == 2);
    CHECK(seen[0].counted_to_depth == 1);
    REQUIRE(seen[0].sequences_to_depth.size() == 2);
    CHECK(seen[0].sequences_to_depth[0] == static_cast<double>(seen[0].waiting));
    CHECK(seen[0].sequences_to_depth[1] > seen[0].sequences_to_depth[0]);
    CHECK(seen[1].counted_to_depth == 2);
    CHECK(seen[1].tried == seen[0].waiting);
    CHECK(seen[1].sequences_to_depth[1] == static_cast<double>(seen[0].waiting + seen[1].waiting));
    CHECK(found.sequences == seen[0].waiting + seen[1].waiting);
}

TEST_CASE("verify: what would try nothing is refused") {
    CHECK_THROWS_AS(verified(two_nodes().resource(primitive("db")), {.failures = 0}), InvalidArgument);
    CHECK_THROWS_AS(verified(two_nodes().resource(primitive("db")), {.depth = 0}), InvalidArgument);
}

TEST_CASE("verify: a service that waits for the next run of the scheduler is told to do so") {
    const Sketch sketch =
        Sketch("n1 n2 n3")
            .options("fencing-enabled=true stonith-enabled=true")
            .resource(fencing_device("fence"))
            .resource(primitive("db", operations(R"(<op id="@" name="monitor" interval="10s" on-fail="stop"/>)")))
            .runs("fence", "n2")
            .runs("db", "n1")
            .operation("n1", "db", "monitor", 0, 10'000);
    const Verification found = verified(sketch, Property::ServiceRuns);
    REQUIRE(found.counterexamples.size() == 1);
    CHECK(found.counterexamples[0].what.starts_with("db stays down until the scheduler runs again"));
    CHECK(found.counterexamples[0].decisive.empty());
}
