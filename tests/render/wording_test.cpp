#include <string>

#include <doctest/doctest.h>

#include "placement/render.h"
#include "render/contains.h"
#include "support/hand_made_transition.h"

// What each release's crm_simulate words otherwise.
using namespace placement;

namespace {

std::string worded_status(const Sketch& sketch, Release release) {
    return cluster_status_text(*sketch.cluster(), {.title = "Status", .words = wording_of(release)});
}

void states(const Sketch& sketch, Release release, const std::string& words) {
    const std::string text = worded_status(sketch, release);
    CHECK_MESSAGE(contains(text, words), text);
}

std::string worded_summary(const Sketch& sketch, Release release) {
    return transition_summary_text(schedule(sketch.cluster()), wording_of(release));
}

Sketch running_a(const std::string& inside = "") { return Sketch("n1 n2").resource(primitive("a", inside)).runs("a", "n1"); }

/// An agent that is not there.
Sketch missing_agent() { return Sketch("n1").resource(primitive("a")).operation("n1", "a", "monitor", 5); }

Sketch disabled_unmanaged_group() {
    return Sketch("n1").resource(group("g", meta("is-managed=false target-role=Stopped") + primitive("a")));
}

} // namespace

TEST_CASE("the default wording is the default release's") {
    const Wording words;
    const Wording release = wording_of(default_release);
    CHECK(words.feature_set == release.feature_set);
    CHECK(words.fencing_timeout == release.fencing_timeout);
    CHECK(words.layout == release.layout);
    CHECK(words.transition_id == release.transition_id);
}

TEST_CASE("the graph has a release's feature set, names and number") {
    const auto xml = [](Release release) {
        return transition_xml(HandMade(Sketch("n1").resource(primitive("a")))
                                  .attribute("fencing-timeout", "60s")
                                  .attribute("transition_id", "1")
                                  .operation("a", "start", "n1", {}, {{"crm_feature_set", "3.20.5"}, {"CRM_meta_notify_promoted_uname", " "}})
                                  .schedule,
                              wording_of(release));
    };
    CHECK(contains(xml(Release::v3_0_2), R"(fencing-timeout="60s" transition_id="1")"));
    CHECK(contains(xml(Release::v3_0_1), R"(stonith-timeout="60s" transition_id="1")"));
    CHECK(contains(xml(Release::v2_1_8), R"(transition_id="0")"));
    CHECK(contains(xml(Release::v2_1_5), R"(crm_feature_set="3.16.1")"));
    CHECK(contains(xml(Release::v2_1_2), "CRM_meta_notify_promoted_uname"));
    CHECK_FALSE(contains(xml(Release::v2_0_5), "CRM_meta_notify_promoted_uname"));
}

TEST_CASE("scores begin with a release's functions") {
    const Schedule result = schedule(Sketch("n1").resource(clone("c", primitive("a"))).resource(group("g", primitive("b"))).cluster());
    const auto report = [&](Release release) { return score_report(result, {.words = wording_of(release)}); };
    CHECK(contains(report(Release::v2_1_6), "pcmk__clone_assign: c allocation"));
    CHECK(contains(report(Release::v2_1_5), "pcmk__clone_allocate: c allocation"));
    CHECK(contains(report(Release::v2_1_5), "pcmk__group_assign: g allocation"));
    CHECK(contains(report(Release::v2_1_2), "pcmk__native_allocate: b allocation"));
    CHECK(contains(report(Release::v1_1_11), "group_color: g allocation"));
}

TEST_CASE("what an agent answers is in capitals since 3.0.0, and told since 2.1.5") {
    states(missing_agent(), Release::v3_0_0, "Stopped (Not installed) \n");
    states(missing_agent(), Release::v2_1_10, "Stopped (not installed) \n");
    states(missing_agent(), Release::v2_1_2, "Stopped\n");
}

TEST_CASE("maintenance is told since 2.1.6, after what is disabled") {
    states(running_a(meta("maintenance=true")), Release::v2_1_6, "Started n1 (maintenance)");
    states(running_a(meta("maintenance=true")), Release::v2_1_5, "Started n1 (unmanaged)");
    states(disabled_unmanaged_group(), Release::v2_1_6, "g (disabled, unmanaged):");
    states(disabled_unmanaged_group(), Release::v2_1_5, "g (unmanaged, disabled):");
}

TEST_CASE("up to 2.0.5 the state is lines") {
    const Sketch sketch = Sketch("n1 n2").resource(promotable("c", "db")).resource(group("g", primitive("a"))).runs("a", "n1");
    CHECK(worded_status(sketch, Release::v2_0_5) == "Status:\n"
                                             "Online: [ n1 n2 ]\n"
                                             "\n"
                                             " Clone Set: c [db] (promotable)\n"
                                             "     Stopped: [ n1 n2 ]\n"
                                             " Resource Group: g\n"
                                             "     a\t(ocf::pacemaker:Dummy):\t Started n1\n"
                                             "\n");
    states(sketch, Release::v1_1_11, " Master/Slave Set: c [db]\n");
    states(sketch, Release::v2_1_2, "    * Resource Group: g:\n      * a\t(ocf:pacemaker:Dummy):\t Started n1\n");
}

TEST_CASE("up to 2.0.5 nodes have their ids, and resources on several nodes no blank") {
    states(Sketch("n1").attributes("n1", "standby=on"), Release::v2_0_5, "Node n1 (1): standby\n");
    states(running_a().runs("a", "n2"), Release::v2_0_5, "[ n1 n2 ]\n");
}

TEST_CASE("up to 2.0.5 what is not managed is not active where the node is offline") {
    const Sketch sketch = Sketch("n1 n2")
                              .options("fencing-enabled=true")
                              .resource(clone("c", meta("is-managed=false") + primitive("a")))
                              .runs("a", "n2")
                              .offline("n2");
    states(sketch, Release::v2_0_5, " Clone Set: c [a] (unmanaged)\n     Stopped: [ n1 ]\n");
    states(sketch, Release::v2_1_2, "Started n2 (unmanaged)\n");
}

TEST_CASE("roles were master and slave, and every resource had room for a reason") {
    const Sketch sketch = Sketch("n1").resource(promotable("c", "db")).transient("n1", "master-db=10");
    CHECK(worded_summary(sketch, Release::v2_0_5) == "Transition Summary:\n * Promote    db:0    ( Stopped -> Master n1 )  \n");
    CHECK(worded_summary(sketch, Release::v2_1_2) == "Transition Summary:\n  * Promote    db:0    ( Stopped -> Promoted n1 )\n");
}

TEST_CASE("reasons are a release's") {
    CHECK(wording_of(Release::v2_1_6).reason("fencing was requested") == "termination was requested");
    CHECK(wording_of(Release::v2_1_6).reason("unmigrateable a stop") == "unrunnable a stop");
    CHECK(wording_of(Release::v2_1_7).reason("unmigrateable a stop") == "unmigrateable a stop");
    CHECK(wording_of(Release::v2_0_5).reason("node availability") == "node availability");
}

TEST_CASE("up to 2.0.5 changes are listed otherwise") {
    const Wording words = wording_of(Release::v2_0_5);
    CHECK(modifications_text(std::vector<Modification>{{{Injection::Kind::NodeDown, "n1"}, {}}}, words) ==
          "Performing requested modifications\n + Taking node n1 offline\n");
    const auto made = HandMade(running_a()).operation("a", "start", "n1").pseudo("done");
    const auto result = carry_out(made.cib, made.schedule, {.failing = {{"a", "start", 0, "n1", 1}}});
    const std::string text = carried_out_text(result, made.schedule, words);
    CHECK(contains(text, "Executing cluster transition:\n * Resource action: a               start on n1\n"
                         "\tPretending action 1 failed with rc=1\n + Injecting attribute fail-count-a#start_0="));
}
