#include <algorithm>
#include <atomic>
#include <string>

#include <doctest/doctest.h>

#include "placement/difference.h"
#include "support/sketch.h"

// What another configuration does, and which edit is responsible.
using namespace placement;

namespace {

Sketch two_nodes(const std::string& score) {
    return Sketch("n1 n2 n3").resource(primitive("a")).runs("a", "n1").constraint(location("l", "a", "n2", score));
}

/// a and b must not be (or rather not be) together, and there are two nodes.
Sketch apart(const std::string& score) {
    return Sketch("n1 n2")
        .resource(primitive("a", meta("priority=10")))
        .resource(primitive("b"))
        .runs("a", "n1")
        .runs("b", "n2")
        .constraint(colocation("c", "b", "a", score));
}

const ScenarioDifference* find(const Difference& difference, const std::string& name) {
    const auto found = std::ranges::find(difference.scenarios, name, &ScenarioDifference::name);
    return found == difference.scenarios.end() ? nullptr : &*found;
}

} // namespace

TEST_CASE("equal configurations do not differ") {
    const Difference found = difference(apart("-10").cib(), apart("-10").cib());
    CHECK(found.edits.empty());
    CHECK(found.scenarios.empty());
    CHECK(found.scenarios_compared == 5);
}

TEST_CASE("what moves now is a difference, and not for the worse") {
    const Difference found = difference(two_nodes("0").cib(), two_nodes("100").cib());
    const ScenarioDifference* now = find(found, "now");
    REQUIRE(now != nullptr);
    CHECK(now->services.front().before.running == std::vector<std::string>{"n1"});
    CHECK(now->services.front().after.running == std::vector<std::string>{"n2"});
    CHECK(now->responsible == std::vector<std::size_t>{0});
    CHECK(!found.any_worse());
}

TEST_CASE("what a failure takes down with the new configuration alone is worse") {
    const Difference found = difference(apart("-10").cib(), apart("-INFINITY").cib());
    const ScenarioDifference* failure = find(found, "n1 fails");
    REQUIRE(failure != nullptr);
    CHECK(failure->services.front().service == "b");
    CHECK(failure->services.front().worse);
    CHECK(failure->responsible.size() == 1);
    CHECK(found.any_worse());
}

TEST_CASE("what a failure takes down with the old configuration alone is better") {
    const Difference found = difference(apart("-INFINITY").cib(), apart("-10").cib());
    const ScenarioDifference* failure = find(found, "n1 fails");
    REQUIRE(failure != nullptr);
    CHECK(failure->services.front().better);
    CHECK(!found.any_worse());
}

TEST_CASE("an edit that changes nothing is not responsible") {
    const Sketch edited = apart("-INFINITY").constraint(location("m", "a", "n1", "1"));
    const Difference found = difference(apart("-10").cib(), edited.cib());
    REQUIRE(found.edits.size() == 2);
    const ScenarioDifference* failure = find(found, "n1 fails");
    REQUIRE(failure != nullptr);
    REQUIRE(failure->responsible.size() == 1);
    CHECK(found.edits[failure->responsible.front()].text == "constraint c: score -10 -> -INFINITY");
}

TEST_CASE("CIBs of different clusters are not compared") {
    const Difference found = difference(Sketch("n1 n2").cib(), Sketch("m1 m2").cib());
    REQUIRE(found.mismatches.size() == 1);
    CHECK(found.mismatches.front().find("n1, n2") != std::string::npos);
    CHECK(found.scenarios_compared == 0);
}

TEST_CASE("what only one of them has is named") {
    const Sketch before = Sketch("n1 n2").resource(primitive("a"));
    const Sketch after = Sketch("n1 n3").resource(primitive("b"));
    const Difference found = difference(before.cib(), after.cib());
    CHECK(found.mismatches.empty());
    CHECK(found.not_compared.size() == 4);
}

TEST_CASE("one CIB under two releases: what the rules change, now and under failures") {
    const Cib cib = Sketch("n1 n2").resource(primitive("a", parameters("target-role=Stopped"))).runs("a", "n1").cib();
    const Difference found = difference(cib, Release::v1_1_10, Release::v3_0_2);
    CHECK(found.old_release == Release::v1_1_10);
    CHECK(found.new_release == Release::v3_0_2);
    const ScenarioDifference* now = find(found, "now");
    REQUIRE(now != nullptr);
    CHECK(now->services.front().before.running.empty());
    CHECK(now->services.front().after.running == std::vector<std::string>{"n1"});
    CHECK(now->services.front().better);
    CHECK(find(found, "n2 fails") != nullptr);
}

TEST_CASE("a difference between releases has the changed rule that is responsible") {
    const Cib cib = Sketch("n1 n2").resource(primitive("a", parameters("target-role=Stopped"))).runs("a", "n1").cib();
    const Difference found = difference(cib, Release::v1_1_10, Release::v3_0_2);
    REQUIRE(found.changed_rules.size() > 1);
    for (const char* name : {"commit", "now", "n2 fails"}) {
        const ScenarioDifference* scenario = find(found, name);
        REQUIRE(scenario != nullptr);
        REQUIRE(scenario->responsible.size() == 1);
        CHECK(found.changed_rules[scenario->responsible.front()].field == "instance_attributes_are_meta");
    }
}

TEST_CASE("a downgrade is as responsible as an upgrade") {
    const Cib cib = Sketch("n1 n2").resource(primitive("a", parameters("target-role=Stopped"))).runs("a", "n1").cib();
    const Difference found = difference(cib, Release::v3_0_2, Release::v1_1_11);
    const ScenarioDifference* now = find(found, "now");
    REQUIRE(now != nullptr);
    REQUIRE(now->responsible.size() == 1);
    CHECK(found.changed_rules[now->responsible.front()].field == "instance_attributes_are_meta");
}

TEST_CASE("a difference between releases says what is not checked for them") {
    const Cib cib = Sketch("n1 n2").resource(primitive("a")).options("placement-strategy=balanced").cib();
    CHECK(difference(cib, Release::v1_1_11, Release::v3_0_2).unchecked_kinds ==
          std::vector<std::string>{"utilization under 1.1.11"});
}

TEST_CASE("a difference that is stopped has what was compared, and is marked as incomplete") {
    const Sketch sketch = Sketch("n1 n2").resource(primitive("a")).runs("a", "n1");
    const Cib edited = Sketch("n1 n2")
                           .resource(primitive("a", meta("target-role=Stopped")))
                           .runs("a", "n1")
                           .constraint(location("l", "a", "n2", "5"))
                           .cib();
    const std::atomic<bool> stop = true;
    DifferenceOptions options;
    options.stop = &stop;
    const Difference found = difference(sketch.cib(), edited, options);
    CHECK_FALSE(found.complete);
    const ScenarioDifference* now = find(found, "now");
    REQUIRE(now != nullptr);
    CHECK_FALSE(now->searched);
    CHECK(find(found, "n1 fails") == nullptr);
}

TEST_CASE("of a difference that is stopped midway, what was run for both is compared") {
    Sketch sketch("n1 n2");
    for (int i = 0; i < 40; ++i) {
        const std::string id = "a" + std::to_string(i);
        sketch.resource(primitive(id)).runs(id, "n1");
    }
    const Cib old_cib = sketch.cib();
    const Cib edited = sketch.resource(primitive("b", meta("target-role=Stopped"))).cib();
    std::atomic<bool> stop = false;
    DifferenceOptions options;
    options.threads = 1;
    options.stop = &stop;
    options.progress = [&](std::size_t done, std::size_t) { stop = stop || done >= 64; };
    const Difference found = difference(old_cib, edited, options);
    CHECK_FALSE(found.complete);
    CHECK(found.scenarios_compared == 33); // with "now"
}

TEST_CASE("what is no service is in one of the two") {
    DifferenceOptions options;
    options.not_services = {"b"};
    CHECK_NOTHROW(difference(two_nodes("0").cib(), apart("-10").cib(), options));
    CHECK_NOTHROW(difference(apart("-10").cib(), two_nodes("0").cib(), options));
    options.not_services = {"c"};
    CHECK_THROWS_AS(difference(two_nodes("0").cib(), apart("-10").cib(), options), UnknownName);
}
