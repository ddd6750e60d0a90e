#include "placement/commands.h"

#include <optional>
#include <string>
#include <vector>

#include <pybind11/stl.h>

#include "arguments.h"
#include "bindings.h"
#include "placement/error.h"

namespace placement::python {

void add_commands(py::module_& module) {
    module.def("commands", [](const Cib& before, const py::list& changes, const std::string& tool, const std::string& file) {
        if (tool != "pcs" && tool != "crm") throw InvalidArgument("the tool is pcs or crm, not `" + tool + "`");
        py::list all;
        for (const Command& each :
             commands(before, changes_of(changes), {tool == "crm" ? CommandTool::Crm : CommandTool::Pcs, file}))
            all.append(py::make_tuple(to_str(each.line), to_str(each.impossible)));
        return all;
    });
}

} // namespace placement::python
