#include "placement-sim/margin_command.h"

#include <ostream>
#include <string>

#include <CLI/CLI.hpp>

#include "placement-sim/command_frame.h"
#include "placement-sim/long_work.h"
#include "placement-sim/question_options.h"
#include "placement/margin.h"
#include "placement/render.h"
#include "program/output.h"

namespace placement::sim {

namespace {

constexpr const char* about =
    "Reports how far each score, stickiness and promotion score that matters for a resource is from changing where the "
    "resource ends up. Each edge is found by complete simulations: 1, 2, 4, ... points away, then by bisection. An outcome "
    "that changes and changes back between two values that were tried is not noticed.";

constexpr const char* footer = R"(
Exit status:
  0  success
  2  the input or the arguments cannot be used
  3  the CIB uses something that is not supported

Example:
  placement-sim margin cib.xml db --fail node1)";

Status search(const Arguments& arguments, const Terminal& terminal, std::ostream& out, std::ostream& err) {
    Ticker ticker(terminal, err, "searching");
    const Margins found = margins(scenario_of(arguments, terminal, StartFrom::Rest), arguments.resource);
    ticker.stop();
    program::print(out, arguments.format == Format::Json ? margin_json(found) : margin_text(found, terminal.style()));
    return Status::Survives;
}

} // namespace

Status margin_command(int count, const char* const* words, const Terminal& terminal, std::ostream& out, std::ostream& err) {
    std::string cib;
    std::string resource;
    QuestionOptions question;
    CLI::App app(about, "placement-sim margin");
    app.footer(footer);
    add_cib_argument(app, "CIB", cib);
    app.add_option("RESOURCE", resource, "the resource's id, as configured")->option_text(" ");
    question.add_to(app, StartFrom::Rest);
    return in_command(app, count, words, out, err, [&] {
        question.live.take(cib, &resource);
        if (resource.empty()) throw CLI::RequiredError("RESOURCE");
        Arguments arguments = question.arguments(app);
        arguments.cib = cib;
        arguments.resource = resource;
        return reported(
            "placement-sim", err, [&] { return search(arguments, terminal, out, err); }, arguments.cib);
    });
}

} // namespace placement::sim
