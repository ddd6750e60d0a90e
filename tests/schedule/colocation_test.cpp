#include <algorithm>

#include <doctest/doctest.h>

#include "support/scheduled.h"

// What a colocation does to the scores of its dependent, and what the dependent's wishes do to its primary.
using namespace placement;

namespace {

/// "a" is the dependent, "b" the primary.
Sketch pair_with(const std::string& score, const std::string& more = "", const std::string& of_a = "",
                 const std::string& of_b = "") {
    return Sketch("n1 n2")
        .resource(primitive("a", of_a))
        .resource(primitive("b", of_b))
        .constraint(colocation("c", "a", "b", score, more));
}

std::string sets(const std::string& id, const std::string& score, const std::string& inside) {
    return "<rsc_colocation id=\"" + id + "\" score=\"" + score + "\">" + inside + "</rsc_colocation>";
}

} // namespace

// ---- the dependent follows ------------------------------------------------------------------------------------

TEST_CASE("a mandatory colocation bans the dependent from every other node") {
    const Scheduled result(pair_with("INFINITY").constraint(location("l", "b", "n2", "10")));
    CHECK(result.score("a", "n1") == "-INFINITY");
    CHECK(result.score("a", "n2") == "0");
    CHECK(result.node("a") == "n2");
}

TEST_CASE("the dependent of a mandatory colocation stays down with its primary") {
    const Scheduled result(pair_with("INFINITY", "", "", meta("target-role=Stopped")));
    CHECK(result.score("a", "n1") == "-INFINITY");
    CHECK(result.node("a").empty());
}

TEST_CASE("the primary of a mandatory colocation runs without its dependent") {
    CHECK(Scheduled(pair_with("INFINITY", "", meta("target-role=Stopped"))).node("b") == "n1");
}

TEST_CASE("a colocation of -INFINITY bans the dependent from its primary's node") {
    const Scheduled result(pair_with("-INFINITY").constraint(location("l", "b", "n2", "10")));
    CHECK(result.score("a", "n1") == "0");
    CHECK(result.score("a", "n2") == "-INFINITY");
    CHECK(result.node("a") == "n1");
}

TEST_CASE("a colocation of -INFINITY bans from nothing where the primary is down") {
    const Scheduled result(pair_with("-INFINITY", "", "", meta("target-role=Stopped")));
    CHECK(result.score("a", "n1") == "0");
    CHECK(result.score("a", "n2") == "0");
}

TEST_CASE("an optional colocation adds its score on the primary's node") {
    const Scheduled result(pair_with("25").constraint(location("l", "b", "n2", "INFINITY")));
    CHECK(result.score("a", "n1") == "0");
    CHECK(result.score("a", "n2") == "25");
    CHECK(result.node("a") == "n2");
}

TEST_CASE("an optional colocation leaves its dependent where it is better off") {
    const Scheduled result(pair_with("25")
                               .constraint(location("l1", "b", "n2", "INFINITY"))
                               .constraint(location("l2", "a", "n1", "26")));
    CHECK(result.node("a") == "n1");
}

TEST_CASE("an optional colocation with a primary that is down counts against every node, unless none would be left") {
    const Scheduled none_left(pair_with("25", "", "", meta("target-role=Stopped")));
    CHECK(none_left.score("a", "n1") == "0");
    const Scheduled one_left(
        pair_with("25", "", "", meta("target-role=Stopped")).constraint(location("l", "a", "n1", "30")));
    CHECK(one_left.score("a", "n1") == "5");
    CHECK(one_left.score("a", "n2") == "-25");
}

TEST_CASE("an optional dislike is taken back where it would leave no node") {
    const Scheduled result(pair_with("-25")
                               .constraint(location("l1", "b", "n1", "INFINITY"))
                               .constraint(location("l2", "a", "n2", "-INFINITY")));
    CHECK(result.score("a", "n1") == "0");
    CHECK(result.node("a") == "n1");
}

TEST_CASE("a chain of colocations keeps all together") {
    const Scheduled result(Sketch("n1 n2 n3")
                               .resource(primitive("a"))
                               .resource(primitive("b"))
                               .resource(primitive("c"))
                               .constraint(colocation("c1", "a", "b", "INFINITY"))
                               .constraint(colocation("c2", "b", "c", "INFINITY"))
                               .constraint(location("l", "c", "n3", "10")));
    CHECK(result.node("a") == "n3");
    CHECK(result.node("b") == "n3");
}

TEST_CASE("two resources that want to be with each other are placed once") {
    const Scheduled result(pair_with("INFINITY").constraint(colocation("back", "b", "a", "INFINITY")));
    CHECK(result.node("a") == result.node("b"));
    CHECK_FALSE(result.node("a").empty());
}

// ---- the primary listens --------------------------------------------------------------------------------------

TEST_CASE("the dependent's preferences count for the primary") {
    const Scheduled result(pair_with("INFINITY").constraint(location("l", "a", "n2", "10")));
    CHECK(result.score("b", "n2") == "10");
    CHECK(result.node("b") == "n2");
}

TEST_CASE("the dependent's preferences count in proportion to the colocation's score") {
    const Scheduled result(pair_with("500000").constraint(location("l", "a", "n2", "100")));
    CHECK(result.score("b", "n2") == "50");
}

TEST_CASE("a preference that is worth less than 1 still counts 1") {
    const Scheduled result(pair_with("1").constraint(location("l", "a", "n2", "100")));
    CHECK(result.score("b", "n2") == "1");
}

TEST_CASE("the primary turns away from where a disliked dependent wants to be") {
    const Scheduled result(pair_with("-INFINITY").constraint(location("l", "a", "n1", "100")));
    CHECK(result.score("b", "n1") == "-100");
    CHECK(result.node("b") == "n2");
    CHECK(result.node("a") == "n1");
}

TEST_CASE("what a disliked dependent dislikes is not a preference while it has several nodes") {
    const Scheduled result(pair_with("-1000000").constraint(location("l", "a", "n1", "-100")).node("n3"));
    CHECK(result.score("b", "n1") == "0");
}

TEST_CASE("what a disliked dependent dislikes is a preference when it has one node left") {
    const Scheduled result(pair_with("-500000").constraint(location("l", "a", "n1", "-100")));
    CHECK(result.score("b", "n1") == "50");
}

TEST_CASE("a double negative that does not outweigh the primary's stickiness is not a preference") {
    const Scheduled result(
        pair_with("-500000", "", "", meta("resource-stickiness=100")).constraint(location("l", "a", "n1", "-100")));
    CHECK(result.score("b", "n1") == "0");
}

TEST_CASE("preferences that would leave the primary no node are dropped") {
    const Scheduled result(pair_with("INFINITY")
                               .constraint(location("l1", "a", "n1", "-INFINITY"))
                               .constraint(location("l2", "a", "n2", "-INFINITY")));
    CHECK(result.score("b", "n1") == "0");
    CHECK(result.node("b") == "n1");
}

TEST_CASE("without influence an active primary does not listen") {
    const Scheduled result(
        pair_with("INFINITY", R"(influence="false")").constraint(location("l", "a", "n2", "10")).runs("b", "n1"));
    CHECK(result.score("b", "n2") == "0");
    CHECK(result.node("a") == "n1");
}

TEST_CASE("without influence a primary that is down listens nevertheless") {
    const Scheduled result(pair_with("INFINITY", R"(influence="false")").constraint(location("l", "a", "n2", "10")));
    CHECK(result.score("b", "n2") == "10");
}

TEST_CASE("a dependent that is not critical has no influence") {
    const Scheduled result(pair_with("INFINITY", "", meta("critical=false"))
                               .constraint(location("l", "a", "n2", "10"))
                               .runs("b", "n1"));
    CHECK(result.score("b", "n2") == "0");
}

TEST_CASE("preferences flow through a chain") {
    const Scheduled result(Sketch("n1 n2")
                               .resource(primitive("a"))
                               .resource(primitive("b"))
                               .resource(primitive("c"))
                               .constraint(colocation("c1", "a", "b", "INFINITY"))
                               .constraint(colocation("c2", "b", "c", "INFINITY"))
                               .constraint(location("l", "a", "n2", "10")));
    CHECK(result.score("c", "n2") == "10");
}

// ---- node attributes ------------------------------------------------------------------------------------------

TEST_CASE("a node attribute makes any node with the primary's value good enough") {
    const Scheduled result(pair_with("INFINITY", R"(node-attribute="site")")
                               .node("n3")
                               .attributes("n1", "site=A")
                               .attributes("n2", "site=B")
                               .attributes("n3", "site=B")
                               .constraint(location("l1", "b", "n2", "INFINITY"))
                               .constraint(location("l2", "a", "n3", "10")));
    CHECK(result.score("a", "n1") == "-INFINITY");
    CHECK(result.score("a", "n2") == "0");
    CHECK(result.node("a") == "n3");
}

TEST_CASE("a preference for a node counts on the nodes with the same attribute") {
    const Scheduled result(pair_with("INFINITY", R"(node-attribute="site")")
                               .node("n3")
                               .attributes("n1", "site=A")
                               .attributes("n2", "site=B")
                               .attributes("n3", "site=B")
                               .constraint(location("l2", "a", "n3", "10")));
    CHECK(result.score("b", "n1") == "0");
    CHECK(result.score("b", "n2") == "10");
    CHECK(result.score("b", "n3") == "10");
}

// ---- groups ---------------------------------------------------------------------------------------------------

namespace {

Sketch group_and_x(const std::string& dependent, const std::string& primary, const std::string& score,
                   const std::string& options = "") {
    return Sketch("n1 n2")
        .resource(group("g", options + primitive("m1") + primitive("m2")))
        .resource(primitive("x"))
        .constraint(colocation("c", dependent, primary, score));
}

} // namespace

TEST_CASE("each member of a group follows the one before it") {
    const Scheduled result(Sketch("n1 n2")
                               .resource(group("g", primitive("m1") + primitive("m2") + primitive("m3")))
                               .constraint(location("l", "m1", "n2", "5")));
    CHECK(result.score("m2", "n1") == "-INFINITY");
    CHECK(result.score("m3", "n1") == "-INFINITY");
    CHECK(result.node("m3") == "n2");
}

TEST_CASE("the first member hears what the others prefer") {
    const Scheduled result(Sketch("n1 n2")
                               .resource(group("g", primitive("m1") + primitive("m2")))
                               .constraint(location("l", "m2", "n2", "5")));
    CHECK(result.score("m1", "n2") == "5");
}

TEST_CASE("a group stops at the first member that cannot run") {
    const Scheduled result(Sketch("n1").resource(
        group("g", primitive("m1") + primitive("m2", meta("target-role=Stopped")) + primitive("m3"))));
    CHECK(result.node("m1") == "n1");
    CHECK(result.node("m2").empty());
    CHECK(result.node("m3").empty());
}

TEST_CASE("a group that follows something is led by its first member") {
    const Scheduled result(group_and_x("g", "x", "INFINITY").constraint(location("l", "x", "n2", "10")));
    CHECK(result.score("m1", "n1") == "-INFINITY");
    CHECK(result.node("m2") == "n2");
}

TEST_CASE("what must be with a group waits for its last member") {
    const Scheduled result(group_and_x("x", "g", "INFINITY", "").constraint(location("l", "m2", "n1", "-INFINITY"))
                               .constraint(location("l2", "m2", "n2", "-INFINITY")));
    CHECK(result.node("m1") == "n1");
    CHECK(result.node("m2").empty());
    CHECK(result.node("x").empty());
}

TEST_CASE("what would like to be with a group goes by its first member") {
    const Scheduled result(group_and_x("x", "g", "50", "")
                               .constraint(location("l", "m2", "n1", "-INFINITY"))
                               .constraint(location("l2", "m2", "n2", "-INFINITY")));
    CHECK(result.score("x", "n1") == "50");
}

TEST_CASE("nothing can be bound to a group whose members need not be together") {
    const Scheduled result(group_and_x("x", "g", "INFINITY", meta("collocated=false"))
                               .constraint(location("l", "g", "n2", "INFINITY")));
    CHECK(result.score("x", "n1") == "0");
    REQUIRE_FALSE(result.schedule.diagnostics.empty());
    CHECK(result.schedule.diagnostics[0].code == "mandatory-colocation-of-loose-group");
}

TEST_CASE("what would like to be with a loose group is drawn to each of its members") {
    const Scheduled result(group_and_x("x", "g", "50", meta("collocated=false"))
                               .constraint(location("l1", "m1", "n1", "INFINITY"))
                               .constraint(location("l2", "m2", "n2", "INFINITY")));
    CHECK(result.score("x", "n1") == "50");
    CHECK(result.score("x", "n2") == "50");
}

TEST_CASE("of a loose group only the first member follows what the group follows") {
    const Scheduled result(
        group_and_x("g", "x", "INFINITY", meta("collocated=false")).constraint(location("l", "x", "n2", "INFINITY")));
    CHECK(result.score("m1", "n1") == "-INFINITY");
    CHECK(result.score("m2", "n1") == "0");
}

// ---- clones ---------------------------------------------------------------------------------------------------

TEST_CASE("what must be with a clone may be wherever an instance is") {
    const Scheduled result(Sketch("n1 n2 n3")
                               .resource(clone("c", primitive("a")))
                               .resource(primitive("x"))
                               .constraint(location("l", "c", "n1", "-INFINITY"))
                               .constraint(colocation("with", "x", "c", "INFINITY")));
    CHECK(result.score("x", "n1") == "-INFINITY");
    CHECK(result.score("x", "n2") == "0");
    CHECK(result.score("x", "n3") == "0");
}

TEST_CASE("what must not be with a clone avoids every instance") {
    const Scheduled result(Sketch("n1 n2 n3")
                               .resource(clone("c", primitive("a")))
                               .resource(primitive("x"))
                               .constraint(location("l", "c", "n3", "-INFINITY"))
                               .constraint(colocation("with", "x", "c", "-INFINITY")));
    CHECK(result.score("x", "n1") == "-INFINITY");
    CHECK(result.node("x") == "n3");
}

namespace {

Sketch two_clones(const std::string& of_dependent, const std::string& of_primary = "") {
    return Sketch("n1 n2 n3")
        .resource(clone("first", (of_primary.empty() ? "" : meta(of_primary)) + primitive("p")))
        .resource(clone("then", (of_dependent.empty() ? "" : meta(of_dependent)) + primitive("d")))
        .constraint(location("l", "first", "n2", "-INFINITY"))
        .constraint(colocation("with", "then", "first", "INFINITY"));
}

} // namespace

TEST_CASE("a clone that must be with a clone has instances only beside instances") {
    CHECK(Scheduled(two_clones("")).nodes("d") == "n1 n3");
    CHECK(Scheduled(two_clones("interleave=true")).nodes("d") == "n1 n3");
}

TEST_CASE("interleaved instances pair up: one without a partner stays down") {
    const Scheduled result(two_clones("interleave=true", "clone-max=1"));
    CHECK(result.nodes("p") == "n1");
    CHECK(result.nodes("d") == "n1");
}

TEST_CASE("clones that allow different numbers of instances per node cannot be interleaved") {
    const Scheduled result(two_clones("interleave=true clone-node-max=2 globally-unique=true"));
    REQUIRE_FALSE(result.schedule.diagnostics.empty());
    CHECK(result.schedule.diagnostics[0].code == "cannot-interleave");
}

// ---- roles ----------------------------------------------------------------------------------------------------

namespace {

Sketch promotable_and_x(const std::string& constraint) {
    return Sketch("n1 n2")
        .resource(promotable("c", "db", "promoted-max=1"))
        .resource(primitive("x"))
        .transient("n1", "master-db=5")
        .transient("n2", "master-db=10")
        .runs("db", "n1")
        .runs("db", "n2")
        .constraint(constraint);
}

} // namespace

TEST_CASE("what must be with the promoted instance follows it") {
    const Scheduled result(promotable_and_x(colocation("with", "x", "c", "INFINITY", R"(with-rsc-role="Promoted")")));
    CHECK(result.promoted("db") == "n2");
    CHECK(result.score("x", "n1") == "-INFINITY");
    CHECK(result.node("x") == "n2");
}

TEST_CASE("what must not be with the promoted instance avoids its node alone") {
    const Scheduled result(promotable_and_x(colocation("with", "x", "c", "-INFINITY", R"(with-rsc-role="Promoted")")));
    CHECK(result.score("x", "n1") == "0");
    CHECK(result.score("x", "n2") == "-INFINITY");
}

TEST_CASE("what would like to be with an unpromoted instance gets the score there") {
    const Scheduled result(promotable_and_x(colocation("with", "x", "c", "40", R"(with-rsc-role="Unpromoted")")));
    CHECK(result.score("x", "n1") == "40");
    CHECK(result.score("x", "n2") == "0");
}

TEST_CASE("without a promoted instance, what must be with it stays down") {
    const Scheduled result(Sketch("n1 n2")
                               .resource(promotable("c", "db"))
                               .resource(primitive("x"))
                               .constraint(colocation("with", "x", "c", "INFINITY", R"(with-rsc-role="Promoted")")));
    CHECK(result.promoted("db").empty());
    CHECK(result.node("x").empty());
}

TEST_CASE("the preference of what must be with the promoted instance counts for the instances and for the promotion") {
    const Scheduled result(promotable_and_x(colocation("with", "x", "c", "INFINITY", R"(with-rsc-role="Promoted")"))
                               .constraint(location("l", "x", "n1", "100")));
    CHECK(result.promotion_score("db", "n1") == "205");
    CHECK(result.promoted("db") == "n1");
}

// ---- sets -----------------------------------------------------------------------------------------------------

TEST_CASE("the members of a sequential set follow the one before them") {
    const Scheduled result(Sketch("n1 n2")
                               .resource(primitive("a"))
                               .resource(primitive("b"))
                               .constraint(sets("c", "INFINITY", R"(<resource_set id="s">
                                   <resource_ref id="a"/><resource_ref id="b"/></resource_set>)"))
                               .constraint(location("l", "a", "n2", "10")));
    CHECK(result.score("b", "n1") == "-INFINITY");
    CHECK(result.node("b") == "n2");
}

TEST_CASE("the members of a set that is not sequential need not be together") {
    const Scheduled result(Sketch("n1 n2")
                               .resource(primitive("a"))
                               .resource(primitive("b"))
                               .constraint(sets("c", "INFINITY", R"(<resource_set id="s" sequential="false">
                                   <resource_ref id="a"/><resource_ref id="b"/></resource_set>)"))
                               .constraint(location("l", "a", "n2", "10")));
    CHECK(result.score("b", "n1") == "0");
}

TEST_CASE("members of a set dislike each other with a negative score") {
    const Scheduled result(Sketch("n1 n2 n3")
                               .resource(primitive("a"))
                               .resource(primitive("b"))
                               .resource(primitive("c"))
                               .constraint(sets("apart", "-INFINITY", R"(<resource_set id="s">
                                   <resource_ref id="a"/><resource_ref id="b"/><resource_ref id="c"/>
                                   </resource_set>)")));
    CHECK(result.node("a") != result.node("b"));
    CHECK(result.node("b") != result.node("c"));
    CHECK(result.node("a") != result.node("c"));
}

namespace {

std::string promotable_bundle(const std::string& id, const std::string& content) {
    return "<bundle id=\"" + id + "\"><docker image=\"image\" replicas=\"3\" promoted-max=\"1\"/><network control-port=\"3121\"/>" +
           stateful(content) + "</bundle>";
}

bool has_loop(const Scheduled& result) {
    const auto& diagnostics = result.schedule.diagnostics;
    return std::any_of(diagnostics.begin(), diagnostics.end(),
                       [](const Diagnostic& each) { return each.code == "assignment-loop"; });
}

} // namespace

TEST_CASE("a bundle that is colocated with what it contains is reported, and its assignment ends") {
    const std::string ran_inside =
        "<node_state id=\"box-2\" uname=\"box-2\" remote_node=\"true\" in_ccm=\"true\"><lrm id=\"box-2\"><lrm_resources>"
        "<lrm_resource id=\"a\" class=\"ocf\" provider=\"pacemaker\" type=\"Stateful\"><lrm_rsc_op id=\"a_start_0\" "
        "operation_key=\"a_start_0\" operation=\"start\" interval=\"0\" call-id=\"1\" rc-code=\"0\" op-status=\"0\" "
        "transition-key=\"1:1:0:11111111-1111-1111-1111-111111111111\"/></lrm_resource></lrm_resources></lrm></node_state>";
    CHECK(has_loop(Scheduled(Sketch("n1")
                                 .options("fencing-enabled=true")
                                 .resource(promotable_bundle("box", "a"))
                                 .constraint(colocation("c", "a", "box", "50"))
                                 .status(ran_inside))));
}

TEST_CASE("bundles that depend on each other are assigned one within another") {
    const Scheduled result(Sketch("n1 n2 n3")
                               .resource(promotable_bundle("one", "a"))
                               .resource(promotable_bundle("other", "b"))
                               .constraint(colocation("c", "one", "other", "INFINITY"))
                               .constraint(colocation("d", "other", "one", "INFINITY")));
    CHECK_FALSE(has_loop(result));
}

TEST_CASE("of several colocations with a bundle its containers hear the first, once for each") {
    const std::string bundle = "<bundle id=\"box\"><docker image=\"image\" replicas=\"1\"/><network control-port=\"3121\"/>" +
                               primitive("a") + "</bundle>";
    const Scheduled result(Sketch("n1 n2")
                               .resource(bundle)
                               .resource(primitive("x", meta("priority=2")))
                               .resource(primitive("y", meta("priority=1")))
                               .constraint(colocation("c", "x", "box", "100000"))
                               .constraint(colocation("d", "y", "box", "100000"))
                               .constraint(location("l", "x", "n1", "100"))
                               .constraint(location("m", "y", "n2", "500")));
    CHECK(result.score("box-docker-0", "n1") == "20");
    CHECK(result.score("box-docker-0", "n2") == "0");
}

TEST_CASE("what runs in a guest whose name is a member's goes where the container goes") {
    const Scheduled result(Sketch("n1 n2 guest")
                               .resource(primitive("vm", meta("remote-node=guest")))
                               .resource(primitive("a", meta("container=vm")))
                               .constraint("<rsc_location id=\"l\" rsc=\"vm\" node=\"n2\" score=\"10\"/>"));
    CHECK(result.node("vm") == "n2");
    CHECK(result.node("a") == "n2");
}
