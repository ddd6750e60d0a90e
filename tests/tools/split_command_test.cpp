#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "placement-sim/answer.h"
#include "placement-sim/diff_command.h"
#include "placement-sim/run_command.h"
#include "placement-sim/sweep_command.h"
#include "placement-sim/test_command.h"
#include "support/command_answer.h"
#include "support/sketch.h"
#include "support/temporary_folder.h"

// --split and --corosync.
using namespace placement;
using namespace placement::sim;
using testing::answer_of;

namespace {

const std::string samples = std::string(PLACEMENT_SOURCE_DIR) + "/cib-samples/";
const std::string web = samples + "web-server.xml";
const std::string web_corosync = samples + "web-server.corosync.conf";

class Folder {
public:
    std::string file(const std::string& name, const std::string& text) {
        const std::string path = folder_.path() + "/" + name;
        std::ofstream(path) << text;
        return path;
    }

private:
    testing::TemporaryFolder folder_;
};

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// One service on n1 of three, without fencing.
std::string one_service(const std::string& options = "") {
    return Sketch("n1 n2 n3").options(options).resource(primitive("db")).runs("db", "n1").xml();
}

} // namespace

TEST_CASE("--split says who has quorum, who fences whom, and what runs where") {
    const auto answer = answer_of(answer_command, {web, "--split", "web1|web2", "--corosync", web_corosync});
    CHECK(answer.status == Status::Survives);
    CHECK(answer.out.starts_with("Side 1 has quorum; every service that ran runs.\n"));
    CHECK(contains(answer.out, "  quorum yes: 2 of 3 votes (1 from the quorum device), 2 needed (corosync.conf)\n"));
    CHECK(contains(answer.out, "  fences web2 (side 2): device fence-web2, which runs on web1\n"));
    CHECK(contains(answer.out, "  is fenced by side 1\n"));
    CHECK(contains(answer.out, "  website      web1    web1    -\n"));
    CHECK(answer.err.empty());
}

TEST_CASE("--split shows each end of a fencing race") {
    const auto answer = answer_of(answer_command, {web, "--split", "web1|web2"});
    CHECK(answer.out.starts_with(
        "Sides 1 and 2 have quorum; they fence each other, and who wins is a race; every service that ran runs.\n"));
    CHECK(contains(answer.out,
                   "The race: side 1 fences web2 at once, side 2 fences web1 after 5 s (pcmk_delay_base of fence-web1)"));
    CHECK(contains(answer.out, "  If side 1 wins  before  side 1  side 2\n"));
    CHECK(contains(answer.out, "  If side 2 wins  before  side 1  side 2\n"));
}

TEST_CASE("--split warns of a service that runs on two sides, which is a loss") {
    Folder folder;
    const std::string cib = folder.file("cib.xml", one_service("no-quorum-policy=ignore"));
    const auto answer = answer_of(answer_command, {cib, "--split", "n1|n2,n3"});
    CHECK(answer.status == Status::Lost);
    CHECK(contains(answer.out, "Warning: db runs on two sides at once"));
    CHECK(contains(answer.out, "Side 2 has quorum; on two sides at once: db.\n"));
}

TEST_CASE("--split warns of a service that runs on two sides for a while") {
    Folder folder;
    const auto answer = answer_of(answer_command, {folder.file("cib.xml", one_service()), "--split", "n1|n2,n3"});
    CHECK(answer.status == Status::Survives);
    CHECK(contains(answer.out, "Warning: db may run on two sides for a while"));
}

TEST_CASE("--split says what no side runs") {
    Folder folder;
    const auto answer = answer_of(answer_command, {folder.file("cib.xml", one_service()), "--split", "n1|n2|n3"});
    CHECK(answer.status == Status::Lost);
    CHECK(answer.out.starts_with("No side has quorum; running nowhere: db.\n"));
}

TEST_CASE("--split as JSON") {
    const auto answer = answer_of(answer_command, {web, "--split", "web1|web2", "--corosync", web_corosync, "--format", "json"});
    const auto json = nlohmann::json::parse(answer.out);
    CHECK(json["sides"][0]["members"] == nlohmann::json{"web1"});
    CHECK(json["sides"][0]["quorum"]["have"] == true);
    CHECK(json["sides"][0]["fences"][0]["node"] == "web2");
    CHECK(json["sides"][1]["fenced_by"] == nlohmann::json{0});
    CHECK(json["race"] == nullptr);
    CHECK(json["ends"][0]["winner"] == nullptr);
    CHECK(json["ends"][0]["services"][1]["sides"][0][0]["node"] == "web1");
    CHECK(json["lost"].empty());
}

TEST_CASE("--split has no answer for what is about one cluster") {
    const auto answer = answer_of(answer_command, {web, "--split", "web1|web2", "--scores"});
    CHECK(answer.status == Status::Unusable);
    CHECK(contains(answer.err, "--split has an answer for each side"));
}

TEST_CASE("--split that is none is one error") {
    CHECK(contains(answer_of(answer_command, {web, "--split", "web1"}).err, "--split: `web1` is not NODE,NODE|NODE"));
    CHECK(contains(answer_of(answer_command, {web, "--split", "web1|web3"}).err, "no node `web3`"));
}

TEST_CASE("--corosync is an option of an answer, sweep, diff, run and test") {
    Folder folder;
    const std::string scenarios = folder.file(
        "scenarios.yaml", "cib: " + web + "\ntests:\n  - name: it\n    steps: [fail: web1]\n    expect: {lost: none}\n");
    CHECK(contains(answer_of(answer_command, {web, "--fail", "web1", "--corosync", web_corosync}).out,
                   "Quorum yes: 2 of 3 votes (1 from the quorum device), 2 needed (corosync.conf)\n"));
    const std::string no_quorum = folder.file("corosync.conf", "quorum {\nprovider: corosync_votequorum\nexpected_votes: 2\n}\n");
    CHECK(answer_of(sweep_command, {"sweep", web}).status == Status::Survives);
    CHECK(answer_of(sweep_command, {"sweep", web, "--corosync", no_quorum}).status == Status::Lost);
    CHECK(answer_of(run_command, {"run", scenarios, "--corosync", no_quorum}).status == Status::Lost);
    const auto compared = answer_of(diff_command, {"diff", web, web, "--corosync", no_quorum, "--format", "json"});
    CHECK(nlohmann::json::parse(compared.out)["corosync"] == no_quorum);
    CHECK(answer_of(test_command, {"test", scenarios}).status == Status::Survives);
    CHECK(answer_of(test_command, {"test", scenarios, "--corosync", no_quorum}).status == Status::Lost);
}

TEST_CASE("a sweep says that it counts by corosync.conf, and what is odd in it") {
    Folder folder;
    const std::string file =
        folder.file("corosync.conf", "quorum {\nprovider: corosync_votequorum\ntwo_node: 1\n}\nnodelist "
                                     "{\nnode {\nname: web1\n}\nnode {\nname: web2\n}\nnode {\nname: web3\n}\n}\n");
    const auto answer = answer_of(sweep_command, {"sweep", web, "--corosync", file});
    CHECK(contains(answer.out, "\nQuorum is counted by " + file + "\n"));
    CHECK(contains(answer.err, "two_node is meant for two nodes, but the nodelist has 3"));
    const auto json = nlohmann::json::parse(answer_of(sweep_command, {"sweep", web, "--corosync", file, "--format", "json"}).out);
    CHECK(json["corosync"] == file);
    CHECK_FALSE(contains(answer_of(sweep_command, {"sweep", web}).out, "Quorum is counted"));
}

TEST_CASE("--quorum counts instead of --corosync") {
    CHECK(contains(answer_of(answer_command, {web, "--fail", "web1", "--corosync", web_corosync, "--quorum", "no"}).out,
                   "Quorum no: as asked for"));
}

TEST_CASE("a corosync.conf that cannot be used is one error with its place") {
    Folder folder;
    const std::string path =
        folder.file("corosync.conf", "quorum {\ntwo_node: yes\nprovider: corosync_votequorum\nexpected_votes: 2\n}\n");
    const auto answer = answer_of(answer_command, {web, "--fail", "web1", "--corosync", path});
    CHECK(answer.status == Status::Unusable);
    CHECK(answer.err == path + ":2:11: two_node must be a number from 0 to 255, not `yes`\n");
    CHECK(contains(answer_of(answer_command, {web, "--corosync", path + ".none"}).err,
                   "cannot be read: No such file or directory"));
    CHECK(contains(answer_of(answer_command, {web, "--corosync", samples}).err, "cannot be read: it is a directory"));
    const std::string large = folder.file("large.conf", std::string(1 << 21, '\n'));
    CHECK(
        contains(answer_of(answer_command, {web, "--corosync", large}).err, "this is no corosync.conf: it is longer than 1 MiB"));
}
