#include "fuzz/mutation.h"
#include "fuzz/promises.h"
#include "fuzz/target.h"
#include "placement/scenario_file.h"
#include "placement/test_report.h"

namespace placement::fuzz {

void run_scenario_file(std::string_view input) {
    if (input.size() > 8 * 1024) return;
    static const Cib cib = Cib::from_text(smallest_cib(), "fuzz.xml");
    survives([&] {
        const ScenarioFile file = read_scenario_text(std::string(input), "fuzz.yaml", {.cib = cib});
        if (file.tests.size() > 8) return;
        const TestRun run = run_tests({file});
        require_printable("test report", test_report_text(run));
        require_json("test report", test_report_json(run));
        require_xml("JUnit", test_report_junit(run));
        require_printable("TAP", test_report_tap(run));
    });
}

} // namespace placement::fuzz
