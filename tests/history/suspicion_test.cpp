#include <algorithm>

#include <doctest/doctest.h>

#include "history/saved_inputs.h"

// What is suspect about a decision.
using namespace placement;
using Suspected = Suspicion::Kind;

namespace {

bool has(const ToldHistory& told, Suspected kind, const std::string& resource) {
    return std::ranges::any_of(told.decisions, [&](const Decision& decision) {
        return std::ranges::any_of(decision.suspicions,
                                   [&](const Suspicion& each) { return each.kind == kind && each.resource == resource; });
    });
}

Sketch on(const std::string& node, const std::string& home) {
    Sketch sketch = Sketch("n1 n2").resource(primitive("db", monitored())).runs("db", node);
    sketch.stopped("db", node == "n1" ? "n2" : "n1");
    return sketch.constraint(location("home", "db", home, "100"));
}

} // namespace

TEST_CASE("a decision that takes a service down, and one that leaves it there, are suspect") {
    SavedInputs inputs;
    const Sketch sketch =
        one_service().constraint(location("off-1", "db", "n1", "-INFINITY") + location("off-2", "db", "n2", "-INFINITY"));
    inputs.settle(sketch.cib());
    const ToldHistory told = inputs.told();
    CHECK(told.decisions.front().suspicions.at(0).kind == Suspected::GoesDown);
    CHECK(told.decisions.back().suspicions.at(0).kind == Suspected::StaysDown);
}

TEST_CASE("a service that is stopped on purpose is not suspect") {
    SavedInputs inputs;
    inputs.settle(Sketch("n1 n2").resource(primitive("db", meta("target-role=Stopped"))).runs("db", "n1").cib());
    for (const Decision& decision : inputs.told().decisions) CHECK(decision.suspicions.empty());
}

TEST_CASE("a resource whose stop is blocked does not go down") {
    SavedInputs inputs;
    inputs.save(Sketch("n1")
                    .resource(promotable("db-clone", "db") + primitive("vip", monitored()))
                    .runs("db vip", "n1")
                    .constraint(ordering("demote-first", "db-clone", "vip",
                                         "first-action=\"demote\" then-action=\"stop\" symmetrical=\"false\"") +
                                location("off", "vip", "n1", "-INFINITY"))
                    .cib());
    const ToldHistory told = inputs.told();
    REQUIRE(told.decisions.at(0).actions.at(0).blocked);
    CHECK_FALSE(has(told, Suspected::GoesDown, "vip"));
}

TEST_CASE("a clone that runs without a promoted instance is suspect") {
    SavedInputs inputs;
    inputs.settle(Sketch("n1 n2").resource(promotable("db-clone", "db")).cib());
    CHECK(has(inputs.told(), Suspected::NotPromoted, "db-clone"));
}

TEST_CASE("a move there and back is suspect, unless an edit lies between") {
    SavedInputs inputs;
    const std::string other_home = "<rsc_location id=\"other\" rsc=\"db\"><rule id=\"other-rule\" score=\"1000\"><expression "
                                   "id=\"other-e\" attribute=\"other\" operation=\"eq\" value=\"1\"/></rule></rsc_location>";
    inputs.save(on("n1", "n2").constraint(other_home).cib());
    inputs.save(on("n2", "n2").constraint(other_home).transient("n1", "other=1").cib());
    CHECK(has(inputs.told(), Suspected::MovesAgain, "db"));
    SavedInputs edited;
    edited.save(on("n1", "n2").cib());
    edited.save(on("n2", "n1").cib());
    CHECK_FALSE(has(edited.told(), Suspected::MovesAgain, "db"));
}

TEST_CASE("what is decided in turns repeats") {
    SavedInputs inputs;
    const Cib stopped = Sketch("n1 n2").resource(primitive("db", monitored())).stopped("db", "n1").stopped("db", "n2").cib();
    const Cib running = Sketch("n1 n2").resource(primitive("db", monitored())).runs("db", "n1").stopped("db", "n2").cib();
    for (int round = 0; round < 3; ++round) {
        inputs.save(stopped);
        inputs.save(running);
    }
    const ToldHistory told = inputs.told();
    REQUIRE_FALSE(told.decisions.at(4).suspicions.empty());
    const Suspicion& repeats = told.decisions.at(4).suspicions.back();
    CHECK(repeats.kind == Suspected::Repeats);
    CHECK(repeats.earlier == 2);
    CHECK(told.decisions.at(2).suspicions.empty());
}

TEST_CASE("a restart of what had not failed is suspect") {
    SavedInputs inputs;
    inputs.save(Sketch("n1")
                    .resource(primitive("db", monitored()) + primitive("web", monitored()))
                    .runs("web", "n1")
                    .stopped("db", "n1")
                    .constraint(ordering("first-db", "db", "web", "kind=\"Mandatory\""))
                    .cib());
    CHECK(has(inputs.told(), Suspected::Restarts, "web"));
}
