#include "placement/what_if.h"

#include <string>

#include "arguments.h"
#include "bindings.h"
#include "long_call.h"
#include "placement/stop.h"
#include "rendered.h"

namespace placement::python {

void add_what_if(py::module_& module) {
    py::class_<WhatIf> answer(module, "WhatIf");
    add_text(answer, [](const WhatIf& of, const TextStyle& style) { return what_if_text(of, style); });
    add_rendering(answer, "json", what_if_json);
    answer.def("changes_anything", &WhatIf::changes_anything);
    module.def("what_if",
               [](const py::dict& scenario, const py::list& changes, const std::string& resource, const std::string& node) {
                   const Scenario wanted = scenario_of(scenario);
                   const auto assumed = changes_of(changes);
                   LongCall call{py::none()};
                   return call.run([&] { return what_if(wanted, assumed, resource, node, call.stop()); });
               });
}

} // namespace placement::python
