#include "placement-sim/answer.h"

#include <algorithm>
#include <filesystem>
#include <ostream>
#include <string>

#include "placement-sim/command_frame.h"
#include "placement-sim/live_cib.h"
#include "placement-sim/long_work.h"
#include "placement-sim/shared_options.h"
#include "placement/history.h"
#include "placement/render.h"
#include "placement/repair.h"
#include "program/output.h"

namespace placement::sim {

namespace {

/// More than these would push the answer off the screen.
constexpr std::size_t diagnostics_shown = 10;

/// Notes say nothing that an answer depends on; JSON has them.
void print_diagnostics(const std::string& name, const Diagnostics& diagnostics, std::ostream& err) {
    std::size_t shown = 0;
    std::size_t left = 0;
    for (const Diagnostic& diagnostic : diagnostics) {
        if (diagnostic.severity == Severity::Note) continue;
        if (shown == diagnostics_shown) {
            ++left;
            continue;
        }
        program::complain(err, diagnostic_text(name, diagnostic));
        ++shown;
    }
    if (left == 0) return;
    program::complain(err, name + ": " + std::to_string(left) + " more warnings (--format json lists them all)");
}

std::string explanation(const Arguments& arguments, const Outcome& outcome, const TextStyle& style) {
    return arguments.format == Format::Json ? explanation_json(outcome, arguments.resource, arguments.node)
                                            : explanation_text(outcome, arguments.resource, arguments.node, style);
}

/// Whether the answer itself is to be printed: a graph or drawing for standard output takes its place.
bool wants_answer(const Arguments& arguments) { return arguments.graph_file != "-" && arguments.dot_file != "-"; }

void write(const std::string& path, const std::string& text, std::ostream& out) {
    if (path == "-") {
        program::print(out, text);
    } else {
        program::write_file(path, text);
    }
}

/// As a cluster names them.
void save_inputs(const Outcome& outcome, const std::string& folder) {
    std::filesystem::create_directories(folder);
    std::size_t number = 0;
    for (const SimulatedInput& input : simulated_inputs(outcome)) {
        program::write_file((std::filesystem::path(folder) / ("pe-input-" + std::to_string(number++) + ".xml")).string(),
                            input.xml);
    }
}

std::string outcome_in(const Arguments& arguments, const Outcome& outcome, const TextStyle& style) {
    if (arguments.format == Format::Json) return outcome_json(outcome, {.scores = arguments.scores});
    return arguments.scores ? score_report(*outcome.schedule) : outcome_text(outcome, style);
}

/// What is to hold for the resource to be where it is asked about.
Expectation there(const Arguments& arguments, const Outcome& outcome) {
    const ResourceOutcome& resource = outcome.resource(arguments.resource);
    Expectation wanted;
    wanted.resource = resource.id;
    wanted.kind = resource.promotable ? Expectation::Kind::Promoted : Expectation::Kind::Running;
    if (arguments.node.empty()) {
        wanted.kind = Expectation::Kind::State;
        return wanted;
    }
    const bool one_of_many = !resource.promotable && (resource.kind == "clone" || resource.kind == "bundle");
    if (one_of_many) wanted.nodes = outcome.running(resource.id);
    if (std::ranges::find(wanted.nodes, arguments.node) == wanted.nodes.end()) wanted.nodes.push_back(arguments.node);
    return wanted;
}

std::string why_not(const Arguments& arguments, const Terminal& terminal, const Outcome& outcome) {
    ScenarioTest test{arguments.resource, {}, scenario_of(arguments, terminal), {}, {}};
    test.scenario.with_ledger = false;
    test.event_positions.resize(test.scenario.events.size());
    test.checkpoints.push_back({test.scenario.events.size(), {there(arguments, outcome)}});
    TextStyle style = terminal.style();
    style.commands = arguments.commands;
    return repairs_text(repair({test}, {.most = 3}), style);
}

/// What the changes that were asked for change.
Status answer_what_if(const Arguments& arguments, const Terminal& terminal, std::ostream& out, std::ostream& err) {
    Ticker ticker(terminal, err, "simulating");
    const WhatIf found = what_if(scenario_of(arguments, terminal), arguments.changes, arguments.resource, arguments.node);
    ticker.stop();
    TextStyle style = terminal.style();
    style.commands = arguments.commands;
    program::print(out, arguments.format == Format::Json ? what_if_json(found) : what_if_text(found, style));
    return Status::Survives;
}

Status nothing_to_judge(const Outcome& outcome, std::ostream& err) {
    const bool seen = std::ranges::any_of(outcome.before->nodes, [](const Node& node) { return node.seen; });
    const char* const stateless = "; the CIB has no status of any node (--assume-online assumes that all nodes are online)";
    program::complain(err, outcome.name + ": there is nothing to report: no service ran and none was started" +
                               (seen ? "" : stateless));
    return Status::NothingToJudge;
}

Status answer_split(const Arguments& arguments, const Terminal& terminal, std::ostream& out, std::ostream& err) {
    Ticker ticker(terminal, err, "simulating");
    const Split found = split(scenario_of(arguments, terminal), arguments.split);
    const std::string text = arguments.format == Format::Json ? split_json(found) : split_text(found, terminal.style());
    ticker.stop();
    if (arguments.format == Format::Text) print_diagnostics(found.name, found.diagnostics, err);
    program::print(out, text);
    return found.lost().empty() && found.twice().empty() ? Status::Survives : Status::Lost;
}

Status answer_or_throw(const Arguments& arguments, const Terminal& terminal, std::ostream& out, std::ostream& err) {
    if (!arguments.split.empty()) return answer_split(arguments, terminal, out, err);
    if (!arguments.changes.empty()) return answer_what_if(arguments, terminal, out, err);
    Ticker ticker(terminal, err, "simulating");
    const Outcome outcome = simulate(scenario_of(arguments, terminal));
    TextStyle style = terminal.style();
    style.everything = arguments.all;
    style.steps = arguments.steps;
    std::string text = arguments.explain ? explanation(arguments, outcome, style) : outcome_in(arguments, outcome, style);
    if (arguments.why_not) text += "\n" + why_not(arguments, terminal, outcome);
    ticker.stop();
    if (arguments.format == Format::Text) print_diagnostics(outcome.name, outcome.diagnostics, err);
    if (!arguments.graph_file.empty()) write(arguments.graph_file, transition_xml(*outcome.schedule), out);
    if (!arguments.dot_file.empty()) write(arguments.dot_file, transition_dot(*outcome.schedule), out);
    if (!arguments.inputs_folder.empty()) save_inputs(outcome, arguments.inputs_folder);
    if (wants_answer(arguments)) program::print(out, text);
    if (arguments.explain) return Status::Survives;
    if (outcome.nothing_ran()) return nothing_to_judge(outcome, err);
    return outcome.all_services_survive() && outcome.at_rest_in_the_end() ? Status::Survives : Status::Lost;
}

} // namespace

Scenario scenario_of(const Arguments& arguments, const Terminal& terminal, StartFrom otherwise) {
    Scenario scenario{.cib = read_cib(arguments.cib)};
    scenario.events = arguments.events;
    scenario.release = arguments.release;
    scenario.at = time_of_question(arguments.at, {&scenario.cib}, terminal.now);
    scenario.quorum = arguments.quorum;
    if (!arguments.quorum || !arguments.corosync.empty()) scenario.corosync = read_corosync(arguments.corosync, arguments.cib);
    scenario.failing = arguments.failing;
    scenario.transition_limit = arguments.transition_limit;
    scenario.agents = arguments.agents;
    scenario.sequence = arguments.sequence;
    scenario.from = arguments.from.value_or(otherwise);
    scenario.assume_online = arguments.assume_online;
    scenario.not_services = arguments.not_services;
    scenario.with_ledger = true;
    return scenario;
}

Status answer_command(int count, const char* const* words, const Terminal& terminal, std::ostream& out, std::ostream& err) {
    return reported("placement-sim", err, [&] {
        const Parsed parsed = parse(count, words);
        if (parsed.arguments) return answer(*parsed.arguments, terminal, out, err);
        program::print(out, parsed.output);
        return Status::Survives;
    });
}

Status answer(const Arguments& arguments, const Terminal& terminal, std::ostream& out, std::ostream& err) {
    return reported(
        "placement-sim", err, [&] { return answer_or_throw(arguments, terminal, out, err); }, arguments.cib);
}

} // namespace placement::sim
