#include <doctest/doctest.h>

#include "agent_stage.h"

// The profile pgsql: n1 is the primary, n2 its synchronous replica, n3 another one.
using namespace placement;

namespace {

AgentStage stage(const std::string& parameters = "replication=sync") {
    AgentStage made("pgsql," + parameters, {"n2", "n3"}, {"n1"});
    made.with("n1", "master-db", "1000").with("n2", "master-db", "100").with("n3", "master-db", "-INFINITY");
    made.with_permanent("n1", "db-data-status", "LATEST").with_permanent("n2", "db-data-status", "STREAMING|SYNC");
    made.with_permanent("n3", "db-data-status", "STREAMING|POTENTIAL");
    made.observed();
    return made;
}

/// The primary has died and the cluster knows it.
AgentStage without_primary() {
    AgentStage made = stage();
    made.die("n1");
    made.forget_promoted("n1");
    return made;
}

} // namespace

TEST_CASE("pgsql: start, stop and demotion begin with the node's own score at -INFINITY") {
    for (const char* task : {"start", "stop", "demote"}) {
        CAPTURE(task);
        AgentStage made = stage();
        made.begin(task, "n2");
        CHECK(made.score("n2") == "-INFINITY");
        CHECK(made.score("n1") == "1000");
    }
}

TEST_CASE("pgsql: a promotion begins with all other scores at -INFINITY, and ends with 1000 for its own") {
    AgentStage made = without_primary();
    made.begin("promote", "n2");
    CHECK(made.score("n1") == "-INFINITY");
    CHECK(made.score("n3") == "-INFINITY");
    CHECK(made.score("n2") == "100");
    CHECK(made.permanent_text("n3", "db-data-status") == "DISCONNECT");
    CHECK(made.call("promote", "n2") == exit_status::ok);
    CHECK(made.score("n2") == "1000");
    CHECK(made.permanent_text("n2", "db-data-status") == "LATEST");
    CHECK(made.text("n2", "db-status") == "PRI");
}

TEST_CASE("pgsql: where a primary died, its lock makes the start fail") {
    AgentStage made = without_primary();
    CHECK(made.call("stop", "n1") == exit_status::ok);
    CHECK(made.call("start", "n1") == exit_status::unknown_error);
    made.die("n2");
    CHECK(made.call("start", "n2") == exit_status::ok);
}

TEST_CASE("pgsql: without lock files a dead primary starts again") {
    AgentStage made = stage("replication=sync,lock-file=no");
    made.die("n1");
    CHECK(made.call("start", "n1") == exit_status::ok);
}

TEST_CASE("pgsql: a demotion stops the primary, and its lock stays while replicas run") {
    AgentStage made = stage();
    CHECK(made.call("demote", "n1") == exit_status::ok);
    CHECK(made.watch("n1") == exit_status::not_running);
    CHECK(made.call("start", "n1") == exit_status::unknown_error);
    AgentStage alone = stage();
    alone.die("n2");
    alone.die("n3");
    alone.call("demote", "n1");
    CHECK(alone.call("start", "n1") == exit_status::ok);
}

TEST_CASE("pgsql: the primary's monitor gives its synchronous replica 100, and nobody else") {
    AgentStage made = stage();
    made.call("start", "n2");
    CHECK(made.score("n2") == "-INFINITY");
    CHECK(made.watch("n1") == exit_status::running_promoted);
    CHECK(made.score("n2") == "100");
    CHECK(made.score("n3") == "-INFINITY");
    CHECK(made.text("n2", "db-status") == "HS:sync");
}

TEST_CASE("pgsql: while the synchronous replica is down the next one takes its place, and keeps it") {
    AgentStage made = stage();
    made.call("stop", "n2");
    made.watch("n1");
    CHECK(made.score("n3") == "100");
    CHECK(made.permanent_text("n2", "db-data-status") == "DISCONNECT");
    made.call("start", "n2");
    made.watch("n1");
    CHECK(made.score("n3") == "100");
    CHECK(made.score("n2") == "-INFINITY");
    CHECK(made.permanent_text("n2", "db-data-status") == "STREAMING|POTENTIAL");
}

TEST_CASE("pgsql: of more than two nodes no asynchronous replica may be promoted") {
    AgentStage made = stage("replication=async");
    made.watch("n1");
    CHECK(made.score("n2") == "-INFINITY");
    CHECK(made.permanent_text("n2", "db-data-status") == "STREAMING|ASYNC");
    AgentStage pair("pgsql,replication=async", {"n2"}, {"n1"}, {{"node_list", "n1 n2"}});
    pair.with("n2", "master-db", "-INFINITY").observed();
    pair.watch("n1");
    CHECK(pair.score("n2") == "100");
}

TEST_CASE("pgsql: a replica with the newest data asks to be promoted at the fourth monitor that finds all positions equal") {
    AgentStage made = without_primary();
    for (int monitor = 1; monitor <= 3; ++monitor) {
        made.watch("n2");
        CHECK(made.score("n2") == "100");
    }
    made.watch("n2");
    CHECK(made.score("n2") == "1000");
    CHECK(made.text("n2", "db-xlog-loc") != "none");
}

TEST_CASE("pgsql: a restart makes the replica count its monitors anew") {
    AgentStage made = without_primary();
    for (int monitor = 1; monitor <= 3; ++monitor) made.watch("n2");
    made.call("stop", "n2");
    made.call("start", "n2");
    for (int monitor = 1; monitor <= 3; ++monitor) made.watch("n2");
    CHECK(made.score("n2") == "-INFINITY");
    made.watch("n2");
    CHECK(made.score("n2") == "1000");
}

TEST_CASE("pgsql: a replica whose data was neither synchronous nor the latest never asks") {
    AgentStage made = without_primary();
    for (int monitor = 1; monitor <= 10; ++monitor) made.watch("n3");
    CHECK(made.score("n3") == "-INFINITY");
}

TEST_CASE("pgsql: while there is a primary no replica asks") {
    AgentStage made = stage();
    for (int monitor = 1; monitor <= 10; ++monitor) made.watch("n2");
    CHECK(made.score("n2") == "100");
}

TEST_CASE("pgsql: a probe gives a primary 1000, and a replica -INFINITY") {
    AgentStage made = stage();
    made.with("n1", "master-db", "5");
    CHECK(made.call("monitor", "n1") == exit_status::running_promoted);
    CHECK(made.score("n1") == "1000");
    CHECK(made.call("monitor", "n2") == exit_status::ok);
    CHECK(made.score("n2") == "-INFINITY");
}

TEST_CASE("pgsql: after a demotion replicas tell their positions, and after a promotion these are forgotten") {
    AgentStage made = stage();
    made.call("demote", "n1");
    made.tell("n2", "post", "demote", "n1", {"n1"});
    CHECK(made.text("n2", "db-master-baseline") != "none");
    CHECK(made.text("n2", "db-status") == "HS:alone");
    made.with("n2", "db-xlog-loc", "5").with("n3", "db-xlog-loc", "5");
    made.tell("n3", "post", "promote", "n2");
    CHECK(made.text("n3", "db-xlog-loc") == "none");
    CHECK(made.text("n3", "db-master-baseline") == "none");
}

TEST_CASE("pgsql: a primary looks after its replicas in its monitor, or also when it hears of a start or stop") {
    AgentStage made = stage();
    made.call("stop", "n2");
    made.tell("n1", "post", "stop", "n2", {"n1"});
    CHECK(made.score("n3") == "-INFINITY");
    AgentStage at_once = stage("replication=sync,replicas-checked=at-once");
    at_once.call("stop", "n2");
    at_once.tell("n1", "post", "stop", "n2", {"n1"});
    CHECK(at_once.score("n3") == "100");
}

TEST_CASE("pgsql: the resource's own parameters count where the scenario says nothing") {
    AgentStage made("pgsql", {"n2", "n3"}, {"n1"}, {{"rep_mode", "sync"}, {"xlog_check_count", "1"}});
    made.with_permanent("n2", "db-data-status", "STREAMING|SYNC").with("n2", "master-db", "100").observed();
    made.die("n1");
    made.forget_promoted("n1");
    made.watch("n2");
    made.watch("n2");
    CHECK(made.score("n2") == "1000");
}

TEST_CASE("pgsql: scores and times are the scenario's to say") {
    AgentStage made = stage("replication=sync,sync-score=50,start-time=700");
    made.with("n2", "master-db", "-INFINITY");
    made.watch("n1");
    CHECK(made.score("n2") == "50");
    AgentOperation start;
    start.node = "n2";
    start.task = "start";
    CHECK(made.rules().milliseconds(start) == 700);
}
