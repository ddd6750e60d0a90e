#include "placement-sim/names_command.h"

#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "placement-sim/command_frame.h"
#include "placement-sim/live_cib.h"
#include "placement-sim/shared_options.h"
#include "placement/configured_names.h"
#include "placement/quoting.h"
#include "program/output.h"

namespace placement::sim {

namespace {

constexpr const char* about = "Lists the names of nodes and resources and the ids of constraints that a CIB has, one a line. "
                              "Completion for shells uses it.";

constexpr const char* footer = R"(
Exit status:
  0  listed
  2  the input or the arguments cannot be used
  3  the CIB uses something that is not supported

Examples:
  placement-sim names cib.xml
  placement-sim names cib.xml --kind resource)";

struct Raw {
    std::string cib;
    LiveOption live;
    std::vector<std::string> kinds;
};

void add(std::string& text, const std::vector<std::string>& names) {
    for (const std::string& name : names) text += visible(name) + "\n";
}

std::string listed(const Raw& raw) {
    const auto wanted = [&raw](const char* kind) {
        return raw.kinds.empty() || std::ranges::find(raw.kinds, kind) != raw.kinds.end();
    };
    const ConfiguredNames names = configured_names(read_cib(raw.cib));
    std::string text;
    if (wanted("node")) add(text, names.nodes);
    if (wanted("resource")) add(text, names.resources);
    if (wanted("constraint")) add(text, names.constraints);
    return text;
}

} // namespace

Status names_command(int count, const char* const* words, const Terminal&, std::ostream& out, std::ostream& err) {
    Raw raw;
    CLI::App app(about, "placement-sim names");
    app.footer(footer);
    add_cib_argument(app, "CIB", raw.cib);
    raw.live.add_to(app);
    add_repeated(app, "--kind", raw.kinds, "list names of this kind only (repeatable)", "node|resource|constraint")
        ->check(CLI::IsMember({"node", "resource", "constraint"}));
    return in_command(app, count, words, out, err, [&] {
        raw.live.take(raw.cib);
        program::print(out, listed(raw));
        return Status::Survives;
    });
}

} // namespace placement::sim
