// The scores of a CIB, by the command line of crm_simulate. What that program can do and this one cannot yet is refused by
// name.
#include <chrono>
#include <fstream>
#include <iostream>
#include <optional>
#include <string>

#include <CLI/CLI.hpp>

#include "placement/cib.h"
#include "placement/render.h"
#include "placement/schedule.h"
#include "placement/unpack.h"

namespace {

using namespace placement;

enum Exit : int { Ok = 0, Usage = 64, BadInput = 65, NotYet = 3 };

struct Arguments {
    std::string cib = "-";
    std::string at;
    std::string dot_file;
    std::string graph_file;
    bool scores = false;
    bool utilization = false;
    bool quiet = false;
    bool run = false;
    bool simulate = false;
    bool pipe = false;
};

Time time_of(const Arguments& arguments, const Cib& cib) {
    if (!arguments.at.empty()) return Time::parse(arguments.at);
    if (const auto recorded = cib.execution_date()) return *recorded;
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::seconds>(now).count(), 0};
}

void add_options(CLI::App& app, Arguments& arguments) {
    app.add_option("-x,--xml-file", arguments.cib, "the CIB (default: standard input)")->option_text("FILE");
    app.add_flag("-p,--xml-pipe", arguments.pipe, "the CIB comes on standard input");
    app.add_option("-t,--set-datetime", arguments.at, "the time that it is judged at, ISO 8601")->option_text("TIME");
    app.add_flag("-R,--run", arguments.run, "run the scheduler");
    app.add_flag("-S,--simulate", arguments.simulate, "like --run, and carry the transition out (shows with -Q nothing)");
    app.add_flag("-s,--show-scores", arguments.scores, "print the scores");
    app.add_flag("-U,--show-utilization", arguments.utilization, "print capacities and their use");
    app.add_flag("-Q,--quiet", arguments.quiet, "print nothing else");
    app.add_option("-D,--save-dotfile", arguments.dot_file, "not written yet: says so on standard error")
        ->option_text("FILE");
    app.add_option("-G,--save-graph", arguments.graph_file, "not written yet: says so on standard error")
        ->option_text("FILE");
}

int run(const Arguments& arguments) {
    if (!arguments.quiet) {
        std::cerr << "placement-crm-simulate: not supported yet: the summary that is printed without --quiet\n";
        return NotYet;
    }
    const Cib cib = Cib::from_file(arguments.pipe ? "-" : arguments.cib);
    const Schedule result = schedule(unpack(cib, time_of(arguments, cib)));
    std::cout << score_report(result, {.scores = arguments.scores, .utilization = arguments.utilization});
    if (!arguments.dot_file.empty()) std::cerr << "placement-crm-simulate: not supported yet: --save-dotfile\n";
    if (!arguments.graph_file.empty()) std::cerr << "placement-crm-simulate: not supported yet: --save-graph\n";
    return Ok;
}

} // namespace

int main(int count, char** words) {
    Arguments arguments;
    CLI::App app("Prints the scores of a CIB as crm_simulate does", "placement-crm-simulate");
    add_options(app, arguments);
    try {
        app.parse(count, words);
        return run(arguments);
    } catch (const CLI::CallForHelp&) {
        std::cout << app.help();
        return Ok;
    } catch (const CLI::ParseError& error) {
        std::cerr << "placement-crm-simulate: " << error.what() << '\n';
        return Usage;
    } catch (const NotSupported& error) {
        std::cerr << arguments.cib << ": " << error.what() << '\n';
        return NotYet;
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return BadInput;
    }
}
