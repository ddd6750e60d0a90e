#include <doctest/doctest.h>

#include "unpack/configuration.h"

using namespace placement;

namespace {

using Kind = OrderingConstraint::Kind;
using Names = std::vector<std::string>;

std::shared_ptr<const Cluster> with_orderings(const std::string& constraints, const std::string& schema = "pacemaker-4.0") {
    Configuration configuration;
    configuration.schema = schema;
    configuration.resources = primitive("a") + primitive("b") + primitive("c") +
                              clone("k", meta("k", {{"clone-min", "2"}}) + primitive("kx")) + clone("l", primitive("ly"));
    configuration.tags = R"(<tag id="t"><obj_ref id="a"/><obj_ref id="b"/></tag>)";
    configuration.constraints = constraints;
    return configuration.read();
}

OrderingConstraint one(const std::string& attributes) {
    const auto cluster = with_orderings(fmt::format(R"(<rsc_order id="o" {}/>)", attributes), "none");
    REQUIRE(cluster->orderings.size() == 1);
    return cluster->orderings[OrderingId(0)];
}

OrderingConstraint of_sets(const std::string& attributes, const std::string& content) {
    const auto cluster = with_orderings(fmt::format(R"(<rsc_order id="o" {}>{}</rsc_order>)", attributes, content), "none");
    REQUIRE(cluster->orderings.size() == 1);
    return cluster->orderings[OrderingId(0)];
}

} // namespace

TEST_CASE("an ordering is start before start, mandatory and symmetrical unless it says otherwise") {
    const auto cluster = with_orderings(R"(<rsc_order id="o" first="a" then="b"/>)");
    const OrderingConstraint& ordering = cluster->orderings[OrderingId(0)];
    CHECK(name(*cluster, ordering.first.resource) == "a");
    CHECK(name(*cluster, ordering.then.resource) == "b");
    CHECK(ordering.first.action == "start");
    CHECK(ordering.then.action == "start");
    CHECK(ordering.kind == Kind::Mandatory);
    CHECK(ordering.symmetrical);
    CHECK(ordering.minimum_first == 0);
    CHECK(ordering.position.known());
}

TEST_CASE("the then-action is the first-action unless it is given") {
    CHECK(one(R"(first="a" then="b" first-action="stop")").then.action == "stop");
    CHECK(one(R"(first="a" then="b" first-action="promote" then-action="start")").then.action == "start");
}

TEST_CASE("an ordering has a kind, or a score in its place") {
    CHECK(one(R"(first="a" then="b" kind="Optional")").kind == Kind::Optional);
    CHECK(one(R"(first="a" then="b" kind="Serialize")").kind == Kind::Serialize);
    CHECK(one(R"(first="a" then="b" score="0")").kind == Kind::Optional);
    CHECK(one(R"(first="a" then="b" score="5")").kind == Kind::Mandatory);
    CHECK(one(R"(first="a" then="b" kind="whatever")").kind == Kind::Mandatory);
    CHECK(has_diagnostic(*with_orderings(R"(<rsc_order id="o" first="a" then="b" kind="x"/>)", "none"), "invalid-order-kind"));
    CHECK(has_diagnostic(*with_orderings(R"(<rsc_order id="o" first="a" then="b" score="0"/>)", "none"),
                         "deprecated-order-score"));
}

TEST_CASE("serialized orderings are never symmetrical") {
    CHECK_FALSE(one(R"(first="a" then="b" symmetrical="false")").symmetrical);
    CHECK_FALSE(one(R"(first="a" then="b" kind="Serialize")").symmetrical);
    CHECK_FALSE(one(R"(first="a" then="b" kind="Serialize" symmetrical="true")").symmetrical);
    CHECK(has_diagnostic(*with_orderings(R"(<rsc_order id="o" first="a" then="b" kind="Serialize" symmetrical="true"/>)"),
                         "symmetrical-serialize"));
}

TEST_CASE("of a clone a few instances may do") {
    CHECK(one(R"(first="k" then="a")").minimum_first == 2);
    CHECK(one(R"(first="l" then="a")").minimum_first == 0);
    CHECK(one(R"(first="l" then="a" require-all="false")").minimum_first == 1);
    CHECK(one(R"(first="l" then="a" require-all="true")").minimum_first == 0);
    CHECK(one(R"(first="a" then="l" require-all="false")").minimum_first == 0);
    CHECK(has_diagnostic(*with_orderings(R"(<rsc_order id="o" first="l" then="a" require-all="true"/>)"),
                         "deprecated-require-all"));
}

TEST_CASE("orderings that cannot be are ignored") {
    const auto ignored = [](const std::string& attributes, const char* code) {
        const auto cluster = with_orderings(fmt::format(R"(<rsc_order id="o" {}/>)", attributes), "none");
        return cluster->orderings.empty() && has_diagnostic(*cluster, code);
    };
    CHECK(ignored(R"(first="a")", "incomplete-order"));
    CHECK(ignored(R"(then="a")", "incomplete-order"));
    CHECK(ignored(R"(first="a" then="x")", "unknown-resource"));
    CHECK(ignored(R"(first="x" then="a")", "unknown-resource"));
}

TEST_CASE("an action without an inverse is told where one is needed") {
    CHECK(has_diagnostic(*with_orderings(R"(<rsc_order id="o" first="a" then="b" first-action="monitor"/>)", "none"),
                         "unknown-action"));
    CHECK_FALSE(has_diagnostic(
        *with_orderings(R"(<rsc_order id="o" first="a" then="b" first-action="monitor" symmetrical="false"/>)", "none"),
        "unknown-action"));
}

TEST_CASE("sets are kept with what they say") {
    const auto ordering =
        of_sets(R"(kind="Optional")",
                resource_set("x", {"a", "b"}) +
                    resource_set("y", {"c"}, R"(sequential="true" require-all="false" action="promote" kind="Mandatory")"));
    REQUIRE(ordering.sets.size() == 2);
    CHECK(ordering.kind == Kind::Optional);
    CHECK(ordering.sets[0].kind == Kind::Optional);
    CHECK(ordering.sets[0].sequential);
    CHECK_FALSE(ordering.sets[0].sequential_outwards);
    CHECK(ordering.sets[0].require_all);
    CHECK(ordering.sets[0].action == "start");
    CHECK(ordering.sets[0].resources.size() == 2);
    CHECK(ordering.sets[1].sequential_outwards);
    CHECK_FALSE(ordering.sets[1].require_all);
    CHECK(ordering.sets[1].action == "promote");
    CHECK(ordering.sets[1].kind == Kind::Mandatory);
    CHECK(ordering.sets[1].position.known());
}

TEST_CASE("a set is as symmetrical as it says, or else its constraint, or else its kind") {
    CHECK(of_sets("", resource_set("x", {"a"})).sets[0].symmetrical);
    CHECK_FALSE(of_sets(R"(symmetrical="false")", resource_set("x", {"a"})).sets[0].symmetrical);
    CHECK(of_sets(R"(symmetrical="false")", resource_set("x", {"a"}, R"(symmetrical="true")")).sets[0].symmetrical);
    CHECK_FALSE(of_sets("", resource_set("x", {"a"}, R"(kind="Serialize")")).sets[0].symmetrical);
}

TEST_CASE("an unknown resource ends a constraint of sets") {
    const auto cluster = with_orderings(R"(<rsc_order id="o">)" + resource_set("x", {"a"}) +
                                        resource_set("y", {"b", "nothing"}) + resource_set("z", {"c"}) + "</rsc_order>");
    REQUIRE(cluster->orderings.size() == 1);
    CHECK(cluster->orderings[OrderingId(0)].sets.size() == 1);
    CHECK(has_diagnostic(*cluster, "unknown-resource"));
}

TEST_CASE("nothing comes after the last of an empty sequence") {
    const auto cluster = with_orderings(R"(<rsc_order id="o">)" + resource_set("x", {}, R"(sequential="true")") +
                                            resource_set("y", {"a", "b"}) + resource_set("z", {"c"}) + "</rsc_order>",
                                        "none");
    REQUIRE(cluster->orderings.size() == 2);
    CHECK(cluster->orderings[OrderingId(0)].sets.size() == 1);
    CHECK(cluster->orderings[OrderingId(1)].sets.size() == 1);
    CHECK(cluster->orderings[OrderingId(1)].sets[0].id == "y");
}

TEST_CASE("a tag is a set in no sequence, with its side's action") {
    const auto cluster = with_orderings(R"(<rsc_order id="o" first="t" then="c" first-action="stop"/>)");
    const OrderingConstraint& ordering = cluster->orderings[OrderingId(0)];
    REQUIRE(ordering.sets.size() == 2);
    CHECK(names(*cluster, ordering.sets[0].resources) == Names{"a", "b"});
    CHECK_FALSE(ordering.sets[0].sequential);
    CHECK(ordering.sets[0].action == "stop");
    CHECK(names(*cluster, ordering.sets[1].resources) == Names{"c"});
    CHECK(ordering.sets[1].action == "start");
    CHECK_FALSE(ordering.first.resource);
}
