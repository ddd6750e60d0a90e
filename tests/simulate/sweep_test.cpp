#include <algorithm>
#include <atomic>

#include <doctest/doctest.h>

#include "placement/sweep.h"
#include "support/sketch.h"

// Every single failure, and every pair.
using namespace placement;

namespace {

using Names = std::vector<std::string>;

/// "a" may run on n1 alone, "b" anywhere; sites are {n1, n2} and {n3}.
Sketch two_services() {
    return Sketch("n1 n2 n3")
        .attributes("n1", "site=north")
        .attributes("n2", "site=north")
        .attributes("n3", "site=south")
        .resource(primitive("a", operations(R"(<op id="@" name="monitor" interval="10s"/>)")))
        .resource(primitive("b", operations(R"(<op id="@" name="monitor" interval="10s"/>)")))
        .runs("a", "n1")
        .runs("b", "n2")
        .constraint(location("a-not-n2", "a", "n2", "-INFINITY"))
        .constraint(location("a-not-n3", "a", "n3", "-INFINITY"));
}

Names names(const Sweep& swept) {
    Names found;
    for (const SweptScenario& scenario : swept.scenarios) found.push_back(scenario.name);
    return found;
}

const SweptScenario& named(const Sweep& swept, const std::string& name) {
    const auto found = std::ranges::find(swept.scenarios, name, &SweptScenario::name);
    REQUIRE(found != swept.scenarios.end());
    return *found;
}

} // namespace

TEST_CASE("single failures: nodes, then the values of an attribute, then running instances") {
    SweepOptions options;
    options.attributes = {"site"};
    CHECK(names(sweep(two_services().cib(), options)) ==
          Names{"n1 fails", "n2 fails", "n3 fails", "site=north fails", "site=south fails", "a fails on n1", "b fails on n2"});
}

TEST_CASE("a node that is down does not fail") {
    SweepOptions options;
    options.resources = false;
    CHECK(names(sweep(two_services().offline("n3").cib(), options)) == Names{"n1 fails", "n2 fails"});
}

TEST_CASE("a pair of which one is a part of the other is left out") {
    SweepOptions options;
    options.depth = 2;
    const Sweep swept = sweep(two_services().cib(), options);
    CHECK(std::ranges::count(swept.scenarios, "n1 fails, b fails on n2", &SweptScenario::name) == 1);
    CHECK(std::ranges::count(swept.scenarios, "n1 fails, a fails on n1", &SweptScenario::name) == 0);
    CHECK(swept.scenarios.size() == 5 + 10 - 2);
    CHECK(count_runs(two_services().cib(), options) == swept.scenarios.size());
}

TEST_CASE("what a single failure takes down, and the constraint that does it") {
    const Sweep swept = sweep(two_services().cib());
    CHECK(swept.services == Names{"a", "b"});
    CHECK(swept.single_points_of_failure() == std::vector<std::size_t>{0});
    const SweptService& a = named(swept, "n1 fails").services[0];
    CHECK(a.fate == Fate::Lost);
    CHECK(std::ranges::count(a.kept_down_by, "a-not-n2", &Obstacle::constraint) == 1);
}

TEST_CASE("what moves is affected and not lost, and the rest is as it is now") {
    const Sweep swept = sweep(two_services().cib());
    const SweptScenario& scenario = named(swept, "n2 fails");
    CHECK_FALSE(scenario.anything_lost());
    CHECK(scenario.services[1].moved);
    CHECK(scenario.services[0].running == Names{"n1"});
    CHECK(scenario.services.affected().size() == 1);
}

TEST_CASE("quorum is counted in each scenario") {
    SweepOptions options;
    options.attributes = {"site"};
    const Sweep swept = sweep(two_services().cib(), options);
    CHECK_FALSE(named(swept, "site=north fails").quorum);
    CHECK(named(swept, "site=south fails").quorum);
}

TEST_CASE("a pair has what it takes down and neither of its failures does") {
    SweepOptions options;
    options.depth = 2;
    options.resources = false;
    options.quorum = QuorumRule::Yes;
    const Sweep swept = sweep(two_services().constraint(location("b-not-n3", "b", "n3", "-INFINITY")).cib(), options);
    CHECK(swept.newly_lost(named(swept, "n1 fails, n2 fails")) == std::vector<std::size_t>{1});
}

TEST_CASE("the result is the same whatever the number of threads") {
    SweepOptions one;
    one.depth = 2;
    one.threads = 1;
    SweepOptions four = one;
    four.threads = 4;
    const Sweep first = sweep(two_services().cib(), one);
    const Sweep second = sweep(two_services().cib(), four);
    REQUIRE(names(first) == names(second));
    for (std::size_t i = 0; i < first.scenarios.size(); ++i) {
        for (std::size_t service = 0; service < first.services.size(); ++service) {
            CHECK(first.scenarios[i].services[service].running == second.scenarios[i].services[service].running);
        }
    }
}

TEST_CASE("more runs than allowed are refused with their number") {
    SweepOptions options;
    options.max_runs = 4;
    CHECK_THROWS_WITH_AS(sweep(two_services().cib(), options), "the sweep would be 5 runs, and no more than 4 are allowed",
                         TooManyRuns);
}

TEST_CASE("an attribute that no node has is an error with the nearest names") {
    SweepOptions options;
    options.attributes = {"sit"};
    CHECK_THROWS_AS(sweep(two_services().cib(), options), UnknownName);
}

TEST_CASE("a stopped sweep is incomplete") {
    const std::atomic<bool> stop = true;
    SweepOptions options;
    options.stop = &stop;
    const Sweep swept = sweep(two_services().cib(), options);
    CHECK_FALSE(swept.complete);
    CHECK(swept.count_done() == 0);
    CHECK(swept.scenarios.size() == 5);
}

TEST_CASE("progress ends with all runs") {
    std::size_t last = 0;
    SweepOptions options;
    options.progress = [&](std::size_t done, std::size_t) { last = done; };
    CHECK(sweep(two_services().cib(), options).scenarios.size() == last);
}

TEST_CASE("the failure of a resource that no constraint connects with others is simulated in its part of the cluster") {
    const Sweep swept = sweep(two_services().cib());
    CHECK(named(swept, "b fails on n2").of_part);
    CHECK(named(swept, "b fails on n2").services[1].interruptions == 1);
}

TEST_CASE("the failure of a node is simulated in the parts of the cluster that it reaches") {
    CHECK(named(sweep(two_services().cib()), "n2 fails").of_part);
}

TEST_CASE("the failure of a node with which quorum goes is simulated in the whole cluster") {
    SweepOptions options;
    options.quorum = QuorumRule::No;
    CHECK_FALSE(named(sweep(two_services().cib(), options), "n2 fails").of_part);
}

TEST_CASE("a cluster in which constraints connect all has no parts") {
    const Sweep swept = sweep(two_services().constraint(colocation("b-with-a", "b", "a", "-10")).cib());
    CHECK_FALSE(named(swept, "b fails on n2").of_part);
}

TEST_CASE("rules that ask for fail counts may see a failure anywhere") {
    Sketch cluster = two_services();
    cluster.constraint(R"(<rsc_location id="away" rsc="a"><rule id="away-rule" score="-5">)"
                       R"(<expression id="e" attribute="fail-count-b" operation="defined"/></rule></rsc_location>)");
    CHECK_FALSE(named(sweep(cluster.cib()), "b fails on n2").of_part);
}

TEST_CASE("the whole cluster is simulated where that is asked for") {
    SweepOptions options;
    options.whole_cluster = true;
    CHECK_FALSE(named(sweep(two_services().cib(), options), "b fails on n2").of_part);
}

TEST_CASE("a pair of failures in two parts is simulated in both") {
    SweepOptions options;
    options.depth = 2;
    const Sweep swept = sweep(two_services().cib(), options);
    const SweptScenario& both = named(swept, "a fails on n1, b fails on n2");
    CHECK(both.of_part);
    CHECK(both.services.affected().size() == 2);
}

TEST_CASE("who goes by how many resources a node has is reached by a resource that moves") {
    Sketch cluster("n1 n2");
    cluster
        .resource(primitive("mover", operations(R"(<op id="@" name="monitor" interval="10s"/>)") + meta("migration-threshold=1")))
        .resource(primitive("minds", operations(R"(<op id="@2" name="monitor" interval="10s"/>)")))
        .runs("mover", "n1")
        .runs("minds", "n2");
    CHECK_FALSE(named(sweep(cluster.cib()), "mover fails on n1").of_part);
}

TEST_CASE("a service that has failed before is not interrupted once more") {
    Sketch cluster = two_services();
    cluster.resource(primitive("c", meta("is-managed=false"))).runs("c", "n3").operation("n3", "c", "monitor", 1, 10000);
    CHECK(named(sweep(cluster.cib()), "b fails on n2").services.affected().size() == 1);
}

TEST_CASE("sweep: another depth than 1 and 2 is refused") {
    for (const int depth : {-1, 0, 3}) {
        SweepOptions options;
        options.depth = depth;
        CHECK_THROWS_AS(sweep(two_services().cib(), options), InvalidArgument);
    }
}

TEST_CASE("sweep: what is no service is there") {
    SweepOptions options;
    options.not_services = {"c"};
    CHECK_THROWS_AS(sweep(two_services().cib(), options), UnknownName);
}
