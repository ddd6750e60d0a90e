#include <doctest/doctest.h>

#include "unpack/configuration.h"

using namespace placement;

namespace {

/// A resource whose one set has the rule.
std::shared_ptr<const Cluster> with_rule(const std::string& rule) {
    return with_resources(primitive("a", R"(<meta_attributes id="m">)" + rule + pairs("m", {{"priority", "5"}}) +
                                             "</meta_attributes>"));
}

} // namespace

TEST_CASE("of sets with equal scores the last one wins, else the higher score") {
    const std::string low = R"(<meta_attributes id="m1" score="1">)" + pairs("m1", {{"priority", "1"}}) + "</meta_attributes>";
    const std::string high = R"(<meta_attributes id="m2" score="2">)" + pairs("m2", {{"priority", "2"}}) + "</meta_attributes>";
    const std::string equal = R"(<meta_attributes id="m3" score="1">)" + pairs("m3", {{"priority", "3"}}) + "</meta_attributes>";
    CHECK(resource(*with_resources(primitive("a", low + equal)), "a").priority == 3);
    CHECK(resource(*with_resources(primitive("a", high + low)), "a").priority == 2);
}

TEST_CASE("a set's score that is none counts as 0") {
    const auto cluster = with_resources(primitive(
        "a", R"(<meta_attributes id="m" score="high">)" + pairs("m", {{"priority", "1"}}) + "</meta_attributes>"));
    CHECK(resource(*cluster, "a").priority == 1);
    CHECK(has_diagnostic(*cluster, "invalid-score"));
}

TEST_CASE("the value #default leaves the name out") {
    const auto cluster = with_resources(primitive("a", meta("a", {{"priority", "#default"}})));
    CHECK(resource(*cluster, "a").priority == 0);
    CHECK_FALSE(resource(*cluster, "a").meta.contains("priority"));
    CHECK(has_diagnostic(*cluster, "deprecated-default-value"));
}

TEST_CASE("a pair may be a reference to one anywhere") {
    const auto cluster = with_resources(primitive("a", meta("a", {{"priority", "4"}})) +
                                        primitive("b", R"(<meta_attributes id="m"><nvpair id-ref="a-priority"/>)"
                                                       "</meta_attributes>"));
    CHECK(resource(*cluster, "b").priority == 4);
}

TEST_CASE("a reference to a set of another resource means nothing") {
    const auto cluster = with_resources(primitive("a", meta("a", {{"priority", "4"}})) +
                                        primitive("b", R"(<meta_attributes id-ref="a-meta"/>)"));
    CHECK(resource(*cluster, "b").priority == 0);
    CHECK(has_diagnostic(*cluster, "unknown-id-ref"));
}

TEST_CASE("a reference to a set of another node counts") {
    Configuration configuration;
    configuration.nodes = R"(<node id="1" uname="n1"><instance_attributes id="i">)" + pairs("i", {{"rack", "7"}}) +
                          R"(</instance_attributes></node><node id="2" uname="n2"><instance_attributes id-ref="i"/></node>)";
    const auto cluster = configuration.read();
    CHECK(cluster->nodes[cluster->find_node("n2")].attributes.at("rack") == "7");
}

TEST_CASE("a set of old may have its pairs in one more element") {
    const auto cluster = with_resources(primitive("a", R"(<meta_attributes id="m"><attributes>)" +
                                                           pairs("m", {{"priority", "6"}}) +
                                                           "</attributes></meta_attributes>"));
    CHECK(resource(*cluster, "a").priority == 6);
}

TEST_CASE("pairs without a name or value are left out, empty values are not") {
    Configuration configuration;
    configuration.schema = "none";
    configuration.resources =
        primitive("a", R"(<instance_attributes id="i"><nvpair id="1" name="x"/><nvpair id="2" value="y"/>)"
                       R"(<nvpair id="3" name="z" value=""/></instance_attributes>)");
    const auto cluster = configuration.read();
    REQUIRE(resource(*cluster, "a").parameters.size() == 1);
    REQUIRE(resource(*cluster, "a").parameters[0].pairs.size() == 1);
    CHECK(resource(*cluster, "a").parameters[0].pairs[0].name == "z");
}

TEST_CASE("an empty value is a value") {
    CHECK_FALSE(resource(*with_resources(primitive("a", meta("a", {{"is-managed", ""}}))), "a").managed);
}

TEST_CASE("a rule decides whether a set counts") {
    const std::string agent = R"(<rule id="r" boolean-op="and"><rsc_expression id="e" type="Dummy"/></rule>)";
    CHECK(resource(*with_rule(agent), "a").priority == 5);
    const std::string other = R"(<rule id="r" boolean-op="and"><rsc_expression id="e" type="Other"/></rule>)";
    CHECK(resource(*with_rule(other), "a").priority == 0);
}

TEST_CASE("a rule is read with all its conditions") {
    const auto cluster = with_resources(primitive(
        "a", R"(<instance_attributes id="i"><rule id="r" boolean-op="or">)"
             R"(<expression id="e" attribute="x" operation="lt" type="number" value="1" value-source="meta"/>)"
             R"(<date_expression id="d" operation="in_range" start="2024-01-01"><duration id="u" months="2"/></date_expression>)"
             R"(<date_expression id="s" operation="date_spec"><date_spec id="t" hours="9-17"/></date_expression>)"
             R"(<op_expression id="o" name="monitor" interval="10s"/>)"
             R"(<rule id="n" boolean-op="and"><rsc_expression id="x" class="ocf" provider="p" type="t"/></rule>)"
             R"(</rule></instance_attributes>)"));
    const Rule& rule = *resource(*cluster, "a").parameters.at(0).rule;
    CHECK(rule.any_suffices);
    REQUIRE(rule.conditions.size() == 5);
    const auto& expression = std::get<AttributeExpression>(rule.conditions[0]);
    CHECK(expression.attribute == "x");
    CHECK(expression.operation == "lt");
    CHECK(expression.type == "number");
    CHECK(expression.value_source == "meta");
    const auto& range = std::get<DateExpression>(rule.conditions[1]);
    CHECK(range.start == "2024-01-01");
    CHECK_FALSE(range.end);
    CHECK(range.duration->at("months") == "2");
    CHECK(std::get<DateExpression>(rule.conditions[2]).specification->fields.at("hours") == "9-17");
    CHECK(std::get<OperationExpression>(rule.conditions[3]).interval == "10s");
    const auto& nested = *std::get<std::shared_ptr<const Rule>>(rule.conditions[4]);
    CHECK(std::get<ResourceExpression>(nested.conditions[0]).provider == "p");
    CHECK(rule.position.known());
}

TEST_CASE("rules that Pacemaker refuses never pass") {
    const std::string condition = R"(<rsc_expression id="e" type="Dummy"/>)";
    const auto refused = [](const std::string& rule) {
        const auto cluster = with_rule(rule);
        return resource(*cluster, "a").priority == 0 && has_diagnostic(*cluster, "invalid-rule");
    };
    CHECK(refused(R"(<rule id="r" boolean-op="xor">)" + condition + "</rule>"));
    CHECK(refused(R"(<rule boolean-op="or">)" + condition + "</rule>"));
    CHECK(refused(R"(<rule id="r" boolean-op="and"><unheard-of id="x"/></rule>)"));
}

TEST_CASE("a rule without conditions passes") {
    const auto cluster = with_rule(R"(<rule id="r" boolean-op="or"/>)");
    CHECK(resource(*cluster, "a").priority == 5);
    CHECK(has_diagnostic(*cluster, "empty-rule"));
}
