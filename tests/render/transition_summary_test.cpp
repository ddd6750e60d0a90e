#include <string>

#include <doctest/doctest.h>

#include "placement/render.h"
#include "support/sketch.h"

// What a schedule changes, in the words of crm_simulate's transition summary.
using namespace placement;

namespace {

std::string summary(const Sketch& sketch) { return transition_summary_text(schedule(sketch.cluster())); }

/// The summary has this one line and no other.
void tells(const Sketch& sketch, const std::string& line) {
    CHECK(summary(sketch) == "Transition Summary:\n" + (line.empty() ? "" : "  * " + line + "\n"));
}

void tells_among_others(const Sketch& sketch, const std::string& line) {
    const std::string text = summary(sketch);
    CHECK_MESSAGE(text.find("  * " + line + "\n") != std::string::npos, text);
}

Sketch stopped(const std::string& inside = "") { return Sketch("n1 n2").resource(primitive("a", inside)); }

Sketch running(const std::string& inside = "") { return stopped(inside).runs("a", "n1"); }

/// "db" on n1, known to be down elsewhere; n1 would rather be promoted where `fit`.
Sketch database_on_one_node(bool fit = true) {
    Sketch sketch = Sketch("n1").resource(promotable("c", "db"));
    if (fit) sketch.transient("n1", "master-db=10");
    return sketch;
}

std::string fenced() { return fencing_device("f"); }

} // namespace

TEST_CASE("nothing to do") { tells(running(), ""); }

TEST_CASE("a start") { tells(stopped(), "Start      a       (    n1 )"); }

TEST_CASE("a stop says why") {
    tells(running(meta("target-role=Stopped")), "Stop       a       (    n1 )  due to node availability");
}

TEST_CASE("a move") {
    tells(running().constraint(location("l", "a", "n2", "INFINITY")), "Move       a       ( n1 -> n2 )");
}

TEST_CASE("a live migration") {
    tells(running(meta("allow-migrate=true")).constraint(location("l", "a", "n2", "INFINITY")),
          "Migrate    a       ( n1 -> n2 )");
}

TEST_CASE("a recovery in place") {
    tells(running().operation("n1", "a", "monitor", 1, 10'000), "Recover    a       (    n1 )");
}

TEST_CASE("a restart says why") {
    tells_among_others(Sketch("n1").resource(primitive("a") + primitive("b")).runs("b", "n1").constraint(
                           R"(<rsc_order id="o" first="a" then="b"/>)"),
                       "Restart    b       (    n1 )  due to required a start");
}

TEST_CASE("a promotion from nothing shows both roles") {
    tells(database_on_one_node(), "Promote    db:0    ( Stopped -> Promoted n1 )");
}

TEST_CASE("a promotion in place") {
    tells(database_on_one_node().runs("db", "n1"), "Promote    db:0    ( Unpromoted -> Promoted n1 )");
}

TEST_CASE("a demotion") {
    tells_among_others(Sketch("n1").resource(promotable("c", "db", "target-role=Unpromoted")).runs_promoted("db", "n1"),
                       "Demote     db:0    ( Promoted -> Unpromoted n1 )");
}

TEST_CASE("a promoted instance that stops shows its role") {
    tells_among_others(Sketch("n1").resource(promotable("c", "db", "target-role=Stopped")).runs_promoted("db", "n1"),
                       "Stop       db:0    ( Promoted n1 )  due to node availability");
}

TEST_CASE("what cannot be done is blocked") {
    tells_among_others(Sketch("n1").resource(primitive("a", meta("target-role=Stopped")) + primitive("b"))
                           .constraint(R"(<rsc_order id="o" first="a" then="b"/>)"),
                       "Start      b       (    n1 )  due to unrunnable a start (blocked)");
}

TEST_CASE("columns are as wide as the widest") {
    CHECK(summary(Sketch("n1").resource(primitive("short") + primitive("much-longer-name"))) ==
          "Transition Summary:\n"
          "  * Start      short                (    n1 )\n"
          "  * Start      much-longer-name     (    n1 )\n");
}

TEST_CASE("fencing comes first") {
    const std::string text = summary(Sketch("n1 n2")
                                         .options("fencing-enabled=true")
                                         .resource(fenced())
                                         .runs("f", "n1")
                                         .crashed("n2"));
    CHECK(text.starts_with("Transition Summary:\n  * Fence (reboot) n2 'peer is no longer part of the cluster'\n"));
}

TEST_CASE("a guest is fenced by its resource") {
    tells_among_others(Sketch("n1")
                           .options("fencing-enabled=true")
                           .resource(fenced() + primitive("vm", meta("remote-node=g")))
                           .runs("f vm g", "n1")
                           .operation("n1", "vm", "monitor", 1, 10'000),
                       "Fence (reboot) g (resource: vm) 'guest is unclean'");
}

TEST_CASE("resources without a node are not told of") {
    tells(Sketch("n1").resource(primitive("a")).constraint(location("l", "a", "n1", "-INFINITY")), "");
}

TEST_CASE("resources that are not managed are not told of") { tells(stopped(meta("is-managed=false")), ""); }
