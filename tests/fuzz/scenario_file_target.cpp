#include <string>
#include <vector>

#include "fuzz/promises.h"
#include "fuzz/target.h"
#include "placement/scenario_file.h"
#include "placement/scenario_run.h"
#include "placement/test_report.h"

namespace placement::fuzz {

namespace {

/// Two nodes, one of each kind of resource, and constraints that decide something.
std::string scenario_cib() {
    const auto primitive = [](const std::string& id, const std::string& agent) {
        return "<primitive id=\"" + id + "\" class=\"ocf\" provider=\"heartbeat\" type=\"" + agent + "\"><operations><op id=\"" + id +
               "-m\" name=\"monitor\" interval=\"10s\"/></operations></primitive>";
    };
    const auto state = [](const std::string& number) {
        return "<node_state id=\"" + number + "\" uname=\"n" + number + "\" in_ccm=\"true\" crmd=\"online\" join=\"member\" expected=\"member\"/>";
    };
    return R"(<cib validate-with="pacemaker-4.0" have-quorum="1"><configuration><crm_config><cluster_property_set id="o"><nvpair id="o-f")"
           R"( name="fencing-enabled" value="false"/></cluster_property_set></crm_config><nodes><node id="1" uname="n1"/>)"
           R"(<node id="2" uname="n2"/></nodes><resources>)" +
           primitive("a", "Dummy") + "<group id=\"g\">" + primitive("b", "Dummy") + primitive("c", "Dummy") + "</group>" +
           R"(<clone id="d-clone"><meta_attributes id="d-meta"><nvpair id="d-p" name="promotable" value="true"/></meta_attributes>)" +
           primitive("d", "Stateful") + "</clone>" +
           R"(</resources><constraints><rsc_location id="l" rsc="a" node="n1" score="100"/>)"
           R"(<rsc_colocation id="k" rsc="g" with-rsc="a" score="-INFINITY"/><rsc_colocation id="m" rsc="a" with-rsc="d-clone")"
           R"( with-rsc-role="Promoted" score="50"/><rsc_order id="o1" first="a" then="g"/>)"
           R"(<rsc_ticket id="r" ticket="t" rsc="g"/></constraints></configuration><status><tickets>)"
           R"(<ticket_state id="t" granted="true" last-granted="1"/></tickets>)" +
           state("1") + state("2") + "</status></cib>";
}

void require_reports(const ScenarioFile& file) {
    constexpr std::size_t most_for_coverage = 1;
    TestOptions options;
    options.coverage = file.tests.size() <= most_for_coverage;
    const TestRun run = run_tests({file}, options);
    require_printable("test report", test_report_text(run));
    require_json("test report", test_report_json(run));
    require_xml("JUnit", test_report_junit(run));
    require_printable("TAP", test_report_tap(run));
}

/// The same played to be looked at.
void require_runs(const ScenarioFile& file) {
    constexpr std::size_t most = 2;
    constexpr std::size_t width = 120;
    std::vector<ScenarioRun> runs;
    bool in_time = true;
    for (std::size_t i = 0; i < file.tests.size() && i < most; ++i) {
        runs.push_back({file.name, file.tests[i].name, simulate(file.tests[i].scenario)});
        in_time = in_time && runs.back().outcome.sequence != nullptr;
    }
    if (runs.empty()) return;
    require_printable("runs", scenario_runs_text(runs));
    require_json("runs", scenario_runs_json(runs));
    if (in_time) require_printable("runs side by side", scenario_runs_side_by_side(runs, width));
}

} // namespace

void run_scenario_file(std::string_view input) {
    if (input.size() > 8 * 1024) return;
    static const Cib cib = Cib::from_text(scenario_cib(), "fuzz.xml");
    survives([&] {
        const ScenarioFile file = read_scenario_text(std::string(input), "fuzz.yaml", {.cib = cib});
        if (file.tests.size() > 8) return;
        require_reports(file);
        require_runs(file);
    });
}

} // namespace placement::fuzz
