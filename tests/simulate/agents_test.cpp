#include "placement/agents.h"

#include <memory>
#include <set>
#include <typeindex>
#include <typeinfo>

#include <doctest/doctest.h>

#include "placement/error.h"
#include "placement/scenario.h"
#include "simulate/agents/agent_rules.h"
#include "support/sketch.h"

// Naming the agents of a scenario.
using namespace placement;

namespace {

Sketch cluster_of(const std::string& type) {
    return Sketch("n1 n2")
        .resource("<clone id=\"dbs\">" + meta("promotable=true") +
                  "<primitive id=\"db\" class=\"ocf\" provider=\"heartbeat\" type=\"" + type + "\"/></clone>")
        .resource(group("g", primitive("a")));
}

} // namespace

TEST_CASE("agents: five profiles, each with a source, rules and parameters") {
    std::vector<std::string> names;
    for (const AgentProfile& profile : agent_profiles()) {
        names.push_back(profile.name);
        CHECK_FALSE(profile.source.empty());
        CHECK_FALSE(profile.rules.empty());
        CHECK_FALSE(profile.agents.empty());
        CHECK_FALSE(profile.parameters.empty());
    }
    CHECK(names == std::vector<std::string>{"pgsql", "paf", "drbd", "saphana", "galera"});
}

TEST_CASE("agents: no profile is played by the rules of another") {
    std::set<std::type_index> kinds;
    for (const AgentProfile& profile : agent_profiles()) {
        const std::unique_ptr<AgentRules> rules = agent_rules({"db", profile.name, {}}, AgentSetup());
        const AgentRules& played = *rules;
        CHECK_MESSAGE(kinds.insert(typeid(played)).second, profile.name);
    }
}

TEST_CASE("agents: text is read and written") {
    const Agent agent = Agent::parse("dbs=pgsql,sync-score=50,log-checks=2");
    CHECK(agent.resource == "dbs");
    CHECK(agent.profile == "pgsql");
    CHECK(agent.parameters.at("sync-score") == "50");
    CHECK(Agent::parse(text(agent)) == agent);
}

TEST_CASE("agents: what is malformed is refused") {
    for (const char* text : {"", "dbs", "=pgsql", "dbs=", "dbs=pgsql,", "dbs=pgsql,sync-score",
                             "dbs=pgsql,sync-score=", "dbs=pgsql,sync-score=1,sync-score=2", "dbs=pgsql,sync-score=much",
                             "dbs=pgsql,log-checks=0", "dbs=pgsql,lock-file=perhaps", "dbs=pgsql,start-time=-1"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(Agent::parse(text), InvalidArgument);
    }
}

TEST_CASE("agents: unknown profiles and parameters are told with those that are known") {
    CHECK_THROWS_WITH_AS(Agent::parse("dbs=pgsq"), doctest::Contains("pgsql"), UnknownName);
    CHECK_THROWS_WITH_AS(Agent::parse("dbs=pgsql,sync-scor=1"), doctest::Contains("sync-score"), UnknownName);
}

TEST_CASE("agents: an agent needs a resource that is a primitive or a clone of one, and nodes that are there") {
    const auto cluster = cluster_of("pgsql").cluster();
    require_known(Agent::parse("dbs=pgsql"), *cluster);
    require_known(Agent::parse("db=pgsql"), *cluster);
    CHECK_THROWS_AS(require_known(Agent::parse("dbz=pgsql"), *cluster), UnknownName);
    CHECK_THROWS_AS(require_known(Agent::parse("g=pgsql"), *cluster), InvalidArgument);
    CHECK_THROWS_AS(require_known(Agent::parse("db=paf,newest-node=n9"), *cluster), UnknownName);
}

TEST_CASE("agents: those that the resource types name are suggested") {
    CHECK(suggested_agents(*cluster_of("pgsql").cluster()) == std::vector<Agent>{{"db", "pgsql", {}}});
    CHECK(suggested_agents(*cluster_of("pgsqlms").cluster()) == std::vector<Agent>{{"db", "paf", {}}});
    CHECK(suggested_agents(*cluster_of("galera").cluster()) == std::vector<Agent>{{"db", "galera", {}}});
    CHECK(suggested_agents(*cluster_of("mysql").cluster()).empty());
}
