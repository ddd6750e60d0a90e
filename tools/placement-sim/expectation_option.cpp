#include "placement-sim/expectation_option.h"

#include "placement/scenario_file.h"

namespace placement::sim {

WrittenExpectations expectations_of(const std::string& option, const std::vector<std::string>& texts, const Cib& cib) {
    WrittenExpectations written;
    for (const std::string& text : texts) {
        const std::string file = "tests:\n  - name: always\n    steps: [settle]\n    expect: {" + text + "}\n";
        const ScenarioFile read = read_scenario_text(file, option + " `" + text + "`", {.cib = cib});
        for (const Checkpoint& checkpoint : read.tests.front().checkpoints) {
            for (const Expectation& each : checkpoint.expectations) {
                written.expectations.push_back(each);
                written.texts.push_back(text);
            }
        }
    }
    return written;
}

} // namespace placement::sim
