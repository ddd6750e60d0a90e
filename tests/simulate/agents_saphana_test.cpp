#include <doctest/doctest.h>

#include "agent_stage.h"

// The profile saphana: n1 is the primary, n2 its secondary.
using namespace placement;

namespace {

AgentStage stage(const std::string& parameters = "automated-register=false") {
    AgentStage made("saphana," + parameters, {"n2"}, {"n1"}, {{"SID", "HA1"}});
    made.with("n2", "hana_ha1_sync_state", "SOK").observed();
    return made;
}

} // namespace

TEST_CASE("saphana: monitors give a running primary 150 and a secondary in sync 100") {
    AgentStage made = stage();
    CHECK(made.watch("n1") == exit_status::running_promoted);
    CHECK(made.watch("n2") == exit_status::ok);
    CHECK(made.score("n1") == "150");
    CHECK(made.score("n2") == "100");
    CHECK(made.text("n1", "hana_ha1_sync_state") == "PRIM");
    CHECK(made.text("n2", "hana_ha1_sync_state") == "SOK");
}

TEST_CASE("saphana: a primary that is down answers 9, with 5 where a secondary may take over") {
    AgentStage made = stage();
    made.die("n1");
    CHECK(made.watch("n1") == 9);
    CHECK(made.score("n1") == "5");
}

TEST_CASE("saphana: … and with 90 where none is in sync, or takeover is not preferred") {
    AgentStage made = stage("prefer-site-takeover=false");
    made.die("n1");
    made.watch("n1");
    CHECK(made.score("n1") == "90");
    AgentStage alone = stage();
    alone.die("n2");
    alone.die("n1");
    alone.watch("n1");
    CHECK(alone.score("n1") == "90");
}

TEST_CASE("saphana: a secondary that is not in sync gets -INFINITY, and is in sync once it runs beside the primary") {
    AgentStage made = stage();
    made.call("stop", "n2");
    CHECK(made.call("start", "n2") == exit_status::ok);
    CHECK(made.score("n2") == "0");
    CHECK(made.text("n2", "hana_ha1_sync_state") == "SFAIL");
    made.die("n1");
    made.watch("n2");
    CHECK(made.score("n2") == "-INFINITY");
}

TEST_CASE("saphana: a secondary without a primary waits for one") {
    AgentStage made = stage();
    made.call("stop", "n2");
    made.call("stop", "n1");
    CHECK(made.call("start", "n2") == exit_status::ok);
    CHECK(made.text("n2", "hana_ha1_clone_state") == "WAITING4PRIM");
    CHECK(made.score("n2") == "-INFINITY");
    made.call("start", "n1");
    made.watch("n2");
    CHECK(made.text("n2", "hana_ha1_clone_state") == "DEMOTED");
    CHECK(made.score("n2") == "0");
}

TEST_CASE("saphana: a takeover needs a secondary in sync, and begins with 145") {
    AgentStage made = stage();
    made.die("n1");
    CHECK(made.call("promote", "n2") == exit_status::ok);
    CHECK(made.score("n2") == "145");
    CHECK(made.text("n2", "hana_ha1_clone_state") == "PROMOTED");
    AgentStage late = stage();
    late.call("stop", "n2");
    late.call("start", "n2");
    CHECK(late.call("promote", "n2") == exit_status::unknown_error);
}

TEST_CASE("saphana: a demotion is a mark") {
    AgentStage made = stage();
    CHECK(made.call("demote", "n1") == exit_status::ok);
    CHECK(made.text("n1", "hana_ha1_clone_state") == "DEMOTED");
    CHECK(made.watch("n1") == exit_status::ok);
    CHECK(made.score("n1") == "150");
}

TEST_CASE("saphana: a former primary waits to be registered, or becomes a secondary by itself") {
    AgentStage made = stage();
    made.call("stop", "n1");
    made.call("promote", "n2");
    CHECK(made.call("start", "n1") == exit_status::not_running);
    CHECK(made.score("n1") == "-9000");
    CHECK(made.text("n1", "hana_ha1_clone_state") == "WAITING4REG");
    AgentStage automatic = stage("automated-register=true");
    automatic.call("stop", "n1");
    automatic.call("promote", "n2");
    CHECK(automatic.call("start", "n1") == exit_status::ok);
    CHECK(automatic.score("n1") == "0");
    automatic.watch("n1");
    CHECK(automatic.score("n1") == "100");
}

TEST_CASE("saphana: a primary that died waits for the takeover, and then to be registered") {
    AgentStage made = stage();
    made.die("n1");
    made.call("stop", "n1");
    CHECK(made.call("start", "n1") == exit_status::ok);
    CHECK(made.score("n1") == "-9000");
    CHECK(made.text("n1", "hana_ha1_clone_state") == "WAITING4LPA");
    CHECK(made.watch("n1") == exit_status::ok);
    made.call("promote", "n2");
    CHECK(made.watch("n1") == exit_status::not_running);
    CHECK(made.text("n1", "hana_ha1_clone_state") == "WAITING4REG");
}

TEST_CASE("saphana: … and starts by itself when nobody can take over any more, or restarts at once if that is preferred") {
    AgentStage made = stage();
    made.die("n1");
    made.call("stop", "n1");
    made.call("start", "n1");
    made.die("n2");
    CHECK(made.watch("n1") == exit_status::ok);
    CHECK(made.score("n1") == "150");
    AgentStage restarts = stage("prefer-site-takeover=false");
    restarts.die("n1");
    restarts.call("stop", "n1");
    restarts.call("start", "n1");
    CHECK(restarts.score("n1") == "150");
}

TEST_CASE("saphana: the resource's parameters count, and the scenario before them") {
    AgentStage made("saphana", {"n2"}, {"n1"}, {{"SID", "HA1"}, {"PREFER_SITE_TAKEOVER", "false"}});
    made.with("n2", "hana_ha1_sync_state", "SOK").observed();
    made.die("n1");
    made.watch("n1");
    CHECK(made.score("n1") == "90");
    AgentStage said = stage("primary-score=7");
    said.watch("n1");
    CHECK(said.score("n1") == "7");
}

TEST_CASE("saphana: who was promoted last starts again, also where the former primary is gone") {
    AgentStage made = stage();
    made.die("n1");
    made.leave("n1");
    CHECK(made.call("promote", "n2") == exit_status::ok);
    made.die("n2");
    made.call("stop", "n2");
    CHECK(made.call("start", "n2") == exit_status::ok);
    CHECK(made.score("n2") == "150");
}

TEST_CASE("saphana: a former primary waits to be registered, also where the one that replaced it is gone") {
    AgentStage made = stage();
    made.die("n1");
    made.call("promote", "n2");
    made.die("n2");
    made.leave("n2");
    CHECK(made.call("start", "n1") == exit_status::not_running);
    CHECK(made.text("n1", "hana_ha1_clone_state") == "WAITING4REG");
}
