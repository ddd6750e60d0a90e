#include "placement-sim/test_command.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <doctest/doctest.h>
#include <unistd.h>

#include "support/command_answer.h"
#include "support/sketch.h"
#include "support/temporary_folder.h"

// placement-sim test from its command line to its exit status.
using namespace placement;
using namespace placement::sim;
using placement::testing::Answer;
using placement::testing::answer_of;
using placement::testing::TemporaryFolder;

namespace {

/// A folder with cib.xml (a service on n1 that may go to n2), and t.yaml with this text.
class Folder {
public:
    explicit Folder(const std::string& tests) {
        folder_.write("cib.xml", Sketch("n1 n2").resource(primitive("a")).runs("a", "n1").xml());
        folder_.write("t.yaml", "cib: cib.xml\ntests:\n" + tests);
    }

    std::string file() const { return folder_.file("t.yaml"); }
    std::string cib() const { return folder_.file("cib.xml"); }

    Answer run(std::vector<std::string> arguments = {}) const {
        arguments.insert(arguments.begin(), {"test", file()});
        return answer_of(test_command, std::move(arguments), {.now = Time{Sketch::now, 0}});
    }

private:
    TemporaryFolder folder_;
};

const std::string good = "  - name: good\n    steps: [fail: n1]\n    expect: {running: {a: n2}}\n";
const std::string bad = "  - name: bad\n    steps: [fail: n1]\n    expect: {running: {a: n1}}\n";

} // namespace

TEST_CASE("test command: all passed") {
    const Answer answer = Folder(good).run();
    CHECK(answer.status == Status::Survives);
    CHECK(answer.out.ends_with("1 test passed.\n"));
    CHECK(answer.err.empty());
}

TEST_CASE("test command: one failed") {
    const Answer answer = Folder(good + bad).run();
    CHECK(answer.status == Status::Lost);
    CHECK(answer.out.find("expected   running on n1\n            predicted  running on n2\n") != std::string::npos);
}

TEST_CASE("test command: no test is a failure, in every format") {
    for (const char* format : {"text", "json", "junit", "tap"}) {
        CHECK(Folder("  []\n").run({"--format", format}).status == Status::NothingToJudge);
        CHECK(Folder(good).run({"--only", "nothing", "--format", format}).status == Status::NothingToJudge);
    }
}

TEST_CASE("test command: some by name") { CHECK(Folder(good + bad).run({"--only", "good"}).status == Status::Survives); }

TEST_CASE("test command: another CIB") {
    const Folder other("");
    std::ofstream(other.cib())
        << Sketch("n1 n2").resource(primitive("a")).constraint(location("l", "a", "n2", "-INFINITY")).runs("a", "n1").xml();
    CHECK(Folder(good).run({"--cib", other.cib()}).status == Status::Lost);
}

TEST_CASE("test command: formats and coverage") {
    CHECK(Folder(good).run({"--format", "junit"}).out.starts_with("<?xml"));
    CHECK(Folder(good).run({"--format", "tap"}).out.starts_with("TAP version 14\n1..1\nok 1 - "));
    CHECK(Folder(good).run({"--format", "json"}).out.starts_with("{"));
    CHECK(Folder(good).run({"--coverage"}).out.find("0 of 0 constraints decided something") != std::string::npos);
}

TEST_CASE("test command: a file that cannot be used is told with its place, and nothing is run") {
    const Folder folder("  - name: good\n    steps: [fayl: n1]\n    expect: {lost: none}\n");
    const Answer answer = folder.run();
    CHECK(answer.status == Status::Unusable);
    CHECK(answer.out.empty());
    CHECK(answer.err == folder.file() + ":4:13: no event `fayl`; did you mean `fail`?\n");
    CHECK(Folder(good).run({"nowhere.yaml"}).status == Status::Unusable);
    CHECK(Folder(good).run({"--format", "yaml"}).status == Status::Unusable);
}

TEST_CASE("test command: help") {
    const Answer answer = Folder(good).run({"--help"});
    CHECK(answer.status == Status::Survives);
    CHECK(answer.out.find("--coverage") != std::string::npos);
}
