#pragma once

#include <cstddef>
#include <string>

#include "bindings.h"
#include "placement/render.h"

namespace placement::python {

/// `text(*, color=False, everything=False, steps=False, width=0)` of a result: the words of placement-sim.
template <typename Class, typename Render>
void add_text(Class& result, Render render) {
    using Result = typename Class::type;
    result.def(
        "text",
        [render](const Result& of, bool color, bool everything, bool steps, std::size_t width) {
            std::string text;
            {
                const py::gil_scoped_release released;
                text = render(of, TextStyle{color, everything, steps, width});
            }
            return to_str(text);
        },
        py::kw_only(), py::arg("color") = false, py::arg("everything") = false, py::arg("steps") = false, py::arg("width") = 0);
}

/// A method without arguments that gives text: `json()`, `verdict()`.
template <typename Class, typename Render>
void add_rendering(Class& result, const char* name, Render render) {
    using Result = typename Class::type;
    result.def(name, [render](const Result& of) {
        std::string text;
        {
            const py::gil_scoped_release released;
            text = render(of);
        }
        return to_str(text);
    });
}

} // namespace placement::python
