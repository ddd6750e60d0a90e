#include <doctest/doctest.h>

#include "placement/unpack.h"
#include "support/scheduled.h"

// What a resource's score on a node begins with, and the rules that look at one resource and one node.
using namespace placement;

namespace {

Sketch on_two_nodes(const std::string& inside = "") { return Sketch("n1 n2").resource(primitive("a", inside)); }

} // namespace

// ---- where it may run -----------------------------------------------------------------------------------------

TEST_CASE("in a symmetric cluster a resource may run anywhere") {
    const Scheduled result(on_two_nodes());
    CHECK(result.score("a", "n1") == "0");
    CHECK(result.score("a", "n2") == "0");
    CHECK(result.node("a") == "n1");
}

TEST_CASE("in an asymmetric cluster a resource may run only where a location constraint lets it") {
    const Scheduled result(on_two_nodes().options("symmetric-cluster=false").constraint(location("l", "a", "n2", "0")));
    CHECK(result.score("a", "n1") == "none");
    CHECK(result.score("a", "n2") == "0");
    CHECK(result.node("a") == "n2");
}

TEST_CASE("in an asymmetric cluster a resource without constraints stays down") {
    CHECK(Scheduled(on_two_nodes().options("symmetric-cluster=false")).node("a").empty());
}

// ---- location constraints -------------------------------------------------------------------------------------

TEST_CASE("the scores of location constraints add up") {
    const Scheduled result(
        on_two_nodes().constraint(location("l1", "a", "n2", "30")).constraint(location("l2", "a", "n2", "-10")));
    CHECK(result.score("a", "n2") == "20");
    CHECK(result.node("a") == "n2");
}

TEST_CASE("minus infinity wins over infinity") {
    const Scheduled result(
        on_two_nodes().constraint(location("l1", "a", "n1", "INFINITY")).constraint(location("l2", "a", "n1", "-INFINITY")));
    CHECK(result.score("a", "n1") == "-INFINITY");
    CHECK(result.node("a") == "n2");
}

TEST_CASE("a negative score keeps a resource off a node even when it has no other") {
    const Scheduled result(
        on_two_nodes().constraint(location("l1", "a", "n1", "-1")).constraint(location("l2", "a", "n2", "-1")));
    CHECK(result.node("a").empty());
}

TEST_CASE("of a group's location constraints the first member's scores count alone") {
    const Scheduled result(Sketch("n1 n2")
                               .resource(group("g", primitive("a") + primitive("b")))
                               .constraint(location("l", "g", "n2", "100")));
    CHECK(result.score("g", "n2") == "100");
    CHECK(result.score("a", "n2") == "100");
    CHECK(result.score("b", "n2") == "0");
    CHECK(result.score("b", "n1") == "-INFINITY");
}

TEST_CASE("a clone's location constraints count for each instance") {
    const Scheduled result(Sketch("n1 n2")
                               .resource(clone("c", primitive("a")))
                               .constraint(location("l", "c", "n2", "-INFINITY")));
    CHECK(result.score("a:0", "n2") == "-INFINITY");
    CHECK(result.score("a:1", "n2") == "-INFINITY");
    CHECK(result.nodes("a") == "n1");
}

TEST_CASE("a rule's score counts on the nodes where it passes") {
    const Scheduled result(
        on_two_nodes().attributes("n2", "disk=fast").constraint(R"(<rsc_location id="l" rsc="a"><rule id="r" score="50">
                                   <expression id="e" attribute="disk" operation="eq" value="fast"/>
                                   </rule></rsc_location>)"));
    CHECK(result.score("a", "n1") == "0");
    CHECK(result.score("a", "n2") == "50");
}

TEST_CASE("a rule's score-attribute takes the score from the node") {
    const Scheduled result(on_two_nodes()
                               .attributes("n1", "weight=5")
                               .attributes("n2", "weight=70")
                               .constraint(R"(<rsc_location id="l" rsc="a"><rule id="r" score-attribute="weight">
                                   <expression id="e" attribute="weight" operation="defined"/>
                                   </rule></rsc_location>)"));
    CHECK(result.score("a", "n1") == "5");
    CHECK(result.score("a", "n2") == "70");
}

TEST_CASE("a location constraint with the role Promoted counts for no score of the assignment") {
    const Scheduled result(Sketch("n1 n2")
                               .resource(promotable("c", "a", "promoted-max=1"))
                               .constraint(R"(<rsc_location id="l" rsc="c"><rule id="r" role="Promoted" score="50">
                                   <expression id="e" attribute="#uname" operation="eq" value="n2"/>
                                   </rule></rsc_location>)"));
    CHECK(result.score("a:0", "n2") == "0");
    CHECK(result.promoted("a") == "n2");
}

// ---- discovery ------------------------------------------------------------------------------------------------

TEST_CASE("exclusive discovery bans the resource from every node that is not named with it") {
    const Scheduled result(on_two_nodes().constraint(location("l", "a", "n2", "0", R"(resource-discovery="exclusive")")));
    CHECK(result.score("a", "n1") == "-INFINITY");
    CHECK(result.node("a") == "n2");
}

TEST_CASE("never discovering a resource bans it from no node") {
    const Scheduled result(on_two_nodes().constraint(location("l", "a", "n1", "0", R"(resource-discovery="never")")));
    CHECK(result.score("a", "n1") == "0");
    CHECK(result.node("a") == "n1");
}

TEST_CASE("exclusive discovery of a group holds for its members") {
    const Scheduled result(Sketch("n1 n2")
                               .resource(group("g", primitive("a") + primitive("b")))
                               .constraint(location("l", "g", "n2", "0", R"(resource-discovery="exclusive")")));
    CHECK(result.score("a", "n1") == "-INFINITY");
    CHECK(result.nodes("b") == "n2");
}

// ---- stickiness -----------------------------------------------------------------------------------------------

TEST_CASE("stickiness counts where the resource runs") {
    const Scheduled result(on_two_nodes(meta("resource-stickiness=100")).runs("a", "n2"));
    CHECK(result.score("a", "n1") == "0");
    CHECK(result.score("a", "n2") == "100");
    CHECK(result.node("a") == "n2");
}

TEST_CASE("stickiness that is not positive is ignored") {
    const Scheduled result(on_two_nodes(meta("resource-stickiness=-5")).runs("a", "n2"));
    CHECK(result.score("a", "n2") == "0");
}

TEST_CASE("an unmanaged resource stays where it runs, whatever speaks against it") {
    const Scheduled result(on_two_nodes(meta("is-managed=false")).constraint(location("l", "a", "n1", "5000")).runs("a", "n2"));
    CHECK(result.score("a", "n2") == "INFINITY");
    CHECK(result.node("a") == "n2");
}

TEST_CASE("a resource that is active twice has no stickiness") {
    const Scheduled result(on_two_nodes(meta("resource-stickiness=100")).runs("a", "n1").runs("a", "n2"));
    CHECK(result.score("a", "n1") == "0");
    CHECK(result.score("a", "n2") == "0");
}

TEST_CASE("in an asymmetric cluster there is no stickiness where the resource may no longer run") {
    const Scheduled result(on_two_nodes(meta("resource-stickiness=100"))
                               .options("symmetric-cluster=false")
                               .constraint(location("l", "a", "n1", "1"))
                               .runs("a", "n2"));
    CHECK(result.score("a", "n2") == "none");
    CHECK(result.node("a") == "n1");
}

TEST_CASE("a clone's instances stick with 1 unless something else is configured") {
    const Scheduled result(Sketch("n1 n2").resource(clone("c", meta("clone-max=1") + primitive("a"))).runs("a", "n2"));
    CHECK(result.score("a:0", "n2") == "1");
}

TEST_CASE("each member of a group sticks to its node, and the group with all of them") {
    const Scheduled result(Sketch("n1 n2")
                               .resource(group("g", meta("resource-stickiness=10") + primitive("a") + primitive("b")))
                               .runs("a b", "n2"));
    CHECK(result.score("a", "n2") == "20");
    CHECK(result.score("b", "n2") == "10");
}

// ---- failures -------------------------------------------------------------------------------------------------

TEST_CASE("as many failures as the migration-threshold ban a resource from the node") {
    const Scheduled result(
        on_two_nodes(meta("migration-threshold=2")).runs("a", "n1").transient("n1", "fail-count-a#monitor_10000=2"));
    CHECK(result.score("a", "n1") == "-INFINITY");
    CHECK(result.node("a") == "n2");
}

TEST_CASE("fewer failures than the migration-threshold change nothing") {
    const Scheduled result(
        on_two_nodes(meta("migration-threshold=2")).runs("a", "n1").transient("n1", "fail-count-a#monitor_10000=1"));
    CHECK(result.score("a", "n1") == "0");
}

TEST_CASE("a migration-threshold of 0 never bans") {
    const Scheduled result(
        on_two_nodes(meta("migration-threshold=0")).runs("a", "n1").transient("n1", "fail-count-a#monitor_10000=INFINITY"));
    CHECK(result.score("a", "n1") == "0");
}

TEST_CASE("the failures of an anonymous clone's instance ban the whole clone from the node") {
    const Scheduled result(Sketch("n1 n2")
                               .resource(clone("c", meta("migration-threshold=1") + primitive("a")))
                               .transient("n1", "fail-count-a#monitor_10000=1"));
    CHECK(result.score("c", "n1") == "-INFINITY");
    CHECK(result.score("a:0", "n1") == "-INFINITY");
    CHECK(result.nodes("a") == "n2");
}

TEST_CASE("a member's failures ban that member, and the others go with it") {
    const Scheduled result(Sketch("n1 n2")
                               .resource(group("g", meta("migration-threshold=1") + primitive("a") + primitive("b")))
                               .runs("a b", "n1")
                               .transient("n1", "fail-count-b#monitor_10000=1"));
    CHECK(result.score("b", "n1") == "-INFINITY");
    CHECK(result.score("g", "n1") == "0");
    CHECK(result.nodes("a") == "n2");
}

TEST_CASE("a failed start is fatal on its node by default") {
    const Scheduled result(on_two_nodes().operation("n1", "a", "start", 1).transient("n1", "fail-count-a#start_0=INFINITY"));
    CHECK(result.score("a", "n1") == "-INFINITY");
    CHECK(result.node("a") == "n2");
}

// ---- shutdown locks -------------------------------------------------------------------------------------------

TEST_CASE("with shutdown-lock a resource is kept from all nodes but the one that shuts down") {
    const Scheduled result(on_two_nodes().options("shutdown-lock=true").runs("a", "n1").leaving("n1"));
    CHECK(result.score("a", "n2") == "-INFINITY");
    CHECK(result.node("a").empty());
}

TEST_CASE("without shutdown-lock a resource leaves the node that shuts down") {
    CHECK(Scheduled(on_two_nodes().runs("a", "n1").leaving("n1")).node("a") == "n2");
}

TEST_CASE("the shutdown lock of a resource that is active is cancelled by an action") {
    std::string text = on_two_nodes().options("shutdown-lock=true").runs("a", "n1").xml();
    const std::string history = "<lrm_resource id=\"a\"";
    REQUIRE(text.find(history) != std::string::npos);
    text.insert(text.find(history) + history.size(), " shutdown-lock=\"" + std::to_string(Sketch::now) + "\"");
    const Scheduled result(unpack(Cib::from_text(text), Time{Sketch::now, 0}));
    CHECK(result.need("a_lrm_delete_0", "n1") == "required");
    CHECK(result.score("a", "n2") == "0");
}

TEST_CASE("a shutdown lock holds for the members of a group") {
    const Scheduled result(Sketch("n1 n2")
                               .options("shutdown-lock=true")
                               .resource(group("g", primitive("a")))
                               .runs("a", "n1")
                               .leaving("n1"));
    CHECK(result.score("a", "n2") == "-INFINITY");
}

TEST_CASE("a clone is not locked") {
    const Scheduled result(Sketch("n1 n2")
                               .options("shutdown-lock=true")
                               .resource(clone("c", meta("clone-max=1") + primitive("a")))
                               .runs("a", "n1")
                               .leaving("n1"));
    CHECK(result.nodes("a") == "n2");
}

// ---- node health ----------------------------------------------------------------------------------------------

TEST_CASE("migrate-on-red takes resources off a node with a red attribute") {
    const Scheduled result(on_two_nodes().options("node-health-strategy=migrate-on-red").attributes("n1", "#health-disk=red"));
    CHECK(result.score("a", "n1") == "-INFINITY");
}

TEST_CASE("without a strategy health counts for nothing") {
    CHECK(Scheduled(on_two_nodes().attributes("n1", "#health-disk=red")).score("a", "n1") == "0");
}

TEST_CASE("only-green takes resources off a node with a yellow attribute") {
    const Scheduled result(on_two_nodes().options("node-health-strategy=only-green").attributes("n1", "#health-disk=yellow"));
    CHECK(result.score("a", "n1") == "-INFINITY");
}

TEST_CASE("progressive health adds up the colours and the base") {
    const Scheduled result(on_two_nodes()
                               .options("node-health-strategy=progressive node-health-base=100 node-health-yellow=-30")
                               .attributes("n1", "#health-disk=yellow #health-fan=yellow"));
    CHECK(result.score("a", "n1") == "40");
    CHECK(result.score("a", "n2") == "100");
}

TEST_CASE("a resource with allow-unhealthy-nodes stays") {
    const Scheduled result(on_two_nodes(meta("allow-unhealthy-nodes=true"))
                               .options("node-health-strategy=migrate-on-red")
                               .attributes("n1", "#health-disk=red"));
    CHECK(result.score("a", "n1") == "0");
}

// ---- tickets --------------------------------------------------------------------------------------------------

namespace {

Sketch with_ticket(const std::string& attributes, const std::string& ticket_state = R"(granted="false")") {
    return on_two_nodes()
        .constraint(R"(<rsc_ticket id="t" rsc="a" ticket="T" )" + attributes + "/>")
        .status(R"(<tickets><ticket_state id="T" )" + ticket_state + "/></tickets>");
}

} // namespace

TEST_CASE("a resource needs its ticket to start") {
    CHECK(Scheduled(with_ticket(R"(loss-policy="freeze")")).node("a").empty());
    CHECK(Scheduled(with_ticket(R"(loss-policy="freeze")", R"(granted="true")")).node("a") == "n1");
}

TEST_CASE("a ticket in standby is as good as none for what does not run") {
    CHECK(Scheduled(with_ticket("", R"(granted="true" standby="true")")).node("a").empty());
}

TEST_CASE("a lost ticket with the policy stop stops the resource") {
    CHECK(Scheduled(with_ticket(R"(loss-policy="stop")").runs("a", "n1")).node("a").empty());
}

TEST_CASE("a lost ticket with the policy demote stops what has no role to lose") {
    CHECK(Scheduled(with_ticket(R"(loss-policy="demote")").runs("a", "n1")).node("a").empty());
}

TEST_CASE("a lost ticket with the policy freeze leaves the resource alone") {
    const Scheduled result(with_ticket(R"(loss-policy="freeze")").runs("a", "n1"));
    CHECK(result.score("a", "n1") == "0");
    CHECK(result.node("a") == "n1");
    CHECK_FALSE(result.schedule.placements[result.id("a")].managed);
}

TEST_CASE("a lost ticket with the policy fence stops the resource and fences its node") {
    const Scheduled result(with_ticket(R"(loss-policy="fence")")
                               .options("fencing-enabled=true")
                               .resource(fencing_device("fencer"))
                               .runs("a", "n1"));
    CHECK(result.node("a").empty());
    CHECK(result.fences("n1"));
    CHECK_FALSE(result.fences("n2"));
}

TEST_CASE("a ticket for the role Promoted with the policy demote leaves the instances running unpromoted") {
    const Scheduled result(
        Sketch("n1 n2")
            .resource(promotable("c", "a"))
            .transient("n1", "master-a=10")
            .constraint(R"(<rsc_ticket id="t" rsc="c" rsc-role="Promoted" ticket="T" loss-policy="demote"/>)")
            .runs_promoted("a", "n1"));
    CHECK(result.nodes("a") == "n1 n2");
    CHECK(result.promoted("a").empty());
}
