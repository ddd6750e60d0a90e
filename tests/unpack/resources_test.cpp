#include <doctest/doctest.h>

#include "unpack/configuration.h"

using namespace placement;

namespace {

using Names = std::vector<std::string>;

std::shared_ptr<const Cluster> with_meta(const char* name, const char* value) {
    return with_resources(primitive("a", meta("a", {{name, value}})));
}

} // namespace

TEST_CASE("a primitive has its agent, its place and the defaults") {
    const auto cluster = with_resources(primitive("a"));
    const Resource& a = resource(*cluster, "a");
    CHECK(a.is_primitive());
    CHECK(a.element == "primitive");
    CHECK(a.standard == "ocf");
    CHECK(a.provider == "pacemaker");
    CHECK(a.agent == "Dummy");
    CHECK(a.position.known());
    CHECK(a.managed);
    CHECK(a.critical);
    CHECK(a.unique);
    CHECK(a.stickiness == 0);
    CHECK(a.migration_threshold == Score::infinite_value);
    CHECK(a.multiple_active == MultipleActive::StopStart);
    CHECK(a.requirement == Requires::Quorum);
    CHECK(a.next_role == Role::Unknown);
    CHECK(a.history_id.empty());
    CHECK(table(*cluster, "a") == "n1=0 n2=0 n3=0");
}

TEST_CASE("in an asymmetric cluster the tables begin empty") {
    Configuration configuration;
    configuration.properties += Configuration::property("symmetric-cluster", "false");
    configuration.resources = primitive("a");
    CHECK(table(*configuration.read(), "a") == "");
}

TEST_CASE("resources are taken by falling priority, else as configured") {
    const auto cluster = with_resources(primitive("a") + primitive("b", meta("b", {{"priority", "5"}})) + primitive("c") +
                                        primitive("d", meta("d", {{"priority", "5"}})) +
                                        primitive("e", meta("e", {{"priority", "-1"}})));
    CHECK(names(*cluster, cluster->top_resources) == Names{"b", "d", "a", "c", "e"});
}

TEST_CASE("meta attributes are read") {
    CHECK(resource(*with_meta("priority", "INFINITY"), "a").priority == Score::infinite_value);
    CHECK(resource(*with_meta("resource-stickiness", "-3"), "a").stickiness == -3);
    CHECK(resource(*with_meta("migration-threshold", "3"), "a").migration_threshold == 3);
    CHECK_FALSE(resource(*with_meta("is-managed", "no"), "a").managed);
    CHECK_FALSE(resource(*with_meta("critical", "false"), "a").critical);
    CHECK(resource(*with_meta("notify", "true"), "a").notify);
    CHECK(resource(*with_meta("allow-migrate", "true"), "a").migratable);
    CHECK(resource(*with_meta("failure-timeout", "2min"), "a").failure_timeout_ms == 120'000);
    CHECK(resource(*with_meta("multiple-active", "block"), "a").multiple_active == MultipleActive::Block);
    CHECK(resource(*with_meta("multiple-active", "stop_only"), "a").multiple_active == MultipleActive::StopOnly);
    CHECK(resource(*with_meta("multiple-active", "stop_unexpected"), "a").multiple_active ==
          MultipleActive::StopUnexpected);
    CHECK(resource(*with_meta("target-role", "stopped"), "a").next_role == Role::Stopped);
    CHECK(resource(*with_meta("target-role", "Started"), "a").next_role == Role::Unknown);
}

TEST_CASE("meta attributes with invalid values have their defaults") {
    const auto invalid = [](const char* name, const char* value) {
        return has_diagnostic(*with_meta(name, value), "invalid-meta-attribute");
    };
    CHECK(invalid("priority", "high"));
    CHECK(invalid("resource-stickiness", "high"));
    CHECK(invalid("migration-threshold", "-2"));
    CHECK(resource(*with_meta("migration-threshold", "-2"), "a").migration_threshold == Score::infinite_value);
    CHECK(invalid("multiple-active", "all"));
    CHECK(invalid("requires", "luck"));
    CHECK(invalid("target-role", "Master of none"));
    CHECK(invalid("target-role", "Promoted"));
    CHECK(invalid("failure-timeout", "soon"));
}

TEST_CASE("the value `default` is deprecated and means as much") {
    for (const char* name : {"resource-stickiness", "migration-threshold", "is-managed", "target-role"}) {
        CAPTURE(name);
        const auto cluster = with_meta(name, "default");
        CHECK(has_diagnostic(*cluster, "deprecated-default-value"));
        CHECK(resource(*cluster, "a").managed);
        CHECK(resource(*cluster, "a").migration_threshold == Score::infinite_value);
    }
}

TEST_CASE("maintenance leaves a resource unmanaged") {
    const auto own = with_meta("maintenance", "true");
    CHECK(resource(*own, "a").maintenance);
    CHECK_FALSE(resource(*own, "a").managed);
    Configuration configuration;
    configuration.properties += Configuration::property("maintenance-mode", "true");
    configuration.resources = primitive("a", meta("a", {{"is-managed", "true"}}));
    CHECK_FALSE(resource(*configuration.read(), "a").managed);
    CHECK(resource(*configuration.read(), "a").maintenance);
}

TEST_CASE("resource defaults come after the resource's own values and its group's") {
    Configuration configuration;
    configuration.resource_defaults = meta("d", {{"priority", "1"}, {"resource-stickiness", "1"}, {"migration-threshold", "1"}});
    configuration.resources = R"(<group id="g">)" + meta("g", {{"resource-stickiness", "2"}, {"priority", "2"}}) +
                              primitive("a", meta("a", {{"priority", "3"}})) + "</group>";
    const auto cluster = configuration.read();
    CHECK(resource(*cluster, "a").priority == 3);
    CHECK(resource(*cluster, "a").stickiness == 2);
    CHECK(resource(*cluster, "a").migration_threshold == 1);
    CHECK(resource(*cluster, "g").migration_threshold == 1);
}

TEST_CASE("a parent's rules are judged for the child's agent") {
    const auto cluster = with_resources(R"(<group id="g"><meta_attributes id="m"><rule id="r" boolean-op="and">)"
                                        R"(<rsc_expression id="e" type="Stateful"/></rule>)" +
                                        pairs("m", {{"priority", "9"}}) + "</meta_attributes>" + primitive("a") +
                                        primitive("b", "", "Stateful") + "</group>");
    CHECK(resource(*cluster, "g").priority == 0);
    CHECK(resource(*cluster, "a").priority == 0);
    CHECK(resource(*cluster, "b").priority == 9);
}

TEST_CASE("attributes of the element itself are meta attributes too") {
    CHECK(resource(*with_resources(primitive("a")), "a").meta.at("type") == "Dummy");
}

TEST_CASE("what a resource requires depends on fencing") {
    Configuration configuration;
    configuration.resources = primitive("a") +
                              R"(<primitive id="f" class="stonith" type="fence_dummy"/>)" +
                              primitive("far", "", "remote") +
                              primitive("u", meta("u", {{"requires", "unfencing"}})) +
                              primitive("n", meta("n", {{"requires", "nothing"}})) +
                              R"(<primitive id="fu" class="stonith" type="fence_dummy">)" +
                              meta("fu", {{"requires", "unfencing"}}) + "</primitive>";
    configuration.properties = "";
    const auto fencing = configuration.read();
    CHECK(fencing->have_fencing_devices);
    CHECK(resource(*fencing, "f").fencing_device);
    CHECK(resource(*fencing, "a").requirement == Requires::Unfencing); // because "u" enables it
    CHECK(resource(*fencing, "f").requirement == Requires::Quorum);
    CHECK(resource(*fencing, "far").requirement == Requires::Quorum);
    CHECK(resource(*fencing, "u").requirement == Requires::Unfencing);
    CHECK(resource(*fencing, "n").requirement == Requires::Nothing);
    CHECK(resource(*fencing, "fu").requirement == Requires::Quorum);
    CHECK(has_diagnostic(*fencing, "requires-reset"));

    configuration.resources = primitive("a");
    CHECK(resource(*configuration.read(), "a").requirement == Requires::Fencing);
    CHECK(has_diagnostic(*configuration.read(), "no-fencing-devices"));

    configuration.properties = Configuration::property("fencing-enabled", "false");
    configuration.resources = primitive("a") + primitive("w", meta("w", {{"requires", "fencing"}})) +
                              primitive("u", meta("u", {{"requires", "unfencing"}}));
    const auto none = configuration.read();
    CHECK(resource(*none, "w").requirement == Requires::Fencing);
    CHECK(has_diagnostic(*none, "requires-disabled-fencing"));
    CHECK(resource(*none, "u").requirement == Requires::Quorum);
    configuration.properties += Configuration::property("no-quorum-policy", "ignore");
    configuration.resources = primitive("a");
    CHECK(resource(*configuration.read(), "a").requirement == Requires::Nothing);
}

TEST_CASE("a connection's reconnect interval is its failure timeout") {
    const auto cluster = with_resources(primitive(
        "far", R"(<instance_attributes id="i">)" + pairs("i", {{"reconnect_interval", "30s"}}) + "</instance_attributes>",
        "remote"));
    CHECK(resource(*cluster, "far").remote_reconnect_ms == 30'000);
    CHECK(resource(*cluster, "far").failure_timeout_ms == 30'000);
}

TEST_CASE("utilization is read") {
    const auto cluster = with_resources(
        primitive("a", R"(<utilization id="u">)" + pairs("u", {{"cpu", "2"}}) + "</utilization>"));
    CHECK(resource(*cluster, "a").utilization.at("cpu") == "2");
}

TEST_CASE("resources that are unusable are left out with all below them") {
    const auto cluster = with_resources("<primitive class=\"ocf\"/><unheard-of id=\"x\"/>" + group("empty", "") +
                                        clone("nothing", "") +
                                        R"(<primitive id="t" template="missing"/>)"
                                        R"(<primitive id="self" template="self"/>)" +
                                        group("g", R"(<primitive id="bad" template="missing"/>)" + primitive("good")) +
                                        clone("c", R"(<primitive id="sub" template="missing"/>)") + primitive("last"));
    CHECK(names(*cluster, cluster->top_resources) == Names{"g", "last"});
    CHECK(names(*cluster, resource(*cluster, "g").children) == Names{"good"});
    CHECK(cluster->resources.size() == 3);
    CHECK(cluster->initial_nodes.size() == 3);
    CHECK_FALSE(cluster->resource_by_id.contains("c"));
    for (const char* code : {"missing-id", "unknown-resource-type", "empty-group", "empty-clone", "unknown-template",
                             "template-of-itself", "ignored-resource"}) {
        CAPTURE(code);
        CHECK(has_diagnostic(*cluster, code));
    }
}

TEST_CASE("a resource of a template has the template's agent, and its own values before the template's") {
    const auto cluster = with_resources(
        R"(<template id="t" class="ocf" provider="pacemaker" type="Stateful">)" +
        meta("t", {{"priority", "1"}, {"resource-stickiness", "1"}}) +
        R"(<operations><op id="tm" name="monitor" interval="10s"/><op id="ts" name="start" interval="0"/>)"
        R"(<op id="tp" name="monitor" interval="11s" role="Promoted"/></operations></template>)" +
        R"(<primitive id="a" template="t" class="lsb">)" + meta("a", {{"priority", "2"}}) +
        R"(<operations><op id="am" name="monitor" interval="20s" role="Started"/></operations></primitive>)");
    const Resource& a = resource(*cluster, "a");
    CHECK(a.standard == "ocf");
    CHECK(a.agent == "Stateful");
    CHECK(a.template_id == "t");
    CHECK(a.priority == 2);
    CHECK(a.stickiness == 1);
    std::vector<std::string> ids;
    for (const OperationConfiguration& operation : a.operations) ids.push_back(operation.id);
    CHECK(ids == Names{"am", "ts", "tp"});
    CHECK(names(*cluster, cluster->top_resources) == Names{"a"});
}

TEST_CASE("operations are read") {
    Configuration configuration;
    configuration.operation_defaults = meta("od", {{"timeout", "99s"}});
    configuration.resources = primitive(
        "a", R"(<operations><op id="o1" name="monitor" interval="1min" timeout="20s" role="Promoted" enabled="false">)"
             R"(<meta_attributes id="om">)" + pairs("om", {{"on-fail", "block"}}) + "</meta_attributes></op>" +
             R"(<op id="o2" name="monitor" interval="sometimes"/><op id="o3" name="monitor" interval="60"/>)"
             "</operations>") + primitive("b", R"(<operations id-ref="shared"/>)") +
        primitive("c", R"(<operations id="shared"><op id="o4" name="start" interval="0"/></operations>)");
    const auto cluster = configuration.read();
    const auto& operations = resource(*cluster, "a").operations;
    REQUIRE(operations.size() == 3);
    CHECK(operations[0].interval_ms == 60'000);
    CHECK(operations[0].role == Role::Promoted);
    CHECK_FALSE(operations[0].enabled);
    CHECK(operations[0].attributes.at("timeout") == "20s");
    CHECK(operations[0].meta_attributes.at(0).pairs.at(0).value == "block");
    CHECK(operations[1].interval_ms == 0);
    CHECK(has_diagnostic(*cluster, "invalid-interval"));
    CHECK(has_diagnostic(*cluster, "duplicate-operation"));
    REQUIRE(resource(*cluster, "b").operations.size() == 1);
    CHECK(resource(*cluster, "b").operations[0].id == "o4");
    CHECK(cluster->operation_defaults.size() == 1);
}

TEST_CASE("a group has its members and is ordered and colocated unless it says otherwise") {
    const auto cluster = with_resources(group("g", primitive("a") + primitive("b")) +
                                        group("h", meta("h", {{"ordered", "false"}, {"collocated", "false"}}) + primitive("c")));
    CHECK(names(*cluster, resource(*cluster, "g").children) == Names{"a", "b"});
    CHECK(name(*cluster, resource(*cluster, "a").parent) == "g");
    CHECK(resource(*cluster, "g").group().ordered);
    CHECK(resource(*cluster, "g").group().colocated);
    CHECK_FALSE(resource(*cluster, "h").group().ordered);
    CHECK_FALSE(resource(*cluster, "h").group().colocated);
    CHECK(has_diagnostic(*cluster, "deprecated-group-option"));
}

TEST_CASE("more instances than any cluster has are refused" * doctest::test_suite("large")) {
    Configuration configuration;
    configuration.resources = clone("c", meta("c", {{"clone-max", "2000000000"}}) + primitive("a"));
    CHECK_THROWS_AS(configuration.read(), InputError);
}
