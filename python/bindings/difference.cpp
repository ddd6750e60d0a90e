#include "placement/difference.h"

#include <optional>
#include <string>

#include <pybind11/stl.h>

#include "arguments.h"
#include "bindings.h"
#include "long_call.h"
#include "rendered.h"

namespace placement::python {

namespace {

DifferenceOptions difference_options_of(const py::dict& options, LongCall& call) {
    DifferenceOptions made{sweep_options_of(options)};
    made.events = events_of(get<py::list>(options, "events"));
    made.stop = &call.stop();
    made.progress = [&call](std::size_t done, std::size_t total) { call.note(done, total); };
    return made;
}

} // namespace

void add_difference(py::module_& module) {
    py::class_<Difference> difference(module, "Difference");
    add_text(difference, [](const Difference& of, const TextStyle& style) { return difference_text(of, style); });
    add_rendering(difference, "json", difference_json);
    module.def("difference", [](const Cib& new_cib, const py::dict& options, const py::object& progress) {
        const Cib old_cib = get<Cib>(options, "cib");
        LongCall call(progress);
        const DifferenceOptions wanted = difference_options_of(options, call);
        return call.run([&] { return placement::difference(old_cib, new_cib, wanted); });
    });
    module.def("difference_of_releases", [](const std::string& old_release, const std::string& new_release,
                                            const py::dict& options, const py::object& progress) {
        const Cib cib = get<Cib>(options, "cib");
        const Release before = parse_release(old_release);
        const Release after = parse_release(new_release);
        LongCall call(progress);
        const DifferenceOptions wanted = difference_options_of(options, call);
        return call.run([&] { return placement::difference(cib, before, after, wanted); });
    });
}

} // namespace placement::python
