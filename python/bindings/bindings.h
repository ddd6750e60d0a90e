#pragma once

#include <string>
#include <string_view>

#include <pybind11/pybind11.h>

/// The parts of the extension module: what crosses the border between Python and the library, and nothing else. What Python's users see is
/// written in Python (python/placement/).
namespace placement::python {

namespace py = pybind11;

/// Text of the library as Python's: bytes that are no UTF-8 become `\xff`.
py::str to_str(std::string_view text);

// A file each. All take the module.
void add_errors(py::module_& module);
void add_cib(py::module_& module);
void add_scenario(py::module_& module);
void add_outcome(py::module_& module);
void add_commands(py::module_& module);
void add_margins(py::module_& module);
void add_what_if(py::module_& module);
void add_split(py::module_& module);
void add_sweep(py::module_& module);
void add_fleet(py::module_& module);
void add_difference(py::module_& module);
void add_lint(py::module_& module);
void add_verify(py::module_& module);
void add_repair(py::module_& module);
void add_history(py::module_& module);
void add_scenario_files(py::module_& module);
void add_releases(py::module_& module);

} // namespace placement::python
