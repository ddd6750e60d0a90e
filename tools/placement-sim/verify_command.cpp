#include "placement-sim/verify_command.h"

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "placement-sim/command_frame.h"
#include "placement-sim/expectation_option.h"
#include "placement-sim/live_cib.h"
#include "placement-sim/long_work.h"
#include "placement-sim/shared_options.h"
#include "placement/render.h"
#include "placement/scenario_file.h"
#include "placement/unpack.h"
#include "placement/verify.h"
#include "program/output.h"

namespace placement::sim {

namespace {

constexpr const char* about =
    "Tries every sequence of failures, breadth first: nodes crash, leave and join, instances, operations and fencings fail, at "
    "rest or "
    "at any moment. Reports the shortest sequence after which a property does not hold: service-runs (what a node could run "
    "runs), comes-to-rest (no endless loop), never-twice (nothing is promoted too often, or started where it may still run "
    "elsewhere), "
    "comes-home (everything runs again once all is back), no-interruption (what has nothing to do with the failure goes on).";

constexpr const char* footer = R"(
Exit status:
  0  no counterexample, and everything within the limits was tried
  1  a counterexample, or the search was ended before everything was tried
  2  the input or the arguments cannot be used
  3  the CIB uses something that is not supported
  4  no service runs before a failure, so there is nothing to report (see --assume-online)

Examples:
  placement-sim verify cib.xml
  placement-sim verify cib.xml --timing any --failures 1
  placement-sim verify cib.xml --agent db-clone=pgsql --property comes-to-rest
  placement-sim verify cib.xml --always 'not_on: {db: node3}'
  placement-sim verify cib.xml --timing any --always 'at_all_times: {not_on: {db: node3}}'
  placement-sim verify cib.xml --for 10 --write-scenarios found.yaml)";

struct Raw {
    std::string cib;
    LiveOption live;
    std::size_t failures = VerifyOptions().failures;
    std::optional<std::size_t> depth;
    std::string timing = "rest";
    std::vector<std::string> properties;
    std::vector<std::string> always;
    std::size_t max_states = VerifyOptions().max_states;
    std::size_t max_moments = VerifyOptions().most_moments;
    std::string at_most;
    std::string scenarios;
    AgentOptions agents{AgentOptions::Time::Always};
    bool without_agents = false;
    bool whole_cluster = false;
    ReleaseOption release;
    BeginOptions begin;
    AtOption at;
    QuorumOption quorum;
    CorosyncOption corosync;
    FormatOption format;
};

void add_options(CLI::App& app, Raw& raw) {
    add_cib_argument(app, "CIB", raw.cib);
    raw.live.add_to(app);
    app.add_option("--failures", raw.failures, "how much may be broken at the same time (default: 2)")
        ->option_text("NUMBER")
        ->check(CLI::Range(1, 100));
    app.add_option("--depth", raw.depth, "the longest sequence of events (default: as --failures)")
        ->option_text("NUMBER")
        ->check(CLI::Range(1, 100));
    app.add_option(
           "--timing", raw.timing,
           "rest: events happen while the cluster is at rest; any: also between any two steps of a transition (default: rest)")
        ->option_text("rest|any")
        ->check(CLI::IsMember({"rest", "any"}));
    add_repeated(app, "--property", raw.properties, "look for counterexamples of this property alone (repeatable)", "PROPERTY");
    add_repeated(
        app, "--always", raw.always,
        "what is to hold whenever the cluster is at rest, as in `expect` of a scenario file: 'not_on: {vip: node3}'; within "
        "`at_all_times: {…}`, also between any two steps (repeatable)",
        "EXPECTATION");
    app.add_option("--max-states", raw.max_states, "look at no more states than this (default: 1000000)")
        ->option_text("NUMBER")
        ->check(CLI::PositiveNumber);
    app.add_option(
           "--max-moments", raw.max_moments,
           "keep no more moments in memory than this until sequences go on from them; the others are played again when it is "
           "their turn (default: 50000)")
        ->option_text("NUMBER")
        ->check(CLI::NonNegativeNumber);
    app.add_option("--for", raw.at_most, "search no longer than this")->option_text("SECONDS");
    app.add_option("--write-scenarios", raw.scenarios, "write the counterexamples as tests for placement-sim test")
        ->option_text("FILE");
    raw.agents.add_to(app);
    app.add_flag("--without-agents", raw.without_agents,
                 "play no agent; otherwise, and without --agent, all are played whose behaviour is known");
    app.add_flag("--whole-cluster", raw.whole_cluster,
                 "play the whole cluster for each event, also where only a part of it can change; the answer is the same");
    raw.begin.add_to(app, StartFrom::Rest);
    raw.release.add_to(app);
    raw.at.add_to(app);
    raw.quorum.add_to(app);
    raw.corosync.add_to(app);
    raw.format.add_to(app, {"text", "json"});
}

using Clock = std::chrono::steady_clock;

/// Tells once, as soon as it is known, that the search will take long, and what would be less: by the number of sequences; by their
/// rate, which depends on the machine, only to a terminal.
class LargeSearch {
public:
    LargeSearch(std::ostream& err, bool to_terminal) : err_(err), to_terminal_(to_terminal) {}

    void see(const VerifyProgress& progress) {
        if (is_told_ || progress.sequences_to_depth.empty()) return;
        const double left = progress.sequences_to_depth.back() - static_cast<double>(progress.tried);
        const double seconds = to_terminal_ ? seconds_for(left, progress.tried) : 0;
        if (left < most_sequences && seconds < most_seconds) return;
        is_told_ = true;
        const std::string time = seconds < most_seconds ? "" : fmt::format(" At this rate they take {}.", duration(seconds));
        err_ << "placement-sim: this is a large search. " << verify_extent_text(progress) << time
             << " --for SECONDS ends it with what is known until then.\n"
             << std::flush;
    }

private:
    static constexpr double most_sequences = 1'000'000;
    static constexpr double most_seconds = 60;

    /// 0 where no rate is known.
    double seconds_for(double sequences, std::size_t tried) const {
        const double passed = std::chrono::duration<double>(Clock::now() - begin_).count();
        return tried == 0 ? 0 : sequences * passed / static_cast<double>(tried);
    }

    static std::string duration(double seconds) {
        constexpr double minute = 60, hour = 3600;
        if (seconds < 2 * hour) return fmt::format("about {:.0f} minutes", seconds / minute);
        return fmt::format("about {:.0f} hours", seconds / hour);
    }

    std::ostream& err_;
    bool to_terminal_;
    Clock::time_point begin_ = Clock::now();
    bool is_told_ = false;
};

VerifyOptions options_of(const Raw& raw, const Terminal& terminal, std::ostream& err) {
    VerifyOptions options;
    options.failures = raw.failures;
    options.depth = raw.depth;
    options.timing = raw.timing == "any" ? VerifyTiming::Any : VerifyTiming::Rest;
    options.max_states = raw.max_states;
    options.most_moments = raw.max_moments;
    options.whole_cluster = raw.whole_cluster;
    if (!raw.properties.empty()) options.properties.clear();
    for (const std::string& name : raw.properties) options.properties.insert(require_property(name));
    const std::int64_t most = raw.at_most.empty() ? 0 : milliseconds("--for", raw.at_most);
    const Progress shown = progress_line(terminal, err, "sequences (Ctrl-C shows what is found so far)");
    const auto large = std::make_shared<LargeSearch>(err, terminal.progress);
    options.go_on = [most, shown, large, begin = Clock::now()](const VerifyProgress& progress) {
        large->see(progress);
        if (shown) shown(progress.tried, progress.tried + progress.waiting);
        return !NotedInterrupts::flag() && (most == 0 || Clock::now() - begin < std::chrono::milliseconds(most));
    };
    return options;
}

/// What a counterexample breaks, as an expectation of a scenario file.
std::string expectation_of(const Counterexample& each, const std::vector<std::string>& always) {
    return each.expectation ? always.at(*each.expectation) : fmt::format("holds: {}", text(each.property));
}

/// The time at which the counterexamples were found, where the CIB alone does not say it.
std::string written_time(const Raw& raw, const Scenario& scenario) {
    if (raw.at.time()) return raw.at.text();
    return scenario.cib.execution_date() || !scenario.at ? std::string() : utc_text(*scenario.at);
}

void write_scenarios(const Raw& raw, const Scenario& scenario, const Verification& found,
                     const std::vector<std::string>& always) {
    namespace fs = std::filesystem;
    WrittenScenarioFile file;
    file.comments = {"Sequences of failures that the cluster does not survive, as placement-sim verify found them."};
    file.cib_file = fs::path(raw.scenarios).replace_extension(".cib.xml").filename().string();
    file.release = found.release;
    if (const std::string at = written_time(raw, scenario); !at.empty()) file.at = scenario_scalar(at);
    for (const Counterexample& each : found.counterexamples) {
        file.agents = each.scenario.agents;
        file.timing = each.scenario.sequence;
        WrittenTest test{std::to_string(file.tests.size() + 1) + ": " + each.what, {}, {expectation_of(each, always)}};
        for (const Event& event : each.scenario.events) test.steps.push_back({event, {}});
        file.tests.push_back(std::move(test));
    }
    if (!found.counterexamples.empty()) {
        program::write_file(fs::path(raw.scenarios).replace_extension(".cib.xml").string(),
                            found.counterexamples.front().scenario.cib.xml());
    }
    program::write_file(raw.scenarios, scenario_file_text(file));
}

Status verified(const Raw& raw, const Terminal& terminal, std::ostream& out, std::ostream& err) {
    Scenario scenario{.cib = read_cib(raw.cib)};
    scenario.release = raw.release.release();
    scenario.at = time_of_question(raw.at.time(), {&scenario.cib}, terminal.now);
    scenario.quorum = raw.quorum.rule();
    if (!scenario.quorum || !raw.corosync.path().empty()) scenario.corosync = read_corosync(raw.corosync.path(), raw.cib);
    scenario.from = StartFrom::Rest;
    raw.begin.apply_to(scenario);
    raw.agents.apply_to(scenario);
    // Kept until the end, so that it is not made again.
    const auto cluster = unpack(scenario.cib, scenario.at.value_or(scenario.cib.default_time()), scenario.release);
    if (scenario.agents.empty() && !raw.without_agents) scenario.agents = suggested_agents(*cluster);
    const NotedInterrupts noted;
    VerifyOptions options = options_of(raw, terminal, err);
    WrittenExpectations always = expectations_of("--always", raw.always, scenario.cib);
    options.always = std::move(always.expectations);
    const Verification found = verify(scenario, options);
    if (found.services == 0 && found.counterexamples.empty())
        return nothing_runs_before(scenario.cib, scenario.assume_online, err);
    if (!raw.scenarios.empty()) write_scenarios(raw, scenario, found, always.texts);
    program::print(out, raw.format.is("json") ? verify_json(found) : verify_text(found, terminal.style()));
    return found.counterexamples.empty() && !found.partial ? Status::Survives : Status::Lost;
}

} // namespace

Status verify_command(int count, const char* const* words, const Terminal& terminal, std::ostream& out, std::ostream& err) {
    Raw raw;
    CLI::App app(about, "placement-sim verify");
    app.footer(footer);
    add_options(app, raw);
    return in_command(app, count, words, out, err, [&] {
        raw.live.take(raw.cib);
        return verified(raw, terminal, out, err);
    });
}

} // namespace placement::sim
