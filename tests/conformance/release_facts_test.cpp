#include "conformance/release_facts.h"

#include <doctest/doctest.h>

using namespace placement::conformance;

namespace {

ReleaseFacts facts_of(const std::string& state, const std::string& scores = "", const std::string& graph = "") {
    const auto found = release_facts("Revised Cluster Status:\n" + state, scores, graph);
    REQUIRE(found);
    return *found;
}

} // namespace

TEST_CASE("the wording of old and new releases is one state") {
    const std::vector<std::string> expected{"m|Promoted|n1", "m|Unpromoted|n2"};
    CHECK(facts_of("  * Node List:\n    * Online: [ n1 n2 ]\n  * Clone Set: m [p] (promotable):\n    * Promoted: [ n1 ]\n"
                   "    * Unpromoted: [ n2 ]\n").places == expected);
    CHECK(facts_of(" Master/Slave Set: m [p]\n     Masters: [ n1 ]\n     Slaves: [ n2 ]\n").places == expected);
}

TEST_CASE("a primitive has its role and node, without remarks") {
    CHECK(facts_of("  * a\t(ocf:pacemaker:Dummy):\t FAILED n1 (blocked)\n").places == std::vector<std::string>{"a|FAILED|n1"});
    CHECK(facts_of("  * a\t(ocf:pacemaker:Dummy):\t Stopped (disabled)\n").places == std::vector<std::string>{"a|Stopped|"});
}

TEST_CASE("scores are of a kind, whatever the function was called") {
    const auto scores = [](const std::string& line) { return facts_of("", line).scores; };
    CHECK(scores("native_color: a allocation score on n1: -INFINITY") == scores("pcmk__primitive_assign: a allocation score on n1: -1000000"));
    CHECK(scores("p:0 promotion score on n1: 10") == std::vector<std::string>{"promotion|p:0|n1|10"});
}

TEST_CASE("a transition is its actions, and what each waits for") {
    const std::string graph = "<g><synapse><action_set><rsc_op id='1' operation_key='a_start_0' on_node='n1'/></action_set>"
                              "<inputs><trigger><pseudo_event id='2' operation_key='g_start_0'/></trigger></inputs></synapse></g>";
    CHECK(facts_of("", "", graph).graph == std::vector<std::string>{"a_start_0 @n1", "g_start_0 * -> a_start_0 @n1"});
}

TEST_CASE("without a state and a transition there is no answer") { CHECK_FALSE(release_facts("", "", "")); }
