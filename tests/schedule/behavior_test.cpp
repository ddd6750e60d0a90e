#include <algorithm>
#include <memory>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "base/md5.h"
#include "placement/behavior.h"
#include "placement/comparisons.h"
#include "support/scheduled.h"

// What releases decide differently: each field of Behavior alone, and those that count while a CIB is read by the releases
// between which they change.
using namespace placement;

namespace {

/// The cluster by the rules of a release but for one of them.
template <typename Change>
Scheduled with(const Sketch& sketch, Change change, Release release = default_release) {
    auto cluster = std::make_shared<Cluster>(*unpack(sketch.cib(), Time{Sketch::now, 0}, release));
    change(cluster->behavior);
    return Scheduled(std::shared_ptr<const Cluster>(std::move(cluster)));
}

Scheduled under(Release release, const Sketch& sketch) {
    return with(sketch, [](Behavior&) {}, release);
}

Scheduled under(Release release, const Sketch& sketch, const std::string& text, const std::string& instead) {
    std::string xml = sketch.xml();
    REQUIRE(xml.find(text) != std::string::npos);
    xml.replace(xml.find(text), text.size(), instead);
    return Scheduled(unpack(Cib::from_text(xml, "sketch.xml"), Time{Sketch::now, 0}, release));
}

Sketch promoted(const std::string& node_names, const std::string& pairs = "") {
    return Sketch(node_names).resource(promotable("m", "p", pairs));
}

} // namespace

TEST_CASE("releases have names, and a name that is none tells those that are") {
    for (const Release release : offered_releases()) CHECK(parse_release(text(release)) == release);
    CHECK_THROWS_WITH(parse_release("1.0"),
                      doctest::Contains("the rules of Pacemaker `1.0` are not known; those of 1.1.10, 1.1.11, 2.0.5, 2.1.2, 2.1.5"));
    CHECK_THROWS_WITH(parse_release("1.0"), doctest::Contains("3.0.2, centos-10, debian-11"));
}

TEST_CASE("a distribution's name stands for the release that it ships") {
    CHECK(parse_release("rhel-9.4") == Release::v2_1_7);
    CHECK(parse_release("debian-12") == Release::v2_1_5);
    for (const Distribution& each : known_distributions()) CHECK(parse_release(each.name) == each.release);
}

TEST_CASE("Behavior's defaults are the default release's") {
    CHECK(behavior_of(default_release) == Behavior());
    CHECK(offered_releases().back() == default_release);
}

TEST_CASE("each change is one, at the release that brought it") {
    for (const BehaviorChange& change : behavior_changes()) {
        CAPTURE(change.field);
        Behavior newer = behavior_of(change.from);
        const Behavior before = newer;
        change.take_back(newer);
        CHECK(newer != before);
        CHECK_FALSE(change.source.empty());
    }
}

TEST_CASE("kinds that were not compared with a release are told, where everything was compared none") {
    const Sketch sketch = Sketch("n1").resource(primitive("a")).options("placement-strategy=utilization");
    CHECK(unchecked_kinds(*under(Release::v1_1_10, sketch).schedule.cluster) == std::vector<std::string>{"utilization"});
    for (const ReleaseComparison& each : comparisons()) {
        CHECK(unchecked_kinds(*under(each.release, sketch).schedule.cluster).empty());
    }
}

TEST_CASE("groups and clones that are not promotable were compared with 1.1.10, but not with 1.1.11") {
    const Sketch sketch = Sketch("n1").resource(group("g", primitive("a"))).resource(clone("c", primitive("b")));
    const std::vector<std::string> both{"groups", "clones that are not promotable"};
    CHECK(unchecked_kinds(*under(Release::v1_1_10, sketch).schedule.cluster).empty());
    CHECK(unchecked_kinds(*under(Release::v1_1_11, sketch).schedule.cluster) == both);
}

TEST_CASE("primitives and promotable clones were compared with every release") {
    const Sketch sketch = promoted("n1").resource(primitive("a"));
    for (const Release release : offered_releases()) {
        CHECK(unchecked_kinds(*under(release, sketch).schedule.cluster).empty());
    }
}

// ---- the configuration ----------------------------------------------------------------------------------------

TEST_CASE("instance_attributes_are_meta") {
    const Sketch sketch = Sketch("n1").resource(primitive("a", parameters("target-role=Stopped")));
    CHECK(under(Release::v1_1_11, sketch).node("a").empty());
    CHECK(under(Release::v2_0_5, sketch).node("a") == "n1");
}

TEST_CASE("instance_attributes_are_meta: a meta attribute of the resource itself wins") {
    const Sketch sketch =
        Sketch("n1").resource(primitive("a", meta("target-role=Started") + parameters("target-role=Stopped")));
    CHECK(under(Release::v1_1_11, sketch).node("a") == "n1");
}

TEST_CASE("many_per_node_are_unique") {
    const Sketch sketch = Sketch("n1").resource(clone("c", meta("clone-max=2 clone-node-max=2") + primitive("a")));
    CHECK(under(Release::v2_1_5, sketch).nodes("a") == "n1");
    CHECK(under(Release::v3_0_2, sketch).nodes("a") == "n1 n1");
}

TEST_CASE("standard_limits_uniqueness") {
    const Sketch sketch = Sketch("n1").resource(clone("c", meta("globally-unique=true clone-max=2 clone-node-max=2") +
                                                               R"(<primitive id="a" class="lsb" type="a"/>)"));
    CHECK(under(Release::v1_1_11, sketch).nodes("a") == "n1 n1");
    CHECK(under(Release::v2_0_5, sketch).nodes("a") == "n1");
}

TEST_CASE("stickiness_property_reaches_clones") {
    const Sketch sketch = Sketch("n1 n2")
                              .options("default-resource-stickiness=50")
                              .resource(clone("c", primitive("a")))
                              .resource(primitive("b"))
                              .runs("a b", "n1");
    const auto score = [&](Release release, const std::string& resource) {
        return under(release, sketch, "pacemaker-4.0", "pacemaker-1.2").score(resource, "n1");
    };
    CHECK(score(Release::v1_1_11, "a:0") == "1");
    CHECK(score(Release::v1_1_11, "b") == "50");
    CHECK(score(Release::v2_0_5, "a:0") == "50");
}

TEST_CASE("fail_count_names") {
    const Sketch sketch = Sketch("n1 n2")
                              .resource(primitive("a", meta("migration-threshold=1")))
                              .runs("a", "n1")
                              .transient("n1", "fail-count-a=1");
    const auto node = [&](Release release, const std::string& feature_set) {
        return under(release, sketch, "3.20.5", feature_set).node("a");
    };
    CHECK(node(Release::v1_1_10, "3.0.7") == "n2");
    CHECK(node(Release::v2_1_5, "3.0.7") == "n2");
    CHECK(node(Release::v2_1_5, "3.0.14") == "n1");
    CHECK(node(Release::v3_0_2, "3.0.7") == "n1");
}

TEST_CASE("configured_block_keeps_failures") {
    const std::string monitor = R"(<operations><op id="@" name="monitor" interval="10s" on-fail="block"/></operations>)";
    const Sketch sketch = Sketch("n1 n2")
                              .resource(primitive("a", meta("migration-threshold=1 failure-timeout=10s") + monitor))
                              .runs("a", "n1")
                              .transient("n1", "fail-count-a=1 last-failure-a=" + std::to_string(Sketch::now - 3600));
    CHECK(under(Release::v1_1_11, sketch, "3.20.5", "3.0.7").node("a") == "n2");
    CHECK(under(Release::v2_0_5, sketch, "3.20.5", "3.0.7").node("a") == "n1");
}

TEST_CASE("concurrent_fencing_by_default") {
    const auto concurrent = [](Release release, const Sketch& sketch) {
        return under(release, sketch).schedule.cluster->options.concurrent_fencing;
    };
    CHECK(concurrent(Release::v3_0_0, Sketch("n1")));
    CHECK_FALSE(concurrent(Release::v2_1_10, Sketch("n1")));
    CHECK(concurrent(Release::v2_1_10, Sketch("n1").options("concurrent-fencing=true")));
}

TEST_CASE("remote_fencing") {
    const auto fences = [](Release release, const std::string& options) {
        return under(release, Sketch("n1").options(options)).schedule.cluster->options.fence_remote_without_quorum;
    };
    CHECK_FALSE(fences(Release::v3_0_1, ""));
    CHECK(fences(Release::v3_0_0, "fence-remote-without-quorum=false"));
    CHECK(fences(Release::v2_1_10, ""));
    CHECK_FALSE(fences(Release::v2_1_10, "fence-remote-without-quorum=false"));
    CHECK(fences(Release::v2_1_9, "fence-remote-without-quorum=false"));
}

TEST_CASE("restart_type_counts") {
    const auto need = [](Release release, const std::string& type) {
        const Sketch sketch = Sketch("n1")
                                  .resource(primitive("a", meta("target-role=Stopped")))
                                  .resource(primitive("b", meta("restart-type=" + type)))
                                  .runs("a", "n1")
                                  .runs("b", "n1")
                                  .constraint(ordering("o", "a", "b", "kind=\"Optional\""));
        return under(release, sketch, "pacemaker-4.0", "pacemaker-3.9").need("b_stop_0");
    };
    CHECK(need(Release::v2_1_10, "restart") == "required");
    CHECK(need(Release::v2_1_10, "ignore") != "required");
    CHECK(need(Release::v3_0_0, "restart") != "required");
}

TEST_CASE("remove_after_stop_counts") {
    const auto need = [](Release release, const std::string& wanted) {
        const Sketch sketch =
            Sketch("n1").options("remove-after-stop=" + wanted).resource(primitive("a", meta("target-role=Stopped"))).runs("a", "n1");
        return under(release, sketch, "pacemaker-4.0", "pacemaker-3.9").need("a_delete_0");
    };
    CHECK(need(Release::v2_1_10, "true") == "required");
    CHECK(need(Release::v2_1_10, "false") == "none");
    CHECK(need(Release::v3_0_0, "true") == "none");
}

TEST_CASE("unmanaged_count_for_parents_offline") {
    const Sketch sketch = Sketch("n1 n2")
                              .options("fencing-enabled=true")
                              .resource(group("g", primitive("a", meta("is-managed=false"))))
                              .crashed("n2")
                              .runs("a", "n2");
    const auto nodes_of_group = [&](Release release) {
        const Scheduled result = under(release, sketch);
        return result.schedule.cluster->resources[result.id("g")].active_nodes.size();
    };
    CHECK(nodes_of_group(Release::v3_0_1) == 1);
    CHECK(nodes_of_group(Release::v3_0_0) == 0);
    CHECK(nodes_of_group(Release::v2_1_10) == 1);
    CHECK(nodes_of_group(Release::v2_1_9) == 0);
}

TEST_CASE("nameless_histories_are_of_one_node") {
    const auto is_active = [](Release release) {
        const Sketch sketch = Sketch("n1")
                                  .resource(primitive("a"))
                                  .operation("n1", "a", "start", 0, 0, "last-rc-change=\"1704067100\"")
                                  .operation("n1", "a", "stop", 0, 0, "last-rc-change=\"1704067000\" op-digest=\"\"");
        const Scheduled result =
            under(release, sketch, R"(on_node="n1" last-rc-change="1704067000")", R"(last-rc-change="1704067000")");
        return !result.schedule.cluster->resources[result.schedule.cluster->find_resource("a")].active_nodes.empty();
    };
    CHECK(is_active(Release::v3_0_0));
    CHECK_FALSE(is_active(Release::v2_1_10));
}

TEST_CASE("nameless_node_states_count") {
    const auto is_online = [](Release release) {
        const Scheduled result = under(release, Sketch("n1"), "uname=\"n1\" in_ccm", "in_ccm");
        return result.schedule.cluster->nodes[result.schedule.cluster->find_node("n1")].online;
    };
    CHECK(is_online(Release::v2_1_7));
    CHECK_FALSE(is_online(Release::v2_1_6));
}

namespace {

/// What the first location constraint says of a node.
std::string score_of_location(const Scheduled& result, const std::string& node) {
    const Cluster& cluster = *result.schedule.cluster;
    for (const auto& [id, score] : cluster.locations[LocationId(0)].nodes) {
        if (cluster.nodes[id].name == node) return score.text();
    }
    return "none";
}

} // namespace

TEST_CASE("any_of_rules_add_base_scores") {
    const auto score = [](Release release, const std::string& boolean) {
        const std::string condition = R"(<expression id="e" attribute="x" operation="not_defined"/></rule></rsc_location>)";
        const std::string rule = R"(<rsc_location id="l" rsc="a"><rule id="r" score="100" boolean-op=")" + boolean + "\">" + condition;
        return score_of_location(under(release, Sketch("n1 n2").resource(primitive("a")).offline("n2").constraint(rule)), "n2");
    };
    CHECK(score(Release::v2_1_7, "or") == "-INFINITY");
    CHECK(score(Release::v2_1_7, "and") == "100");
    CHECK(score(Release::v2_1_8, "or") == "100");
}

TEST_CASE("missing_score_attributes_ban") {
    const auto score = [](Release release, const std::string& attributes) {
        const Sketch sketch = Sketch("n1 n2")
                                  .attributes("n1", "weight=5")
                                  .attributes("n2", attributes)
                                  .resource(primitive("a"))
                                  .constraint(R"(<rsc_location id="l" rsc="a"><rule id="r" score-attribute="weight">)"
                                              R"(<expression id="e" attribute="x" operation="not_defined"/></rule></rsc_location>)");
        return score_of_location(under(release, sketch), "n2");
    };
    CHECK(score(Release::v2_1_10, "") == "-INFINITY");
    CHECK(score(Release::v2_1_10, "weight=heavy") == "0");
    CHECK(score(Release::v3_0_0, "") == "none");
    CHECK(score(Release::v3_0_0, "weight=heavy") == "none");
}

TEST_CASE("node_states_have_times") {
    const auto is_online = [](Release release, const std::string& state) {
        const Scheduled result = under(release, Sketch("n1").state("n1", state + R"( join="member" expected="member")"));
        return result.schedule.cluster->nodes[result.schedule.cluster->find_node("n1")].online;
    };
    CHECK(is_online(Release::v2_1_7, R"(in_ccm="1704067000" crmd="1704067000")"));
    CHECK_FALSE(is_online(Release::v2_1_6, R"(in_ccm="1704067000" crmd="online")"));
    CHECK_FALSE(is_online(Release::v2_1_6, R"(in_ccm="true" crmd="1704067000")"));
}

TEST_CASE("resource_references") {
    const auto disabled = [](Release release, const std::string& resources) {
        const Scheduled result = under(release, Sketch("n1").resource(resources));
        return result.schedule.cluster->resources[result.id("b")].next_role == Role::Stopped;
    };
    const std::string first = primitive(
        "a", R"(<meta_attributes id="off"><nvpair id="off-role" name="target-role" value="Stopped"/></meta_attributes>)");
    const std::string set = first + primitive("b", R"(<meta_attributes id-ref="off"/>)");
    CHECK(disabled(Release::v2_1_7, set));
    CHECK(disabled(Release::v3_0_1, set));
    CHECK_FALSE(disabled(Release::v3_0_2, set));
    const std::string of_template = R"(<template id="t" class="ocf" provider="pacemaker" type="Dummy"/>)" + first +
                                    R"(<primitive id="b" template="t"><meta_attributes id-ref="off"/></primitive>)";
    CHECK(disabled(Release::v2_1_7, of_template));
    CHECK_FALSE(disabled(Release::v2_1_8, of_template));
}

TEST_CASE("transient_utilization_counts") {
    std::string xml = Sketch("n1").transient("n1", "cpu=2").xml();
    for (std::size_t at = 0; (at = xml.find("instance_attributes", at)) != std::string::npos;) {
        xml.replace(at, std::string_view("instance_attributes").size(), "utilization");
    }
    const auto capacities = [&](Release release) {
        const auto cluster = unpack(Cib::from_text(xml, "sketch.xml"), Time{Sketch::now, 0}, release);
        return cluster->nodes[cluster->find_node("n1")].utilization.size();
    };
    CHECK(capacities(Release::v2_1_6) == 1);
    CHECK(capacities(Release::v2_1_5) == 0);
}

TEST_CASE("expired_failures_change_state") {
    const Sketch sketch = Sketch("n1")
                              .resource(primitive("a", meta("failure-timeout=10s")))
                              .runs("a", "n1")
                              .transient("n1", "fail-count-a#stop_0=INFINITY last-failure-a#stop_0=" + std::to_string(Sketch::now - 600))
                              .operation("n1", "a", "stop", 5);
    const auto blocked = [&](Release release) {
        const Scheduled result = under(release, sketch);
        return result.schedule.cluster->resources[result.id("a")].blocked;
    };
    CHECK_FALSE(blocked(Release::v2_1_6));
    CHECK(blocked(Release::v2_1_5));
}

TEST_CASE("unreadable_results") {
    const auto role = [](Release release, const std::string& result) {
        const Sketch sketch = Sketch("n1").resource(primitive("a")).operation("n1", "a", "start", 0);
        const Scheduled found = under(release, sketch, "rc-code=\"0\"", result);
        const Resource& resource = found.schedule.cluster->resources[found.id("a")];
        return resource.failed ? "failed" : text(resource.role);
    };
    CHECK(role(Release::v3_0_0, "rc-code=\"-1\"") == "Stopped");
    CHECK(role(Release::v2_1_10, "rc-code=\"-1\"") == "failed");
    CHECK(role(Release::v2_1_5, "rc-code=\"-1\"") == "failed");
    CHECK(role(Release::v2_1_6, "") == "failed");
    CHECK(role(Release::v2_1_5, "") == "Started");
}

TEST_CASE("failed_probes_are_masked") {
    const Sketch sketch = Sketch("n1").resource(primitive("a")).operation("n1", "a", "monitor", 2);
    CHECK(under(Release::v2_1_5, sketch).need("a_stop_0") == "none");
    CHECK(under(Release::v2_1_2, sketch).need("a_stop_0") == "required");
}

TEST_CASE("degraded_results_are_successes") {
    const auto failed = [](Release release, const std::string& task, int interval_ms) {
        const Sketch sketch = Sketch("n1").resource(primitive("a")).runs("a", "n1").operation("n1", "a", task, 190, interval_ms);
        const Scheduled result = under(release, sketch);
        return result.schedule.cluster->resources[result.id("a")].failed;
    };
    CHECK_FALSE(failed(Release::v2_1_6, "start", 0));
    CHECK(failed(Release::v2_1_5, "start", 0));
    CHECK_FALSE(failed(Release::v2_1_5, "monitor", 10000));
}

TEST_CASE("failed_operations_stay_pending") {
    const Sketch sketch = Sketch("n1")
                              .resource(primitive("a"))
                              .operation("n1", "a", "start", 1, 0, "last-rc-change=\"" + std::to_string(Sketch::now) + "\"")
                              .operation("n1", "a", "start", 193, 0, "last-rc-change=\"" + std::to_string(Sketch::now) + "\"", -1);
    const auto pending = [&](Release release) {
        const Scheduled result = under(release, sketch);
        return result.schedule.cluster->resources[result.id("a")].start_pending;
    };
    CHECK_FALSE(pending(Release::v2_1_6));
    CHECK(pending(Release::v2_1_5));
}

namespace {

/// What a is on n1 if its parameter `host` is compared with, which is n1.
std::string score_by_host(Release release, const std::string& of) {
    const Sketch sketch = Sketch("n1 n2").resource(primitive("a", parameters("host=n1"))).constraint(
        "<rsc_location id=\"l\" " + of + R"(><rule id="@" score="100"><expression id="@" attribute="#uname" operation="eq" )"
        R"(value="host" value-source="param"/></rule></rsc_location>)");
    return under(release, sketch).score("a", "n1");
}

} // namespace

TEST_CASE("rules_compare_with_parameters") {
    CHECK(score_by_host(Release::v2_1_2, "rsc=\"a\"") == "100");
    CHECK(score_by_host(Release::v2_0_5, "rsc=\"a\"") == "0");
    CHECK(score_by_host(Release::v2_0_5, "rsc-pattern=\"^(a)$\"") == "100");
}

TEST_CASE("newer_states_end_migrations") {
    const std::string ends = R"(migrate_source="n1" migrate_target="n2")";
    const Sketch leaving = Sketch("n1 n2").resource(primitive("vm", meta("allow-migrate=true"))).runs("vm", "n1");
    const auto vm = [](Release release, const Sketch& sketch) {
        const Scheduled result = under(release, sketch);
        return result.schedule.cluster->resources[result.id("vm")];
    };
    // The target has not seen it yet.
    const Sketch gone = Sketch(leaving).operation("n1", "vm", "migrate_to", 0, 0, ends);
    CHECK_FALSE(vm(Release::v2_1_5, gone).partial_migration_target);
    CHECK(vm(Release::v2_1_2, gone).partial_migration_target);
    // A probe has not found it on the target.
    const Sketch failed = Sketch(leaving).operation("n1", "vm", "migrate_to", 1, 0, ends).operation("n2", "vm", "monitor", 7);
    CHECK(vm(Release::v2_1_5, failed).active_nodes.size() == 1);
    CHECK(vm(Release::v2_1_2, failed).active_nodes.size() == 2);
    // The source stopped it before.
    const Sketch back = Sketch("n1 n2")
                            .resource(primitive("vm", meta("allow-migrate=true")))
                            .operation("n1", "vm", "migrate_to", 0, 0, ends)
                            .operation("n1", "vm", "monitor", 7)
                            .operation("n2", "vm", "migrate_from", 1, 0, ends);
    CHECK(vm(Release::v2_1_5, back).active_nodes.size() == 1);
    CHECK(vm(Release::v2_1_2, back).active_nodes.size() == 2);
}

TEST_CASE("remote_shutdowns_outlast_histories") {
    const Sketch sketch = Sketch("n1 n2")
                              .resource(R"(<primitive id="r" class="ocf" provider="pacemaker" type="remote"/>)")
                              .runs("r", "n1")
                              .operation("n2", "r", "monitor", 7);
    const std::string second = "<node_state id=\"2\"";
    const std::string before = R"(<node_state id="r" uname="r" remote_node="true"><transient_attributes id="r">)"
                               R"(<instance_attributes id="t"><nvpair id="t-s" name="shutdown" value="1"/></instance_attributes>)"
                               "</transient_attributes></node_state>";
    CHECK(under(Release::v2_1_2, sketch, second, before + second).node("r").empty());
    CHECK(under(Release::v2_0_5, sketch, second, before + second).node("r") == "n1");
}

TEST_CASE("negative_stickiness_counts") {
    const Sketch sketch = Sketch("n1 n2").resource(primitive("a", meta("resource-stickiness=-10"))).runs("a", "n1");
    CHECK(Scheduled(sketch).node("a") == "n1");
    CHECK(with(sketch, [](Behavior& behavior) { behavior.negative_stickiness_counts = true; }).node("a") == "n2");
}

// ---- instances of clones --------------------------------------------------------------------------------------

namespace {

/// The replica beside an address that must not be where the primary is was just restarted; the primary's node is gone.
Sketch outage() {
    return promoted("n1 n2 n3", "clone-max=3")
        .resource(primitive("address", meta("resource-stickiness=100")))
        .constraint(colocation("apart", "address", "m", "-INFINITY", "with-rsc-role=\"Promoted\""))
        .crashed("n3")
        .runs("p", "n1")
        .runs("p", "n2")
        .runs("address", "n1")
        .transient("n1", "master-p=-INFINITY")
        .transient("n2", "master-p=-INFINITY");
}

} // namespace

TEST_CASE("restores_scores_after_failed_attempt") {
    const auto restored = [](Behavior& behavior) { behavior.restores_scores_after_failed_attempt = true; };
    CHECK(under(Release::v1_1_10, outage()).node("p:0").empty());
    CHECK(with(outage(), restored, Release::v1_1_10).node("p:0") == "n1");
    CHECK(under(Release::v1_1_11, outage()).node("p:0") == "n1");
}

TEST_CASE("kept_only_on_best_node") {
    const Sketch sketch = Sketch("n1 n2 n3")
                              .resource(clone("c", meta("clone-max=2") + primitive("a")))
                              .runs("a", "n1")
                              .constraint(location("l", "c", "n2", "5"))
                              .constraint(location("k", "c", "n3", "5"));
    CHECK(under(Release::v2_1_5, sketch).nodes("a") == "n2 n3");
    CHECK(with(sketch, [](Behavior& behavior) { behavior.kept_only_on_best_node = false; }, Release::v2_1_5).nodes("a") ==
          "n1 n2");
}

TEST_CASE("instance_ids_are_text") {
    const Sketch sketch =
        Sketch("n1")
            .resource(clone("c", meta("globally-unique=true clone-max=11 clone-node-max=3") + primitive("a")))
            .runs("a:0 a:1 a:2 a:3 a:4 a:5 a:6 a:7 a:8 a:9 a:10", "n1");
    CHECK(Scheduled(sketch).node("a:2") == "n1");
    const Scheduled text = with(sketch, [](Behavior& behavior) { behavior.instance_ids_are_text = true; });
    CHECK(text.node("a:2").empty());
    CHECK(text.node("a:10") == "n1");
}

namespace {

std::string box_of(const std::string& id, const std::string& more, const std::string& inside) {
    return "<bundle id=\"" + id + "\"><podman image=\"image\" " + more + "/><network control-port=\"3121\"/>" + inside + "</bundle>";
}

} // namespace

TEST_CASE("bundles_are_assigned_anew") {
    const Sketch sketch = Sketch("n1")
                              .resource(box_of("box", "replicas=\"1\"", primitive("a")))
                              .resource(primitive("b"))
                              .constraint(colocation("with", "b", "box", "INFINITY"));
    const auto tables = [](const Scheduled& result) {
        return std::ranges::count_if(result.schedule.reported_scores, [&](const ReportedScore& each) {
            return each.resource == result.id("box");
        });
    };
    const Scheduled once(sketch);
    const Scheduled anew = with(sketch, [](Behavior& behavior) { behavior.bundles_are_assigned_anew = true; });
    CHECK(tables(anew) == 2 * tables(once));
}

TEST_CASE("unique_instances_prefer_current_node") {
    const Sketch sketch = Sketch("n1 n2")
                              .resource(clone("c", meta("globally-unique=true clone-max=4 clone-node-max=4 "
                                                        "resource-stickiness=0") +
                                                       primitive("a")))
                              .runs("a:0 a:1 a:2 a:3", "n2")
                              .constraint(location("l1", "c", "n1", "5"))
                              .constraint(location("l2", "c", "n2", "5"));
    CHECK(Scheduled(sketch).nodes("a") == "n1 n1 n2 n2");
    const auto prefers = [](Behavior& behavior) { behavior.unique_instances_prefer_current_node = true; };
    CHECK(with(sketch, prefers).nodes("a") == "n2 n2 n2 n2");
}

TEST_CASE("worse_disfavored_node_first") {
    const Sketch sketch = Sketch("n1 n2")
                              .resource(clone("c", meta("resource-stickiness=20000") + primitive("a")))
                              .resource(primitive("x", meta("resource-stickiness=10000")))
                              .resource(primitive("y", meta("resource-stickiness=5000")))
                              .runs("a x", "n1")
                              .runs("a y", "n2")
                              .constraint(colocation("cx", "c", "x", "-10000"))
                              .constraint(colocation("cy", "c", "y", "-10000"));
    const auto first = [](const Scheduled& result) {
        for (const ReportedScore& each : result.schedule.reported_scores) {
            const std::string& id = result.schedule.cluster->resources[each.resource].id;
            if (id.starts_with("a:") && each.by == ReportedScore::By::Primitive) return id;
        }
        return std::string();
    };
    CHECK(first(Scheduled(sketch)) == "a:1");
    CHECK(first(with(sketch, [](Behavior& behavior) { behavior.worse_disfavored_node_first = true; })) == "a:0");
}

// ---- colocations ----------------------------------------------------------------------------------------------

TEST_CASE("scaling") {
    const Sketch sketch = Sketch("n1 n2")
                              .resource(primitive("a"))
                              .resource(primitive("b", meta("resource-stickiness=100")))
                              .runs("b", "n1")
                              .constraint(colocation("apart", "b", "a", "-1000"));
    const auto score = [&](Scaling scaling) {
        return with(sketch, [&](Behavior& behavior) { behavior.scaling = scaling; }).score("a", "n1");
    };
    CHECK(score(Scaling::TowardZero) == "0");
    CHECK(score(Scaling::Nearest) == "0");
    CHECK(score(Scaling::NeverZero) == "-1");
}

TEST_CASE("scaling: halves are rounded away from zero") {
    const Sketch sketch = Sketch("n1 n2")
                              .resource(primitive("a"))
                              .resource(primitive("b", meta("resource-stickiness=100")))
                              .runs("b", "n1")
                              .constraint(colocation("apart", "b", "a", "-15000"));
    const auto score = [&](Scaling scaling) {
        return with(sketch, [&](Behavior& behavior) { behavior.scaling = scaling; }).score("a", "n1");
    };
    CHECK(score(Scaling::TowardZero) == "-1");
    CHECK(score(Scaling::Nearest) == "-2");
}

TEST_CASE("influence_counts") {
    const Sketch sketch = Sketch("n1 n2")
                              .resource(primitive("a"))
                              .resource(primitive("b", meta("resource-stickiness=10")))
                              .runs("a", "n1")
                              .runs("b", "n2")
                              .constraint(colocation("c", "b", "a", "INFINITY", "influence=\"false\""));
    CHECK(Scheduled(sketch).node("a") == "n1");
    CHECK(with(sketch, [](Behavior& behavior) { behavior.influence_counts = false; }).node("a") == "n2");
}

TEST_CASE("active_containers_follow_connections") {
    const Sketch sketch = Sketch("n1 n2")
                              .section("<rsc_defaults>" + meta("resource-stickiness=100") + "</rsc_defaults>")
                              .resource(box_of("box", "replicas=\"1\"", primitive("a")))
                              .runs("box-podman-0", "n1")
                              .runs("box-0", "n1");
    CHECK(under(Release::v2_1_5, sketch).score("box-podman-0", "n1") == "100");
    CHECK(under(Release::v2_1_2, sketch).score("box-podman-0", "n1") == "101");
}

TEST_CASE("members_follow_past_unmanaged") {
    const Sketch sketch = Sketch("n1 n2")
                              .resource(primitive("p"))
                              .resource(group("g", primitive("a", meta("is-managed=false")) + primitive("b")))
                              .runs("a", "n2")
                              .constraint(location("l", "p", "n1", "INFINITY"))
                              .constraint(colocation("c", "g", "p", "INFINITY"));
    CHECK(under(Release::v2_1_2, sketch).score("b", "n2") == "-INFINITY");
    CHECK(under(Release::v2_0_5, sketch).score("b", "n2") != "-INFINITY");
}

TEST_CASE("chained_strengths_multiply") {
    const Sketch sketch = Sketch("n1 n2")
                              .resource(primitive("a"))
                              .resource(primitive("b"))
                              .resource(primitive("c", meta("resource-stickiness=100")))
                              .runs("c", "n1")
                              .constraint(colocation("ba", "b", "a", "500000"))
                              .constraint(colocation("cb", "c", "b", "500000"));
    CHECK(Scheduled(sketch).score("a", "n1") == "25");
    CHECK(with(sketch, [](Behavior& behavior) { behavior.chained_strengths_multiply = false; }).score("a", "n1") == "50");
}

TEST_CASE("negative_colocations_mean_other_roles") {
    const Sketch sketch = Sketch("n1 n2")
                              .resource(primitive("a"))
                              .resource(primitive("b"))
                              .constraint(location("la", "a", "n1", "INFINITY"))
                              .constraint(location("lb", "b", "n1", "5"))
                              .constraint(colocation("apart", "b", "a", "-INFINITY", "rsc-role=\"Promoted\""));
    CHECK(Scheduled(sketch).node("b") == "n1");
    const auto others = [](Behavior& behavior) { behavior.negative_colocations_mean_other_roles = true; };
    CHECK(with(sketch, others).node("b") == "n2");
}

TEST_CASE("blocked_instances_count") {
    const Sketch sketch = Sketch("n1")
                              .resource(clone("c", primitive("a")))
                              .resource(primitive("b"))
                              .runs("a", "n1")
                              .operation("n1", "a", "stop", 1)
                              .constraint(colocation("bc", "b", "c", "INFINITY"));
    CHECK(Scheduled(sketch).node("b").empty());
    CHECK(with(sketch, [](Behavior& behavior) { behavior.blocked_instances_count = true; }).node("b") == "n1");
}

TEST_CASE("unknown_nodes_of_primary_are_listed") {
    const Sketch sketch = Sketch("n1 n2")
                              .options("symmetric-cluster=false")
                              .resource(clone("c", primitive("a")))
                              .resource(primitive("b"))
                              .constraint(location("c1", "c", "n1", "1"))
                              .constraint(location("c2", "c", "n2", "1"))
                              .constraint(location("b1", "b", "n1", "1"))
                              .constraint(colocation("with", "b", "c", "INFINITY"));
    CHECK(Scheduled(sketch).score("b", "n2") == "none");
    const auto listed = [](Behavior& behavior) { behavior.unknown_nodes_of_primary_are_listed = true; };
    CHECK(with(sketch, listed).score("b", "n2") == "-INFINITY");
}

TEST_CASE("later_members_have_locations") {
    const Sketch sketch = Sketch("n1 n2")
                              .resource(primitive("x"))
                              .resource(group("g", primitive("a") + primitive("b")))
                              .constraint(location("l", "g", "n2", "100"))
                              .constraint(colocation("bx", "b", "x", "INFINITY"));
    CHECK(Scheduled(sketch).node("x") == "n2");
    CHECK(with(sketch, [](Behavior& behavior) { behavior.later_members_have_locations = false; }).node("x") == "n1");
}

// ---- promotion ------------------------------------------------------------------------------------------------

TEST_CASE("unknown_instances_have_promotion_scores") {
    const Sketch sketch = promoted("n1 n2").transient("n1", "master-p=10");
    CHECK(Scheduled(sketch).promotion_score("p", "n1") == "10");
    const auto unknown = [](Behavior& behavior) { behavior.unknown_instances_have_promotion_scores = false; };
    CHECK(with(sketch, unknown).promotion_score("p", "n1") == "-1");
}

TEST_CASE("missing_member_scores_count") {
    const Sketch sketch = Sketch("n1")
                              .resource(clone("m", meta("promotable=true") + group("g", stateful("p") + stateful("q"))))
                              .transient("n1", "master-p=10");
    const auto score = [](const Scheduled& result) {
        return result.schedule.placements[result.id("g:0")].promotion_score.text();
    };
    CHECK(score(Scheduled(sketch)) == "10");
    CHECK(score(with(sketch, [](Behavior& behavior) { behavior.missing_member_scores_count = true; })) == "9");
}

TEST_CASE("groups_take_promotion_priority") {
    const Sketch sketch = Sketch("n1 n2")
                              .resource(clone("m", meta("promotable=true") + group("g", stateful("p"))))
                              .resource(primitive("x"))
                              .transient("n1", "master-p=10")
                              .transient("n2", "master-p=10")
                              .constraint(location("l", "x", "n2", "INFINITY"))
                              .constraint(colocation("with", "m", "x", "500", "rsc-role=\"Promoted\""));
    CHECK(Scheduled(sketch).promoted("p") == "n2");
    const auto others = [](Behavior& behavior) { behavior.groups_take_promotion_priority = false; };
    CHECK(with(sketch, others).promoted("p") == "n1");
}

TEST_CASE("mandatory_primary") {
    const Sketch sketch = promoted("n1")
                              .resource(primitive("b", meta("target-role=Stopped")))
                              .transient("n1", "master-p=10")
                              .constraint(colocation("with", "m", "b", "INFINITY", "rsc-role=\"Promoted\""));
    const auto promoted_by = [&](MandatoryPrimary rule) {
        return with(sketch, [&](Behavior& behavior) { behavior.mandatory_primary = rule; }).promoted("p");
    };
    CHECK(promoted_by(MandatoryPrimary::Required).empty());
    CHECK(promoted_by(MandatoryPrimary::Ignored) == "n1");
}

TEST_CASE("mandatory_primary: in whatever role") {
    const Sketch sketch =
        promoted("n1 n2")
            .resource(primitive("b"))
            .transient("n1", "master-p=10")
            .constraint(location("l", "b", "n2", "INFINITY"))
            .constraint(colocation("with", "m", "b", "INFINITY", R"(rsc-role="Promoted" with-rsc-role="Unpromoted")"));
    const auto promoted_by = [&](MandatoryPrimary rule) {
        return with(sketch, [&](Behavior& behavior) { behavior.mandatory_primary = rule; }).promoted("p");
    };
    CHECK(promoted_by(MandatoryPrimary::Required) == "n1");
    CHECK(promoted_by(MandatoryPrimary::WhereItIsPlaced).empty());
}

TEST_CASE("promotion_follows_primaries") {
    const Sketch sketch = promoted("n1 n2")
                              .resource(primitive("x", meta("resource-stickiness=100")))
                              .runs("x", "n2")
                              .transient("n2", "master-p=10")
                              .constraint(colocation("with", "m", "x", "500000", "rsc-role=\"Promoted\""));
    const auto follows = [](Behavior& behavior) { behavior.promotion_follows_primaries = true; };
    CHECK(Scheduled(sketch).promotion_score("p", "n2") != with(sketch, follows).promotion_score("p", "n2"));
}

TEST_CASE("promoted_pairs_share_attribute") {
    const Sketch sketch =
        promoted("n1 n2")
            .resource(promotable("o", "q"))
            .attributes("n1", "rack=a")
            .attributes("n2", "rack=a")
            .transient("n1", "master-p=10")
            .transient("n2", "master-q=10")
            .constraint(colocation("with", "o", "m", "INFINITY",
                                   R"(rsc-role="Promoted" with-rsc-role="Promoted" node-attribute="rack")"));
    CHECK(Scheduled(sketch).promoted("q") == "n2");
    CHECK(with(sketch, [](Behavior& behavior) { behavior.promoted_pairs_share_attribute = false; }).promoted("q") != "n2");
}

TEST_CASE("group_preferences: a group's own place in the order is found by attributes, too") {
    const Sketch sketch = Sketch("n1 n2")
                              .attributes("n1", "site=a")
                              .attributes("n2", "site=b")
                              .resource(group("g", primitive("a") + primitive("b")))
                              .resource(primitive("c"))
                              .constraint(colocation("g-with-c", "g", "c", "10", "node-attribute=\"site\""));
    for (const Release release : offered_releases()) CHECK_NOTHROW(under(release, sketch));
}

TEST_CASE("unplaced_instances_have_promotion_score") {
    const Sketch sketch = promoted("n1", "clone-max=2");
    const auto score = [](const Scheduled& result) {
        return result.schedule.placements[result.id("p:1")].promotion_score.text();
    };
    CHECK(score(Scheduled(sketch)) == "-INFINITY");
    CHECK(score(with(sketch, [](Behavior& behavior) { behavior.unplaced_instances_have_promotion_score = true; })) == "0");
}

// ---- actions and their order ----------------------------------------------------------------------------------

TEST_CASE("instances_wait_for_all_before") {
    const Sketch sketch =
        Sketch("n1 n2 n3").resource(clone("c", meta("ordered=true globally-unique=true") + primitive("a")));
    const Scheduled all(sketch);
    CHECK(all.ordered("a:0_start_0", "a:1_start_0"));
    CHECK(all.ordered("a:0_start_0", "a:2_start_0"));
    const Scheduled next = with(sketch, [](Behavior& behavior) { behavior.instances_wait_for_all_before = false; });
    CHECK(next.ordered("a:0_start_0", "a:1_start_0"));
    CHECK_FALSE(next.ordered("a:0_start_0", "a:2_start_0"));
}

TEST_CASE("instances_wait_for_all_before: without it, across an instance that stays as it is") {
    const Sketch sketch = Sketch("n1 n2 n3")
                              .resource(clone("c", meta("ordered=true globally-unique=true") + primitive("a")))
                              .runs("a:1", "n2");
    const Scheduled next = with(sketch, [](Behavior& behavior) { behavior.instances_wait_for_all_before = false; });
    CHECK(next.ordered("a:0_start_0", "a:2_start_0"));
}

TEST_CASE("added_members_wait_for_stops") {
    const Sketch sketch = Sketch("n1").resource(group("g", primitive("a") + primitive("b"))).runs("b", "n1");
    CHECK(Scheduled(sketch).ordered("b_stop_0", "a_start_0"));
    const auto apart = [](Behavior& behavior) { behavior.added_members_wait_for_stops = false; };
    CHECK_FALSE(with(sketch, apart).ordered("b_stop_0", "a_start_0"));
}

namespace {

std::string digest_of_parameters(const std::string& parameters) { return md5(" <parameters " + parameters + "/>\n"); }

/// Through which node the first cancellation goes.
std::string router_of_cancellation(const Scheduled& result) {
    for (const TransitionAction& each : result.schedule.transition.actions) {
        if (result.schedule.actions[each.action].task == "cancel") return each.router;
    }
    return "none";
}

/// a was started with what can be reloaded, and has changed.
Sketch reloadable(const std::string& operations) {
    const std::string nothing = Sketch::digest_of_nothing;
    return Sketch("n1")
        .resource(primitive("a", parameters("ip=1") + operations))
        .operation("n1", "a", "start", 0, 0, "op-digest=\"0\" op-force-restart=\" path \" op-restart-digest=\"" + nothing + "\"");
}

} // namespace

TEST_CASE("agents_have_reload_agent") {
    CHECK(under(Release::v2_1_2, reloadable("")).need("a_reload-agent_0") == "required");
    CHECK(under(Release::v2_0_5, reloadable("")).need("a_reload_0") == "required");
    CHECK(under(Release::v2_0_5, reloadable("")).need("a_reload-agent_0") == "none");
}

TEST_CASE("operation_parameters_force_restart") {
    const Sketch sketch = reloadable(operations(R"(<op id="@" name="start" interval="0">)" + parameters("fast=1") + "</op>"));
    CHECK(under(Release::v2_1_5, sketch).need("a_stop_0") == "required");
    CHECK(under(Release::v2_1_2, sketch).need("a_stop_0") != "required");
}

TEST_CASE("sanitized_digests_leave_out_meta") {
    const std::string recorded = digest_of_parameters(R"(ip="1")");
    const Sketch sketch =
        Sketch("n1")
            .resource(primitive("a", parameters("ip=1 password=2") + operations(R"(<op id="@" name="monitor" interval="10s"/>)")))
            .operation("n1", "a", "start", 0, 0, "op-digest=\"" + digest_of_parameters(R"(ip="1" password="2")") + "\"")
            .operation("n1", "a", "monitor", 0, 10000,
                       "op-digest=\"0\" op-secure-params=\" password \" op-secure-digest=\"" + recorded + "\"");
    CHECK(under(Release::v2_1_2, sketch).need("a_monitor_10000") == "optional");
    CHECK(under(Release::v2_0_5, sketch).need("a_monitor_10000") == "required");
}

TEST_CASE("sanitized_digests_cover_operations") {
    const auto need = [](Release release, const std::string& recorded) {
        const std::string own = R"(<op id="@" name="monitor" interval="10s">)" + parameters("depth=2") + "</op>";
        return under(release,
                     Sketch("n1")
                         .resource(primitive("a", parameters("ip=1 password=2") + operations(own)))
                         .operation("n1", "a", "start", 0, 0, "op-digest=\"" + digest_of_parameters(R"(ip="1" password="2")") + "\"")
                         .operation("n1", "a", "monitor", 0, 10000,
                                    "crm_feature_set=\"3.16.0\" op-digest=\"0\" op-secure-params=\" password \" op-secure-digest=\"" +
                                        digest_of_parameters(recorded) + "\""))
            .need("a_monitor_10000");
    };
    CHECK(need(Release::v2_1_5, R"(depth="2" ip="1")") == "optional");
    CHECK(need(Release::v2_1_2, R"(depth="2" ip="1")") == "required");
    CHECK(need(Release::v2_1_2, R"(ip="1")") == "optional");
}

TEST_CASE("unmanaged_actions_depend_on_nodes") {
    const Sketch sketch = Sketch("n1 n2")
                              .options("fencing-enabled=true")
                              .resource(fencing_device("device"))
                              .resource(primitive("a", meta("is-managed=false")))
                              .state("n2", R"(in_ccm="true" crmd="online" join="pending" expected="member")");
    CHECK(under(Release::v2_1_2, sketch).need("a_monitor_0", "n2") !=
          under(Release::v2_0_5, sketch).need("a_monitor_0", "n2"));
}

TEST_CASE("cancellations_go_through_former_host") {
    const Sketch sketch =
        Sketch("n1 n2")
            .resource(R"(<primitive id="r" class="ocf" provider="pacemaker" type="remote"/>)")
            .resource(primitive("a"))
            .constraint(location("l", "r", "n2", "INFINITY"))
            .constraint(location("k", "a", "r", "INFINITY"))
            .runs("r", "n1")
            .status(R"(<node_state id="r" uname="r" remote_node="true"><lrm id="r"><lrm_resources><lrm_resource id="a" class="ocf" )"
                    R"(provider="pacemaker" type="Dummy">)"
                    R"(<lrm_rsc_op id="a_last_0" operation_key="a_start_0" operation="start" interval="0" call-id="1" rc-code="0" )"
                    R"(op-status="0" transition-key="1:1:0:11111111-1111-1111-1111-111111111111" )"
                    R"(transition-magic="0:0;1:1:0:11111111-1111-1111-1111-111111111111" op-digest="f2317cad3d54cec5d7d7aa7d0bf35cf8"/>)"
                    R"(<lrm_rsc_op id="a_monitor_10000" operation_key="a_monitor_10000" operation="monitor" interval="10000" call-id="2" )"
                    R"(rc-code="0" op-status="0" transition-key="1:1:0:11111111-1111-1111-1111-111111111111" )"
                    R"(transition-magic="0:0;1:1:0:11111111-1111-1111-1111-111111111111" op-digest="0"/>)"
                    "</lrm_resource></lrm_resources></lrm></node_state>");
    const auto through = [&](Release release) { return router_of_cancellation(under(release, sketch)); };
    CHECK(through(Release::v2_1_2) == "n1");
    CHECK(through(Release::v2_0_5) == "n2");
}

// ---- bundles --------------------------------------------------------------------------------------------------

TEST_CASE("promotion_scores_follow_containers") {
    const Sketch sketch = Sketch("n1 n2")
                              .resource(box_of("box", "replicas=\"1\" promoted-max=\"1\"", stateful("p", meta("container-attribute-target=host"))))
                              .runs("box-podman-0 box-0", "n1")
                              .transient("n1", "master-p=10")
                              .transient("n2", "master-p=20")
                              .constraint(location("l", "box", "n2", "INFINITY"));
    const auto score = [](const Scheduled& result) {
        return result.schedule.placements[result.id("p:0")].promotion_score.text();
    };
    CHECK(score(Scheduled(sketch)) == "20");
    CHECK(score(with(sketch, [](Behavior& behavior) { behavior.promotion_scores_follow_containers = false; })) == "10");
}

namespace {

/// The address prefers n1, and what it should be with is promoted on n2.
Sketch address_with_bundle() {
    return Sketch("n1 n2")
        .resource(box_of("box", "replicas=\"2\" promoted-max=\"1\"", stateful("p", meta("container-attribute-target=host"))))
        .resource(primitive("address"))
        .transient("n1", "master-p=10")
        .transient("n2", "master-p=20")
        .constraint(location("l", "address", "n1", "5"))
        .constraint(colocation("with", "address", "box", "5000", "with-rsc-role=\"Promoted\""));
}

} // namespace

TEST_CASE("containers_have_roles") {
    CHECK(Scheduled(address_with_bundle()).node("address") == "n2");
    const auto without = [](Behavior& behavior) { behavior.containers_have_roles = false; };
    CHECK(with(address_with_bundle(), without).node("address") == "n1");
}

TEST_CASE("contained_resources_have_attributes_of_host") {
    const Sketch sketch = address_with_bundle().constraint(location("m", "box", "n2", "7"));
    const auto without = [](Behavior& behavior) { behavior.contained_resources_have_attributes_of_host = false; };
    const auto score = [](const Scheduled& result) { return result.promotion_score("p", "box-0") + result.promotion_score("p", "box-1"); };
    CHECK(score(Scheduled(sketch)) != score(with(sketch, without)));
}

TEST_CASE("replicas_are_ordered_by_content") {
    const Sketch sketch = Sketch("n1")
                              .resource(box_of("box", "replicas=\"1\"", meta("interleave=true") + primitive("a")))
                              .resource(box_of("can", "replicas=\"1\"", meta("interleave=true") + primitive("b")))
                              .constraint(ordering("o", "box", "can"));
    CHECK(Scheduled(sketch).ordered("a:0_start_0", "can-podman-0_start_0"));
    const Scheduled outer = with(sketch, [](Behavior& behavior) { behavior.replicas_are_ordered_by_content = false; });
    CHECK(outer.ordered("box-podman-0_start_0", "can-podman-0_start_0"));
    CHECK_FALSE(outer.ordered("a:0_start_0", "can-podman-0_start_0"));
}

TEST_CASE("bundles_have_utilization") {
    const Sketch sketch = Sketch("n1").resource(box_of("box", "replicas=\"1\"", primitive("a", utilization("cpu=2"))));
    const auto needs = [&](Release release) {
        const Scheduled result = under(release, sketch);
        return result.schedule.cluster->resources[result.id("box-podman-0")].utilization.size();
    };
    CHECK(needs(Release::v2_1_5) == 1);
    CHECK(needs(Release::v2_1_2) == 0);
}

TEST_CASE("active_clones_start_without_probe") {
    const Sketch sketch = Sketch("n1 n2 n3")
                              .options("fencing-enabled=true")
                              .resource(fencing_device("device"))
                              .resource(clone("c", meta("globally-unique=true clone-max=2") + primitive("a")))
                              .runs("a:0", "n1")
                              .state("n2", R"(in_ccm="true" crmd="online" join="pending" expected="member")");
    const auto without = [](Behavior& behavior) { behavior.active_clones_start_without_probe = false; };
    CHECK(Scheduled(sketch).need("c_start_0") != with(sketch, without).need("c_start_0"));
}

namespace {

/// Of an action that is in the transition.
bool has_attribute(const Scheduled& result, const std::string& key, const std::string& name) {
    REQUIRE(result.executed_with(key, "crm_feature_set") != "none");
    return result.executed_with(key, name) != "none";
}

} // namespace

TEST_CASE("fencing_has_node_attributes") {
    const Sketch sketch =
        Sketch("n1 n2").options("fencing-enabled=true").resource(fencing_device("device")).attributes("n2", "rack=1").crashed("n2");
    const auto given = [&](Release release) { return has_attribute(under(release, sketch), "stonith-n2-reboot", "CRM_meta_rack"); };
    CHECK_FALSE(given(Release::v3_0_0));
    CHECK(given(Release::v2_1_10));
}

TEST_CASE("stops_precede_notifications") {
    const Sketch sketch = Sketch("n1").resource(clone("c", meta("notify=true") + primitive("a")));
    const auto stop_first = [&](Release release) {
        const Scheduled result = under(release, sketch);
        return result.action("c_stop_0").index() < result.action("c_pre_notify_start_0").index();
    };
    CHECK(stop_first(Release::v2_1_6));
    CHECK_FALSE(stop_first(Release::v2_1_5));
}

TEST_CASE("on_fail_stays_as_configured") {
    const Sketch sketch =
        Sketch("n1")
            .resource(primitive("a", meta("target-role=Stopped") + operations(R"(<op id="@" name="stop" interval="0" on-fail="stop"/>)")))
            .runs("a", "n1");
    const auto written = [&](Release release) { return has_attribute(under(release, sketch), "a_stop_0", "CRM_meta_on_fail"); };
    CHECK_FALSE(written(Release::v2_1_7));
    CHECK(written(Release::v2_1_6));
}

TEST_CASE("unfencing_compares_members") {
    const Sketch sketch = Sketch("n1")
                              .options("fencing-enabled=true")
                              .resource(fencing_device("f", meta("provides=unfencing") + parameters("port=1")))
                              .transient("n1", "#node-unfenced=1 #digests-all=f:fence_dummy:0,")
                              .operation("n1", "f", "start", 0, 0, "op-digest=\"" + digest_of_parameters(R"(port="1")") + "\"");
    CHECK(under(Release::v2_1_5, sketch).need("stonith-n1-on") == "required");
    CHECK(under(Release::v2_1_2, sketch).need("stonith-n1-on") != "required");
}
