#include "placement-sim/lint_command.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <limits>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "placement-sim/command_frame.h"
#include "placement-sim/live_cib.h"
#include "placement-sim/long_work.h"
#include "placement-sim/shared_options.h"
#include "placement/error.h"
#include "placement/lint.h"
#include "placement/render.h"
#include "placement/repair.h"
#include "program/output.h"

namespace placement::sim {

namespace {

constexpr const char* about = "Finds what is wrong, risky or useless in a configuration. What it says about a failure, it has "
                              "simulated.";

constexpr const char* footer = R"(
A comment in the CIB disables codes for the element that follows it:
  <!-- placement-lint disable no-fencing - a laboratory -->

Exit status:
  0  there are no findings of the --fail-on level or above
  1  there are such findings
  2  the input or the arguments cannot be used
  3  the CIB uses something that is not supported

Examples:
  placement-sim lint cib.xml
  placement-sim lint cib.xml --fail-on warning --disable no-fencing --format sarif > lint.sarif
  placement-sim lint --explain promotion-held-up)";

struct Raw {
    std::vector<std::string> cibs;
    LiveOption live;
    std::string fail_on;
    std::vector<std::string> disabled;
    std::vector<std::string> only;
    std::string configuration;
    MaxRunsOption max_runs;
    JobsOption jobs;
    AtOption at;
    QuorumOption quorum;
    ReleaseOption release;
    FormatOption format;
    AllOption all;
    bool rules = false;
    std::vector<std::string> explain;
    bool repair = false;
    CommandsOption commands;
};

void add_options(CLI::App& app, Raw& raw) {
    const auto codes = [&app](const char* name, std::vector<std::string>& target, const char* help) {
        add_repeated(app, name, target, help, "CODE")->delimiter(',');
    };
    add_cib_argument(app, "CIB", raw.cibs);
    raw.live.add_to(app);
    app.add_option("--fail-on", raw.fail_on, "exit with status 1 if there are findings of this level or above (default: error)")
        ->option_text("error|warning|info")
        ->check(CLI::IsMember({"error", "warning", "info"}));
    codes("--disable", raw.disabled, "do not report this code (repeatable, or a comma-separated list)");
    codes("--only", raw.only, "report only this code (repeatable, or a comma-separated list)");
    app.add_option("--config", raw.configuration,
                   "read settings from this file: `disable CODE…`, `level CODE LEVEL`, `fail-on LEVEL`")
        ->option_text("FILE");
    raw.max_runs.add_to(
        app, "run at most this many scenarios per CIB, however long that takes (default: 400, fewer for a large cluster)");
    raw.jobs.add_to(app);
    raw.at.add_to(app);
    raw.quorum.add_to(app);
    raw.release.add_to(app);
    raw.format.add_to(app, {"text", "json", "sarif"});
    raw.all.add_to(app, "say what to do for every finding, not only once per code");
    app.add_flag("--repair", raw.repair, "for each finding that a run shows, search for edits with which it goes away");
    raw.commands.add_to(app, "with --repair: tell edits as commands of this tool alone (default: of both; json has both)");
    app.add_flag("--rules", raw.rules, "list the rules (--format text or json)");
    codes("--explain", raw.explain, "explain a code in detail (repeatable)");
}

// ---- rules ----------------------------------------------------------------------------------------------------

std::string read_file(const std::string& path) {
    std::ifstream stream(path, std::ios::binary);
    if (!stream) throw InvalidArgument("cannot read " + path);
    return {std::istreambuf_iterator<char>(stream), {}};
}

LintOptions options_of(const Raw& raw, const std::vector<LintRule>& rules, std::optional<Severity>& fail_on) {
    LintOptions options;
    if (!raw.configuration.empty()) {
        read_lint_configuration(read_file(raw.configuration), raw.configuration, rules, options, fail_on);
    }
    for (const std::string& code : raw.disabled) options.disabled.insert(require_rule(rules, code).code);
    for (const std::string& code : raw.only) require_rule(rules, code);
    if (!raw.only.empty()) {
        for (const LintRule& rule : rules) {
            if (std::ranges::find(raw.only, rule.code) == raw.only.end()) options.disabled.insert(rule.code);
        }
    }
    if (!raw.fail_on.empty()) fail_on = parse_level(raw.fail_on);
    if (const auto runs = raw.max_runs.runs()) {
        options.max_runs = *runs;
        options.max_work = std::numeric_limits<std::size_t>::max();
    }
    options.threads = raw.jobs.threads();
    options.quorum = raw.quorum.rule();
    options.release = raw.release.release();
    options.at = raw.at.time();
    return options;
}

// ---- answering ------------------------------------------------------------------------------------------------

std::string rendered(const Raw& raw, const std::vector<LintReport>& reports, const std::vector<LintRule>& rules,
                     const Terminal& terminal) {
    if (raw.format.is("json")) return lint_json(reports);
    if (raw.format.is("sarif")) return lint_sarif(reports, rules);
    return lint_text(
        reports,
        {.color = terminal.color, .everything = raw.all.given(), .width = terminal.width, .commands = raw.commands.tool()});
}

Status written(std::ostream& out, const std::string& text, Status status) {
    program::print(out, text);
    return status;
}

std::string listed(const std::vector<LintRule>& rules, const FormatOption& format) {
    if (format.is("sarif")) {
        throw InvalidArgument("--rules: the list is available as text or json; sarif contains the rules with the findings");
    }
    return format.is("json") ? lint_rules_json(rules) : lint_rules_text(rules);
}

Status look(const Raw& raw, const Terminal& terminal, std::ostream& out, std::ostream& err) {
    const std::vector<LintRule> rules = lint_rules();
    if (raw.rules) return written(out, listed(rules, raw.format), Status::Survives);
    if (!raw.explain.empty()) {
        std::string text;
        for (const std::string& code : raw.explain) text += lint_rule_manual(require_rule(rules, code));
        return written(out, text, Status::Survives);
    }
    if (raw.cibs.empty()) throw InvalidArgument("CIB is required");
    if (raw.commands.tool() && !raw.repair) throw InvalidArgument("--commands needs --repair");
    std::optional<Severity> fail_on;
    const LintOptions options = options_of(raw, rules, fail_on);
    std::vector<LintReport> reports;
    Ticker ticker(terminal, err, "checking");
    for (const std::string& name : raw.cibs) {
        const Cib cib = read_cib(name);
        LintOptions of_this = options;
        of_this.at = time_of_question(options.at, {&cib}, terminal.now);
        reports.push_back(lint(cib, of_this, rules));
        if (raw.repair) add_repairs(reports.back(), of_this);
    }
    ticker.stop();
    const Severity level = fail_on.value_or(Severity::Error);
    const bool found = std::ranges::any_of(reports, [level](const LintReport& report) { return report.any_at_least(level); });
    return written(out, rendered(raw, reports, rules, terminal), found ? Status::Lost : Status::Survives);
}

} // namespace

Status lint_command(int count, const char* const* words, const Terminal& terminal, std::ostream& out, std::ostream& err) {
    Raw raw;
    CLI::App app(about, "placement-sim lint");
    app.footer(footer);
    add_options(app, raw);
    return in_command(app, count, words, out, err, [&] {
        if (raw.live.given()) raw.cibs.insert(raw.cibs.begin(), live_cluster);
        return look(raw, terminal, out, err);
    });
}

} // namespace placement::sim
