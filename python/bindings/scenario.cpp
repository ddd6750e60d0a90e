#include <optional>
#include <string>
#include <vector>

#include <pybind11/stl.h>

#include "arguments.h"
#include "bindings.h"
#include "errors.h"
#include "placement/agents.h"
#include "placement/names.h"
#include "placement/quorum.h"
#include "placement/scenario.h"
#include "placement/unpack.h"

namespace placement::python {

void add_scenario(py::module_& module) {
    py::class_<Corosync> corosync(module, "Corosync");
    corosync.def_static("read", [](const std::string& path) {
        return Corosync{
            std::make_shared<const CorosyncConfiguration>(reading_other([&] { return CorosyncConfiguration::from_file(path); }))};
    });
    corosync.def_static("parse", [](const std::string& text, const std::string& name) {
        return Corosync{std::make_shared<const CorosyncConfiguration>(
            reading_other([&] { return CorosyncConfiguration::parse(text, name); }))};
    });
    corosync.def_property_readonly("name", [](const Corosync& of) { return to_str(of.configuration->file_name); });

    module.def("event_text", [](const py::dict& event) { return to_str(text(event_of(event))); });
    module.def("check_operation", [](const std::string& operation) { return to_str(text(OperationResult::parse(operation))); });
    module.def("check_agent", [](const std::string& agent) {
        const Agent parsed = Agent::parse(agent);
        py::dict parameters;
        for (const auto& [name, value] : parsed.parameters) parameters[to_str(name)] = to_str(value);
        return py::make_tuple(to_str(parsed.resource), to_str(parsed.profile), parameters);
    });
    module.def("suggested_agents",
               [](const Cib& cib, const std::optional<std::string>& at, const std::optional<std::string>& release) {
                   const Time now = time_of(at).value_or(cib.default_time());
                   py::list agents;
                   for (const Agent& each : suggested_agents(*unpack(cib, now, release_of(release))))
                       agents.append(to_str(text(each)));
                   return agents;
               });
}

} // namespace placement::python
