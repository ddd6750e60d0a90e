#include "placement-sim/repair_command.h"

#include <chrono>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "placement-sim/command_frame.h"
#include "placement-sim/expectation_option.h"
#include "placement-sim/long_work.h"
#include "placement-sim/question_options.h"
#include "placement/error.h"
#include "placement/names.h"
#include "placement/render.h"
#include "placement/repair.h"
#include "placement/unpack.h"
#include "program/output.h"

namespace placement::sim {

namespace {

constexpr const char* about =
    "Searches for the smallest edits of the configuration that make something hold: what is wanted after events (--want; without "
    "it, "
    "that no service is lost), the tests of scenario files (--scenarios), whatever verify finds (--verify), or that lint no "
    "longer "
    "finds something (--finding). Tries each setting alone, then two together. Each candidate is judged by complete simulations, "
    "and "
    "the best are compared with the configuration as it is under every single failure. What weakens the cluster is not proposed.";

constexpr const char* footer = R"(
Exit status:
  0  a repair was found with which nothing else gets worse, or everything holds already
  1  no repair was found, or each makes something else worse
  2  the input or the arguments cannot be used
  3  the CIB uses something that is not supported

Examples:
  placement-sim repair cib.xml --fail node1
  placement-sim repair cib.xml --fail node1 --want 'promoted: {db-clone: node2}'
  placement-sim repair cib.xml --scenarios scenarios.yaml
  placement-sim repair cib.xml --verify --property comes-home --failures 1
  placement-sim repair cib.xml --fail node1 --write repaired.xml)";

struct Raw {
    std::string cib;
    QuestionOptions question;
    std::vector<std::string> wants;
    std::vector<std::string> scenarios;
    std::string finding;
    bool verify = false;
    std::size_t failures = VerifyOptions().failures;
    std::optional<std::size_t> depth;
    std::string timing = "rest";
    std::vector<std::string> properties;
    std::vector<std::string> always;
    bool without_agents = false;
    std::vector<std::string> allow;
    std::size_t edits = RepairOptions().edits;
    std::size_t most = RepairOptions().most;
    MaxRunsOption max_runs;
    std::string at_most;
    std::string write;
    std::size_t choose = 1;
    CommandsOption commands;
    AllOption all;
};

void add_options(CLI::App& app, Raw& raw) {
    add_cib_argument(app, "CIB", raw.cib);
    add_repeated(
        app, "--want", raw.wants,
        "what is to hold after the events, as in `expect` of a scenario file: 'promoted: {db: node2}' (repeatable; default: "
        "'lost: none')",
        "EXPECTATION");
    add_repeated(app, "--scenarios", raw.scenarios, "the tests of this file are to pass, with this CIB (repeatable)", "FILE");
    app.add_flag("--verify", raw.verify, "what placement-sim verify finds is to hold, with these options of it:");
    app.add_option("--failures", raw.failures, "with --verify: how much may be broken at the same time (default: 2)")
        ->option_text("NUMBER")
        ->check(CLI::Range(1, 100));
    app.add_option("--depth", raw.depth, "with --verify: the longest sequence of events (default: as --failures)")
        ->option_text("NUMBER")
        ->check(CLI::Range(1, 100));
    app.add_option(
           "--timing", raw.timing,
           "with --verify: rest: events happen while the cluster is at rest; any: also between any two steps of a transition "
           "(default: rest)")
        ->option_text("rest|any")
        ->check(CLI::IsMember({"rest", "any"}));
    add_repeated(app, "--property", raw.properties, "with --verify: this property alone is to hold (repeatable)", "PROPERTY");
    add_repeated(app, "--always", raw.always, "with --verify: what is to hold whenever the cluster is at rest (repeatable)",
                 "EXPECTATION");
    app.add_flag("--without-agents", raw.without_agents,
                 "with --verify: play no agent; otherwise, and without --agent, all are played whose behaviour is known");
    app.add_option("--finding", raw.finding, "lint is no longer to find this, which must have a scenario that shows it")
        ->option_text("CODE[:LINE]");
    add_repeated(
        app, "--allow", raw.allow,
        "propose edits that weaken this, too: fencing, quorum, constraints, bans, failures, capacity or data (repeatable)",
        "PROTECTION");
    app.add_option("--edits", raw.edits, "how many edits a repair may consist of (default: 2)")
        ->option_text("1|2")
        ->check(CLI::Range(1, 2));
    app.add_option("--most", raw.most, "look closely at this many repairs (default: 6)")
        ->option_text("NUMBER")
        ->check(CLI::Range(1, 100));
    raw.max_runs.add_to(app, "end the search after this many simulations (default: 20000)");
    app.add_option("--for", raw.at_most, "search no longer than this")->option_text("SECONDS");
    app.add_option("--write", raw.write, "write the CIB with the first repair, or with the one of --choose")->option_text("FILE");
    app.add_option("--choose", raw.choose, "which repair --write takes (default: 1)")
        ->option_text("NUMBER")
        ->check(CLI::PositiveNumber);
    raw.commands.add_to(app, "tell repairs as commands of this tool alone (default: of both; json has both)");
    raw.all.add_to(app, "show everything that gets worse or better");
    raw.question.add_to(app, StartFrom::Rest);
}

void check(const Raw& raw, const std::vector<Event>& events) {
    const int ways =
        (raw.verify ? 1 : 0) + (raw.finding.empty() ? 0 : 1) + (raw.scenarios.empty() ? 0 : 1) + (raw.wants.empty() ? 0 : 1);
    if (ways > 1) throw InvalidArgument("--want, --scenarios, --verify and --finding exclude each other");
    if (!events.empty() && (raw.verify || !raw.finding.empty() || !raw.scenarios.empty()))
        throw InvalidArgument("events belong to --want; --scenarios, --verify and --finding have their own");
    const bool any_of_verify = raw.depth || !raw.properties.empty() || !raw.always.empty() || raw.without_agents;
    if (any_of_verify && !raw.verify) throw InvalidArgument("--depth, --property, --always and --without-agents need --verify");
}

RepairOptions options_of(const Raw& raw, const Terminal& terminal, std::ostream& err) {
    RepairOptions options;
    for (const std::string& name : raw.allow) options.allow.insert(require_protection(name));
    options.edits = raw.edits;
    options.most = raw.most;
    options.max_runs = raw.max_runs.runs().value_or(options.max_runs);
    using Clock = std::chrono::steady_clock;
    const std::int64_t most = raw.at_most.empty() ? 0 : milliseconds("--for", raw.at_most);
    const Progress shown = progress_line(terminal, err, "settings (Ctrl-C shows what is found so far)");
    options.go_on = [most, shown, begin = Clock::now()](const RepairProgress& progress) {
        if (shown) shown(progress.done, progress.total);
        return !NotedInterrupts::flag() && (most == 0 || Clock::now() - begin < std::chrono::milliseconds(most));
    };
    return options;
}

VerifyOptions verification_of(const Raw& raw, const Cib& cib) {
    VerifyOptions options;
    options.failures = raw.failures;
    options.depth = raw.depth;
    options.timing = raw.timing == "any" ? VerifyTiming::Any : VerifyTiming::Rest;
    if (!raw.properties.empty()) options.properties.clear();
    for (const std::string& name : raw.properties) options.properties.insert(require_property(name));
    options.always = expectations_of("--always", raw.always, cib).expectations;
    options.go_on = [](const VerifyProgress&) { return !NotedInterrupts::flag(); };
    return options;
}

/// The one that --finding names: its code, and the line where there are several.
const Finding& finding_of(const std::string& wanted, const LintReport& report) {
    const std::size_t colon = wanted.find(':');
    const std::string code = wanted.substr(0, colon);
    const std::string line = colon == std::string::npos ? "" : wanted.substr(colon + 1);
    std::vector<std::string> codes;
    const Finding* without_proof = nullptr;
    for (const Finding& each : report.findings) {
        codes.push_back(each.code);
        if (each.code != code || (!line.empty() && std::to_string(each.position.line) != line)) continue;
        if (each.proof) return each;
        without_proof = &each;
    }
    if (without_proof != nullptr)
        throw InvalidArgument("--finding " + wanted +
                              ": lint finds it, and has no scenario that shows it; its remedy: " + without_proof->remedy);
    require_rule(lint_rules(), code);
    if (!line.empty()) throw InvalidArgument("--finding " + wanted + ": lint does not find that there");
    throw InvalidArgument("--finding " + wanted + ": lint does not find that in " + report.name);
}

Repairs repairs_of_finding(const Raw& raw, const Arguments& arguments, const Scenario& scenario, const RepairOptions& options) {
    LintOptions lint_options;
    lint_options.at = scenario.at;
    lint_options.quorum = arguments.quorum;
    lint_options.release = arguments.release;
    const LintReport report = lint(scenario.cib, lint_options);
    return repair(report, finding_of(raw.finding, report), lint_options, options);
}

std::vector<ScenarioTest> tests_of_files(const Raw& raw, const Scenario& scenario) {
    std::vector<ScenarioTest> tests;
    for (const std::string& path : raw.scenarios) {
        for (ScenarioTest& test : read_scenario_file(path, {scenario.cib, scenario.corosync}).tests)
            tests.push_back(std::move(test));
    }
    return tests;
}

ScenarioTest test_of_wants(const Raw& raw, const Scenario& scenario) {
    const std::vector<std::string> wants = raw.wants.empty() ? std::vector<std::string>{"lost: none"} : raw.wants;
    std::string name;
    for (const Event& event : scenario.events) name += (name.empty() ? "after " : ", then ") + text(event);
    ScenarioTest test{name, {}, scenario, std::vector<Position>(scenario.events.size()), {}};
    test.checkpoints.push_back({scenario.events.size(), expectations_of("--want", wants, scenario.cib).expectations});
    return test;
}

Repairs search(const Raw& raw, const Arguments& arguments, Scenario scenario, const RepairOptions& options) {
    if (!raw.finding.empty()) return repairs_of_finding(raw, arguments, scenario, options);
    if (!raw.scenarios.empty()) return repair(tests_of_files(raw, scenario), options);
    if (!raw.verify) return repair({test_of_wants(raw, scenario)}, options);
    if (scenario.agents.empty() && !raw.without_agents)
        scenario.agents =
            suggested_agents(*unpack(scenario.cib, scenario.at.value_or(scenario.cib.default_time()), scenario.release));
    return repair(scenario, verification_of(raw, scenario.cib), options);
}

void write_repair(const Raw& raw, const Repairs& repairs) {
    if (raw.write.empty()) return;
    if (raw.choose > repairs.repairs.size())
        throw InvalidArgument("--write: there is no repair " + std::to_string(raw.choose) + ", so nothing was written");
    program::write_file(raw.write, repairs.repairs[raw.choose - 1].text.text);
}

Status repaired(const Raw& raw, const Arguments& arguments, const Terminal& terminal, std::ostream& out, std::ostream& err) {
    const NotedInterrupts noted;
    Scenario scenario = scenario_of(arguments, terminal, StartFrom::Rest);
    scenario.with_ledger = false;
    const Repairs found = search(raw, arguments, std::move(scenario), options_of(raw, terminal, err));
    TextStyle style = terminal.style();
    style.everything = raw.all.given();
    style.commands = raw.commands.tool();
    program::print(out, arguments.format == Format::Json ? repairs_json(found) : repairs_text(found, style));
    if (found.holds_already()) return found.partial ? Status::Lost : Status::Survives;
    write_repair(raw, found);
    return found.any_harmless() ? Status::Survives : Status::Lost;
}

} // namespace

Status repair_command(int count, const char* const* words, const Terminal& terminal, std::ostream& out, std::ostream& err) {
    Raw raw;
    CLI::App app(about, "placement-sim repair");
    app.footer(footer);
    add_options(app, raw);
    return in_command(app, count, words, out, err, [&] {
        raw.question.live.take(raw.cib);
        Arguments arguments = raw.question.arguments(app);
        arguments.cib = raw.cib;
        check(raw, arguments.events);
        return reported(
            "placement-sim", err, [&] { return repaired(raw, arguments, terminal, out, err); }, arguments.cib);
    });
}

} // namespace placement::sim
