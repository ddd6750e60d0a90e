#include <doctest/doctest.h>

#include "placement/carry_out.h"
#include "placement/names.h"
#include "placement/scenario.h"
#include "support/sketch.h"

// Results of operations as text.
using namespace placement;

namespace {

void round_trip(const std::string& specification, const OperationResult& expected) {
    CAPTURE(specification);
    CHECK(OperationResult::parse(specification) == expected);
    CHECK(text(expected) == specification);
}

std::string refusal(const std::string& specification) {
    try {
        OperationResult::parse(specification);
    } catch (const MalformedSpecification& error) {
        return error.what();
    }
    return "";
}

bool says(const std::string& specification, const std::string& what) {
    return refusal(specification).find(what) != std::string::npos;
}

} // namespace

TEST_CASE("results of operations are read and written") {
    round_trip("db_monitor_10000@n1=7", {"db", "monitor", 10000, "n1", 7});
    round_trip("db:0_start_0@n1=1", {"db:0", "start", 0, "n1", 1});
}

TEST_CASE("underscores in names and tasks") {
    round_trip("my_db_stop_0@n_1=1", {"my_db", "stop", 0, "n_1", 1});
    round_trip("my_db_migrate_to_0@n1=1", {"my_db", "migrate_to", 0, "n1", 1});
    round_trip("db_migrate_from_0@n1=1", {"db", "migrate_from", 0, "n1", 1});
    round_trip("my_db_post_notify_start_0@n1=0", {"my_db", "post_notify_start", 0, "n1", 0});
    round_trip("db_confirmed-pre_notify_stop_0@n1=0", {"db", "confirmed-pre_notify_stop", 0, "n1", 0});
}

TEST_CASE("what is not a result of an operation") {
    CHECK(says("db_monitor_0", "names no node"));
    CHECK(says("db_monitor_0@=7", "names no node"));
    CHECK(says("db_monitor_0@n1", "names no exit status"));
    CHECK(says("db_monitor_0@n1=bad", "exit status is not a number"));
    CHECK(says("db_monitor_0@n1=7x", "exit status is not a number"));
    CHECK(says("db@n1=7", "names no interval"));
    CHECK(says("db_monitor_@n1=7", "interval is not a number"));
    CHECK(says("db_monitor_-5@n1=7", "interval is not a number"));
    CHECK(says("db_0@n1=7", "names no resource and task"));
    CHECK(says("_monitor_0@n1=7", "names no resource and task"));
    CHECK(says("db__0@n1=7", "names no resource and task"));
    CHECK(says("", "db_monitor_10000@node1=7"));
}

TEST_CASE("the names in a result must be the cluster's") {
    const auto cluster = Sketch("n1").resource(clone("c", primitive("a"))).cluster();
    CHECK_NOTHROW(require_known({"a", "start", 0, "n1", 1}, *cluster));
    CHECK_NOTHROW(require_known({"a:0", "start", 0, "n1", 1}, *cluster));
    CHECK_THROWS_AS(require_known({"b", "start", 0, "n1", 1}, *cluster), UnknownName);
    CHECK_THROWS_AS(require_known({"a", "start", 0, "n2", 1}, *cluster), UnknownName);
}

// ---- which operations there are ---------------------------------------------------------------------------------

namespace {

std::string impossible(const Sketch& sketch, const std::string& specification) {
    try {
        require_possible(OperationResult::parse(specification), *simulate({.cib = sketch.cib()}).before);
    } catch (const UnknownName& error) {
        return error.what();
    }
    return "";
}

} // namespace

TEST_CASE("an operation is possible if it is configured or the cluster does it by itself") {
    const Sketch sketch = Sketch("n1 n2")
                              .resource(primitive("a", R"(<operations><op id="@" name="monitor" interval="10s"/></operations>)"))
                              .resource(primitive("m", meta("allow-migrate=true")))
                              .resource(promotable("dbs", "db"))
                              .resource(fencing_device("fencer"));
    for (const char* possible : {"a_start_0@n1=1", "a_stop_0@n1=1", "a_monitor_0@n2=7", "a_monitor_10000@n1=7",
                                 "a_reload-agent_0@n1=1", "m_migrate_to_0@n1=1", "db_promote_0@n1=1", "db:1_demote_0@n2=1",
                                 "db_notify_0@n1=1", "fencer_off_0@n1=1", "fencer_reboot_0@n2=1"}) {
        CAPTURE(possible);
        CHECK(impossible(sketch, possible).empty());
    }
    for (const char* never :
         {"a_promote_0@n1=1", "a_migrate_to_0@n1=1", "a_start_10@n1=1", "a_monitor_10@n1=7", "a_fly_0@n1=1"}) {
        CAPTURE(never);
        CHECK(impossible(sketch, never).starts_with("no operation `a_"));
    }
}

TEST_CASE("an operation that is not comes with the nearest, or with those of what is in a group or clone") {
    const Sketch sketch =
        Sketch("n1 n2").resource(group("g", primitive("a") + primitive("b"))).resource(clone("c", primitive("i")));
    CHECK(impossible(sketch, "a_strat_0@n1=1").starts_with("no operation `a_strat_0`; did you mean `a_start_0`"));
    CHECK(impossible(sketch, "g_start_0@n1=1") == "no operation `g_start_0`; did you mean `a_start_0` or `b_start_0`?");
    CHECK(impossible(sketch, "c_start_0@n1=1") == "no operation `c_start_0`; did you mean `i_start_0`?");
    CHECK(impossible(sketch, "x_start_0@n1=1").starts_with("no resource `x`"));
    CHECK(impossible(sketch, "a_start_0@n3=1").starts_with("no node `n3`"));
}
