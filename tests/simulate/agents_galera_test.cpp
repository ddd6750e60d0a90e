#include <doctest/doctest.h>

#include "agent_stage.h"

// The profile galera on three nodes.
using namespace placement;

namespace {

const std::map<std::string, std::string> three{{"wsrep_cluster_address", "gcomm://n1,n2,n3"}};

AgentStage stopped(const std::string& parameters = "score=100") { return AgentStage("galera," + parameters, {}, {}, three); }

} // namespace

TEST_CASE("galera: when all have told how far they are, the last of equals may begin") {
    AgentStage made = stopped();
    CHECK(made.call("start", "n1") == exit_status::ok);
    CHECK(made.text("n1", "db-last-committed") == "1");
    made.call("start", "n2");
    CHECK(made.score("n2") == "none");
    made.call("start", "n3");
    CHECK(made.score("n3") == "100");
    CHECK(made.text("n3", "db-bootstrap") == "true");
    CHECK(made.score("n1") == "none");
}

TEST_CASE("galera: who has committed more begins") {
    AgentStage made = stopped("newest-node=n1");
    for (const char* node : {"n1", "n2", "n3"}) made.call("start", node);
    CHECK(made.score("n1") == "100");
    CHECK(made.score("n3") == "none");
}

TEST_CASE("galera: a monitor of what is not promoted chooses, too") {
    AgentStage made = stopped();
    made.call("start", "n1");
    made.call("start", "n2");
    made.with("n3", "db-last-committed", "1");
    CHECK(made.watch("n1") == exit_status::ok);
    CHECK(made.text("n3", "db-bootstrap") == "true");
}

TEST_CASE("galera: the promotion of the one that begins gives everybody the score") {
    AgentStage made = stopped();
    for (const char* node : {"n1", "n2", "n3"}) made.call("start", node);
    CHECK(made.call("promote", "n3") == exit_status::ok);
    for (const char* node : {"n1", "n2", "n3"}) CHECK(made.score(node) == "100");
    CHECK(made.text("n3", "db-bootstrap") == "none");
    CHECK(made.watch("n3") == exit_status::running_promoted);
}

TEST_CASE("galera: a promotion without primary and bootstrap starts nothing and takes the score away") {
    AgentStage made = stopped();
    made.call("start", "n1");
    made.with("n1", "master-db", "100");
    CHECK(made.call("promote", "n1") == exit_status::ok);
    CHECK(made.score("n1") == "none");
    CHECK(made.watch("n1") == exit_status::ok);
}

TEST_CASE("galera: who starts beside a primary gets the score and joins") {
    AgentStage made("galera", {}, {"n1"}, three);
    made.call("start", "n2");
    CHECK(made.score("n2") == "100");
    CHECK(made.call("promote", "n2") == exit_status::ok);
    CHECK(made.watch("n2") == exit_status::running_promoted);
}

TEST_CASE("galera: a demotion takes the score away and tells the last commit; a stop takes that, too") {
    AgentStage made("galera", {}, {"n1", "n2"}, three);
    made.with("n1", "master-db", "100");
    made.call("demote", "n1");
    CHECK(made.score("n1") == "none");
    CHECK(made.text("n1", "db-last-committed") == "1");
    made.call("stop", "n1");
    CHECK(made.text("n1", "db-last-committed") == "none");
    CHECK(made.watch("n1") == exit_status::not_running);
}

TEST_CASE("galera: a probe that finds a primary gives it the score") {
    AgentStage made("galera", {}, {"n1"}, three);
    CHECK(made.call("monitor", "n1") == exit_status::running_promoted);
    CHECK(made.score("n1") == "100");
}

TEST_CASE("galera: a node that the address does not name cannot start") {
    AgentStage made("galera", {}, {}, {{"wsrep_cluster_address", "gcomm://n1,n2"}});
    CHECK(made.call("start", "n3") == 6);
}

TEST_CASE("galera: the score is the scenario's to say") {
    AgentStage made("galera,score=30", {}, {"n1"}, three);
    made.call("start", "n2");
    CHECK(made.score("n2") == "30");
}
