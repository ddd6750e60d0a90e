#include <stdexcept>

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
