#include "placement/split.h"

#include <string>
#include <vector>

#include <pybind11/stl.h>

#include "arguments.h"
#include "bindings.h"
#include "long_call.h"
#include "placement/stop.h"
#include "rendered.h"

namespace placement::python {

void add_split(py::module_& module) {
    py::class_<Split> split(module, "Split");
    add_text(split, [](const Split& of, const TextStyle& style) { return split_text(of, style); });
    add_rendering(split, "json", split_json);
    module.def("split", [](const py::dict& scenario, const std::vector<std::vector<std::string>>& sides) {
        const Scenario wanted = scenario_of(scenario);
        LongCall call{py::none()};
        return call.run([&] { return placement::split(wanted, sides, call.stop()); });
    });
    module.def("parse_sides", parse_sides);
}

} // namespace placement::python
