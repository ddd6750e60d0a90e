#include <pybind11/pybind11.h>

#include "bindings.h"
#include "placement/version.h"

PYBIND11_MODULE(_placement, module) {
    using namespace placement::python;
    module.doc() = "The border between Python and libplacement. Use the package placement.";
    module.attr("library_version") = placement::version();
    add_errors(module);
    add_cib(module);
    add_scenario(module);
    add_outcome(module);
    add_commands(module);
    add_margins(module);
    add_what_if(module);
    add_split(module);
    add_sweep(module);
    add_fleet(module);
    add_difference(module);
    add_lint(module);
    add_verify(module);
    add_scenario_files(module);
    add_repair(module);
    add_history(module);
    add_releases(module);
}
