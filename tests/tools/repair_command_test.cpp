#include <string>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "placement-sim/answer.h"
#include "placement-sim/lint_command.h"
#include "placement-sim/repair_command.h"
#include "support/command_answer.h"
#include "support/sketch.h"
#include "support/temporary_folder.h"

// placement-sim repair from its command line to its exit status, and where else repairs are shown.
using namespace placement;
using namespace placement::sim;
using placement::testing::answer_of;
using placement::testing::TemporaryFolder;

namespace {

/// db runs on n1, and is banned from the other nodes by commands of the past.
std::string saved(const TemporaryFolder& folder) {
    return folder.write("cib.xml", Sketch("n1 n2 n3")
                                       .resource(primitive("db", operations(R"(<op id="@" name="monitor" interval="10s"/>)")))
                                       .constraint(location("cli-ban-db-on-n2", "db", "n2", "-INFINITY"))
                                       .constraint(location("cli-ban-db-on-n3", "db", "n3", "-INFINITY"))
                                       .runs("db", "n1")
                                       .stopped("db", "n2")
                                       .stopped("db", "n3")
                                       .xml());
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

} // namespace

TEST_CASE("repair: without a want, no service is to be lost; a repair comes with its effect and its commands") {
    const TemporaryFolder folder;
    const auto answer = answer_of(repair_command, {"repair", saved(folder), "--fail", "n1"});
    CHECK(answer.status == Status::Survives);
    CHECK(answer.out.starts_with("2 repairs make it hold; nothing else gets worse."));
    CHECK(has(answer.out, "1. without the location constraint of db, cli-ban-db-on-n2"));
    CHECK(has(answer.out, "db is running on n2 instead of down when n1 fails"));
    CHECK(has(answer.out, "committing it moves and interrupts nothing"));
    CHECK(has(answer.out, "pcs: pcs constraint delete cli-ban-db-on-n2"));
    CHECK(has(answer.out, "crm: crm -F configure delete cli-ban-db-on-n2"));
}

TEST_CASE("repair: what holds already is said so") {
    const TemporaryFolder folder;
    const auto answer = answer_of(repair_command, {"repair", saved(folder), "--fail", "n2"});
    CHECK(answer.status == Status::Survives);
    CHECK(answer.out.starts_with("It holds already"));
}

TEST_CASE("repair: what --verify looked at is said, whether it holds or not") {
    const TemporaryFolder folder;
    const std::string cib = saved(folder);
    const auto held = answer_of(repair_command, {"repair", cib, "--verify", "--property", "comes-to-rest", "--failures", "1"});
    CHECK(has(held.out, "It holds already: nothing is to be repaired."));
    CHECK(has(held.out, "sequences of failures, complete to depth 1, with 1 failure at the same time."));
    const auto broken = answer_of(repair_command, {"repair", cib, "--verify", "--property", "comes-home", "--failures", "1"});
    CHECK(has(broken.out, "Verified: "));
}

TEST_CASE("repair: how much --verify tries has limits") {
    const TemporaryFolder folder;
    const std::string cib = saved(folder);
    CHECK(answer_of(repair_command, {"repair", cib, "--verify", "--depth", "-1"}).status == Status::Unusable);
    CHECK(answer_of(repair_command, {"repair", cib, "--verify", "--failures", "0"}).status == Status::Unusable);
}

TEST_CASE("repair: bans are proposed where bans may go") {
    const TemporaryFolder folder;
    const std::string cib = folder.write("banned.xml", Sketch("n1 n2")
                                                           .resource(primitive("db"))
                                                           .constraint(location("not-n2", "db", "n2", "-INFINITY"))
                                                           .runs("db", "n1")
                                                           .stopped("db", "n2")
                                                           .xml());
    const auto refused = answer_of(repair_command, {"repair", cib, "--fail", "n1"});
    CHECK(refused.status == Status::Lost);
    CHECK(refused.out.starts_with("No edit is proposed: each that makes it hold weakens the cluster."));
    CHECK(has(refused.out, "  without the location constraint of db, not-n2 (bans)"));
    CHECK(has(answer_of(repair_command, {"repair", cib, "--fail", "n1", "--allow", "bans"}).out, "   it weakens: bans"));
}

TEST_CASE("repair: a want of one's own") {
    const TemporaryFolder folder;
    const auto answer = answer_of(repair_command, {"repair", saved(folder), "--fail", "n1", "--want", "running: {db: n3}"});
    CHECK(answer.status == Status::Survives);
    CHECK(has(answer.out, "1. without the location constraint of db, cli-ban-db-on-n3"));
    CHECK_FALSE(has(answer.out, "2. "));
}

TEST_CASE("repair: where there is none, it says what prevents it and what was tried") {
    const TemporaryFolder folder;
    const auto answer = answer_of(repair_command, {"repair", saved(folder), "--fail", "n1", "--want", "running: {db: n1}"});
    CHECK(answer.status == Status::Lost);
    CHECK(answer.out.starts_with("No edit was found that makes it hold."));
    CHECK(has(answer.out, "not on n1: the node is offline"));
    CHECK(has(answer.out, "Tried: "));
}

TEST_CASE("repair: --write saves the text with the repair that is chosen, with its layout") {
    const TemporaryFolder folder;
    const std::string cib = saved(folder);
    const std::string target = folder.file("repaired.xml");
    CHECK(answer_of(repair_command, {"repair", cib, "--fail", "n1", "--write", target, "--choose", "2"}).status ==
          Status::Survives);
    const std::string text = folder.read("repaired.xml");
    CHECK_FALSE(has(text, "cli-ban-db-on-n3"));
    CHECK(has(text, "cli-ban-db-on-n2"));
    const auto answer = answer_of(repair_command, {"repair", cib, "--fail", "n1", "--write", target, "--choose", "7"});
    CHECK(answer.status == Status::Unusable);
    CHECK(has(answer.err, "there is no repair 7"));
}

TEST_CASE("repair: the tests of a file") {
    const TemporaryFolder folder;
    const std::string cib = saved(folder);
    const std::string file =
        folder.write("s.yaml", "cib: cib.xml\ntests:\n  - name: db moves\n    from: rest\n    steps: [fail: n1]\n"
                               "    expect: {running: {db: n2}}\n");
    const auto answer = answer_of(repair_command, {"repair", cib, "--scenarios", file});
    CHECK(answer.status == Status::Survives);
    CHECK(has(answer.out, "Now, db moves:"));
    CHECK(has(answer.out, "1. without the location constraint of db, cli-ban-db-on-n2"));
}

TEST_CASE("repair: what lint finds, by its code") {
    const TemporaryFolder folder;
    const auto answer = answer_of(repair_command, {"repair", saved(folder), "--finding", "single-point-of-failure"});
    CHECK(answer.status == Status::Survives);
    CHECK(has(answer.out, "lint finds now:"));
    CHECK(has(answer.out, "single-point-of-failure: `db` is stopped when n1 fails"));
    CHECK(has(answer_of(repair_command, {"repair", saved(folder), "--finding", "single-point"}).err, "single-point-of-failure"));
    CHECK(has(answer_of(repair_command, {"repair", saved(folder), "--finding", "stays-down"}).err, "lint does not find that in"));
    CHECK(has(answer_of(repair_command, {"repair", saved(folder), "--finding", "no-fencing"}).err,
              "has no scenario that shows it"));
}

TEST_CASE("repair: as JSON") {
    const TemporaryFolder folder;
    const auto answer = answer_of(repair_command, {"repair", saved(folder), "--fail", "n1", "--format", "json"});
    const auto json = nlohmann::json::parse(answer.out);
    CHECK(json["holds_already"] == false);
    CHECK(json["unmet"][0]["predicted"] == "lost: db");
    CHECK(json["repairs"][0]["edits"][0]["id"] == "cli-ban-db-on-n2");
    CHECK(json["repairs"][0]["harmless"] == true);
    CHECK(json["repairs"][0]["pcs"][0] == "pcs constraint delete cli-ban-db-on-n2");
}

TEST_CASE("repair: what does not go together, and names that are none") {
    const TemporaryFolder folder;
    const std::string cib = saved(folder);
    const auto complaint = [&](std::vector<const char*> words) {
        words.insert(words.begin(), {"repair", cib.c_str()});
        const auto answer = answer_of(repair_command, std::vector<std::string>(words.begin(), words.end()));
        CHECK(answer.status == Status::Unusable);
        return answer.err;
    };
    CHECK(has(complaint({"--verify", "--want", "lost: none"}), "exclude each other"));
    CHECK(has(complaint({"--verify", "--fail", "n1"}), "events belong to --want"));
    CHECK(has(complaint({"--property", "comes-home"}), "need --verify"));
    CHECK(has(complaint({"--allow", "fence"}), "fencing"));
    CHECK(has(complaint({"--want", "running: {dbx: n1}"}), "dbx"));
    CHECK(has(complaint({"--want", "running: {db: n1}", "--want", "stopped: db"}), "contradict each other"));
}

TEST_CASE("lint --repair shows edits with which a finding goes away") {
    const TemporaryFolder folder;
    const auto answer = answer_of(lint_command, {"lint", saved(folder), "--repair"});
    CHECK(has(answer.out, "Mended, as a run shows, by: without the location constraint of db, cli-ban-db-on-n2"));
    CHECK(has(answer.out, "pcs: pcs constraint delete cli-ban-db-on-n2"));
    CHECK_FALSE(has(answer_of(lint_command, {"lint", saved(folder)}).out, "Mended"));
}

TEST_CASE("explain --why-not searches for what would bring the resource there") {
    const TemporaryFolder folder;
    const auto answer = answer_of(answer_command, {"explain", saved(folder), "db@n3", "--fail", "n1", "--why-not"});
    CHECK(answer.status == Status::Survives);
    CHECK(has(answer.out, "1. without the location constraint of db, cli-ban-db-on-n3"));
    const auto json = answer_of(answer_command, {"explain", saved(folder), "db@n3", "--why-not", "--format", "json"});
    CHECK(json.status == Status::Unusable);
    CHECK(has(json.err, "repair --want"));
}
