#include "placement/releases.h"

#include <string>

#include "bindings.h"
#include "placement/agents.h"
#include "placement/render.h"
#include "placement/scenario_run.h"

namespace placement::python {

void add_releases(py::module_& module) {
    module.def("releases_json", [] { return to_str(releases_json()); });
    module.def("changed_rules_json", [](const std::string& one, const std::string& other) {
        return to_str(changed_rules_json(parse_release(one), parse_release(other)));
    });
    module.def("agent_profiles_json", [] { return to_str(agent_profiles_json(agent_profiles())); });
    module.def("check_release", [](const std::string& release) { return to_str(text(parse_release(release))); });
}

} // namespace placement::python
