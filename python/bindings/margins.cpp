#include <string>

#include "arguments.h"
#include "bindings.h"
#include "long_call.h"
#include "placement/margin.h"
#include "rendered.h"

namespace placement::python {

void add_margins(py::module_& module) {
    py::class_<Margins> margins(module, "Margins");
    add_text(margins, [](const Margins& of, const TextStyle& style) { return margin_text(of, style); });
    add_rendering(margins, "json", margin_json);
    module.def("margins", [](const py::dict& scenario, const std::string& resource) {
        const Scenario wanted = scenario_of(scenario);
        LongCall call{py::none()};
        return call.run([&] { return placement::margins(wanted, resource, [&] { call.end_if_stopped(); }); });
    });
}

} // namespace placement::python
