#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "placement-sim/sweep_command.h"
#include "placement/render.h"
#include "placement/sweep.h"
#include "support/command_answer.h"
#include "support/sketch.h"
#include "support/temporary_folder.h"

// placement-sim sweep from its command line to its exit status.
using namespace placement;
using namespace placement::sim;
using placement::testing::Answer;
using placement::testing::answer_of;
using placement::testing::TemporaryFolder;

namespace {

Answer run(const Sketch& sketch, std::vector<std::string> arguments) {
    const TemporaryFolder folder;
    arguments.insert(arguments.begin(), {"sweep", folder.write("cib.xml", sketch.xml())});
    return answer_of(sweep_command, std::move(arguments), {.now = Time{Sketch::now, 0}});
}

Sketch one_service() {
    return Sketch("n1 n2 n3")
        .resource(primitive("a", operations(R"(<op id="@" name="monitor" interval="10s"/>)")))
        .runs("a", "n1");
}

} // namespace

TEST_CASE("sweep: nothing goes down") {
    const Answer answer = run(one_service(), {});
    CHECK(answer.status == Status::Survives);
    CHECK(answer.out.find("None of 4 single failures takes a service down.") != std::string::npos);
    CHECK(answer.err.empty());
}

TEST_CASE("sweep: something goes down") {
    const Sketch sketch = one_service()
                              .constraint(location("not-n2", "a", "n2", "-INFINITY"))
                              .constraint(location("not-n3", "a", "n3", "-INFINITY"));
    CHECK(run(sketch, {"--format", "csv"}).status == Status::Lost);
}

TEST_CASE("sweep: too many runs are refused with the option that allows them") {
    const Answer answer = run(one_service(), {"--max-runs", "3"});
    CHECK(answer.status == Status::Unusable);
    CHECK(answer.err == "placement-sim sweep: the sweep would be 4 runs, and no more than 3 are allowed: use --max-runs 4\n");
}

TEST_CASE("sweep: arguments that cannot be used are one line") {
    for (const std::vector<std::string>& arguments :
         std::vector<std::vector<std::string>>{{"--depth", "3"}, {"--jobs", "0"}, {"--by-attribute", "nothing"}}) {
        const Answer answer = run(one_service(), arguments);
        CHECK(answer.status == Status::Unusable);
        CHECK(answer.err.find('\n') == answer.err.size() - 1);
    }
}

TEST_CASE("sweep: JSON says that nothing runs, as text does not") {
    const Sketch stopped = Sketch("n1 n2").options("stop-all-resources=true").resource(primitive("a"));
    const Answer json = run(stopped, {"--format", "json"});
    CHECK(json.status == Status::NothingToJudge);
    CHECK(json.out.find("\"format_version\"") != std::string::npos);
    CHECK(run(stopped, {}).out.empty());
}

TEST_CASE("sweep: who has all nodes online is not told to assume it") {
    CHECK(run(Sketch("n1 n2"), {}).err.find("--assume-online") == std::string::npos);
    CHECK(run(Sketch("n1 n2").offline("n2"), {}).err.find("--assume-online") != std::string::npos);
}

TEST_CASE("sweep: how long things take means nothing where they take no time") {
    for (const char* const option : {"--duration=start=3", "--for-at-most=5"}) {
        const Answer answer = run(one_service(), {option});
        CHECK(answer.status == Status::Unusable);
        CHECK(answer.err.find(" needs --agent or --in-time") != std::string::npos);
        CHECK(run(one_service(), {option, "--in-time"}).status == Status::Survives);
    }
}

TEST_CASE("sweep: what is no service is there") {
    const Answer answer = run(one_service(), {"--not-a-service", "b"});
    CHECK(answer.status == Status::Unusable);
    CHECK(answer.err.find("no resource `b`") != std::string::npos);
}

TEST_CASE("sweep: the agent of a resource that is not there is an error, not one for each failure") {
    const Answer answer = run(one_service(), {"--agent", "b=pgsql"});
    CHECK(answer.status == Status::Unusable);
    CHECK(answer.out.empty());
}

TEST_CASE("sweep: a failure that cannot be answered is told, and its services are as now") {
    const std::string two_of_one_name = R"(<cib validate-with="pacemaker-4.0" have-quorum="1"><configuration><crm_config/><nodes>
<node id="1" uname="n1"/><node id="2" uname="n1"/></nodes><resources><primitive id="a" class="ocf" provider="heartbeat" type="Dummy"/></resources>
<constraints/></configuration><status><node_state id="1" uname="n1" in_ccm="true" crmd="online" join="member" expected="member"/>
<node_state id="2" uname="n1" in_ccm="true" crmd="online" join="member" expected="member"/></status></cib>)";
    const Sweep swept = sweep(Cib::from_text(two_of_one_name));
    for (const SweptScenario& scenario : swept.scenarios) CHECK(scenario.services.size() == swept.services.size());
    CHECK(!sweep_text(swept, {}).empty());
}

TEST_CASE("sweep: metrics for Prometheus") {
    const Answer answer = run(one_service(), {"--format", "prometheus"});
    CHECK(answer.status == Status::Survives);
    CHECK(answer.out.find("# TYPE placement_services gauge\nplacement_services 1\n") != std::string::npos);
    CHECK(answer.out.find("placement_service_losing_failures{service=\"a\"} 0\n") != std::string::npos);
    CHECK(answer.out.find("placement_findings{level=\"error\"}") != std::string::npos);
    CHECK(answer.out.find("placement_smallest_margin") == std::string::npos);
}

TEST_CASE("sweep: metrics say how far the closest number is from a cliff") {
    const Sketch sketch = one_service().constraint(location("n1-first", "a", "n1", "7"));
    const Answer answer = run(sketch, {"--format", "prometheus", "--margins"});
    CHECK(answer.out.find("placement_smallest_margin_points{service=\"a\"}") != std::string::npos);
    CHECK(run(sketch, {"--margins"}).status == Status::Unusable);
}

TEST_CASE("sweep: metrics say when something expires") {
    const Sketch sketch = one_service().constraint("<rsc_location id=\"for-a-day\" rsc=\"a\"><rule id=\"@\" "
                                                   "score=\"5\"><date_expression id=\"@\" operation=\"lt\" end=\"2100-01-02\"/>"
                                                   "</rule></rsc_location>");
    const Answer answer = run(sketch, {"--format", "prometheus", "--at", "2100-01-01 00:00:00Z"});
    CHECK(answer.out.find("placement_next_change_seconds 86400\n") != std::string::npos);
    CHECK(answer.out.find("placement_evaluated_timestamp_seconds 4102444800\n") != std::string::npos);
}

TEST_CASE("sweep: a monitor is told that nothing runs") {
    const Answer answer = run(Sketch("n1 n2").resource(primitive("a", meta("target-role=Stopped"))), {"--format", "prometheus"});
    CHECK(answer.status == Status::NothingToJudge);
    CHECK(answer.out.find("placement_services_running 0\n") != std::string::npos);
}

TEST_CASE("sweep: an answer is written as a whole") {
    const TemporaryFolder folder;
    const Answer answer = run(one_service(), {"--format", "csv", "-o", folder.file("out.csv")});
    CHECK(answer.out.empty());
    CHECK(folder.read("out.csv") == run(one_service(), {"--format", "csv"}).out);
}
