#include <doctest/doctest.h>

#include "support/scheduled.h"

// What clones and bundles do as a whole, and in which order their instances do it.
using namespace placement;

namespace {

Sketch cloned(const std::string& pairs) { return Sketch("n1 n2").resource(clone("c", meta(pairs) + primitive("a"))); }

/// Two clones, of which the second is started after the first.
Sketch chained(const std::string& pairs_of_second) {
    return Sketch("n1 n2")
        .resource(clone("first", primitive("a")))
        .resource(clone("second", meta(pairs_of_second) + primitive("b")))
        .constraint(ordering("o", "first", "second"));
}

std::string bundle_of_one_replica(const std::string& more = "", const std::string& promoted_max = "") {
    return "<bundle id=\"box\"><docker image=\"image\" replicas=\"1\" " + promoted_max +
           "/><network ip-range-start=\"10.0.0.1\" control-port=\"3121\"/>" + more + "</bundle>";
}

} // namespace

TEST_CASE("a clone starts while an instance does") {
    const Scheduled result(cloned("clone-max=2").runs("a", "n1"));
    CHECK(result.need("c_start_0") == "required");
    CHECK(result.need("c_running_0") == "required");
    CHECK(result.need("c_stop_0") == "optional");
}

TEST_CASE("a clone has nothing to do while its instances have not") {
    const Scheduled result(cloned("clone-max=2").runs("a", "n1").runs("a", "n2"));
    CHECK(result.need("c_start_0") == "optional");
    CHECK(result.need("c_stopped_0") == "optional");
}

TEST_CASE("a clone stops while an instance does") {
    const Scheduled result(cloned("clone-max=1").runs("a", "n1").runs("a", "n2"));
    CHECK(result.need("c_stop_0") == "required");
    CHECK(result.need("c_start_0") == "optional");
}

TEST_CASE("instances start between the start of their clone and its end") {
    const Scheduled result(cloned(""));
    CHECK(result.ordered("c_start_0", "a:0_start_0"));
    CHECK(result.ordered("a:0_start_0", "c_running_0"));
}

TEST_CASE("instances of a clone start side by side") {
    CHECK_FALSE(Scheduled(cloned("")).ordered("a:0_start_0", "a:1_start_0"));
}

TEST_CASE("instances of an ordered clone start one after the other") {
    const Scheduled result(cloned("ordered=true"));
    CHECK(result.ordered("a:0_start_0", "a:1_start_0"));
    CHECK_FALSE(result.ordered("a:1_start_0", "a:0_start_0"));
}

TEST_CASE("instances of an ordered clone stop in reverse order") {
    const Scheduled result(cloned("ordered=true target-role=Stopped").runs("a", "n1").runs("a", "n2"));
    CHECK(result.ordered("a:1_stop_0", "a:0_stop_0"));
    CHECK_FALSE(result.ordered("a:0_stop_0", "a:1_stop_0"));
}

TEST_CASE("a clone is promoted while an instance is") {
    const Scheduled result(Sketch("n1").resource(promotable("c", "a")).runs("a", "n1").transient("n1", "master-a=10"));
    CHECK(result.need("c_promote_0") == "required");
    CHECK(result.need("c_promoted_0") == "required");
    CHECK(result.need("c_demote_0") == "optional");
    CHECK(result.ordered("c_promote_0", "a:0_promote_0"));
    CHECK(result.ordered("a:0_promote_0", "c_promoted_0"));
}

TEST_CASE("a clone is demoted while an instance is") {
    const Scheduled result(
        Sketch("n1").resource(promotable("c", "a")).runs_promoted("a", "n1").transient("n1", "master-a=-10"));
    CHECK(result.need("c_demote_0") == "required");
    CHECK(result.need("c_promote_0") == "optional");
    CHECK(result.ordered("c_demote_0", "a:0_demote_0"));
}

TEST_CASE("a clone is promoted after it has started") {
    const Scheduled result(Sketch("n1").resource(promotable("c", "a")).transient("n1", "master-a=10"));
    CHECK(result.ordered("c_running_0", "c_promote_0"));
}

TEST_CASE("promotions of an ordered clone come one after the other") {
    const std::string pairs = "ordered=true promoted-max=2";
    const Scheduled result(Sketch("n1 n2").resource(promotable("c", "a", pairs)).runs("a", "n1").runs("a", "n2").transient(
        "n1", "master-a=10").transient("n2", "master-a=10"));
    CHECK(result.ordered("a:0_promote_0", "a:1_promote_0"));
}

TEST_CASE("a clone waits for all instances of the one before it") {
    const Scheduled result(chained(""));
    CHECK(result.ordered("first_running_0", "second_start_0"));
    CHECK_FALSE(result.ordered("a:0_start_0", "b:0_start_0"));
}

TEST_CASE("a clone with the word notify in its id is waited for at its start only") {
    const Scheduled result(Sketch("n1")
                               .resource(clone("notify-me", primitive("a")))
                               .resource(primitive("b"))
                               .constraint(ordering("o", "notify-me", "b")));
    CHECK(result.ordered("notify-me_start_0", "b_start_0"));
    CHECK_FALSE(result.ordered("notify-me_running_0", "b_start_0"));
}

TEST_CASE("interleaved, an instance waits for the one on its node alone") {
    const Scheduled result(chained("interleave=true"));
    CHECK(result.ordered("a:0_start_0", "b:0_start_0"));
    CHECK(result.ordered("a:1_start_0", "b:1_start_0"));
    CHECK_FALSE(result.ordered("a:0_start_0", "b:1_start_0"));
}

TEST_CASE("interleaved, an instance without one before it on its node does not start") {
    const Scheduled result(chained("interleave=true").constraint(location("l", "first", "n2", "-INFINITY")));
    CHECK(result.nodes("b") == "n1");
}

TEST_CASE("interleaved, an instance stops after the one that needs it") {
    const Scheduled result(Sketch("n1 n2")
                               .resource(clone("first", meta("interleave=true target-role=Stopped") + primitive("a")))
                               .resource(clone("second", meta("interleave=true") + primitive("b")))
                               .constraint(ordering("o", "first", "second"))
                               .runs("a b", "n1"));
    CHECK(result.ordered("b:0_stop_0", "a:0_stop_0"));
}

TEST_CASE("what waits for a clone that cannot start does not start either") {
    const Scheduled result(chained("").constraint(location("l1", "first", "n1", "-INFINITY")).constraint(
        location("l2", "first", "n2", "-INFINITY")));
    CHECK(result.need("second_start_0") == "blocked");
    CHECK(result.need("b:0_start_0") == "blocked");
}

TEST_CASE("a bundle starts its address, then its container, then what is in it") {
    const Scheduled result(Sketch("n1").resource(bundle_of_one_replica(primitive("a"))));
    CHECK(result.need("box_start_0") == "required");
    CHECK(result.ordered("box_start_0", "box-docker-0_start_0"));
    CHECK(result.ordered("box-ip-10.0.0.1_start_0", "box-docker-0_start_0"));
    CHECK(result.ordered("box-docker-0_start_0", "box_running_0"));
    CHECK(result.ordered("box-clone_running_0", "box_running_0"));
}

TEST_CASE("a bundle marks the promotions of what is in it") {
    const Scheduled result(Sketch("n1").resource(bundle_of_one_replica(stateful("a"), "promoted-max=\"1\"")));
    CHECK(result.need("box_promote_0") == "optional");
    CHECK(result.ordered("box_promote_0", "box-master_promote_0"));
    CHECK(result.ordered("box-master_demoted_0", "box_demoted_0"));
}

TEST_CASE("a bundle whose content is not promotable has no promotions") {
    CHECK(Scheduled(Sketch("n1").resource(bundle_of_one_replica(primitive("a")))).need("box_promote_0") == "none");
}
