#pragma once

#include <string>

#include "placement/scenario_file.h"
#include "support/sketch.h"

namespace placement {

/// A scenario file about a sketched cluster.
inline ScenarioFile file_about(const Sketch& sketch, const std::string& text) {
    return read_scenario_text(text, "t.yaml", {.cib = sketch.cib()});
}

/// One test with these lines under it, each already indented as it has to be below `- name: it`.
inline ScenarioFile test_of(const Sketch& sketch, const std::string& lines) {
    return file_about(sketch, "tests:\n  - name: it\n" + lines);
}

/// The complaint about a file.
inline std::string complaint_about(const Sketch& sketch, const std::string& text) {
    try {
        file_about(sketch, text);
    } catch (const InputError& error) {
        return error.what();
    }
    return "";
}

/// The complaint about one test with these lines, which begin with the third of the file.
inline std::string complaint_about_test(const Sketch& sketch, const std::string& lines) {
    return complaint_about(sketch, "tests:\n  - name: it\n" + lines);
}

inline TestResult result_of(const Sketch& sketch, const std::string& lines) {
    const ScenarioFile file = test_of(sketch, lines);
    return run_test(file, file.tests.at(0));
}

inline bool passes(const Sketch& sketch, const std::string& lines) { return result_of(sketch, lines).passed(); }

/// `db` on n1, which may go to n2; `web`, a clone, promoted on n1.
inline Sketch two_services() {
    return Sketch("n1 n2")
        .resource(primitive("db"))
        .resource(promotable("web-clone", "web"))
        .transient("n1", "master-web=10")
        .transient("n2", "master-web=5")
        .runs("db", "n1")
        .runs_promoted("web", "n1")
        .runs("web", "n2");
}

} // namespace placement
