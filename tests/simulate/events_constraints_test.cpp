#include <doctest/doctest.h>

#include "event_outcome.h"

// The constraints that crm_resource makes: moves, bans, and their ends.
using namespace placement;

namespace {

Sketch sample() { return Sketch("n1 n2").resource(primitive("a")).runs("a", "n1"); }

Sketch with_promotable() {
    return Sketch("n1 n2 n3")
        .resource(promotable("c", "db"))
        .runs_promoted("db", "n1")
        .runs("db", "n2")
        .runs("db", "n3")
        .transient("n1", "master-db=10")
        .transient("n2", "master-db=5")
        .transient("n3", "master-db=1");
}

/// "cli-ban-a-on-n1 a -INFINITY on n1, any role" for each location constraint.
std::vector<std::string> constraints(const Outcome& outcome) {
    std::vector<std::string> found;
    for (const LocationConstraint& each : outcome.after->locations) {
        const std::string role = each.role_filter == Role::Unknown ? "any role" : std::string(text(each.role_filter));
        for (const LocationConstraint::NodeScore& score : each.nodes) {
            found.push_back(each.id + " " + outcome.after->resources[each.resource].xml_id + " " + score.score.text() + " on " +
                            outcome.after->nodes[score.node].name + ", " + role);
        }
    }
    return found;
}

using Constraints = std::vector<std::string>;

} // namespace

TEST_CASE("moves, bans and their ends in words") {
    CHECK(text(ResourceMoved{"a", "n2"}) == "a is moved to n2");
    CHECK(text(ResourceMoved{"a"}) == "a is moved away from where it runs");
    CHECK(text(ResourceMoved{"c", "n2", true}) == "the promoted role of c is moved to n2");
    CHECK(text(ResourceBanned{"a", "n1"}) == "a is banned from n1");
    CHECK(text(ResourceBanned{"c", {}, true}) == "the promoted role of c is banned from where it runs");
    CHECK(text(ResourceCleared{"a"}) == "moves and bans of a are cleared");
    CHECK(text(ResourceCleared{"a", "n1"}) == "moves and bans of a are cleared on n1");
}

// ---- bans ----

TEST_CASE("a ban keeps the resource off the node") {
    const Outcome outcome = outcome_after(sample(), {ResourceBanned{"a", "n1"}});
    CHECK(constraints(outcome) == Constraints{"cli-ban-a-on-n1 a -INFINITY on n1, any role"});
    CHECK(outcome.running("a") == Nodes{"n2"});
}

TEST_CASE("a ban without a node is for the one where the resource runs") {
    CHECK(constraints(outcome_after(sample(), {ResourceBanned{"a"}})) ==
          Constraints{"cli-ban-a-on-n1 a -INFINITY on n1, any role"});
}

TEST_CASE("bans of several nodes add up") {
    CHECK(outcome_after(sample(), {ResourceBanned{"a", "n1"}, ResourceBanned{"a", "n2"}}).running("a").empty());
}

TEST_CASE("a ban of the promoted role leaves the instance where it is") {
    const Outcome outcome = outcome_after(with_promotable(), {ResourceBanned{"c", "n1", true}});
    CHECK(constraints(outcome) == Constraints{"cli-ban-c-on-n1 c -INFINITY on n1, Promoted"});
    CHECK(outcome.promoted("c") == Nodes{"n2"});
    CHECK(outcome.running("c") == Nodes{"n1", "n2", "n3"});
}

TEST_CASE("a ban of a promotable clone without a node is for where it is promoted") {
    CHECK(constraints(outcome_after(with_promotable(), {ResourceBanned{"c"}})) ==
          Constraints{"cli-ban-c-on-n1 c -INFINITY on n1, any role"});
    CHECK(constraints(outcome_after(with_promotable(), {ResourceBanned{"c", {}, true}})) ==
          Constraints{"cli-ban-c-on-n1 c -INFINITY on n1, Promoted"});
}

TEST_CASE("a member of a group can be banned, and takes the group with it") {
    const Sketch sketch = Sketch("n1 n2").resource(group("g", primitive("a") + primitive("b"))).runs("a b", "n1");
    const Outcome outcome = outcome_after(sketch, {ResourceBanned{"b"}});
    CHECK(constraints(outcome) == Constraints{"cli-ban-b-on-n1 b -INFINITY on n1, any role"});
    CHECK(outcome.running("a") == Nodes{"n2"});
}

TEST_CASE("of what is in a clone, crm_resource takes the first instance") {
    CHECK(constraints(outcome_after(with_promotable(), {ResourceBanned{"db"}})).size() == 1);
}

TEST_CASE("a ban that is there already says so") {
    const Outcome outcome = outcome_after(sample(), {ResourceBanned{"a", "n1"}, ResourceBanned{"a", "n1"}});
    CHECK(what_is_said(outcome, "already-banned") == "`a` is banned from n1 already (cli-ban-a-on-n1); nothing changes");
}

TEST_CASE("a ban without a node needs one node where the resource runs") {
    CHECK(impossible(Sketch("n1").resource(primitive("a")).stopped("a", "n1"), {NodeStandby{"n1"}, ResourceBanned{"a"}}) ==
          "`a` runs nowhere: name the node");
    const Sketch copies = Sketch("n1 n2").resource(clone("c", primitive("a"))).runs("a", "n1").runs("a", "n2");
    CHECK(impossible(copies, {ResourceBanned{"c"}}) == "`c` runs on 2 nodes: name one of n1, n2");
    CHECK(impossible(copies, {ResourceMoved{"c"}}) == "`c` runs on 2 nodes: name one of n1, n2");
    const Sketch unpromoted = Sketch("n1 n2").resource(promotable("c", "db")).runs("db", "n1").runs("db", "n2");
    CHECK(impossible(unpromoted, {ResourceBanned{"c"}}) == "`c` runs on 2 nodes and is promoted on none: name one of n1, n2");
}

TEST_CASE("a ban of the promoted role of what is not promotable has no effect, and says so") {
    const Outcome outcome = outcome_after(sample(), {ResourceBanned{"a", "n1", true}});
    CHECK(what_is_said(outcome, "not-promotable") == "`a` is not promotable: a ban of its promoted role has no effect");
    CHECK(outcome.running("a") == Nodes{"n1"});
}

// ---- moves ----

TEST_CASE("a move draws the resource to the node") {
    const Outcome outcome = outcome_after(sample(), {ResourceMoved{"a", "n2"}});
    CHECK(constraints(outcome) == Constraints{"cli-prefer-a a INFINITY on n2, any role"});
    CHECK(outcome.running("a") == Nodes{"n2"});
}

TEST_CASE("a move without a node is a ban from where the resource runs") {
    CHECK(constraints(outcome_after(sample(), {ResourceMoved{"a"}})) ==
          Constraints{"cli-ban-a-on-n1 a -INFINITY on n1, any role"});
}

TEST_CASE("a move takes the place of an earlier one, and of a ban from its node") {
    const Outcome outcome = outcome_after(sample(), {ResourceBanned{"a", "n2"}, ResourceMoved{"a", "n2"}});
    CHECK(constraints(outcome) == Constraints{"cli-prefer-a a INFINITY on n2, any role"});
    const Outcome back = outcome_after(
        sample(), {ResourceMoved{"a", "n2"}, ClusterSettles{}, ResourceBanned{"a", "n2"}, ResourceMoved{"a", "n1"}});
    CHECK(constraints(back) ==
          Constraints{"cli-prefer-a a INFINITY on n1, any role", "cli-ban-a-on-n2 a -INFINITY on n2, any role"});
}

TEST_CASE("a promoted role is moved") {
    const Outcome outcome = outcome_after(with_promotable(), {ResourceMoved{"c", "n3", true}});
    CHECK(constraints(outcome) == Constraints{"cli-prefer-c c INFINITY on n3, Promoted"});
    CHECK(outcome.promoted("c") == Nodes{"n3"});
}

TEST_CASE("a move to where the resource is changes nothing") {
    CHECK(what_is_said(outcome_after(sample(), {ResourceMoved{"a", "n1"}}), "already-there") ==
          "`a` is on n1 already: crm_resource refuses to move it there, and nothing changes");
    CHECK(constraints(outcome_after(sample(), {ResourceMoved{"a", "n1"}})).empty());
    // Of a promotable clone it is the promoted instance that counts.
    CHECK(says(outcome_after(with_promotable(), {ResourceMoved{"c", "n1"}}), "already-there"));
    CHECK_FALSE(says(outcome_after(with_promotable(), {ResourceMoved{"c", "n2"}}), "already-there"));
}

TEST_CASE("a move in the promoted role of what is not promotable is a move") {
    const Outcome outcome = outcome_after(sample(), {ResourceMoved{"a", "n2", true}});
    CHECK(what_is_said(outcome, "not-promotable") == "`a` is not promotable: it is moved in any role");
    CHECK(outcome.running("a") == Nodes{"n2"});
}

TEST_CASE("what is active on several nodes cannot be moved to one") {
    const Sketch twice = sample().runs("a", "n2");
    CHECK(impossible(twice, {ResourceMoved{"a", "n1"}}) ==
          "`a` is active on n1, n2, and crm_resource moves only what is on one node");
}

// ---- clear ----

TEST_CASE("clearing removes what moves and bans made") {
    const std::vector<Event> made{ResourceMoved{"a", "n2"}, ResourceBanned{"a", "n1"}};
    const auto with = [&](const Event& event) {
        std::vector<Event> events = made;
        events.push_back(event);
        return constraints(outcome_after(sample(), events));
    };
    CHECK(with(ResourceCleared{"a"}).empty());
    CHECK(with(ResourceCleared{"a", "n1"}) == Constraints{"cli-prefer-a a INFINITY on n2, any role"});
    CHECK(with(ResourceCleared{"a", "n2"}) == Constraints{"cli-ban-a-on-n1 a -INFINITY on n1, any role"});
}

TEST_CASE("clearing removes a move that has a lifetime, and nothing that an administrator wrote") {
    const Sketch sketch = sample()
                              .constraint(R"(<rsc_location id="cli-prefer-a" rsc="a" role="Started"><rule id="cli-prefer-rule-a"
                score="INFINITY" boolean-op="and"><expression id="cli-prefer-expr-a" attribute="#uname" operation="eq"
                value="n2" type="string"/><date_expression id="cli-prefer-lifetime-end-a" operation="lt"
                end="2034-01-01 00:00:00Z"/></rule></rsc_location>)")
                              .constraint(location("mine", "a", "n2", "5"));
    CHECK(outcome_after(sketch, {}).running("a") == Nodes{"n2"});
    CHECK(constraints(outcome_after(sketch, {ResourceCleared{"a"}})) == Constraints{"mine a 5 on n2, any role"});
}

TEST_CASE("clearing what is not there says so") {
    CHECK(what_is_said(outcome_after(sample(), {ResourceCleared{"a"}}), "nothing-to-clear") ==
          "no move or ban of `a` is in force; nothing changes");
    CHECK(what_is_said(outcome_after(sample(), {ResourceBanned{"a", "n1"}, ResourceCleared{"a", "n2"}}), "nothing-to-clear") ==
          "no move or ban of `a` is in force on n2; nothing changes");
}

// ---- names ----

TEST_CASE("moves, bans and their ends need names that are known, and no instances") {
    const std::string instance = "`db:0` is an instance and has no own constraints: name the clone `c`";
    CHECK(impossible(with_promotable(), {ResourceBanned{"db:0", "n2"}}) == instance);
    CHECK(impossible(with_promotable(), {ResourceMoved{"db:0", "n2"}}) == instance);
    CHECK(impossible(with_promotable(), {ResourceCleared{"db:0"}}) == instance);
    const Sketch unique = Sketch("n1 n2").resource(clone("c", meta("globally-unique=true") + primitive("a"))).runs("a:0", "n1");
    CHECK(impossible(unique, {ResourceBanned{"a", "n1"}}) == "`a` is an instance and has no own constraints: name the clone `c`");
    CHECK(unknown(sample(), {ResourceBanned{"aa"}}) == "no resource `aa`; did you mean `a`?");
    CHECK(unknown(sample(), {ResourceMoved{"a", "n3"}}) == "no node `n3`; did you mean `n1` or `n2`?");
    CHECK_FALSE(unknown(sample(), {ResourceBanned{"a", "n3"}}).empty());
    CHECK_FALSE(unknown(sample(), {ResourceCleared{"a", "n3"}}).empty());
    CHECK_FALSE(unknown(sample(), {ResourceCleared{"aa"}}).empty());
}
