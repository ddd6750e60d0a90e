#include <doctest/doctest.h>

#include "agent_stage.h"

// The profile paf: n1 is the primary, n2 and n3 are standbys.
using namespace placement;

namespace {

AgentStage stage(const std::string& parameters = "promoted-score=1001") {
    AgentStage made("paf," + parameters, {"n2", "n3"}, {"n1"});
    made.observed();
    return made;
}

} // namespace

TEST_CASE("paf: the primary's monitor gives itself 1001, the first standby 1000, the next one 990") {
    AgentStage made = stage();
    CHECK(made.watch("n1") == exit_status::running_promoted);
    CHECK(made.score("n1") == "1001");
    CHECK(made.score("n2") == "1000");
    CHECK(made.score("n3") == "990");
}

TEST_CASE("paf: a member that is not a standby gets -1000") {
    AgentStage made = stage();
    made.call("stop", "n2");
    made.watch("n1");
    CHECK(made.score("n2") == "-1000");
    CHECK(made.score("n3") == "1000");
}

TEST_CASE("paf: a standby's monitor sets nothing") {
    AgentStage made = stage();
    CHECK(made.watch("n2") == exit_status::ok);
    CHECK(made.score("n2") == "none");
}

TEST_CASE("paf: a primary that was shut down cleanly starts with a score of 1 where nobody has one") {
    AgentStage made = stage();
    made.call("stop", "n1");
    CHECK(made.call("start", "n1") == exit_status::ok);
    CHECK(made.score("n1") == "1");
    AgentStage other = stage();
    other.with("n2", "master-db", "1000");
    other.call("stop", "n1");
    other.call("start", "n1");
    CHECK(other.score("n1") == "none");
}

TEST_CASE("paf: a demotion leaves a standby, and neither it nor a stop or promotion sets a score") {
    AgentStage made = stage();
    made.with("n2", "master-db", "1000");
    CHECK(made.call("demote", "n1") == exit_status::ok);
    CHECK(made.watch("n1") == exit_status::ok);
    CHECK(made.call("promote", "n2") == exit_status::ok);
    CHECK(made.call("stop", "n3") == exit_status::ok);
    CHECK(made.score("n1") == "none");
    CHECK(made.score("n2") == "1000");
    CHECK(made.score("n3") == "none");
}

TEST_CASE("paf: a promotion fails where another standby has newer data, and that one is given the chance") {
    AgentStage made = stage("newest-node=n3");
    made.die("n1");
    CHECK(made.call("promote", "n2") == exit_status::unknown_error);
    CHECK(made.score("n2") == "1");
    CHECK(made.score("n3") == "1000");
    CHECK(made.call("promote", "n3") == exit_status::ok);
}

TEST_CASE("paf: what crashed answers 9 or 1") {
    AgentStage made = stage();
    made.die("n1");
    made.die("n2");
    CHECK(made.watch("n1") == 9);
    CHECK(made.watch("n2") == exit_status::unknown_error);
}

TEST_CASE("paf: what crashed can be demoted or stopped only once the notification before has recovered it") {
    AgentStage made = stage();
    made.die("n1");
    CHECK(made.call("demote", "n1") == exit_status::unknown_error);
    CHECK(made.call("stop", "n1") == exit_status::unknown_error);
    made.tell("n1", "pre", "demote", "n1", {"n1"});
    CHECK(made.call("demote", "n1") == exit_status::ok);
    AgentStage lost = stage("recovers=no");
    lost.die("n1");
    lost.tell("n1", "pre", "demote", "n1", {"n1"});
    CHECK(lost.call("demote", "n1") == exit_status::unknown_error);
}

TEST_CASE("paf: scores are the scenario's to say") {
    AgentStage made = stage("step=100,best-score=900");
    made.watch("n1");
    CHECK(made.score("n2") == "900");
    CHECK(made.score("n3") == "800");
}
