#include "placement/fleet.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "arguments.h"
#include "bindings.h"
#include "long_call.h"
#include "placement/error.h"
#include "placement/lint.h"

namespace placement::python {

namespace {

using Texts = std::vector<std::string>;

std::int64_t steady_milliseconds() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// At most some thirty years.
std::int64_t milliseconds_of(double seconds) {
    return seconds > 0 ? static_cast<std::int64_t>(std::min(seconds * 1000, 1e12)) : 0;
}

FleetOptions fleet_options_of(const py::dict& options) {
    FleetOptions made;
    made.question = require_fleet_question(get<std::string>(options, "ask"));
    made.at = time_of(get<std::optional<std::string>>(options, "at"));
    made.quorum = quorum_of(get<std::optional<std::string>>(options, "quorum"));
    made.release = release_of(get<std::optional<std::string>>(options, "pacemaker"));
    made.assume_online = get<bool>(options, "assume_online");
    made.attributes = get<Texts>(options, "by_attribute");
    made.depth = get<int>(options, "depth");
    made.max_runs = get<std::size_t>(options, "max_runs");
    for (const std::string& code : get<std::set<std::string>>(options, "disabled")) require_rule(lint_rules(), code);
    made.disabled = get<std::set<std::string>>(options, "disabled");
    made.scenarios = get<Texts>(options, "scenarios");
    if (const auto from = release_of(get<std::optional<std::string>>(options, "from"))) made.from = *from;
    if (const auto to = release_of(get<std::optional<std::string>>(options, "to"))) made.to = *to;
    made.failures = get<std::size_t>(options, "failures");
    made.sequence_depth = get<std::optional<std::size_t>>(options, "sequence_depth");
    if (const auto names = get<std::optional<Texts>>(options, "properties")) {
        made.properties.clear();
        for (const std::string& name : *names) made.properties.insert(require_property(name));
    }
    made.max_states = get<std::size_t>(options, "max_states");
    if (const auto seconds = get<std::optional<double>>(options, "limit"))
        made.begin_file = limited_to(milliseconds_of(*seconds), steady_milliseconds);
    return made;
}

/// One file's line; None where Ctrl-C ended it.
std::optional<std::string> line_of(const py::dict& options, const std::string& file, std::size_t place) {
    FleetOptions wanted = fleet_options_of(options);
    LongCall call{py::none()};
    wanted.stop = &call.stop();
    const std::optional<FleetRow> row = call.run([&] { return fleet_row(file, place, wanted); });
    return row ? std::optional(fleet_line(*row)) : std::nullopt;
}

/// In one of the formats that people read and programs take, out of the lines.
std::string report_of(const std::string& header_line, const Texts& rows, FleetFormat format) {
    const FleetHeader header = read_fleet_line(header_line).header;
    const FleetReport report{.format = format};
    FleetSummary summary(header);
    std::string text = report.begin(header);
    for (const std::string& line : rows) {
        const FleetRow row = read_fleet_line(line).row;
        summary.add(row);
        text += report.row(header, row);
    }
    return text + report.end(header, summary);
}

} // namespace

void add_fleet(py::module_& module) {
    module.def("fleet_files", &fleet_files);
    module.def("fleet_header", [](const py::dict& options, const Texts& files) {
        return fleet_line(fleet_header(files, fleet_options_of(options)));
    });
    module.def("fleet_row", &line_of);
    module.def("fleet_report", [](const std::string& header, const Texts& rows, const std::string& format) {
        if (format == "text") return report_of(header, rows, FleetFormat::Text);
        if (format == "json-lines") return report_of(header, rows, FleetFormat::JsonLines);
        if (format == "csv") return report_of(header, rows, FleetFormat::Csv);
        if (format == "html") return report_of(header, rows, FleetFormat::Html);
        throw InvalidArgument("the format is text, json-lines, csv or html, not `" + format + "`");
    });
}

} // namespace placement::python
