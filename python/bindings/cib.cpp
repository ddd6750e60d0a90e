#include <optional>
#include <string>
#include <vector>

#include <pybind11/stl.h>

#include "arguments.h"
#include "bindings.h"
#include "placement/cib.h"
#include "placement/element.h"
#include "placement/patch.h"
#include "placement/render.h"
#include "placement/schema.h"

namespace placement::python {

namespace {

py::object severity_text(Severity severity) {
    switch (severity) {
    case Severity::Note: return py::str("note");
    case Severity::Warning: return py::str("warning");
    case Severity::Error: break;
    }
    return py::str("error");
}

py::object number(std::uint32_t line_or_column) {
    return line_or_column == 0 ? py::object(py::none()) : py::object(py::int_(line_or_column));
}

/// As docs/json.md has them.
py::list listed(const Diagnostics& diagnostics) {
    py::list all;
    for (const Diagnostic& each : diagnostics) {
        py::dict made;
        made["severity"] = severity_text(each.severity);
        made["code"] = to_str(each.code);
        made["message"] = to_str(each.message);
        made["line"] = number(each.position.line);
        made["column"] = number(each.position.column);
        all.append(made);
    }
    return all;
}

py::object moment(const std::optional<Time>& time) { return time ? py::object(to_str(utc_text(*time))) : py::object(py::none()); }

/// (name, attributes, children, line, column).
py::tuple element(const Element& from) {
    py::list attributes;
    for (const auto& [name, value] : from.attributes) attributes.append(py::make_tuple(to_str(name), to_str(value)));
    py::list children;
    for (const Element& child : from.children) children.append(element(child));
    return py::make_tuple(to_str(from.name), attributes, children, number(from.position.line), number(from.position.column));
}

/// The text that was read; of a CIB that was changed, the whole of it in the current syntax.
std::string source_of(const Cib& cib) {
    const EditedText text = placement::text_of(cib, cib);
    return text.of_original ? text.before : cib.xml();
}

} // namespace

void add_cib(py::module_& module) {
    py::class_<Cib> cib(module, "Cib");
    cib.def_static("read", [](const std::string& path) {
        const py::gil_scoped_release released;
        return Cib::from_file(path);
    });
    cib.def_static("parse", [](const py::bytes& text, const std::string& name) {
        const std::string copy = text;
        const py::gil_scoped_release released;
        return Cib::from_text(copy, name);
    });
    cib.def_property_readonly("name", [](const Cib& of) { return to_str(of.name()); });
    cib.def("xml", [](const Cib& of) {
        std::string text;
        {
            const py::gil_scoped_release released;
            text = of.xml();
        }
        return py::bytes(text);
    });
    cib.def("source", [](const Cib& of) {
        std::string text;
        {
            const py::gil_scoped_release released;
            text = source_of(of);
        }
        return py::bytes(text);
    });
    cib.def("diagnostics", [](const Cib& of) { return listed(of.diagnostics()); });
    cib.def("schema_violations", [](const Cib& of) { return listed(schema_violations(of)); });
    cib.def("execution_date", [](const Cib& of) { return moment(of.execution_date()); });
    cib.def("newest_moment", [](const Cib& of) { return moment(of.newest_moment()); });
    cib.def("default_time", [](const Cib& of) { return moment(of.default_time()); });
    cib.def("source_line", [](const Cib& of, std::uint32_t line) { return to_str(of.source_line(line)); });
    cib.def("release", [](const Cib& of) {
        const ClusterRelease release = release_for(of, std::nullopt);
        return py::make_tuple(to_str(text(release.release)), to_str(release.nearest_to));
    });
    cib.def("configuration", [](const Cib& of) { return element(configuration_of(of)); });
    cib.def("changed", [](const Cib& of, const py::list& changes) {
        const auto wanted = changes_of(changes);
        const py::gil_scoped_release released;
        return changed(of, wanted);
    });
    cib.def("edited_text", [](const Cib& original, const Cib& edited) {
        EditedText text;
        {
            const py::gil_scoped_release released;
            text = placement::text_of(original, edited);
        }
        return py::make_tuple(py::bytes(text.text), py::bytes(text.before), text.of_original, to_str(text.reason));
    });
    module.def("unified_diff",
               [](const std::string& before, const std::string& after, const std::string& before_name,
                  const std::string& after_name) { return to_str(unified_diff(before, after, before_name, after_name)); });
    module.def("change_text", [](const py::dict& change) { return to_str(text(change_of(change))); });
}

} // namespace placement::python
