#include "placement-sim/expectation_option.h"

#include "placement/scenario_file.h"

namespace placement::sim {

std::vector<Expectation> expectations_of(const std::string& option, const std::vector<std::string>& texts, const Cib& cib) {
    std::vector<Expectation> expectations;
    for (const std::string& text : texts) {
        const std::string file = "tests:\n  - name: always\n    steps: [settle]\n    expect: {" + text + "}\n";
        const ScenarioFile read = read_scenario_text(file, option + " `" + text + "`", {.cib = cib});
        for (const Checkpoint& checkpoint : read.tests.front().checkpoints) {
            expectations.insert(expectations.end(), checkpoint.expectations.begin(), checkpoint.expectations.end());
        }
    }
    return expectations;
}

} // namespace placement::sim
