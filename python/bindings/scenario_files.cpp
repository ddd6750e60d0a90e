#include "scenario_files.h"

#include <optional>
#include <string>
#include <vector>

#include <pybind11/stl.h>

#include "arguments.h"
#include "bindings.h"
#include "errors.h"
#include "long_call.h"
#include "outcome.h"
#include "placement/test_report.h"
#include "rendered.h"

namespace placement::python {

namespace {

/// One file's tests, so that a report has one suite a file.
std::vector<ScenarioFile> files_of(const py::list& files) {
    std::vector<ScenarioFile> all;
    for (const py::handle each : files) all.push_back(*each.cast<SharedScenarioFile>().file);
    return all;
}

} // namespace

void add_scenario_files(py::module_& module) {
    py::class_<SharedScenarioTest> test(module, "ScenarioTest");
    test.def_property_readonly("name", [](const SharedScenarioTest& of) { return to_str(of.get().name); });
    test.def_property_readonly("line", [](const SharedScenarioTest& of) { return of.get().position.line; });
    test.def("run", [](const SharedScenarioTest& of) {
        LongCall call{py::none()};
        return call.run([&] {
            TestRun run;
            run.results.push_back(run_test(*of.file, of.get(), &call.stop()));
            return run;
        });
    });
    test.def("play", [](const SharedScenarioTest& of) {
        Scenario scenario = of.get().scenario;
        scenario.with_ledger = true;
        return predicted(std::move(scenario));
    });

    py::class_<SharedScenarioFile> file(module, "ScenarioFile");
    file.def_static("read", [](const std::string& path, const std::optional<Cib>& cib, const std::optional<Corosync>& corosync) {
        const ScenarioFileOptions options{cib, shared(corosync)};
        const py::gil_scoped_release released;
        return SharedScenarioFile{
            std::make_shared<const ScenarioFile>(reading_other([&] { return read_scenario_file(path, options); }))};
    });
    file.def_static("parse", [](const std::string& text, const std::string& name, const std::optional<Cib>& cib,
                                const std::optional<Corosync>& corosync) {
        const ScenarioFileOptions options{cib, shared(corosync)};
        const py::gil_scoped_release released;
        return SharedScenarioFile{
            std::make_shared<const ScenarioFile>(reading_other([&] { return read_scenario_text(text, name, options); }))};
    });
    file.def_property_readonly("name", [](const SharedScenarioFile& of) { return to_str(of.file->name); });
    file.def("tests", [](const SharedScenarioFile& of) {
        std::vector<SharedScenarioTest> tests;
        for (std::size_t i = 0; i < of.file->tests.size(); ++i) tests.push_back({of.file, i});
        return tests;
    });

    py::class_<TestRun> run(module, "TestRun");
    add_text(run, [](const TestRun& of, const TextStyle& style) { return test_report_text(of, style); });
    add_rendering(run, "json", test_report_json);
    add_rendering(run, "junit", test_report_junit);
    add_rendering(run, "tap", test_report_tap);
    run.def("passed", &TestRun::passed);
    module.def("run_tests",
               [](const py::list& files, const std::vector<std::string>& only, bool coverage, const py::object& progress) {
                   const std::vector<ScenarioFile> wanted = files_of(files);
                   LongCall call(progress);
                   TestOptions options;
                   options.only = only;
                   options.coverage = coverage;
                   options.stop = &call.stop();
                   options.progress = [&](std::size_t done, std::size_t total) { call.note(done, total); };
                   return call.run([&] { return run_tests(wanted, options); });
               });
}

} // namespace placement::python
