#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "placement-sim/report_command.h"
#include "placement/render.h"
#include "support/command_answer.h"
#include "support/sketch.h"
#include "support/temporary_folder.h"

// placement-sim report from its command line to its exit status.
using namespace placement;
using namespace placement::sim;
using placement::testing::Answer;
using placement::testing::answer_of;
using placement::testing::TemporaryFolder;

namespace {

Answer run(const Sketch& sketch, std::vector<std::string> arguments) {
    const TemporaryFolder folder;
    arguments.insert(arguments.begin(), {"report", folder.write("cib.xml", sketch.xml())});
    return answer_of(report_command, std::move(arguments), {.now = Time{Sketch::now, 0}});
}

Sketch one_service() { return Sketch("n1 n2").resource(primitive("a")).runs("a", "n1"); }

} // namespace

TEST_CASE("report: a build without the page says in one line how to get it") {
    const Answer answer = run(one_service(), {});
    if (has_report_page()) {
        CHECK(answer.status == Status::Survives);
        CHECK(answer.out.starts_with("<!doctype html>"));
        return;
    }
    CHECK(answer.status == Status::Unusable);
    CHECK(answer.out.empty());
    CHECK(answer.err.find("-DPLACEMENT_WEB=ON") != std::string::npos);
    CHECK(answer.err.find('\n') == answer.err.size() - 1);
}

TEST_CASE("report: as JSON it has the answer, the failures and what the events do") {
    const Answer answer = run(one_service(), {"--format", "json", "--fail", "n1"});
    CHECK(answer.status == Status::Survives);
    const auto json = nlohmann::json::parse(answer.out);
    CHECK(json["answer"]["events"].size() == 1);
    CHECK(json["failures"]["scenarios"].size() == 3);
    CHECK(json["courses"].size() == 3);
    CHECK(json["verification"].is_null());
}

TEST_CASE("report: more failures than are allowed are left out, and the report says so") {
    const auto json = nlohmann::json::parse(run(one_service(), {"--format", "json", "--max-runs", "1"}).out);
    CHECK(json["failures"].is_null());
    CHECK(json["why_no_failures"].get<std::string>().find("no more than 1") != std::string::npos);
}

TEST_CASE("report: what is asked for besides is in it") {
    const TemporaryFolder folder;
    const std::string other = folder.write("other.xml", one_service().constraint(location("away", "a", "n1", "-INFINITY")).xml());
    const Answer answer = run(one_service(), {"--format", "json", "--verify", "--diff", other, "--with-pacemaker", "2.1.5"});
    const auto json = nlohmann::json::parse(answer.out);
    CHECK(json["verification"]["failures"] == 2);
    CHECK(json["difference"]["edits"].size() == 1);
    CHECK(json["releases"]["pacemaker"]["new"] == "2.1.5");
}

TEST_CASE("report: nothing runs, so there is nothing to report") {
    CHECK(run(Sketch("n1 n2"), {"--format", "json"}).status == Status::NothingToJudge);
}
