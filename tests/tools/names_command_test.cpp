#include "placement-sim/names_command.h"

#include <fstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "support/command_answer.h"

// placement-sim names from its command line to its exit status.
using namespace placement;
using namespace placement::sim;
using placement::testing::Answer;
using placement::testing::answer_of;

namespace {

Answer names(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"names", std::string(PLACEMENT_SOURCE_DIR) + "/tests/documents/cluster/cib.xml"});
    return answer_of(names_command, std::move(arguments));
}

} // namespace

TEST_CASE("names: of all kinds, or of the kinds that are asked for") {
    const std::string nodes = names({"--kind", "node"}).out;
    CHECK(nodes.starts_with("node1\n"));
    const std::string resources = names({"--kind", "resource"}).out;
    const std::string constraints = names({"--kind", "constraint"}).out;
    CHECK(names({}).out == nodes + resources + constraints);
    CHECK(names({"--kind", "resource", "--kind", "node"}).out == nodes + resources);
}

TEST_CASE("names: another kind is refused") { CHECK(names({"--kind", "ticket"}).status == Status::Unusable); }
