#include <sstream>
#include <stdexcept>
#include <utility>

#include <doctest/doctest.h>

#include "placement/scenario.h"
#include "placement/what_if.h"
#include "support/sketch.h"

// The same cluster, configured a little differently.
using namespace placement;

namespace {

using Kind = ConfigurationChange::Kind;
using Names = std::vector<std::string>;

Sketch two_nodes() {
    return Sketch("n1 n2")
        .resource(primitive("a"))
        .constraint(R"(<rsc_location id="to-n2" rsc="a" node="n2" score="30"/>)")
        .constraint(R"(<rsc_location id="by-rule" rsc="a"><rule id="the-rule" score="10">)"
                    R"(<expression id="the-expression" attribute="#uname" operation="eq" value="n1"/></rule></rsc_location>)");
}

Score score(const Cib& cib, const std::string& node) { return simulate({.cib = cib}).score("a", node); }

std::string why_not(const Cib& cib, const ConfigurationChange& change) {
    try {
        changed(cib, {change});
    } catch (const std::exception& error) {
        return error.what();
    }
    return "";
}

} // namespace

TEST_CASE("a constraint taken away, by its id or its rule's") {
    const Cib cib = two_nodes().cib();
    CHECK(score(changed(cib, {ConfigurationChange::without("to-n2")}), "n2") == Score(0));
    CHECK(score(changed(cib, {ConfigurationChange::without("by-rule")}), "n1") == Score(0));
    CHECK(score(changed(cib, {ConfigurationChange::without("the-rule")}), "n1") == Score(0));
    CHECK(score(cib, "n1") == Score(10));
}

TEST_CASE("another score, of a constraint or of the rule that has it") {
    const Cib cib = two_nodes().cib();
    CHECK(score(changed(cib, {ConfigurationChange::with_score("to-n2", "-INFINITY")}), "n2") == Score::minus_infinity());
    CHECK(score(changed(cib, {ConfigurationChange::with_score("by-rule", "7")}), "n1") == Score(7));
    CHECK(score(changed(cib, {ConfigurationChange::with_score("the-rule", "8")}), "n1") == Score(8));
}

TEST_CASE("names that are none, and scores that are none") {
    const Cib cib = two_nodes().constraint(R"(<rsc_order id="order" first="a" then="a"/>)").cib();
    CHECK(why_not(cib, ConfigurationChange::without("to-n")).find("`to-n2`") != std::string::npos);
    CHECK(why_not(cib, ConfigurationChange::with_score("to-n", "1")).find("`to-n2`") != std::string::npos);
    CHECK(why_not(cib, ConfigurationChange::with_score("to-n2", "many")).find("not a score") != std::string::npos);
    CHECK(why_not(cib, ConfigurationChange::with_score("order", "1")).find("has no score") != std::string::npos);
    CHECK(why_not(cib, {Kind::SetMetaAttribute, "b", "priority", "1", ""}).find("no resource `b`") != std::string::npos);
    CHECK(why_not(cib, {Kind::SetPromotionScore, "a", "", "1", "n3"}).find("`n1`") != std::string::npos);
}

TEST_CASE("a meta-attribute wins over the resource's own sets, and a default does not") {
    const Cib cib = Sketch("n1 n2")
                        .resource(primitive("a", R"(<meta_attributes id="m" score="INFINITY"><nvpair id="s" )"
                                                 R"(name="resource-stickiness" value="5"/></meta_attributes>)"))
                        .runs("a", "n1")
                        .cib();
    CHECK(score(changed(cib, {{Kind::SetMetaAttribute, "a", "resource-stickiness", "77", ""}}), "n1") == Score(77));
    CHECK(score(changed(cib, {{Kind::SetDefault, "", "resource-stickiness", "78", ""}}), "n1") == Score(5));
}

TEST_CASE("a default, and a property") {
    const Cib cib = Sketch("n1 n2").resource(primitive("a")).runs("a", "n1").cib();
    CHECK(score(changed(cib, {{Kind::SetDefault, "", "resource-stickiness", "78", ""}}), "n1") == Score(78));
    const Cib stopped = changed(cib, {{Kind::SetProperty, "", "stop-all-resources", "true", ""}});
    CHECK(simulate({.cib = stopped}).running("a").empty());
}

TEST_CASE("changes in words") {
    CHECK(text(ConfigurationChange::without("c")) == "without c");
    CHECK(text(ConfigurationChange::with_score("c", "-1000")) == "with the score -1000 for c");
}

namespace {

Cib before() {
    return Sketch("n1 n2")
        .resource(primitive("a", operations(R"(<op id="a-monitor-interval-10s" name="monitor" interval="10s" timeout="20s"/>)")))
        .resource(primitive("b"))
        .resource(group("g", primitive("c")))
        .constraint(R"(<rsc_order id="order" first="a" then="b" kind="Mandatory"/>)")
        .cib();
}

/// The lines that only the changed CIB has, without the blanks in front; a line each.
std::string new_lines(const Cib& cib, const ConfigurationChange& change) {
    std::istringstream lines(changed(cib, {change}).xml());
    const std::string old = cib.xml();
    std::string found;
    for (std::string line; std::getline(lines, line);) {
        line.erase(0, line.find_first_not_of(' '));
        if (old.find(line + "\n") == std::string::npos) found += (found.empty() ? "" : "\n") + line;
    }
    return found;
}

ConfigurationChange addition(const std::string& element, const std::string& id, ConfigurationChange::Attributes attributes) {
    return {Kind::AddConstraint, id, element, "", "", std::move(attributes)};
}

} // namespace

TEST_CASE("a constraint is added after the others") {
    const auto change = addition("rsc_colocation", "b-with-a",
                                 {{"rsc", "b"}, {"with-rsc", "a"}, {"score", "100"}, {"with-rsc-role", "Promoted"}});
    CHECK(new_lines(before(), change) ==
          R"(<rsc_colocation id="b-with-a" rsc="b" with-rsc="a" score="100" with-rsc-role="Promoted"/>)");
    CHECK(text(change) == "with b-with-a added (colocation of b with a, score 100, with-rsc-role Promoted)");
    CHECK(text(addition("rsc_order", "o", {{"first", "a"}, {"then", "b"}})) == "with o added (order of a before b)");
    CHECK(text(addition("rsc_location", "l", {{"rsc", "a"}, {"node", "n1"}, {"score", "1"}})) ==
          "with l added (location of a on n1, score 1)");
}

TEST_CASE("a constraint that cannot be added") {
    const Cib cib = before();
    const auto why = [&](const std::string& id, const std::string& name, const std::string& value) {
        return why_not(cib, addition("rsc_colocation", id, {{name, value}}));
    };
    CHECK(why("order", "score", "1").find("is taken") != std::string::npos);
    CHECK(why("a", "score", "1").find("is taken") != std::string::npos);
    CHECK(why("x y", "score", "1").find("cannot be an id") != std::string::npos);
    CHECK(why("new", "score", "many").find("not a score") != std::string::npos);
    CHECK(why("new", "with-rsc", "aa").find("`a`") != std::string::npos);
    CHECK(why("new", "node", "n3").find("`n1`") != std::string::npos);
    CHECK(why("new", "id", "x").find("other than the id") != std::string::npos);
    CHECK(why_not(cib, addition("rsc_ticket", "new", {})).find("none of") != std::string::npos);
    CHECK(why_not(cib, addition("rsc_order", "new", {{"kind", "Optional"}, {"kind", "Optional"}})).find("twice") !=
          std::string::npos);
}

TEST_CASE("an attribute of a constraint is set, and removed") {
    CHECK(new_lines(before(), {Kind::SetConstraintAttribute, "order", "kind", "Optional"}) ==
          R"(<rsc_order id="order" first="a" then="b" kind="Optional"/>)");
    CHECK(new_lines(before(), {Kind::SetConstraintAttribute, "order", "kind", ""}) ==
          R"(<rsc_order id="order" first="a" then="b"/>)");
    CHECK(text({Kind::SetConstraintAttribute, "order", "kind", "Optional"}) == "with kind of order being Optional");
    CHECK(text({Kind::SetConstraintAttribute, "order", "kind", ""}) == "without kind of order");
    CHECK(why_not(before(), {Kind::SetConstraintAttribute, "orde", "kind", "Optional"}).find("`order`") != std::string::npos);
    CHECK(why_not(before(), {Kind::SetConstraintAttribute, "order", "then", "d"}).find("no resource `d`") != std::string::npos);
}

TEST_CASE("the kind of an ordering takes the place of its score") {
    const Cib cib = Sketch("n1")
                        .resource(primitive("a"))
                        .resource(primitive("b"))
                        .constraint(R"(<rsc_order id="order" first="a" then="b" score="0"/>)")
                        .cib();
    CHECK(new_lines(cib, {Kind::SetConstraintAttribute, "order", "kind", "Mandatory"}) ==
          R"(<rsc_order id="order" first="a" then="b" kind="Mandatory"/>)");
}

TEST_CASE("an attribute of a part of a constraint") {
    const Cib cib = two_nodes().cib();
    const Cib optional = changed(cib, {{Kind::SetConstraintAttribute, "the-rule", "boolean-op", "or"}});
    CHECK(optional.xml().find(R"(<rule id="the-rule" score="10" boolean-op="or">)") != std::string::npos);
}

TEST_CASE("a resource's own meta-attribute gets a set as pcs writes it, and goes again") {
    const ConfigurationChange change{Kind::SetOwnMetaAttribute, "b", "resource-stickiness", "5"};
    CHECK(new_lines(before(), change).find(R"(<meta_attributes id="b-meta_attributes">)") != std::string::npos);
    CHECK(new_lines(before(), change)
              .find(R"(<nvpair id="b-meta_attributes-resource-stickiness" name="resource-stickiness" value="5"/>)") !=
          std::string::npos);
    const Cib without = changed(before(), {change, {Kind::SetOwnMetaAttribute, "b", "resource-stickiness", ""}});
    CHECK(without.xml().find("resource-stickiness\"") == std::string::npos);
    CHECK(text({Kind::SetOwnMetaAttribute, "b", "priority", ""}) == "without priority of b");
    CHECK(why_not(before(), {Kind::SetOwnMetaAttribute, "d", "priority", "1"}).find("no resource `d`") != std::string::npos);
}

TEST_CASE("a parameter and a default, each in a set as pcs writes it") {
    CHECK(new_lines(before(), {Kind::SetParameter, "b", "state", "/run/b"})
              .find(R"(<nvpair id="b-instance_attributes-state" name="state" value="/run/b"/>)") != std::string::npos);
    const ConfigurationChange change{Kind::SetOwnDefault, "", "resource-stickiness", "7"};
    CHECK(new_lines(before(), change).find(R"(<meta_attributes id="rsc_defaults-meta_attributes">)") != std::string::npos);
    const Cib without = changed(before(), {change, {Kind::SetOwnDefault, "", "resource-stickiness", ""}});
    CHECK(without.xml().find("resource-stickiness\"") == std::string::npos);
    CHECK(text({Kind::SetParameter, "vip", "ip", "10.0.0.1"}) == "with the parameter ip of vip being 10.0.0.1");
    CHECK(text({Kind::SetOwnDefault, "", "migration-threshold", ""}) == "without the default migration-threshold");
}

TEST_CASE("a default is set where it is, but not where a rule limits it") {
    const Cib cib = Sketch("n1")
                        .section(R"(<rsc_defaults><meta_attributes id="limited"><rule id="r" score="1"><date_expression id="d" )"
                                 R"(operation="gt" start="2020-01-01"/></rule><nvpair id="p" name="priority" value="1"/>)"
                                 R"(</meta_attributes><meta_attributes id="free"/></rsc_defaults>)")
                        .cib();
    CHECK(new_lines(cib, {Kind::SetOwnDefault, "", "priority", "2"})
              .find(R"(<nvpair id="free-priority" name="priority" value="2"/>)") != std::string::npos);
}

TEST_CASE("an operation's attributes") {
    CHECK(new_lines(before(), {Kind::SetOperation, "a-monitor-interval-10s", "timeout", "30s"}) ==
          R"(<op id="a-monitor-interval-10s" name="monitor" interval="10s" timeout="30s"/>)");
    CHECK(new_lines(before(), {Kind::SetOperation, "a-monitor-interval-10s", "timeout", ""}) ==
          R"(<op id="a-monitor-interval-10s" name="monitor" interval="10s"/>)");
    CHECK(why_not(before(), {Kind::SetOperation, "a-monitor", "timeout", "30s"}).find("`a-monitor-interval-10s`") !=
          std::string::npos);
}

TEST_CASE("another operation has an id of its task and interval that nothing has") {
    const ConfigurationChange change{Kind::AddOperation, "a", "monitor", "", "", {{"interval", "10s"}, {"role", "Stopped"}}};
    CHECK(new_lines(before(), change) == R"(<op id="a-monitor-interval-10s-1" name="monitor" interval="10s" role="Stopped"/>)");
    CHECK(text(change) == "with another monitor of a (interval 10s, role Stopped)");
    CHECK(why_not(before(), {Kind::AddOperation, "g", "monitor"}).find("group `g` has no operations") != std::string::npos);
    CHECK(why_not(before(), {Kind::AddOperation, "d", "monitor"}).find("no resource `d`") != std::string::npos);
}

TEST_CASE("the entry of a node goes by its own id") {
    const ConfigurationChange change{Kind::RemoveNode, "2", "", "", "n2"};
    CHECK(changed(before(), {change}).xml().find(R"(<node id="2")") == std::string::npos);
    CHECK(changed(before(), {change}).xml().find(R"(<node id="1")") != std::string::npos);
    CHECK(text(change) == "without the node n2 with the id 2");
    CHECK(why_not(before(), {Kind::RemoveNode, "n2"}).find("`n2`") != std::string::npos);
}

TEST_CASE("a permanent attribute of a node") {
    const ConfigurationChange change{Kind::SetNodeAttribute, "", "standby", "on", "n2"};
    CHECK(new_lines(before(), change).find(R"(name="standby" value="on"/>)") != std::string::npos);
    CHECK(text(change) == "with the node attribute standby of n2 being on");
    const Cib standby = changed(before(), {change});
    CHECK(changed(standby, {{Kind::SetNodeAttribute, "", "standby", "", "n2"}}).xml().find("standby") == std::string::npos);
    CHECK(why_not(before(), {Kind::SetNodeAttribute, "", "standby", "on", "n7"}).find("`n7`") != std::string::npos);
}

TEST_CASE("an attribute of a bundle's container") {
    const Cib cib =
        Sketch("n1").resource(R"(<bundle id="app"><podman image="i" replicas="4"/></bundle>)").resource(primitive("a")).cib();
    const ConfigurationChange change{Kind::SetContainer, "app", "replicas", "2"};
    CHECK(new_lines(cib, change) == R"(<podman image="i" replicas="2"/>)");
    CHECK(text(change) == "with replicas of the container of app being 2");
    CHECK(why_not(cib, {Kind::SetContainer, "a", "replicas", "2"}) == "primitive `a` has no container: give a bundle");
    CHECK(why_not(cib, {Kind::SetContainer, "b", "replicas", "2"}).find("no resource `b`") != std::string::npos);
}

TEST_CASE("what a resource needs, and what a node has") {
    const Cib cib =
        Sketch("n1").capacity("n1", "cpu=4").resource(primitive("a", utilization("cpu=2")) + clone("c", primitive("b"))).cib();
    const ConfigurationChange needs{Kind::SetUtilization, "a", "cpu", "1"};
    CHECK(new_lines(cib, needs).find(R"(name="cpu" value="1"/>)") != std::string::npos);
    CHECK(text(needs) == "with the cpu that a needs being 1");
    const ConfigurationChange has{Kind::SetCapacity, "", "cpu", "8", "n1"};
    CHECK(new_lines(cib, has).find(R"(name="cpu" value="8"/>)") != std::string::npos);
    CHECK(text(has) == "with the cpu that n1 has being 8");
    CHECK(new_lines(cib, {Kind::SetUtilization, "b", "memory", "7"}).find("<utilization") != std::string::npos);
    CHECK(why_not(cib, {Kind::SetUtilization, "c", "cpu", "1"}) == "clone `c` has no utilization: give a primitive or template");
    CHECK(why_not(cib, {Kind::SetUtilization, "d", "cpu", "1"}).find("no resource `d`") != std::string::npos);
    CHECK(why_not(cib, {Kind::SetCapacity, "", "cpu", "1", "n7"}).find("`n7`") != std::string::npos);
    CHECK(why_not(cib, {Kind::SetCapacity, "", "cpu", "much", "n1"}) ==
          "`much` cannot be the utilization attribute cpu: it is not a number");
}

TEST_CASE("what a change changes for a resource, and for others") {
    const Cib cib = two_nodes()
                        .resource(primitive("b"))
                        .constraint(R"(<rsc_colocation id="together" rsc="b" with-rsc="a" score="INFINITY"/>)")
                        .runs("a", "n2")
                        .runs("b", "n2")
                        .cib();
    const WhatIf found = what_if({.cib = cib}, {ConfigurationChange::without("to-n2")}, "a");
    REQUIRE(found.asked.size() == 1);
    CHECK(found.asked[0].before.at(0).node == "n2");
    CHECK(found.asked[0].after.at(0).node == "n1");
    REQUIRE(found.scores.size() == 1);
    CHECK(found.scores[0].node == "n2");
    CHECK(found.scores[0].before == Score(30));
    CHECK(found.scores[0].after == Score(0));
    REQUIRE(found.others.size() == 1);
    CHECK(found.others[0].resource == "b");
    CHECK(found.changes_anything());
}
