#include <algorithm>

#include <doctest/doctest.h>

#include "placement/error.h"
#include "placement/quorum.h"
#include "placement/split.h"
#include "support/sketch.h"

using namespace placement;

namespace {

using Names = std::vector<std::string>;
using Sides = std::vector<Names>;

/// "a" on n1; fencing by "fence" of the named nodes, or none.
Sketch cluster(const std::string& nodes, const std::string& fenced = "") {
    Sketch sketch(nodes);
    sketch.resource(primitive("a")).runs("a", "n1");
    if (fenced.empty()) return sketch;
    return sketch.options("fencing-enabled=true").resource(fencing_device("fence", parameters("pcmk_host_list=" + fenced)));
}

Split split_of(const Sketch& sketch, const Sides& sides, const std::string& corosync = "") {
    Scenario scenario{.cib = sketch.cib()};
    if (!corosync.empty())
        scenario.corosync = std::make_shared<CorosyncConfiguration>(CorosyncConfiguration::parse(corosync, "corosync.conf"));
    return split(scenario, sides);
}

std::string file(int nodes, const std::string& settings) {
    std::string text = "quorum {\nprovider: corosync_votequorum\n" + settings + "}\nnodelist {\n";
    for (int id = 1; id <= nodes; ++id)
        text += "node {\nname: n" + std::to_string(id) + "\nnodeid: " + std::to_string(id) + "\n}\n";
    return text + "}\n";
}

Names nodes_of(const SplitEnd& end, const std::string& service, std::size_t side) {
    Names names;
    const auto found = std::ranges::find(end.services, service, &SplitService::id);
    REQUIRE(found != end.services.end());
    for (const RunningOn& each : found->on_sides.at(side)) names.push_back(each.node);
    return names;
}

std::string complaint(const Sketch& sketch, const Sides& sides) {
    try {
        split_of(sketch, sides);
    } catch (const std::exception& error) {
        return error.what();
    }
    return "";
}

bool refused(const std::string& text) {
    try {
        parse_sides(text);
        return false;
    } catch (const InvalidArgument&) {
        return true;
    }
}

} // namespace

TEST_CASE("split: sides are lists of nodes with a bar between them") {
    CHECK(parse_sides("a, b|c") == Sides{{"a", "b"}, {"c"}});
    CHECK(refused("a,b"));
    CHECK(refused("a|"));
    CHECK(refused("a,,b|c"));
    CHECK(refused(""));
}

TEST_CASE("split: each member is on one side") {
    const Sketch three = cluster("n1 n2 n3").offline("n3");
    CHECK(complaint(three, {{"n1"}, {"n2"}}) == "");
    CHECK(complaint(three, {{"n1", "n2"}}) == "a split needs two sides, with | between them");
    CHECK(complaint(three, {{"n1", "n2"}, {}}) == "a side of the split is empty");
    CHECK(complaint(three, {{"n1"}, {"n2", "n1"}}) == "n1 is named twice in the split");
    CHECK(complaint(three, {{"n1"}, {"n2", "n3"}}) == "n3 is no member and cannot be on a side of the split");
    CHECK(complaint(cluster("n1 n2 n3"), {{"n1"}, {"n2"}}) == "n3 is a member, but on no side of the split");
    CHECK(complaint(three, {{"n1"}, {"n9"}}).find("n9") != std::string::npos);
}
TEST_CASE("split: a remote node is on no side") {
    const Sketch guest = Sketch("n1 n2").resource(primitive("vm", meta("remote-node=g"))).runs("vm g", "n1");
    CHECK(complaint(guest, {{"n1"}, {"n2", "g"}}) == "g is a guest node; only cluster nodes can be sides of a split");
}

TEST_CASE("split: the side with quorum fences the other and takes over") {
    const Split found = split_of(cluster("n1 n2 n3", "n1,n2,n3"), {{"n1"}, {"n2", "n3"}});
    CHECK_FALSE(found.sides[0].quorum());
    CHECK(found.sides[1].quorum());
    REQUIRE(found.sides[1].fences.size() == 1);
    CHECK(found.sides[1].fences[0].node == "n1");
    CHECK(found.sides[1].fences[0].side == 0);
    CHECK(found.sides[1].fences[0].done);
    CHECK(found.sides[0].fenced_by == std::vector<std::size_t>{1});
    REQUIRE(found.ends.size() == 1);
    CHECK(nodes_of(found.ends[0], "a", 0).empty());
    CHECK(nodes_of(found.ends[0], "a", 1) == Names{"n2"});
    CHECK(found.lost().empty());
    CHECK(found.twice_for_a_while().empty());
}

TEST_CASE("split: without quorum nobody fences, and services stop") {
    const Split found = split_of(cluster("n1 n2 n3 n4", "n1,n2,n3,n4"), {{"n1", "n2"}, {"n3", "n4"}});
    CHECK_FALSE(found.sides[0].fences.at(0).done);
    CHECK(found.sides[0].fenced_by.empty());
    CHECK(found.lost() == Names{"a"});
}

TEST_CASE("split: two sides with quorum fence each other, and either may win") {
    const Split found = split_of(cluster("n1 n2", "n1,n2"), {{"n1"}, {"n2"}});
    REQUIRE(found.ends.size() == 2);
    CHECK(found.ends[0].winner == 0);
    CHECK(nodes_of(found.ends[0], "a", 0) == Names{"n1"});
    CHECK(nodes_of(found.ends[0], "a", 1).empty());
    CHECK(nodes_of(found.ends[1], "a", 0).empty());
    CHECK(nodes_of(found.ends[1], "a", 1) == Names{"n2"});
    CHECK(found.race == "nothing delays either side, so both can be fenced at the same moment");
    CHECK(found.twice().empty());
}

namespace {

/// Each of two nodes is fenced by its own device.
std::string race(const std::string& fences_n1, const std::string& fences_n2, const std::string& options = "",
                 const std::string& of_resource = "") {
    return split_of(Sketch("n1 n2")
                        .options("fencing-enabled=true " + options)
                        .resource(fencing_device("f1", parameters("pcmk_host_list=n1 " + fences_n1)))
                        .resource(fencing_device("f2", parameters("pcmk_host_list=n2 " + fences_n2)))
                        .resource(primitive("a", meta(of_resource)))
                        .runs("a", "n1"),
                    {{"n1"}, {"n2"}})
        .race;
}

} // namespace

TEST_CASE("split: a fixed delay decides the race") {
    CHECK(race("pcmk_delay_base=5s", "") == "side 1 fences n2 at once, side 2 fences n1 after 5 s (pcmk_delay_base of f1), so "
                                            "that side 1 is likely to win");
}
TEST_CASE("split: a delay of nothing is none") {
    CHECK(race("pcmk_delay_base=0", "") == "nothing delays either side, so both can be fenced at the same moment");
}
TEST_CASE("split: the same delay for both decides nothing") {
    CHECK(race("pcmk_delay_base=5s", "pcmk_delay_base=5s").find("which gives neither the lead: both can be fenced") !=
          std::string::npos);
}
TEST_CASE("split: random delays leave the race to chance") {
    CHECK(race("pcmk_delay_max=9s", "pcmk_delay_max=9s") ==
          "side 1 fences n2 after 0 to 9 s (pcmk_delay_max of f2), side 2 fences "
          "n1 after 0 to 9 s (pcmk_delay_max of f1), so that chance decides");
    CHECK(race("pcmk_delay_max=9s", "").find("so that side 1 has the lead, but chance decides") != std::string::npos);
}
TEST_CASE("split: pcmk_delay_base may have a delay for each node") {
    const Sketch mapped = Sketch("n1 n2")
                              .options("fencing-enabled=true")
                              .resource(fencing_device("f", parameters("pcmk_host_list=n1,n2 pcmk_delay_base=n1:7s;n2:0")));
    CHECK(split_of(mapped, {{"n1"}, {"n2"}}).race.find("side 2 fences n1 after 7 s") != std::string::npos);
}
TEST_CASE("split: the side with the more important node has the lead by priority-fencing-delay") {
    CHECK(race("pcmk_delay_base=5s", "", "priority-fencing-delay=15s", "priority=1") ==
          "side 1 fences n2 at once, side 2 fences n1 after 20 s (priority-fencing-delay, pcmk_delay_base of f1), so that "
          "side 1 is likely to win");
}
TEST_CASE("split: priority-fencing-delay does not count among equals") {
    CHECK(race("", "", "priority-fencing-delay=15s")
              .ends_with("; priority-fencing-delay (15 s) does not count, as no node is more important by the priorities of its "
                         "resources"));
}

TEST_CASE("split: a watchdog does not fence a side that has quorum, too") {
    const Sketch watchdogs = Sketch("n1 n2")
                                 .options("fencing-enabled=true have-watchdog=true fencing-watchdog-timeout=10s")
                                 .resource(primitive("a"))
                                 .runs("a", "n1");
    const Split found = split_of(watchdogs, {{"n1"}, {"n2"}});
    CHECK(found.race.empty());
    CHECK_FALSE(found.sides[0].fences.at(0).done);
    CHECK(found.sides[0].fences[0].by.find("only its own watchdog could reset it") == 0);
    CHECK(found.twice() == Names{"a"});
}
TEST_CASE("split: a watchdog fences a side without quorum") {
    const Sketch watchdogs = Sketch("n1 n2 n3")
                                 .options("fencing-enabled=true have-watchdog=true fencing-watchdog-timeout=10s")
                                 .resource(primitive("a"))
                                 .runs("a", "n1");
    const Split found = split_of(watchdogs, {{"n1"}, {"n2", "n3"}});
    CHECK(found.sides[1].fences.at(0).done);
    CHECK(found.twice().empty());
}

TEST_CASE("split: without fencing and quorum-less stops, a service runs twice") {
    const Split found = split_of(cluster("n1 n2 n3").options("no-quorum-policy=ignore"), {{"n1"}, {"n2", "n3"}});
    CHECK(found.twice() == Names{"a"});
    CHECK(found.ends[0].services[0].twice);
    CHECK(found.twice_for_a_while().empty());
}
TEST_CASE("split: without fencing, the side with quorum does not wait until the other has stopped") {
    const Split found = split_of(cluster("n1 n2 n3"), {{"n1"}, {"n2", "n3"}});
    CHECK(found.twice().empty());
    CHECK(found.twice_for_a_while() == Names{"a"});
}
TEST_CASE("split: a clone on both sides is no harm, unless it is promoted on both") {
    const Sketch promoted = Sketch("n1 n2 n3")
                                .options("no-quorum-policy=ignore")
                                .resource(clone("c", primitive("p")))
                                .resource(promotable("m", "s"))
                                .transient("n1", "master-s=10")
                                .transient("n2", "master-s=5")
                                .runs("p", "n1")
                                .runs("p", "n2")
                                .runs_promoted("s", "n1")
                                .runs("s", "n2");
    CHECK(split_of(promoted, {{"n1"}, {"n2", "n3"}}).twice() == Names{"m"});
}

TEST_CASE("split: quorum is counted by corosync.conf, for all sides together") {
    const Split found =
        split_of(cluster("n1 n2"), {{"n1"}, {"n2"}},
                 file(2, "device {\nmodel: net\nvotes: 1\nnet {\nalgorithm: ffsplit\ntie_breaker: highest\n}\n}\n"));
    CHECK_FALSE(found.sides[0].quorum());
    CHECK(found.sides[1].quorum());
    CHECK(found.sides[1].outcome.quorum_explanation == "2 of 3 votes (1 from the quorum device), 2 needed (corosync.conf)");
}
TEST_CASE("split: what is odd in corosync.conf is said once") {
    const Split found = split_of(cluster("n1 n2 n3"), {{"n1"}, {"n2", "n3"}}, file(3, "two_node: 1\n"));
    CHECK(std::ranges::count(found.diagnostics, "two-node-count", &Diagnostic::code) == 1);
}
TEST_CASE("split: there can be more than two sides") {
    const Split found = split_of(cluster("n1 n2 n3", "n1,n2,n3"), {{"n1"}, {"n2"}, {"n3"}});
    CHECK(found.sides.size() == 3);
    CHECK(found.lost() == Names{"a"});
}
TEST_CASE("split: events happen before, and the cluster comes to rest after them") {
    const Split found =
        split({.cib = cluster("n1 n2 n3", "n1,n2,n3").cib(), .events = {NodeStandby{"n1"}}}, {{"n1"}, {"n2", "n3"}});
    CHECK(found.events.size() == 1);
    CHECK(found.sides[0].outcome.resource("a").before.at(0).node != "n1");
    CHECK(nodes_of(found.ends[0], "a", 1).size() == 1);
}
TEST_CASE("split: what fails from now on fails after the split, too") {
    const Split found =
        split({.cib = cluster("n1 n2 n3", "n1,n2,n3").cib(), .events = {FencingWillFail{"n1"}}}, {{"n1"}, {"n2", "n3"}});
    CHECK_FALSE(found.sides[1].fences.at(0).done);
}
TEST_CASE("split: a side may fence its own members") {
    const Split found = split_of(cluster("n1 n2 n3", "n1,n2,n3").options("no-quorum-policy=fence"), {{"n1"}, {"n2", "n3"}});
    CHECK(found.sides[0].fences_itself == Names{"n1"});
}
