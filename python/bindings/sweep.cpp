#include "placement/sweep.h"

#include <string>

#include "arguments.h"
#include "bindings.h"
#include "long_call.h"
#include "rendered.h"

namespace placement::python {

void add_sweep(py::module_& module) {
    py::class_<Sweep> found(module, "Sweep");
    add_text(found, [](const Sweep& of, const TextStyle& style) { return sweep_text(of, style); });
    add_rendering(found, "json", sweep_json);
    add_rendering(found, "csv", sweep_csv);
    add_rendering(found, "verdict", [](const Sweep& of) { return verdict(of); });
    module.def("count_runs",
               [](const py::dict& options) { return count_runs(get<Cib>(options, "cib"), sweep_options_of(options)); });
    module.def("sweep", [](const py::dict& options, const py::object& progress) {
        const Cib cib = get<Cib>(options, "cib");
        SweepOptions wanted = sweep_options_of(options);
        LongCall call(progress);
        wanted.stop = &call.stop();
        wanted.progress = [&](std::size_t done, std::size_t total) { call.note(done, total); };
        return call.run([&] { return sweep(cib, wanted); });
    });
}

} // namespace placement::python
