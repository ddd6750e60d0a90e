#include "placement-sim/margin_command.h"

#include <ostream>
#include <stdexcept>

#include "placement-sim/long_work.h"
#include "placement/margin.h"
#include "placement/render.h"

namespace placement::sim {

Status margin_command(int count, const char* const* words, const Terminal& terminal, std::ostream& out,
                      std::ostream& err) {
    const Parsed parsed = parse_margin(count, words);
    if (!parsed.arguments) {
        out << parsed.output;
        if (parsed.error.empty()) return Status::Survives;
        err << "placement-sim margin: " << parsed.error << '\n';
        return Status::Unusable;
    }
    const Arguments& arguments = *parsed.arguments;
    return reported(arguments, err, [&] {
        Ticker ticker(terminal, err, "searching");
        const Margins found = margins(scenario_of(arguments, terminal, StartFrom::Rest), arguments.resource);
        ticker.stop();
        out << (arguments.format == Format::Json ? margin_json(found) : margin_text(found, terminal.style()))
            << std::flush;
        if (!out) throw std::runtime_error("cannot write the answer");
        return Status::Survives;
    });
}

} // namespace placement::sim
