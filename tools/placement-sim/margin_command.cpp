#include "placement-sim/margin_command.h"

#include <ostream>

#include "placement-sim/command_frame.h"
#include "placement-sim/long_work.h"
#include "placement/margin.h"
#include "placement/render.h"
#include "program/output.h"

namespace placement::sim {

Status margin_command(int count, const char* const* words, const Terminal& terminal, std::ostream& out,
                      std::ostream& err) {
    const Parsed parsed = parse_margin(count, words);
    const Arguments arguments = parsed.arguments.value_or(Arguments());
    return reported(arguments, err, [&] {
        if (!parsed.arguments) return told_instead(parsed, "placement-sim margin", out, err);
        Ticker ticker(terminal, err, "searching");
        const Margins found = margins(scenario_of(arguments, terminal, StartFrom::Rest), arguments.resource);
        ticker.stop();
        program::print(out, arguments.format == Format::Json ? margin_json(found) : margin_text(found, terminal.style()));
        return Status::Survives;
    });
}

} // namespace placement::sim
