#include <doctest/doctest.h>

#include "placement/agents.h"
#include "placement/quorum.h"
#include "scenario_text.h"

using namespace placement;

namespace {

const std::string sample = std::string(PLACEMENT_SOURCE_DIR) + "/cib-samples/postgres-outage.xml";

std::string complaint_without_cib(const std::string& text, const std::string& name = "t.yaml") {
    try {
        read_scenario_text(text, name);
    } catch (const InputError& error) {
        return error.what();
    }
    return "";
}

} // namespace

TEST_CASE("scenario file: a test has a name, a place, a cluster and what is expected at the end") {
    const ScenarioFile file =
        test_of(two_services(), "    steps:\n      - fail: n1\n    expect: {running: {db: n2}}\n");
    REQUIRE(file.tests.size() == 1);
    CHECK(file.tests[0].name == "it");
    CHECK(file.tests[0].position == Position{2, 5});
    REQUIRE(file.tests[0].checkpoints.size() == 1);
    CHECK(file.tests[0].checkpoints[0].events == 1);
}

TEST_CASE("scenario file: the CIB is looked for beside the file") {
    const std::string text = "cib: postgres-outage.xml\ntests:\n  - name: it\n    expect: {lost: none}\n";
    const ScenarioFile file = read_scenario_text(text, std::string(PLACEMENT_SOURCE_DIR) + "/cib-samples/t.yaml");
    CHECK(file.tests.at(0).scenario.cib.name() == sample);
}

TEST_CASE("scenario file: a CIB that is not there is told where it is named") {
    CHECK(
        complaint_without_cib("cib: none.xml\ntests:\n  - name: it\n    expect: {lost: none}\n").find("t.yaml:1:6: ") ==
        0);
}

TEST_CASE("scenario file: a file must name a CIB") {
    CHECK(complaint_without_cib("tests:\n  - name: it\n    expect: {lost: none}\n") ==
          "t.yaml:2:5: `cib` is missing, here and at the top of the file");
}

TEST_CASE("scenario file: what a test says of the cluster counts instead of what the file says") {
    const ScenarioFile file = file_about(two_services(), "quorum: no\nmax_transitions: 3\nat: 2024-02-01\ntests:\n"
                                                         "  - name: as the file\n    expect: {settles: yes}\n"
                                                         "  - name: itself\n    quorum: yes\n    max_transitions: 4\n"
                                                         "    pacemaker: 2.1.5\n    expect: {settles: yes}\n");
    const Scenario& first = file.tests.at(0).scenario;
    const Scenario& second = file.tests.at(1).scenario;
    CHECK(first.quorum == QuorumRule::No);
    CHECK(second.quorum == QuorumRule::Yes);
    CHECK(first.transition_limit == 3);
    CHECK(second.transition_limit == 4);
    CHECK_FALSE(first.release);
    CHECK(second.release == parse_release("2.1.5"));
    CHECK(first.at == Time::parse("2024-02-01"));
}

TEST_CASE("scenario file: a corosync.conf is looked for beside the file, and a test may have another") {
    const std::string text = "corosync: web-server.corosync.conf\ntests:\n  - name: it\n    expect: {settles: yes}\n";
    const std::string name = std::string(PLACEMENT_SOURCE_DIR) + "/cib-samples/t.yaml";
    const auto read = [&](const ScenarioFileOptions& options) {
        return read_scenario_text(text, name, options).tests.at(0).scenario.corosync;
    };
    REQUIRE(read({.cib = two_services().cib()}));
    CHECK(read({.cib = two_services().cib()})->nodes.size() == 2);
    const auto given = std::make_shared<CorosyncConfiguration>();
    CHECK(read({.cib = two_services().cib(), .corosync = given}) == given);
}

TEST_CASE("scenario file: a corosync.conf that is not there is told where it is named") {
    CHECK(complaint_about(two_services(), "corosync: none.conf\ntests:\n  - name: it\n    expect: {lost: none}\n")
              .find("t.yaml:1:11: none.conf: cannot be read: ") == 0);
}

TEST_CASE("scenario file: what is expected in between is checked there, and the cluster rests before it goes on") {
    const ScenarioFile file =
        test_of(two_services(), "    steps:\n      - fail: n1\n      - expect: {running: {db: n2}}\n"
                                "      - up: n1\n    expect: {running: {db: n2}}\n");
    const ScenarioTest& test = file.tests.at(0);
    REQUIRE(test.checkpoints.size() == 2);
    CHECK(test.checkpoints[0].events == 1);
    CHECK(test.checkpoints[1].events == 3);
    CHECK(std::holds_alternative<ClusterSettles>(test.scenario.events[1]));
}

TEST_CASE("scenario file: agents, and a test's own in the place of the file's") {
    const std::string text = "cib: postgres-outage.xml\nagents:\n  msPostgresql: pgsql\ntiming: {limit: 90s}\ntests:\n"
                             "  - name: a\n    expect: {settles: yes}\n"
                             "  - name: b\n    agents:\n      msPostgresql: {profile: pgsql, promoted-score: 7}\n"
                             "    timing: {operations: [{operation: start, takes: 3s}]}\n    expect: {settles: yes}\n";
    const std::string name = std::string(PLACEMENT_SOURCE_DIR) + "/cib-samples/t.yaml";
    std::string about;
    try {
        const ScenarioFile file = read_scenario_text(text, name);
        REQUIRE(file.tests.at(0).scenario.agents.size() == 1);
        CHECK(file.tests[0].scenario.agents[0].parameters.empty());
        CHECK(file.tests[0].scenario.sequence.limit_ms == 90'000);
        REQUIRE(file.tests.at(1).scenario.agents.size() == 1);
        CHECK(file.tests[1].scenario.agents[0].parameters.at("promoted-score") == "7");
        CHECK(file.tests[1].scenario.sequence.durations.at(0).milliseconds == 3000);
        CHECK(file.tests[1].scenario.sequence.limit_ms == 90'000);
    } catch (const InputError& error) {
        about = error.what();
    }
    CHECK(about == "");
}

TEST_CASE("scenario file: an agent that is not known is answered with the nearest") {
    const auto about = [](const std::string& agents) {
        return complaint_without_cib("cib: postgres-outage.xml\nagents: " + agents +
                                         "\ntests:\n  - name: a\n    expect: {lost: none}\n",
                                     std::string(PLACEMENT_SOURCE_DIR) + "/cib-samples/t.yaml");
    };
    CHECK(about("{msPostgresql: pgsq}").find("t.yaml:2:24: no agent profile `pgsq`; did you mean `pgsql`") !=
          std::string::npos);
    CHECK(about("{msPostgres: pgsql}").find("t.yaml:2:10: no resource `msPostgres`; did you mean `msPostgresql`?") !=
          std::string::npos);
    CHECK(about("{msPostgresql: {profile: pgsql, promoted-scor: 1}}").find("did you mean `promoted-score`?") !=
          std::string::npos);
    CHECK(about("{msPostgresql: {promoted-score: 1}}").find("t.yaml:2:24: `profile` is missing") != std::string::npos);
}

TEST_CASE("scenario file: an unknown key is answered with the nearest") {
    CHECK(complaint_about(two_services(), "test: []\n") == "t.yaml:1:1: no key `test`; did you mean `tests`?");
    CHECK(complaint_about_test(two_services(), "    expects: {}\n") ==
          "t.yaml:3:5: no key `expects`; did you mean `expect`?");
    CHECK(complaint_about(two_services(), "zzzzzz: 1\n").find("t.yaml:1:1: no key `zzzzzz`; there are: cib, ") == 0);
}

TEST_CASE("scenario file: what is missing is told where it should be") {
    CHECK(complaint_about(two_services(), "cib: a\n") == "t.yaml:1:1: `tests` is missing");
    CHECK(complaint_about(two_services(), "") ==
          "t.yaml: the file is empty: it needs `cib` and `tests` (docs/scenarios.md shows one)");
    CHECK(complaint_about_test(two_services(), "") == "t.yaml:2:5: `expect` is missing");
    CHECK(complaint_about(two_services(), "tests:\n  - expect: {lost: none}\n") == "t.yaml:2:5: `name` is missing");
}

TEST_CASE("scenario file: another shape than is expected") {
    CHECK(complaint_about(two_services(), "- a\n").find("t.yaml:1:1: a mapping is expected") == 0);
    CHECK(complaint_about(two_services(), "tests: {}\n") == "t.yaml:1:8: a list of tests is expected");
    CHECK(complaint_about_test(two_services(), "    steps: 5\n    expect: {lost: none}\n") ==
          "t.yaml:3:12: a list of events is expected");
}

TEST_CASE("scenario file: a name twice") {
    CHECK(complaint_about(two_services(),
                          "tests:\n  - name: a\n    expect: {lost: none}\n  - name: a\n    expect: {lost: none}\n") ==
          "t.yaml:4:11: there is a test named `a` already");
}

TEST_CASE("scenario file: settings that mean nothing") {
    const auto about = [](const std::string& setting) {
        return complaint_about(two_services(), setting + "\ntests:\n  - name: a\n    expect: {lost: none}\n");
    };
    CHECK(about("quorum: vote") == "t.yaml:1:9: no rule for quorum `vote`; did you mean `votes`?");
    CHECK(about("at: tomorrow").find("t.yaml:1:5: ") == 0);
    CHECK(about("pacemaker: 0.6").find("t.yaml:1:12: ") == 0);
    CHECK(about("max_transitions: 0") == "t.yaml:1:18: `0` is not a number from 1 to 10000");
    CHECK(about("timing: {limits: 4}") == "t.yaml:1:10: no key `limits`; did you mean `limit`?");
    CHECK(about("timing: {operations: [{operation: start}]}") == "t.yaml:1:23: `takes` is missing");
}

TEST_CASE("scenario file: a CIB of no time is judged at the newest moment that it records, or when the file says") {
    std::string xml = two_services().xml();
    const std::size_t place = xml.find(" execution-date=");
    xml.erase(place, xml.find('"', xml.find('"', place) + 1) + 1 - place);
    const Cib cib = Cib::from_text(xml, "timeless.xml");
    const std::string tests = "tests:\n  - name: a\n    expect: {lost: none}\n";
    const auto at = [&](const std::string& text) {
        return predict(read_scenario_text(text, "t.yaml", {.cib = cib}).tests.front().scenario).outcome.at;
    };
    CHECK(at(tests) == cib.default_time());
    CHECK(at("at: 2024-01-01\n" + tests) == Time::parse("2024-01-01"));
}

TEST_CASE("scenario file: no tests are none") {
    CHECK(file_about(two_services(), "tests:\n").tests.empty());
    CHECK(file_about(two_services(), "tests: []\n").tests.empty());
    CHECK_FALSE(run_tests({file_about(two_services(), "tests: []\n")}).passed());
}

TEST_CASE("scenario file: a complaint is one line of bounded length, whatever it is about") {
    const std::string lines = complaint_about(two_services(), "\"a\\nb\\e[31m\": 1\n");
    CHECK(lines.find("no key `a\\nb\\x1b[31m`") != std::string::npos);
    CHECK(complaint_about(two_services(), std::string(5000, 'x') + ": 1\n").size() < 600);
}

TEST_CASE("scenario file: hostile text is refused") {
    CHECK(complaint_about(two_services(), "tests: " + std::string(100'000, '[')).find("nested more than 16 deep") !=
          std::string::npos);
    CHECK(complaint_about(two_services(), "tests: &a [*a]\n") ==
          "t.yaml:1:12: an alias stands within what it stands for");
}

TEST_CASE("scenario file: what is no service is there") {
    CHECK(complaint_about(two_services(), "not_services: [dp]\ntests:\n  - name: it\n    expect: {lost: none}\n") ==
          "t.yaml:1:16: no resource `dp`; did you mean `db`?");
}
