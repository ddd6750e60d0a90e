#include "placement-sim/releases_command.h"

#include <ostream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "placement-sim/command_frame.h"
#include "placement-sim/shared_options.h"
#include "placement/error.h"
#include "placement/render.h"
#include "program/output.h"

namespace placement::sim {

namespace {

constexpr const char* about =
    "Lists the releases of Pacemaker whose rules can be followed, with the distributions that ship them "
    "and how many inputs were answered as by the release itself; or, given two releases, what the "
    "releases between them changed, with the upstream sources (docs/releases.md).";

constexpr const char* footer = R"(
Exit status:
  0  listed
  2  there is no such release, or the arguments cannot be used

Examples:
  placement-sim releases
  placement-sim releases 2.1.5 3.0.2
  placement-sim releases debian-12 debian-13 --format json)";

struct Raw {
    std::vector<std::string> names;
    FormatOption format;
};

std::string listed(const Raw& raw, const TextStyle& style) {
    const bool json = raw.format.is("json");
    if (raw.names.empty()) return json ? releases_json() : releases_text(style);
    if (raw.names.size() != 2) throw InvalidArgument("name two releases, or none");
    const Release one = parse_release(raw.names.front());
    const Release other = parse_release(raw.names.back());
    return json ? changed_rules_json(one, other) : changed_rules_text(one, other, style);
}

} // namespace

Status releases_command(int count, const char* const* words, const Terminal& terminal, std::ostream& out, std::ostream& err) {
    Raw raw;
    CLI::App app(about, "placement-sim releases");
    app.footer(footer);
    app.add_option("RELEASE", raw.names, "show what changed between these two releases")->option_text(" ...");
    raw.format.add_to(app, {"text", "json"});
    return in_command(app, count, words, out, err, [&] {
        program::print(out, listed(raw, terminal.style()));
        return Status::Survives;
    });
}

} // namespace placement::sim
