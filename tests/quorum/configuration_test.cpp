#include <random>

#include <doctest/doctest.h>

#include "placement/quorum.h"

using namespace placement;

namespace {

CorosyncConfiguration configuration(const std::string& text) { return CorosyncConfiguration::parse(text, "corosync.conf"); }

std::string node(int id, const std::string& more = "") {
    const std::string number = std::to_string(id);
    return "node {\nname: n" + number + "\nnodeid: " + number + "\nring0_addr: 10.0.0." + number + "\n" + more + "}\n";
}

/// A file with these nodes and settings.
std::string file(int nodes, const std::string& settings, const std::string& more_of_first = "") {
    std::string text = "totem {\nversion: 2\ntransport: knet\n}\nnodelist {\n";
    for (int id = 1; id <= nodes; ++id) text += node(id, id == 1 ? more_of_first : "");
    return text + "}\nquorum {\nprovider: corosync_votequorum\n" + settings + "}\n";
}

std::string device(const std::string& settings = "") { return "device {\nmodel: net\n" + settings + "}\n"; }
std::string net(const std::string& settings) { return "net {\nhost: q\n" + settings + "}\n"; }

std::string complaint(const std::string& text) {
    try {
        configuration(text);
        return "";
    } catch (const InputError& error) {
        return error.what();
    }
}

std::string codes(const CorosyncConfiguration& read) {
    std::string text;
    for (const Diagnostic& diagnostic : read.diagnostics) text += (text.empty() ? "" : " ") + diagnostic.code;
    return text;
}

std::string codes(const std::string& text) { return codes(configuration(text)); }

} // namespace

TEST_CASE("a nodelist has names, ids, addresses and votes") {
    const auto read = configuration(file(2, "two_node: 1\n", "quorum_votes: 3\n"));
    REQUIRE(read.nodes.size() == 2);
    CHECK(read.nodes[0].name == "n1");
    CHECK(read.nodes[1].id == 2);
    CHECK(read.nodes[1].address == "10.0.0.2");
    CHECK(read.nodes[0].votes == 3);
    CHECK(read.nodes[1].position.line == 12);
    CHECK(read.expected_votes == 4);
}
TEST_CASE("a node without a name is known by its address") {
    CHECK(configuration("nodelist {\nnode {\nring0_addr: a\n}\n}\nquorum {\nprovider: corosync_votequorum\n}\n")
              .nodes[0]
              .known_as() == "a");
}
TEST_CASE("a node without an id has that of its IPv4 address") {
    const auto read =
        configuration("nodelist {\nnode {\nring0_addr: 10.0.0.1\n}\n}\nquorum {\nprovider: corosync_votequorum\n}\n");
    CHECK(read.nodes[0].id == 0x0a000001);
}
TEST_CASE("a second nodelist begins at the first node again") {
    const auto read = configuration(file(2, "") + "nodelist {\nnode {\nname: other\n}\n}\n");
    CHECK(read.nodes.size() == 2);
    CHECK(read.nodes[0].name == "other");
    CHECK(read.nodes[0].id == 1);
}
TEST_CASE("a node without a key is none") {
    CHECK(configuration(file(2, "") + "nodelist {\nnode {\n}\nnode {\n}\nnode {\n}\n}\n").nodes.size() == 2);
}
TEST_CASE("of several values the last one counts") {
    CHECK(configuration(file(3, "wait_for_all: 1\nwait_for_all: 0\n")).wait_for_all == false);
}
TEST_CASE("comments, blanks, Windows line ends and unknown keys are passed over") {
    const auto read =
        configuration("# two_node: 1\r\n \t quorum {\r\n\tprovider:corosync_votequorum \r\n  expected_votes  : 5\r\n  "
                      "colour: red: blue\r\n}\r\n");
    CHECK(read.expected_votes == 5);
}
TEST_CASE("two_node waits for all, unless the file says otherwise") {
    CHECK(configuration(file(2, "two_node: 1\n")).wait_for_all);
    CHECK_FALSE(configuration(file(2, "two_node: 1\nwait_for_all: 0\n")).wait_for_all);
}
TEST_CASE("the window of last_man_standing is ten seconds, or as the file has it") {
    CHECK(configuration(file(3, "last_man_standing: 1\n")).last_man_standing_window == 10000);
    CHECK(configuration(file(3, "last_man_standing_window: 7\n")).last_man_standing_window == 7);
}
TEST_CASE("a tie breaker is the lowest id, the highest, or one of a list") {
    const auto breaker = [](const std::string& value) {
        return configuration(file(4, "auto_tie_breaker: 1\n" + value)).auto_tie_breaker;
    };
    CHECK(breaker("")->kind == TieBreaker::Kind::Lowest);
    CHECK(breaker("auto_tie_breaker_node: lowest\n")->kind == TieBreaker::Kind::Lowest);
    CHECK(breaker("auto_tie_breaker_node: highest\n")->kind == TieBreaker::Kind::Highest);
    CHECK(breaker("auto_tie_breaker_node: 3 1\n")->ids == std::vector<std::uint32_t>{3, 1});
}
TEST_CASE("without a provider the file does not count votes") {
    const auto read = configuration("quorum {\n}\n");
    CHECK_FALSE(read.counts_votes);
    CHECK(codes(read) == "no-votequorum");
}

TEST_CASE("the votes of a quorum device are one fewer than those of the nodes") {
    const auto read = configuration(file(3, device(net("algorithm: lms\n"))));
    CHECK(read.device->votes == 2);
    CHECK(read.expected_votes == 5);
    CHECK(read.device->algorithm == QuorumDevice::Algorithm::LastManStanding);
    CHECK(read.device->host == "q");
}
TEST_CASE("given votes of a quorum device are not expected before they are seen") {
    const auto read = configuration(file(2, device("votes: 1\n" + net(""))));
    CHECK(read.expected_votes == 2);
    CHECK(read.device->algorithm == QuorumDevice::Algorithm::FiftyFiftySplit);
}
TEST_CASE("a quorum device has a tie breaker, and keeps the side that is active or not") {
    const auto read =
        configuration(file(2, device("votes: 1\n" + net("tie_breaker: 2\nkeep_active_partition_tie_breaker: off\n"))));
    CHECK(read.device->tie_breaker.ids == std::vector<std::uint32_t>{2});
    CHECK_FALSE(read.device->keeps_active_side);
}
TEST_CASE("a device without a model is none") {
    CHECK_FALSE(configuration(file(2, "two_node: 1\ndevice {\nvotes: 1\n}\n")).device);
}

TEST_CASE("what corosync cannot read is one error with its place") {
    CHECK(complaint("quorum {\n") == "corosync.conf:1:1: section `quorum` is not closed with }");
    CHECK(complaint("}\n") == "corosync.conf:1:1: there is no section that this } could close");
    CHECK(complaint("quorum { a: b }\n") == "corosync.conf:1:10: what follows { belongs on a line of its own");
    CHECK(complaint("quorum {\n a }\n") == "corosync.conf:2:2: } belongs on a line of its own");
    CHECK(complaint(" {\n}\n") == "corosync.conf:1:2: a section begins without a name");
    CHECK(complaint("quorum\n") == "corosync.conf:1:1: this is neither `SECTION {`, `KEY: VALUE` nor }");
    CHECK(complaint(": 1\n") == "corosync.conf:1:1: a value without a key");
    CHECK(complaint(std::string("a\0b: c\n", 7)) == "corosync.conf:1:1: this is no text: the line has a NUL character");
    CHECK(complaint("k: " + std::string(600, 'x')) ==
          "corosync.conf:1:1: the line is longer than the 510 characters that corosync reads");
}
TEST_CASE("sections within sections are not without end") {
    std::string text;
    for (int i = 0; i < 200; ++i) text += "s {\n";
    CHECK(complaint(text) == "corosync.conf:128:1: the names of this and the sections around it are too long together");
}
TEST_CASE("there are no more nodes than corosync can have") {
    std::string text = "nodelist {\n";
    for (int i = 0; i < 385; ++i) text += "node {\na: b\n}\n";
    CHECK(complaint(text + "}\n") == "corosync.conf:1154:1: corosync has no more than 384 nodes");
}
TEST_CASE("whatever is in the file, it is read or refused") {
    const std::string usual = file(4, "auto_tie_breaker: 1\nauto_tie_breaker_node: 1 2\nwait_for_all: 1\n" + device(net("")));
    std::mt19937 random(1);
    for (int round = 0; round < 3000; ++round) {
        std::string text = usual;
        for (int i = 0; i < 3; ++i) text[random() % text.size()] = "{}:\n 19#x\xff"[random() % 11];
        try {
            configuration(text);
        } catch (const InputError& error) {
            CHECK(error.position().known());
        }
    }
}
TEST_CASE("a number is a number, in its range") {
    CHECK(complaint(file(2, "two_node: yes\n")) == "corosync.conf:19:11: two_node must be a number from 0 to 255, not `yes`");
    CHECK(complaint(file(2, "two_node: 256\n")) == "corosync.conf:19:11: two_node must be a number from 0 to 255, not `256`");
    CHECK(complaint(file(2, "expected_votes: -1\n")) ==
          "corosync.conf:19:17: expected_votes must be a number from 0 to 4294967295, not `-1`");
    CHECK(complaint(file(1, "", "quorum_votes: 1x\n")) ==
          "corosync.conf:10:15: quorum_votes must be a number from 0 to 4294967295, not `1x`");
}
TEST_CASE("corosync does not start without votes to expect") {
    CHECK(complaint("quorum {\nprovider: corosync_votequorum\n}\n") ==
          "corosync.conf:2:11: there is neither a nodelist nor expected_votes; corosync does not start");
}
TEST_CASE("corosync does not start where two nodes have one id") {
    CHECK(complaint(file(1, "") + "nodelist {\nnode {\n}\nnode {\nnodeid: 1\n}\n}\n").find("nodeid 1 is that of two nodes") !=
          std::string::npos);
}
TEST_CASE("corosync does not start where settings exclude each other") {
    const auto refused = [](const std::string& text, const std::string& why) {
        return complaint(text).find(why + "; corosync does not start") != std::string::npos;
    };
    CHECK(refused(file(2, "two_node: 1\n" + device("votes: 1\n")), "two_node and a quorum device exclude each other"));
    CHECK(refused(file(3, "auto_tie_breaker: 1\nlast_man_standing: 1\n"), "need wait_for_all: 1"));
    CHECK(refused(file(2, "last_man_standing: 1\n" + device("votes: 1\n")),
                  "a quorum device and last_man_standing exclude each other"));
    CHECK(refused(file(2, "auto_tie_breaker: 1\n" + device("votes: 1\n")),
                  "a quorum device and auto_tie_breaker exclude each other"));
    CHECK(refused(file(2, "expected_votes: 3\n" + device()), "with expected_votes, the quorum device needs votes"));
    CHECK(refused(file(2, device(), "quorum_votes: 2\n"), "where nodes have other than 1 vote, the quorum device needs votes"));
    CHECK(refused(file(2, "expected_votes: 3\n" + device("votes: 2\n")), "2 at least must be the nodes'"));
}
TEST_CASE("a tie breaker needs the ids of the nodes") {
    const std::string text = "nodelist {\nnode {\nname: a\n}\n}\nquorum {\nprovider: corosync_votequorum\nwait_for_all: 1\n"
                             "auto_tie_breaker: 1\n}\n";
    CHECK(complaint(text).starts_with("corosync.conf:2:1: the node has no nodeid"));
}
TEST_CASE("allow_downscale is not supported") {
    CHECK_THROWS_AS(configuration(file(3, "allow_downscale: 1\n")), const NotSupported&);
}

TEST_CASE("what is usual needs no word") {
    CHECK(codes(file(3, "")) == "");
    CHECK(codes(file(2, "two_node: 1\n")) == "");
    CHECK(codes(file(2, device("votes: 1\n" + net("algorithm: ffsplit\n")))) == "");
}
TEST_CASE("what corosync switches off is off, and told") {
    const auto both = configuration(file(2, "two_node: 1\nauto_tie_breaker: 1\n"));
    CHECK_FALSE(both.two_node);
    CHECK(codes(both) == "two-node-off");
    const auto odd = configuration(file(3, "auto_tie_breaker: 1\n"));
    CHECK_FALSE(odd.auto_tie_breaker);
    CHECK(codes(odd) == "tie-breaker-off");
    const auto unreadable = configuration(file(4, "auto_tie_breaker: 1\nauto_tie_breaker_node: middle\n"));
    CHECK_FALSE(unreadable.auto_tie_breaker);
    CHECK(codes(unreadable) == "tie-breaker-unreadable no-tie-breaker");
}
TEST_CASE("what is odd but usable is told") {
    CHECK(codes(file(3, "auto_tie_breaker_node: 1\n")) == "tie-breaker-unused");
    CHECK(codes(file(3, "two_node: 1\n")) == "two-node-count");
    CHECK(codes(file(3, "expected_votes: 5\n")) == "expected-votes");
    CHECK(codes(file(3, "expected_votes_tracking: 1\n")) == "votes-tracking");
    CHECK(codes(file(3, "last_man_standing: 1\nwait_for_all: 1\n", "quorum_votes: 3\n")) == "last-man-votes");
    CHECK(codes(file(3, "last_man_standing: 1\n")) == "last-man-alone");
    CHECK(codes(file(4, "")) == "no-tie-breaker");
    CHECK(codes(file(3, "expected_votes: 600\n")) == "too-many-votes expected-votes");
    CHECK(codes(file(4, "auto_tie_breaker: 1\nauto_tie_breaker_node: 9\n")) == "tie-breaker-node");
}
TEST_CASE("what is odd about a quorum device is told") {
    CHECK(codes(file(4, device(net("")))) == "device-votes");
    CHECK(codes(file(3, device("votes: 1\n" + net("algorithm: lms\n")))) == "device-votes");
    CHECK(codes(file(2, device("votes: 1\n" + net("algorithm: test\n")))) == "device-unknown");
    CHECK(codes(file(2, "device {\nmodel: disk\nvotes: 1\n}\n")) == "device-unknown");
    CHECK(codes(file(2, device("votes: 1\n" + net("tie_breaker: none\n")))) == "device-tie-breaker");
}
