#include <string>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "placement-sim/test_command.h"
#include "placement-sim/verify_command.h"
#include "support/command_answer.h"
#include "support/sketch.h"
#include "support/temporary_folder.h"

// placement-sim verify from its command line to its exit status.
using namespace placement;
using namespace placement::sim;
using placement::testing::answer_of;
using placement::testing::TemporaryFolder;

namespace {

/// One service of which nothing tells when it dies, or something does.
std::string saved(const TemporaryFolder& folder, bool watched) {
    const std::string monitor = operations(R"(<op id="@" name="monitor" interval="10s"/>)");
    return folder.write("cib.xml", Sketch("n1 n2")
                                       .options("stonith-enabled=false")
                                       .resource(primitive("db", watched ? monitor : ""))
                                       .runs("db", "n1")
                                       .stopped("db", "n2")
                                       .xml());
}

} // namespace

TEST_CASE("verify: a counterexample is told as a story, with the command that shows it") {
    const TemporaryFolder folder;
    const auto answer = answer_of(verify_command, {"verify", saved(folder, false), "--property", "service-runs"});
    CHECK(answer.status == Status::Lost);
    CHECK(answer.out.starts_with("It does not hold: 1 counterexample."));
    CHECK(answer.out.find("db fails on n1") != std::string::npos);
    CHECK(answer.out.find("--in-time --wait") != std::string::npos);
}

TEST_CASE("verify: without a counterexample it says what was covered") {
    const TemporaryFolder folder;
    const auto answer =
        answer_of(verify_command, {"verify", saved(folder, true), "--property", "service-runs", "--timing", "any"});
    CHECK(answer.status == Status::Survives);
    CHECK(answer.out.starts_with("It holds: no counterexample."));
    CHECK(answer.out.find("up to 2 things broken at the same time") != std::string::npos);
    CHECK(answer.out.find("Not tried:") != std::string::npos);
}

TEST_CASE("verify: a search that is ended is partial, and no success") {
    const TemporaryFolder folder;
    const auto answer =
        answer_of(verify_command, {"verify", saved(folder, true), "--property", "service-runs", "--max-states", "1"});
    CHECK(answer.status == Status::Lost);
    CHECK(answer.out.starts_with("No counterexample so far."));
}

TEST_CASE("verify: before a search that is large, it says how large, and what is less") {
    const TemporaryFolder folder;
    const std::string cib = saved(folder, true);
    const auto large = answer_of(verify_command, {"verify", cib, "--failures", "20", "--for", "0.1"});
    CHECK(large.err.find("this is a large search. About ") != std::string::npos);
    CHECK(large.err.find("sequences of up to 20 events. Less is: 5 with --depth 1; about ") != std::string::npos);
    CHECK(answer_of(verify_command, {"verify", cib, "--failures", "1"}).err.empty());
}

TEST_CASE("verify: of a search that is very large, the size is told, and the first of what is less") {
    const TemporaryFolder folder;
    const auto large = answer_of(verify_command, {"verify", saved(folder, true), "--depth", "100", "--max-states", "1"});
    CHECK(large.out.find("The whole is about 10^") != std::string::npos);
    CHECK(large.out.find("with --depth 5") != std::string::npos);
    CHECK(large.out.find("with --depth 6") == std::string::npos);
    CHECK(large.err.size() < 500);
}

TEST_CASE("verify: how much is tried has limits") {
    const TemporaryFolder folder;
    const std::string path = saved(folder, true);
    for (const char* option : {"--failures", "--depth"}) {
        for (const char* number : {"-1", "0", "101", "99999999999999999999"})
            CHECK(answer_of(verify_command, {"verify", path, option, number}).status == Status::Unusable);
    }
    CHECK(answer_of(verify_command, {"verify", path, "--max-states", "-1"}).status == Status::Unusable);
}

TEST_CASE("verify: counterexamples are written as tests") {
    const TemporaryFolder folder;
    const auto answer = answer_of(verify_command, {"verify", saved(folder, false), "--property", "service-runs",
                                                   "--write-scenarios", folder.file("found.yaml")});
    CHECK(answer.status == Status::Lost);
    CHECK(folder.read("found.yaml").find("- fail: \"db@n1\"") != std::string::npos);
    CHECK(folder.read("found.cib.xml").find("<cib") != std::string::npos);
}

TEST_CASE("verify: an operation that is made to fail before anything happens is in the command") {
    const TemporaryFolder folder;
    const std::string path =
        folder.write("cib.xml", Sketch("n1 n2")
                                    .resource(primitive("db", operations(R"(<op id="@" name="monitor" interval="10s"/>)")))
                                    .runs("db", "n1")
                                    .stopped("db", "n2")
                                    .xml());
    const auto answer = answer_of(verify_command, {"verify", path, "--property", "comes-home"});
    CHECK(answer.out.find("from now on db_stop_0@n1=1") != std::string::npos);
    CHECK(answer.out.find(" --op-fail db_stop_0@n1=1 --down n1") != std::string::npos);
}

TEST_CASE("verify: where the CIB does not say when, the time is in the command, and in the tests, which fail") {
    const TemporaryFolder folder;
    // From 2024 on nothing recovers it.
    const std::string rule =
        R"(<meta_attributes id="late"><rule id="@"><date_expression id="@" operation="gt" start="2024-01-01"/>)"
        R"(</rule><nvpair id="@" name="is-managed" value="false"/></meta_attributes>)";
    std::string xml = Sketch("n1 n2")
                          .resource(primitive("db", rule + operations(R"(<op id="@" name="monitor" interval="10s"/>)")))
                          .runs("db", "n1")
                          .stopped("db", "n2")
                          .xml();
    const std::size_t date = xml.find(" execution-date=");
    xml.erase(date, xml.find('>', date) - date);
    for (std::size_t at; (at = xml.find("last-rc-change=\"17")) != std::string::npos;) xml.replace(at + 16, 2, "16");
    const std::string path = folder.write("cib.xml", xml);
    const Terminal in_2024{.now = Time{Sketch::now + 1000, 0}};
    const auto answer = answer_of(
        verify_command,
        {"verify", path, "--property", "comes-home", "--failures", "1", "--write-scenarios", folder.file("found.yaml")}, in_2024);
    CHECK(answer.out.find("--at '2024-01-01 00:16:40Z'") != std::string::npos);
    CHECK(answer_of(test_command, {"test", folder.file("found.yaml")}).status == Status::Lost);
}

TEST_CASE("verify: what is to hold always is read as in a scenario file") {
    const TemporaryFolder folder;
    const std::string path = saved(folder, true);
    const auto always = [&](const char* expectation) {
        return answer_of(verify_command, {"verify", path, "--property", "comes-to-rest", "--always", expectation});
    };
    CHECK(always("not_on: {db: n2}").out.find("1. always: db: expected not on n2, predicted") != std::string::npos);
    CHECK(always("settles: true").status == Status::Survives);
    CHECK(always("not_on: {dc: n2}").err.find("did you mean `db`") != std::string::npos);
}

TEST_CASE("verify: JSON has the same") {
    const TemporaryFolder folder;
    const auto answer =
        answer_of(verify_command, {"verify", saved(folder, false), "--format", "json", "--property", "service-runs"});
    const nlohmann::json json = nlohmann::json::parse(answer.out);
    CHECK(json["holds"] == false);
    CHECK(json["counterexamples"][0]["services"][0] == "db");
    CHECK(json["partial"] == false);
}

TEST_CASE("verify: what cannot be used is one line") {
    const TemporaryFolder folder;
    const std::string path = saved(folder, true);
    CHECK(answer_of(verify_command, {"verify", path, "--property", "never"}).status == Status::Unusable);
    CHECK(answer_of(verify_command, {"verify", path, "--timing", "sometimes"}).status == Status::Unusable);
    CHECK(answer_of(verify_command, {"verify", folder.file("nothing.xml")}).status == Status::Unusable);
    const std::string idle = folder.write("idle.xml", Sketch("n1").xml());
    CHECK(answer_of(verify_command, {"verify", idle}).status == Status::NothingToJudge);
}
