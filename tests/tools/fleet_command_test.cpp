#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "placement-sim/fleet_command.h"
#include "placement-sim/merge_command.h"
#include "placement-sim/sweep_command.h"
#include "support/command_answer.h"
#include "support/sketch.h"
#include "support/temporary_folder.h"

// placement-sim fleet and merge from their command lines to their exit statuses.
using namespace placement;
using namespace placement::sim;
using placement::testing::Answer;
using placement::testing::answer_of;
using placement::testing::TemporaryFolder;

namespace {

std::string calm() {
    return Sketch("n1 n2 n3")
        .resource(primitive("a", operations(R"(<op id="@" name="monitor" interval="10s"/>)")))
        .runs("a", "n1")
        .xml();
}

struct CommandFleet {
    CommandFleet() {
        folder.write("1.xml", calm());
        folder.write("2.xml", calm());
        folder.write("3.xml", calm());
    }

    Answer fleet(std::vector<std::string> words) const {
        words.insert(words.begin(), {"fleet", folder.path()});
        return answer_of(fleet_command, std::move(words));
    }

    Answer merge(const std::vector<std::string>& names, std::vector<std::string> words = {}) const {
        for (const std::string& name : names) words.insert(words.begin(), folder.file(name));
        words.insert(words.begin(), "merge");
        return answer_of(merge_command, std::move(words));
    }

    TemporaryFolder folder;
};

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

} // namespace

TEST_CASE("fleet command: all is well") {
    const Answer answer = CommandFleet().fleet({});
    CHECK(answer.status == Status::Survives);
    CHECK(answer.out == "3 clusters: 3 answered.\nAll that were answered are well.\n");
}

TEST_CASE("fleet command: --all shows what is well") { CHECK(holds(CommandFleet().fleet({"--all"}).out, "2.xml: well")); }

TEST_CASE("fleet command: --help says at which time each is judged") {
    CHECK(holds(CommandFleet().fleet({"--help"}).out, "newest"));
}

TEST_CASE("fleet command: a file that is no CIB is told, and the others are answered") {
    const CommandFleet fleet;
    fleet.folder.write("2.xml", "rubbish");
    const Answer answer = fleet.fleet({});
    CHECK(answer.status == Status::Lost);
    CHECK(holds(answer.out, "2.xml: not read: "));
    CHECK(holds(answer.out, "2 answered, 1 cannot be read"));
}

TEST_CASE("fleet command: an empty folder") {
    const TemporaryFolder folder;
    const Answer answer = answer_of(fleet_command, {"fleet", folder.path()});
    CHECK(answer.status == Status::Unusable);
    CHECK(holds(answer.err, "there is no file in it"));
}

TEST_CASE("fleet command: options of another question are refused") {
    const CommandFleet fleet;
    for (const std::vector<std::string>& words :
         std::vector<std::vector<std::string>>{{"--scenarios", "t.yaml"},
                                               {"--failures", "2"},
                                               {"--ask", "lint", "--depth", "2"},
                                               {"--ask", "test"},
                                               {"--ask", "releases"},
                                               {"--ask", "dance"},
                                               {"--depth", "3"},
                                               {"--shard", "3/2"},
                                               {"--limit", "soon"},
                                               {"--again"},
                                               {"--resume", "a", "-o", "b"},
                                               {"--resume", "a", "--format", "csv"},
                                               {"--pacemaker", "3.0.2", "--pacemaker", "3.0.1"}}) {
        CHECK(fleet.fleet(words).status == Status::Unusable);
    }
}

TEST_CASE("fleet command: a file that is read is not written") {
    const CommandFleet fleet;
    CHECK(fleet.fleet({"-o", fleet.folder.file("1.xml")}).status == Status::Unusable);
    CHECK(fleet.folder.read("1.xml") == calm());
}

TEST_CASE("fleet command: an interrupted run goes on") {
    const CommandFleet fleet;
    const std::string whole = fleet.fleet({"--format", "json-lines"}).out;
    const std::string rows = fleet.folder.write("rows.jsonl", whole.substr(0, whole.find("\"place\":1") + 5));
    CHECK(fleet.fleet({"--resume", rows}).status == Status::Survives);
    CHECK(fleet.folder.read("rows.jsonl") == whole);
}

TEST_CASE("fleet command: an output grows when there are more files") {
    const CommandFleet fleet;
    const std::string rows = fleet.folder.file("rows.jsonl");
    fleet.fleet({"--resume", rows});
    fleet.folder.write("0.xml", calm());
    fleet.fleet({"--resume", rows});
    CHECK(fleet.folder.read("rows.jsonl") == fleet.fleet({"--format", "json-lines"}).out);
}

TEST_CASE("fleet command: rows of another question stay") {
    const CommandFleet fleet;
    const std::string rows = fleet.folder.file("rows.jsonl");
    fleet.fleet({"--resume", rows});
    const std::string before = fleet.folder.read("rows.jsonl");
    const Answer answer = fleet.fleet({"--resume", rows, "--ask", "lint"});
    CHECK(answer.status == Status::Unusable);
    CHECK(holds(answer.err, "another question"));
    CHECK(fleet.folder.read("rows.jsonl") == before);
}

TEST_CASE("fleet command: what took too long can be asked again") {
    const CommandFleet fleet;
    const std::string rows = fleet.folder.file("rows.jsonl");
    const std::vector<std::string> verify{"--ask", "verify", "--resume", rows};
    std::vector<std::string> limited = verify;
    limited.insert(limited.end(), {"--limit", "0"});
    CHECK(fleet.fleet(limited).status == Status::Lost);
    CHECK(holds(fleet.folder.read("rows.jsonl"), "\"too-long\":3"));
    CHECK(fleet.fleet(verify).status == Status::Lost);
    std::vector<std::string> again = verify;
    again.emplace_back("--again");
    fleet.fleet(again);
    CHECK(holds(fleet.folder.read("rows.jsonl"), "\"too-long\":0"));
}

TEST_CASE("merge command: two shards have the bytes of one run") {
    const CommandFleet fleet;
    for (const char* number : {"1", "2"}) {
        fleet.fleet({"--shard", std::string(number) + "/2", "--format", "json-lines", "-o",
                     fleet.folder.file(std::string(number) + ".jsonl")});
    }
    const Answer answer = fleet.merge({"1.jsonl", "2.jsonl"}, {"--format", "json-lines"});
    CHECK(answer.status == Status::Survives);
    CHECK(answer.out == fleet.fleet({"--format", "json-lines"}).out);
    CHECK(answer.err.empty());
    const Answer part = fleet.merge({"2.jsonl"});
    CHECK(part.status == Status::Lost);
    CHECK(holds(part.err, "shard 1/2 is missing"));
}

TEST_CASE("merge command: another format of one output") {
    const CommandFleet fleet;
    fleet.fleet({"--format", "json-lines", "-o", fleet.folder.file("rows.jsonl")});
    for (const std::string format : {"text", "csv", "html"}) {
        CHECK(fleet.merge({"rows.jsonl"}, {"--format", format}).out == fleet.fleet({"--format", format}).out);
    }
}

TEST_CASE("merge command: what is read is not written") {
    const CommandFleet fleet;
    const std::string rows = fleet.folder.file("rows.jsonl");
    fleet.fleet({"--format", "json-lines", "-o", rows});
    CHECK(fleet.merge({"rows.jsonl"}, {"-o", rows}).status == Status::Unusable);
    CHECK_FALSE(fleet.folder.read("rows.jsonl").empty());
}

TEST_CASE("merge command: what nobody wrote is refused") {
    const CommandFleet fleet;
    for (const std::string text : {"", "rubbish", "{\n}\n", "{\n\"shard\": 1, \"scenarios\": 2}\n", "{\"kind\":\"cluster\"}\n"}) {
        fleet.folder.write("bad.jsonl", text);
        CHECK(fleet.merge({"bad.jsonl"}).status == Status::Unusable);
    }
    CHECK(fleet.merge({"gone.jsonl"}).status == Status::Unusable);
}

// ---- shards of one sweep --------------------------------------------------------------------------------------

namespace {

/// The pairs of one cluster, in two shards.
struct SharedSweep {
    SharedSweep() {
        cib = folder.write("cib.xml", calm());
        whole = sweep({}).out;
        folder.write("1.json", sweep({"--shard", "1/2"}).out);
        folder.write("2.json", sweep({"--shard", "2/2"}).out);
    }

    Answer sweep(const std::vector<std::string>& more) const {
        std::vector<std::string> words{"sweep", cib, "--depth", "2", "--format", "json", "--at", "2020-01-01"};
        words.insert(words.end(), more.begin(), more.end());
        return answer_of(sweep_command, words);
    }

    Answer merge(const std::vector<std::string>& names) const {
        std::vector<std::string> words{"merge"};
        for (const std::string& name : names) words.push_back(folder.file(name));
        return answer_of(merge_command, words);
    }

    TemporaryFolder folder;
    std::string cib;
    std::string whole;
};

} // namespace

TEST_CASE("merge command: the shards of a sweep have the bytes of one") {
    const SharedSweep shared;
    const Answer answer = shared.merge({"2.json", "1.json"});
    CHECK(answer.out == shared.whole);
    CHECK(answer.status == shared.sweep({}).status);
}

TEST_CASE("merge command: a shard of a sweep that is missing is told") {
    const SharedSweep shared;
    const Answer answer = shared.merge({"2.json", "2.json"});
    CHECK(answer.status == Status::Lost);
    CHECK(answer.err == "placement-sim merge: shard 1/2 is missing\nplacement-sim merge: 1 shard is there more than once\n");
    CHECK(holds(answer.out, "Incomplete"));
}

TEST_CASE("merge command: shards of different sweeps are refused") {
    const SharedSweep shared;
    shared.folder.write("3.json", shared.sweep({"--shard", "2/3"}).out);
    shared.folder.write("4.json", shared.sweep({"--shard", "2/2", "--from", "recorded"}).out);
    CHECK(shared.merge({"1.json", "3.json"}).status == Status::Unusable);
    CHECK(holds(shared.merge({"1.json", "4.json"}).err, "`from` differs"));
    CHECK(shared.merge({"1.json", "cib.xml"}).status == Status::Unusable);
}

TEST_CASE("sweep: --shard is of pairs") {
    const SharedSweep shared;
    CHECK(answer_of(sweep_command, {"sweep", shared.cib, "--shard", "1/2"}).status == Status::Unusable);
}
