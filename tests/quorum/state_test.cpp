#include <doctest/doctest.h>

#include "placement/quorum.h"

using namespace placement;

namespace {

/// Nodes n1, n2, … with the ids 1, 2, …
QuorumState state_of(int nodes, const std::string& settings) {
    std::string text = "quorum {\nprovider: corosync_votequorum\n" + settings + "}\nnodelist {\n";
    std::vector<QuorumNode> known;
    for (int id = 1; id <= nodes; ++id) {
        const std::string number = std::to_string(id);
        text += "node {\nname: n" + number + "\nnodeid: " + number + "\n}\n";
        known.push_back({"n" + number, number});
    }
    return {std::make_shared<CorosyncConfiguration>(CorosyncConfiguration::parse(text + "}\n", "corosync.conf")), known};
}

QuorumState running(int nodes, const std::string& settings) {
    const QuorumState nobody = state_of(nodes, settings);
    return nobody.with_members(nobody.everybody());
}

std::string words(const QuorumState& state, const QuorumSide& side) {
    const QuorumAnswer answer = state.answer(side);
    return (answer.quorate ? "yes: " : "no: ") + answer.explanation;
}

const char* const ffsplit = "device {\nmodel: net\nvotes: 1\nnet {\nalgorithm: ffsplit\n}\n}\n";
const char* const lms = "device {\nmodel: net\nnet {\nalgorithm: lms\n}\n}\n";

/// Whether each of two sides has quorum.
std::pair<bool, bool> split(const QuorumState& state, const QuorumSide& one, const QuorumSide& other) {
    const QuorumState after = state.divided({one, other});
    return {after.answer(one).quorate, after.answer(other).quorate};
}
using Pair = std::pair<bool, bool>;

QuorumState found_by(const std::vector<QuorumNode>& known) {
    const std::string text = "quorum {\nprovider: corosync_votequorum\n}\nnodelist {\nnode {\nname: n1\nnodeid: 1\n}\nnode "
                             "{\nname: n2\nnodeid: 2\n}\n}\n";
    return {std::make_shared<CorosyncConfiguration>(CorosyncConfiguration::parse(text, "corosync.conf")), known};
}

std::string first_code(const QuorumState& state) { return state.diagnostics().empty() ? "" : state.diagnostics().front().code; }

} // namespace

TEST_CASE("the answer says by which rule quorum was counted") {
    CHECK(words(running(3, "").with_members({"n1", "n2"}), {"n1", "n2"}) == "yes: 2 of 3 votes, 2 needed (corosync.conf)");
    CHECK(words(running(3, "").with_members({"n1"}), {"n1"}) == "no: 1 of 3 votes, 2 needed (corosync.conf)");
    CHECK(words(running(2, "two_node: 1\n").with_members({"n2"}), {"n2"}) ==
          "yes: 1 of 2 votes; with two_node one node is enough (corosync.conf)");
    const QuorumState halves = running(2, "auto_tie_breaker: 1\n").divided({{"n1"}, {"n2"}});
    CHECK(words(halves, {"n1"}) == "yes: 1 of 2 votes, 2 needed, but auto_tie_breaker decides for this half (corosync.conf)");
    CHECK(words(halves, {"n2"}) ==
          "no: 1 of 2 votes, 2 needed, and auto_tie_breaker does not decide for this half (corosync.conf)");
    CHECK(words(state_of(3, "wait_for_all: 1\n").with_members({"n1", "n2"}), {"n1", "n2"}) ==
          "no: 2 of 3 votes; wait_for_all: not all nodes have been members at the same time yet (corosync.conf)");
    const QuorumState last = running(4, "last_man_standing: 1\n").with_members({"n1", "n2", "n3"}).at_rest();
    CHECK(words(last, {"n1", "n2", "n3"}) ==
          "yes: 3 of 3 votes, 2 needed; last_man_standing has lowered the votes that are expected (corosync.conf)");
    const QuorumState device = running(2, ffsplit).divided({{"n1"}, {"n2"}});
    CHECK(words(device, {"n1"}) == "yes: 2 of 3 votes (1 from the quorum device), 2 needed (corosync.conf)");
    CHECK(words(device, {"n2"}) == "no: 1 of 3 votes, 2 needed; without the 1 of the quorum device (corosync.conf)");
    CHECK(words(running(3, ""), {"remote"}) == "no: no member has a vote; 3 are expected (corosync.conf)");
}

TEST_CASE("last_man_standing lowers what is expected once its window has passed") {
    const QuorumState five =
        running(8, "last_man_standing: 1\nlast_man_standing_window: 500\n").with_members({"n1", "n2", "n3", "n4", "n5"});
    CHECK_FALSE(five.later(400).with_members({"n1", "n2", "n3"}).answer({"n1"}).quorate);
    CHECK(five.later(500).with_members({"n1", "n2", "n3"}).answer({"n1"}).quorate);
}
TEST_CASE("a state is a value") {
    const QuorumState all = running(3, "");
    all.with_members({"n1"});
    CHECK(all.answer({"n1"}).quorate);
}
TEST_CASE("members that no membership changes for are left alone") {
    const QuorumState halves = running(4, "auto_tie_breaker: 1\n").divided({{"n1", "n2"}, {"n3", "n4"}});
    CHECK(halves.divided({{"n1", "n2"}, {"n3"}}).answer({"n1"}).quorate);
}

TEST_CASE("ffsplit gives its vote to more than half of the nodes, or to one of two halves") {
    const QuorumState two = running(2, ffsplit);
    CHECK(split(two, {"n1"}, {"n2"}) == Pair(true, false));
    CHECK(two.with_members({"n2"}).answer({"n2"}).quorate);
    CHECK(split(running(4, ffsplit), {"n1"}, {"n2", "n3", "n4"}) == Pair(false, true));
    const QuorumState thirds = running(4, ffsplit).divided({{"n1"}, {"n2"}, {"n3", "n4"}});
    CHECK(thirds.answer({"n3"}).quorate);
}
TEST_CASE("ffsplit gives less than half of the nodes nothing") {
    CHECK_FALSE(running(4, ffsplit).with_members({"n1"}).answer({"n1"}).device_votes);
}
TEST_CASE("ffsplit decides between halves by its tie breaker") {
    const auto with = [](const std::string& breaker) {
        return running(2, "device {\nmodel: net\nvotes: 1\nnet {\nalgorithm: ffsplit\ntie_breaker: " + breaker + "\n}\n}\n");
    };
    CHECK(split(with("lowest"), {"n1"}, {"n2"}) == Pair(true, false));
    CHECK(split(with("highest"), {"n1"}, {"n2"}) == Pair(false, true));
    CHECK(split(with("2"), {"n1"}, {"n2"}) == Pair(false, true));
}
TEST_CASE("ffsplit keeps the half that was active, unless it is told not to") {
    const std::string options = "device {\nmodel: net\nvotes: 1\nnet {\nkeep_active_partition_tie_breaker: ";
    const auto second = [&](const std::string& keep) {
        const QuorumState only_second = running(2, options + keep + "\n}\n}\n").with_members({"n2"});
        return only_second.divided({{"n1"}, {"n2"}}).answer({"n2"}).device_votes;
    };
    CHECK(second("on"));
    CHECK_FALSE(second("off"));
}
TEST_CASE("lms gives its votes to the largest side, or to the last node") {
    CHECK(split(running(3, lms), {"n1"}, {"n2", "n3"}) == Pair(false, true));
    CHECK(running(4, lms).with_members({"n4"}).answer({"n4"}).quorate);
}
TEST_CASE("lms decides between sides of one size by its tie breaker") {
    CHECK(split(running(4, lms), {"n1", "n4"}, {"n2", "n3"}) == Pair(true, false));
    const QuorumState highest = running(4, "device {\nmodel: net\nnet {\nalgorithm: lms\ntie_breaker: highest\n}\n}\n");
    CHECK(split(highest, {"n1", "n2"}, {"n3", "n4"}) == Pair(false, true));
}
TEST_CASE("a quorum device of another kind gives its votes to nobody") {
    CHECK(split(running(2, "device {\nmodel: disk\nvotes: 1\n}\n"), {"n1"}, {"n2"}) == Pair(false, false));
}

TEST_CASE("nodes are found by their names, else by their ids") {
    CHECK(found_by({{"n1", "7"}, {"n2", "8"}}).can_tell());
    const QuorumState by_id = found_by({{"a", "1"}, {"b", "2"}});
    CHECK(by_id.everybody() == QuorumSide{"a", "b"});
    CHECK(first_code(by_id) == "other-name");
}
TEST_CASE("a name wins over an id") {
    const QuorumState swapped = found_by({{"n2", "1"}, {"n1", "2"}});
    CHECK(swapped.everybody() == QuorumSide{"n1", "n2"});
}
TEST_CASE("a file of another cluster tells nothing") {
    const QuorumState other = found_by({{"a", "7"}, {"b", "8"}});
    CHECK_FALSE(other.can_tell());
    CHECK(first_code(other) == "other-cluster");
}
TEST_CASE("a node that the file lacks has no vote") {
    const QuorumState state = found_by({{"n1", "1"}, {"n2", "2"}, {"n3", "3"}});
    CHECK(first_code(state) == "no-vote");
    CHECK(state.with_members({"n1", "n3"}).answer({"n1", "n3"}).votes == 1);
}
TEST_CASE("a node that the CIB lacks votes, and is down") {
    const QuorumState state = found_by({{"n1", "1"}});
    CHECK(first_code(state) == "corosync-only");
    CHECK(state.with_members({"n1"}).answer({"n1"}).expected == 2);
}
TEST_CASE("without a nodelist each node of the CIB has the votes of the quorum section") {
    const std::string text = "quorum {\nprovider: corosync_votequorum\nexpected_votes: 4\nvotes: 2\n}\n";
    const QuorumState state(std::make_shared<CorosyncConfiguration>(CorosyncConfiguration::parse(text, "c")),
                            {{"a", "1"}, {"b", "2"}});
    CHECK(state.with_members({"a", "b"}).answer({"a"}).votes == 4);
}
TEST_CASE("a CIB with more nodes than corosync can have is not counted") {
    const std::string text = "quorum {\nprovider: corosync_votequorum\nexpected_votes: 4\n}\n";
    std::vector<QuorumNode> nodes;
    for (int i = 0; i < 385; ++i) nodes.push_back({"n" + std::to_string(i), std::to_string(i)});
    const QuorumState state(std::make_shared<CorosyncConfiguration>(CorosyncConfiguration::parse(text, "c")), nodes);
    CHECK_FALSE(state.can_tell());
    CHECK(first_code(state) == "too-many-nodes");
}
TEST_CASE("a file without votequorum tells nothing") {
    const QuorumState state(std::make_shared<CorosyncConfiguration>(CorosyncConfiguration::parse("", "c")), {{"a", "1"}});
    CHECK_FALSE(state.can_tell());
}

TEST_CASE("what is recorded is the state that counting begins with") {
    Diagnostics notes;
    const QuorumState state = recorded_quorum(state_of(3, ""), {"n1", "n2"}, true, notes);
    CHECK(state.answer({"n1", "n2"}).quorate);
    CHECK(notes.empty());
}
TEST_CASE("recorded members without quorum may wait for all") {
    Diagnostics notes;
    const QuorumState state = recorded_quorum(state_of(3, "wait_for_all: 1\n"), {"n1", "n2"}, false, notes);
    CHECK(state.answer({"n1"}).waiting);
    CHECK(notes.empty());
}
TEST_CASE("recorded members with quorum may be the last of many") {
    Diagnostics notes;
    const QuorumState state = recorded_quorum(state_of(5, "last_man_standing: 1\n"), {"n1", "n2"}, true, notes);
    CHECK(state.answer({"n1"}).expected == 2);
    CHECK(notes.empty());
}
TEST_CASE("a record that the file does not explain is told") {
    Diagnostics notes;
    recorded_quorum(state_of(3, ""), {"n1"}, true, notes);
    REQUIRE(notes.size() == 1);
    CHECK(notes[0].message ==
          "the CIB records that the members have quorum, but by corosync.conf they have none: 1 of 3 votes, 2 "
          "needed (corosync.conf)");
}
TEST_CASE("where nobody is a member, nobody has started") {
    Diagnostics notes;
    CHECK_FALSE(recorded_quorum(state_of(3, ""), {}, false, notes).answer({"n1"}).quorate);
}
