#include <doctest/doctest.h>

#include "unpack/configuration.h"

using namespace placement;

namespace {

std::shared_ptr<const Cluster> with_option(const char* name, const char* value) {
    Configuration configuration;
    configuration.properties += Configuration::property(name, value);
    return configuration.read();
}

} // namespace

TEST_CASE("properties have their defaults") {
    Configuration configuration;
    configuration.properties = "";
    const auto cluster = configuration.read();
    const Options& options = cluster->options;
    CHECK(options.symmetric_cluster);
    CHECK(options.fencing_enabled);
    CHECK(options.startup_fencing);
    CHECK(options.concurrent_fencing);
    CHECK(options.start_failure_is_fatal);
    CHECK(options.startup_probes);
    CHECK(options.stop_removed_resources);
    CHECK(options.cancel_removed_actions);
    CHECK_FALSE(options.maintenance_mode);
    CHECK_FALSE(options.stop_all_resources);
    CHECK_FALSE(options.shutdown_lock);
    CHECK(options.no_quorum_policy == NoQuorumPolicy::Stop);
    CHECK(options.placement_strategy == PlacementStrategy::Default);
    CHECK(options.fencing_action == "reboot");
    CHECK(options.fencing_timeout_ms == 60'000);
    CHECK(options.values.at("cluster-delay") == "60s");
}

TEST_CASE("properties are read") {
    CHECK_FALSE(with_option("symmetric-cluster", "off")->options.symmetric_cluster);
    CHECK(with_option("maintenance-mode", "yes")->options.maintenance_mode);
    CHECK(with_option("fencing-timeout", "2min")->options.fencing_timeout_ms == 120'000);
    CHECK(with_option("fencing-action", "off")->options.fencing_action == "off");
    CHECK(with_option("priority-fencing-delay", "10")->options.priority_fencing_delay_ms == 10'000);
    CHECK(with_option("node-pending-timeout", "2h")->options.node_pending_timeout_ms == 7'200'000);
    CHECK(with_option("placement-strategy", "BALANCED")->options.placement_strategy == PlacementStrategy::Balanced);
    CHECK(with_option("placement-strategy", "minimal")->options.placement_strategy == PlacementStrategy::Minimal);
    CHECK(with_option("placement-strategy", "utilization")->options.placement_strategy == PlacementStrategy::Utilization);
    CHECK(with_option("no-quorum-policy", "freeze")->options.no_quorum_policy == NoQuorumPolicy::Freeze);
    CHECK(with_option("no-quorum-policy", "ignore")->options.no_quorum_policy == NoQuorumPolicy::Ignore);
    CHECK(with_option("no-quorum-policy", "demote")->options.no_quorum_policy == NoQuorumPolicy::Demote);
}

TEST_CASE("a property with an invalid value has its default") {
    const auto cluster = with_option("symmetric-cluster", "perhaps");
    CHECK(cluster->options.symmetric_cluster);
    CHECK(cluster->options.values.at("symmetric-cluster") == "true");
    REQUIRE(has_diagnostic(*cluster, "invalid-property"));
    CHECK(find_diagnostic(*cluster, "invalid-property")->message.find("`perhaps`") != std::string::npos);
}

TEST_CASE("old names of properties still count, unless the present one is there too") {
    Configuration configuration;
    configuration.schema = "none";
    configuration.properties = Configuration::property("stonith-enabled", "false");
    const auto old_name = configuration.read();
    CHECK_FALSE(old_name->options.fencing_enabled);
    CHECK(has_diagnostic(*old_name, "old-property-name"));
    configuration.properties += Configuration::property("fencing-enabled", "true");
    CHECK(configuration.read()->options.fencing_enabled);
}

TEST_CASE("the set cib-bootstrap-options comes before all others") {
    Configuration configuration;
    configuration.properties += "</cluster_property_set><cluster_property_set id=\"other\" score=\"100\">" +
                                std::string(R"(<nvpair id="o" name="fencing-enabled" value="true"/>)");
    CHECK_FALSE(configuration.read()->options.fencing_enabled);
}

TEST_CASE("startup-fencing means nothing without fencing") {
    CHECK_FALSE(with_option("startup-fencing", "true")->options.startup_fencing);
}

TEST_CASE("no-quorum-policy fence needs fencing, and a cluster that once had quorum") {
    Configuration configuration;
    configuration.properties = Configuration::property("no-quorum-policy", "suicide");
    CHECK(configuration.read()->options.no_quorum_policy == NoQuorumPolicy::Fence);
    configuration.attributes = R"(have-quorum="0")";
    const auto never = configuration.read();
    CHECK(never->options.no_quorum_policy == NoQuorumPolicy::Stop);
    CHECK(has_diagnostic(*never, "quorum-policy-reset"));
    CHECK(has_diagnostic(*never, "no-quorum"));
    configuration.attributes = R"(have-quorum="0" no-quorum-panic="1")";
    CHECK(configuration.read()->options.no_quorum_policy == NoQuorumPolicy::Fence);
    configuration.properties += Configuration::property("fencing-enabled", "false");
    CHECK(has_diagnostic(*configuration.read(), "quorum-policy-reset"));
}

TEST_CASE("the health strategy says what colours mean") {
    CHECK(with_option("node-health-red", "-5")->options.health_red == Score());
    const auto red = with_option("node-health-strategy", "migrate-on-red");
    CHECK(red->options.health_red.is_minus_infinity());
    CHECK(red->options.health_yellow == Score());
    CHECK(with_option("node-health-strategy", "only-green")->options.health_yellow.is_minus_infinity());
    Configuration configuration;
    configuration.properties += Configuration::property("node-health-strategy", "progressive") +
                                Configuration::property("node-health-base", "7") +
                                Configuration::property("node-health-yellow", "-20");
    const auto progressive = configuration.read();
    CHECK(progressive->options.health_base == Score(7));
    CHECK(progressive->options.health_yellow == Score(-20));
    CHECK(progressive->options.health_red.is_minus_infinity());
}

TEST_CASE("deprecated properties are noted when they say what will not be possible any more") {
    CHECK(has_diagnostic(*with_option("enable-startup-probes", "false"), "deprecated-property"));
    CHECK(has_diagnostic(*with_option("concurrent-fencing", "false"), "deprecated-property"));
    CHECK(has_diagnostic(*with_option("stop-removed-resources", "false"), "deprecated-property"));
    CHECK(has_diagnostic(*with_option("cancel-removed-actions", "false"), "deprecated-property"));
}

TEST_CASE("rules of property sets are judged at the time given") {
    Configuration configuration;
    configuration.properties = R"(<rule id="r" boolean-op="and"><date_expression id="d" operation="gt" )"
                               R"(start="2024-06-01"/></rule>)" +
                               Configuration::property("maintenance-mode", "true");
    const auto before = configuration.read("2024-03-01");
    CHECK_FALSE(before->options.maintenance_mode);
    CHECK(before->recheck_by == Time::parse("2024-06-01T00:00:01Z").seconds);
    CHECK(configuration.read("2024-07-01")->options.maintenance_mode);
}

TEST_CASE("a watchdog is a fencing device, and unfencing is found in the bare XML") {
    CHECK_FALSE(Configuration().read()->have_fencing_devices);
    CHECK(with_option("have-watchdog", "true")->have_fencing_devices);
    Configuration configuration;
    configuration.resources = primitive("a", meta("a", {{"provides", "unfencing"}}));
    CHECK(configuration.read()->unfencing_enabled);
    CHECK_FALSE(Configuration().read()->unfencing_enabled);
    Configuration defaults;
    defaults.resource_defaults = meta("d", {{"requires", "unfencing"}});
    CHECK(defaults.read()->unfencing_enabled);
}

TEST_CASE("a CIB of a newer feature set is refused") {
    std::string text = Configuration().text();
    text.replace(text.find("3.20.5"), 6, "3.21.0");
    CHECK_THROWS_AS(unpack(Cib::from_text(text), Time()), InputError);
}
