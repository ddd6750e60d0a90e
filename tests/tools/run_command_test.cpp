#include "placement-sim/run_command.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "placement-sim/agents_command.h"
#include "support/command_answer.h"

// placement-sim run and placement-sim agents from their command lines to their exit statuses.
using namespace placement;
using namespace placement::sim;
using placement::testing::Answer;
using placement::testing::answer_of;

namespace {

const std::string sample = std::string(PLACEMENT_SOURCE_DIR) + "/cib-samples/postgres-reverse.yaml";

Answer run(std::vector<std::string> arguments, const std::string& file = sample) {
    arguments.insert(arguments.begin(), {"run", file});
    return answer_of(run_command, std::move(arguments));
}

Answer agents(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "agents");
    return answer_of(agents_command, std::move(arguments));
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::size_t count_lines(const std::string& text) { return static_cast<std::size_t>(std::ranges::count(text, '\n')); }

} // namespace

TEST_CASE("run: each scenario with its timeline and where everything is in the end") {
    const Answer answer = run({});
    CHECK(answer.status == Status::Lost);
    CHECK(answer.err.empty());
    CHECK(has(answer.out, "-INFINITY promotes nobody ("));
    CHECK(has(answer.out, "0.00  pg01 fails"));
    CHECK(has(answer.out, "promote Postgresql:"));
    CHECK(has(answer.out, "nothing is left to do"));
    CHECK(has(answer.out, "  msPostgresql: pg02 Promoted, pg03 Unpromoted\n"));
}

TEST_CASE("run: only the scenarios that are asked for") {
    const Answer answer = run({"--only", "-1000"});
    CHECK(answer.status == Status::Survives);
    CHECK_FALSE(has(answer.out, "promotes nobody"));
    const Answer none = run({"--only", "no such"});
    CHECK(none.status == Status::NothingToJudge);
    CHECK(none.out.empty());
}

TEST_CASE("run: side by side") {
    const Answer answer = run({"--side-by-side", "--width", "100"});
    CHECK(answer.status == Status::Lost);
    CHECK(has(answer.out, "seconds  -INFINITY promotes nobody"));
    CHECK(has(answer.out, " | promote Postgresql:"));
    std::istringstream lines(answer.out);
    for (std::string line; std::getline(lines, line);) CHECK(line.size() <= 100);
    CHECK(run({"--side-by-side", "--width", "30"}).status == Status::Unusable);
}

TEST_CASE("run: the outage fits on a screen, with the loop named beside the promotion") {
    const Answer answer = run({"--only", "1.1.10", "--side-by-side", "--width", "110"},
                              std::string(PLACEMENT_SOURCE_DIR) + "/cib-samples/postgres-outage-2017.yaml");
    CHECK(answer.status == Status::Lost);
    CHECK(count_lines(answer.out) <= 41);
    CHECK(has(answer.out, "Fed by backup-vip-not-with-master"));
    CHECK(has(answer.out, "… and so on, every 2.10 s"));
    CHECK(has(answer.out, "promote Postgresql:0 on pg02"));
    CHECK(has(answer.out, "msPostgresql: pg02 Promoted, pg03 Unpromoted"));
}

TEST_CASE("run: JSON") {
    const Answer answer = run({"--format", "json"});
    const auto json = nlohmann::json::parse(answer.out);
    CHECK(json["format_version"] == 2);
    REQUIRE(json["scenarios"].size() == 2);
    const auto& first = json["scenarios"][0];
    CHECK(first["name"] == "-INFINITY promotes nobody");
    CHECK(first["answer"]["sequence"]["end"] == "at-rest");
    CHECK(first["answer"]["sequence"]["loop"].is_null());
    CHECK(first["answer"]["survives"] == false);
}

TEST_CASE("run: another release than the file's, another CIB than the file's") {
    const Answer answer =
        run({"--only", "nobody", "--cib", std::string(PLACEMENT_SOURCE_DIR) + "/cib-samples/postgres-reverse-fixed.xml"});
    CHECK(answer.status == Status::Survives);
    CHECK(has(run({"--only", "nobody", "--pacemaker", "2.1.5"}).out, "Pacemaker 2.1.5"));
    CHECK(run({"--pacemaker", "7"}).status == Status::Unusable);
}

TEST_CASE("run: what each run of the scheduler was given") {
    const auto folder = std::filesystem::temp_directory_path() / ("placement-run-" + std::to_string(::getpid()));
    const Answer answer = run({"--only", "nobody", "--inputs", folder.string()});
    const auto input = folder / "01-INFINITY-promotes-nobody" / "pe-input-001.xml";
    CHECK(std::filesystem::exists(input));
    CHECK_NOTHROW(Cib::from_file(input.string()));
    std::filesystem::remove_all(folder);
}

TEST_CASE("run: a scenario without agents is told step by step, and has no column") {
    const auto file = std::filesystem::temp_directory_path() / ("placement-run-" + std::to_string(::getpid()) + ".yaml");
    std::ofstream(file) << "cib: " << PLACEMENT_SOURCE_DIR << "/cib-samples/web-server.xml\n"
                        << "tests:\n  - name: plain\n    steps: [{fail: web1}]\n    expect: {running: {website: web2}}\n";
    const Answer answer = run({}, file.string());
    CHECK(has(answer.out, "Transition 1"));
    const Answer beside = run({"--side-by-side"}, file.string());
    CHECK(beside.status == Status::Unusable);
    CHECK(has(beside.err, "`plain` has no agents"));
    std::filesystem::remove(file);
}

TEST_CASE("run: what cannot be used") {
    CHECK(run({}, "/no/such/file.yaml").status == Status::Unusable);
    CHECK(run({"--no-such-option"}).status == Status::Unusable);
    const Answer help = run({"--help"});
    CHECK(help.status == Status::Survives);
    CHECK(has(help.out, "Exit status:"));
}

TEST_CASE("agents: all profiles with source, rules and parameters") {
    const Answer answer = agents({});
    CHECK(answer.status == Status::Survives);
    for (const char* name : {"pgsql: ", "paf: ", "drbd: ", "saphana: ", "galera: "}) CHECK(has(answer.out, name));
    CHECK(has(answer.out, "  source  ClusterLabs/resource-agents heartbeat/pgsql"));
    CHECK(has(answer.out, "    sync-score"));
}

TEST_CASE("agents: one of them, as JSON") {
    const auto json = nlohmann::json::parse(agents({"drbd", "--format", "json"}).out);
    REQUIRE(json["profiles"].size() == 1);
    CHECK(json["profiles"][0]["name"] == "drbd");
    CHECK(json["profiles"][0]["parameters"][0]["configured_as"] == "adjust_master_score[1]");
}

TEST_CASE("agents: one that is not known") {
    const Answer answer = agents({"pgsq"});
    CHECK(answer.status == Status::Unusable);
    CHECK(has(answer.err, "pgsql"));
}
