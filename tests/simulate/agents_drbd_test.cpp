#include <doctest/doctest.h>

#include "agent_stage.h"

// The profile drbd: n1 is primary, n2 is its peer; n3 has no part in it.
using namespace placement;

namespace {

AgentStage stage(const std::string& parameters = "two-primaries=no", std::map<std::string, std::string> configured = {}) {
    AgentStage made("drbd," + parameters, {"n2"}, {"n1"}, std::move(configured));
    made.with("n1", "master-db", "10000").with("n2", "master-db", "10000").observed();
    return made;
}

} // namespace

TEST_CASE("drbd: a monitor gives 10000 to the primary and to a replica with good data that knows its peer") {
    AgentStage made = stage();
    made.with("n1", "master-db", "1").with("n2", "master-db", "1");
    CHECK(made.watch("n1") == exit_status::running_promoted);
    CHECK(made.watch("n2") == exit_status::ok);
    CHECK(made.score("n1") == "10000");
    CHECK(made.score("n2") == "10000");
}

TEST_CASE("drbd: a replica with good data whose peer is gone gets 1000") {
    AgentStage made = stage();
    made.leave("n1");
    made.watch("n2");
    CHECK(made.score("n2") == "1000");
}

TEST_CASE("drbd: a stop takes the score away, and leaves old data behind while the primary goes on") {
    AgentStage made = stage();
    CHECK(made.call("stop", "n2") == exit_status::ok);
    CHECK(made.score("n2") == "none");
    // The primary is lost, too: what starts now has old data and nobody to ask, and a score of 0 is none.
    made.leave("n1");
    CHECK(made.call("start", "n2") == exit_status::ok);
    CHECK(made.score("n2") == "none");
    CHECK(made.call("promote", "n2") == exit_status::unknown_error);
}

TEST_CASE("drbd: old data beside a peer that has good data gets 10, and is good by the next monitor") {
    AgentStage made = stage();
    made.call("stop", "n2");
    made.call("start", "n2");
    CHECK(made.score("n2") == "10");
    made.watch("n2");
    CHECK(made.score("n2") == "10000");
}

TEST_CASE("drbd: a notification after a change sets the score, too") {
    AgentStage made = stage();
    made.with("n2", "master-db", "1");
    made.tell("n2", "pre", "promote", "n1");
    CHECK(made.score("n2") == "1");
    made.tell("n2", "post", "promote", "n1");
    CHECK(made.score("n2") == "10000");
}

TEST_CASE("drbd: who dies beside a primary has old data") {
    AgentStage made = stage();
    made.die("n2");
    made.leave("n1");
    made.call("start", "n2");
    CHECK(made.call("promote", "n2") == exit_status::unknown_error);
}

TEST_CASE("drbd: a second primary is refused unless two are allowed") {
    AgentStage made = stage();
    CHECK(made.call("promote", "n2") == exit_status::unknown_error);
    AgentStage both = stage("two-primaries=yes");
    CHECK(both.call("promote", "n2") == exit_status::ok);
}

TEST_CASE("drbd: adjust_master_score of the resource counts, and the scenario before it") {
    const std::map<std::string, std::string> configured{{"adjust_master_score", "0 5 700 9000"}};
    AgentStage made = stage("two-primaries=no", configured);
    made.watch("n2");
    CHECK(made.score("n2") == "9000");
    AgentStage said = stage("best-score=42", configured);
    said.watch("n2");
    CHECK(said.score("n2") == "42");
}

TEST_CASE("drbd: where nobody says whether two may be primary, promoted-max does") {
    const auto promoted = [](std::int32_t at_most) {
        AgentStage made("drbd", {"n2"}, {"n1"}, {}, at_most);
        made.observed();
        return made.call("promote", "n2");
    };
    CHECK(promoted(1) == exit_status::unknown_error);
    CHECK(promoted(2) == exit_status::ok);
}
