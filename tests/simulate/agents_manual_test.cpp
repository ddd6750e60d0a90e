#include <fstream>
#include <iterator>
#include <string>

#include <doctest/doctest.h>

#include "placement/agents.h"

// docs/agents.md says what the profiles say.
using namespace placement;

TEST_CASE("the manual has every profile with its source, its rules and its parameters") {
    std::ifstream stream(std::string(PLACEMENT_SOURCE_DIR) + "/docs/agents.md");
    const std::string manual{std::istreambuf_iterator<char>(stream), {}};
    const auto has = [&](const std::string& text) { return manual.find(text) != std::string::npos; };
    for (const AgentProfile& profile : agent_profiles()) {
        CHECK_MESSAGE(has("\n## " + profile.name + "\n"), profile.name);
        CHECK_MESSAGE(has("\nSource: " + profile.source + ".\n"), profile.name);
        for (const std::string& agent : profile.agents) CHECK_MESSAGE(has("`" + agent + "`"), agent);
        for (const std::string& rule : profile.rules) CHECK_MESSAGE(has("\n- " + rule + "\n"), rule);
        for (const AgentParameter& parameter : profile.parameters) {
            CHECK_MESSAGE(has("\n| `" + parameter.name + "` | " + parameter.meaning), profile.name << ": " << parameter.name);
        }
    }
}
