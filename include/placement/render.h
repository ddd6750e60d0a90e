#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "placement/carry_out.h"
#include "placement/commands.h"
#include "placement/difference.h"
#include "placement/explain.h"
#include "placement/history.h"
#include "placement/lint.h"
#include "placement/margin.h"
#include "placement/releases.h"
#include "placement/repair.h"
#include "placement/report.h"
#include "placement/scenario.h"
#include "placement/schedule.h"
#include "placement/split.h"
#include "placement/sweep.h"
#include "placement/verify.h"
#include "placement/what_if.h"
#include "placement/wording.h"

/// Results as text and JSON. Everything returns a string; nothing here writes anywhere.
namespace placement {

// ---- scores ---------------------------------------------------------------------------------------------------

/// Which lines of crm_simulate's report are wanted.
struct ScoreReport {
    bool scores = true;       ///< allocation and promotion scores (crm_simulate -s)
    bool utilization = false; ///< capacities and utilization (crm_simulate -U)
    Wording words = {};
};

/// The score table, one line for each entry of Schedule::reported_scores, worded exactly as in `crm_simulate -s`.
std::string score_report(const Schedule& schedule, const ScoreReport& wanted = {});

// ---- the cluster's state, and what will be done ---------------------------------------------------------------

struct ClusterStatusOptions {
    std::string title = "Cluster Status";
    /// Show pending operations ("Starting").
    bool pending = false;
    bool attributes = false; ///< of the online nodes (crm_simulate -A)
    bool failures = false;   ///< fail counts and failed operations (crm_simulate -c)
    /// The UTC offset, in seconds, of the clock in which times are shown, at a given time; without it, times are in UTC.
    std::function<std::int32_t(std::int64_t)> utc_offset = {};
    Wording words = {};
};

/// Nodes, resources and the other requested parts, worded exactly as in `crm_simulate`.
std::string cluster_status_text(const Cluster& cluster, const ClusterStatusOptions& options = {});

/// Notices about the whole cluster, shown before its status: that it is in maintenance mode, and how many instances are
/// disabled or blocked. Empty if there are none.
std::string cluster_notices_text(const Cluster& cluster, const Wording& words = {});

/// What the schedule changes, one line for each resource or node, worded as in the "Transition Summary" of `crm_simulate`.
std::string transition_summary_text(const Schedule& schedule, const Wording& words = {});

/// "2000-01-31 12:30:00Z".
std::string utc_text(Time time);

// ---- transitions ----------------------------------------------------------------------------------------------

/// The transition in the form of Pacemaker's graph (crm_simulate -G).
std::string transition_xml(const Schedule& schedule, const Wording& words = {});

struct DotStyle {
    bool all_actions = false; ///< also actions that are optional, or whose resource is not managed (-a)
    bool numbers = false;     ///< an action's number after its name (-V)
};
/// The actions, and what each waits for, in Graphviz format, as written by crm_simulate (-D). (Pacemaker: write_sim_dotfile)
std::string transition_dot(const Schedule& schedule, const DotStyle& style = {});

/// The section "Performing Requested Modifications", with its title.
std::string modifications_text(const std::vector<Modification>& modifications, const Wording& words = {});
/// The section "Executing Cluster Transition", with its title.
std::string carried_out_text(const CarriedOut& carried_out, const Schedule& schedule, const Wording& words = {});

// ---- the same as XML ------------------------------------------------------------------------------------------

// Each is one child element of the <pacemaker-result> that crm_simulate --output-as=xml prints, of the shape that its
// schema has (Pacemaker: xml/api/crm_simulate-2.41.rng).

/// <cluster_status> or, after a transition, <revised_cluster_status>; the title in the options is ignored.
std::string cluster_status_xml(const Cluster& cluster, const ClusterStatusOptions& options = {}, bool revised = false);
/// <allocations>, <utilizations>, <allocations_utilizations>, depending on what is wanted.
std::string score_report_xml(const Schedule& schedule, const ScoreReport& wanted = {});
/// <actions>
std::string transition_summary_xml(const Schedule& schedule);
/// <modifications>
std::string modifications_xml(const std::vector<Modification>& modifications);
/// <transition>
std::string carried_out_xml(const CarriedOut& carried_out);

struct ResultTiming {
    std::string file;
    double seconds = 0;
};
/// <timings>
std::string timings_xml(const std::vector<ResultTiming>& timings);

/// The whole document: the request, the elements, the exit status, and the errors.
std::string result_xml(const std::string& request, const std::string& elements, int exit_status,
                       const std::vector<std::string>& errors);

// ---- outcomes -------------------------------------------------------------------------------------------------

struct TextStyle {
    /// ANSI colours.
    bool color = false;
    /// Show every service, even if many run as before.
    bool everything = false;
    /// Show what is done, step by step, until the cluster is at rest.
    bool steps = false;
    /// The maximum width of the text: lines break between words, tables between columns. 0 means no limit.
    std::size_t width = 0;
    /// Edits are also told as command lines of this tool alone. None: where they always are, of both.
    std::optional<CommandTool> commands = {};
    /// Maps and bars are drawn with block characters, for a terminal that shows UTF-8.
    bool blocks = false;
};

/// The answer as text: nodes, quorum, services before and after, what stays down and why, how promotion was decided (with its
/// parts, if the schedule has a ledger), and the verdict.
std::string outcome_text(const Outcome& outcome, const TextStyle& style = {});

/// The timeline, one line for each entry, and how it ends; outcome_text() includes it if there is one. Two cycles of a loop are
/// shown; with TextStyle::everything or steps, all of them, and the end of every operation.
std::string sequence_text(const Sequence& sequence, const TextStyle& style = {});

/// One sentence: whether every service that ran still runs.
std::string verdict(const Outcome& outcome);

struct JsonContent {
    /// Add the score table as "scores".
    bool scores = false;
};

/// The same answer as JSON in the form that docs/json.md describes.
std::string outcome_json(const Outcome& outcome, const JsonContent& content = {});

/// The version of that form. It increases when something is renamed, removed or changes its meaning.
inline constexpr int json_format_version = 2;

// ---- explanations ---------------------------------------------------------------------------------------------

/// Every score of the resources that a name stands for (see require_resources), and of everything in them, as the sum of its
/// causes: on one node, or on all nodes if `node` is empty. The outcome's schedule must have a ledger; throws UnknownName.
std::string explanation_text(const Outcome& outcome, const std::string& resource, const std::string& node,
                             const TextStyle& style = {});
/// The same as JSON (docs/json.md).
std::string explanation_json(const Outcome& outcome, const std::string& resource, const std::string& node);

// ---- sweeps ---------------------------------------------------------------------------------------------------

/// A matrix of failures and services, then what a single failure takes down and why, then the verdict.
std::string sweep_text(const Sweep& sweep, const TextStyle& style = {});
/// One sentence: what a single failure takes down.
std::string verdict(const Sweep& sweep);
/// The same as JSON (docs/json.md).
std::string sweep_json(const Sweep& sweep);

// ---- splits ---------------------------------------------------------------------------------------------------

/// The sides with their quorum and whom they fence, where the services are in the end, warnings, and the verdict.
std::string split_text(const Split& split, const TextStyle& style = {});
/// One sentence: who has quorum, and what becomes of the services.
std::string verdict(const Split& split);
/// The same as JSON (docs/json.md).
std::string split_json(const Split& split);

// ---- histories ------------------------------------------------------------------------------------------------

/// What of a history is shown.
struct HistoryView {
    std::string resource = {}; ///< only what concerns this resource; empty: all
    std::optional<Time> since = {};
    std::optional<Time> until = {};
};

/// The story: how well it agrees with the logs, services over time, outages, and each moment at which something happened.
std::string history_text(const History& history, const ToldHistory& told, const HistoryView& view = {},
                         const TextStyle& style = {});
/// docs/json.md describes it.
std::string history_json(const History& history, const ToldHistory& told);
/// What the metrics of a sweep say besides.
struct SweepMetrics {
    std::string cluster = {};                     ///< the label `cluster` of each metric; empty: none
    std::optional<Time> at = {};                  ///< the time that the sweep is about
    std::optional<std::int64_t> next_change = {}; ///< when a rule, an expiry or a lock changes something (Cluster::recheck_by)
    const LintReport* findings = nullptr;         ///< counted by level
    std::vector<Margins> margins = {};            ///< of services: the smallest of each
};
/// What a sweep found as metrics for Prometheus, in its text format 0.0.4: for the textfile collector of its node exporter.
/// docs/monitoring.md describes them.
std::string sweep_prometheus(const Sweep& sweep, const SweepMetrics& metrics = {});

/// The matrix as comma-separated values: one line for each failure, one column for each service; each cell says what the
/// failure does to the service (empty: nothing). (RFC 4180)
std::string sweep_csv(const Sweep& sweep);

// ---- sequences of failures ------------------------------------------------------------------------------------

/// The verdict, what was covered, and each counterexample as a story with the command that shows it.
std::string verify_text(const Verification& found, const TextStyle& style = {});
/// How many sequences there are, and what would be less: one line, for whoever waits.
std::string verify_extent_text(const VerifyProgress& progress);
/// docs/json.md describes it.
std::string verify_json(const Verification& found);

// ---- repairs --------------------------------------------------------------------------------------------------

/// What does not hold, and each repair with its range, what it does besides, its patch and the commands that make it.
std::string repairs_text(const Repairs& repairs, const TextStyle& style = {});
/// docs/json.md describes it.
std::string repairs_json(const Repairs& repairs);

// ---- differences ----------------------------------------------------------------------------------------------

/// The edits, and where the two CIBs behave differently, as text.
std::string difference_text(const Difference& difference, const TextStyle& style = {});
/// The same as JSON (docs/json.md).
std::string difference_json(const Difference& difference);

// ---- what if, and how far --------------------------------------------------------------------------------------

/// What changes of the configuration would do for a resource, as text; with TextStyle::commands, also the commands that make them.
std::string what_if_text(const WhatIf& answer, const TextStyle& style = {});
/// The same as JSON (docs/json.md).
std::string what_if_json(const WhatIf& answer);

/// A sentence for each number that has an edge, the closest first.
std::string margin_text(const Margins& margins, const TextStyle& style = {});
/// The same as JSON (docs/json.md).
std::string margin_json(const Margins& margins);

// ---- reports ---------------------------------------------------------------------------------------------------

/// Everything in the report as one JSON object on one line (docs/json.md). Values of parameters whose names say that they are
/// passwords are left out of the CIB's text.
std::string report_json(const Report& report);

/// The page is not part of this build of the library.
class NoReportPage : public std::runtime_error {
public:
    NoReportPage();
};
/// Whether report_page() has a page.
bool has_report_page();
/// The JSON of a report as one HTML file that needs nothing else and asks for nothing. Throws NoReportPage.
std::string report_page(const std::string& report_json);

// ---- releases --------------------------------------------------------------------------------------------------

/// A line for each release: its feature set and newest schema, with what it was compared and how well, and which distributions
/// ship it.
std::string releases_text(const TextStyle& style = {});
/// The same as JSON (docs/json.md).
std::string releases_json();

/// The rules in which two releases differ, with the release that changed each and the upstream source.
std::string changed_rules_text(Release one, Release other, const TextStyle& style = {});
/// The same as JSON (docs/json.md).
std::string changed_rules_json(Release one, Release other);

// ---- lint ------------------------------------------------------------------------------------------------------

/// Each finding with its source line and a caret, the scenario that shows it, and what to do; then the number of findings.
std::string lint_text(const std::vector<LintReport>& reports, const TextStyle& style = {});
/// The same as JSON (docs/json.md).
std::string lint_json(const std::vector<LintReport>& reports);
/// The same as SARIF 2.1.0, which code hosts and editors read. `rules` are the rules that were run.
std::string lint_sarif(const std::vector<LintReport>& reports, const std::vector<LintRule>& rules);

/// The rules, one line for each, by topic.
std::string lint_rules_text(const std::vector<LintRule>& rules);
/// The same as JSON (docs/json.md).
std::string lint_rules_json(const std::vector<LintRule>& rules);
/// Everything about one rule, as in the manual: Markdown.
std::string lint_rule_manual(const LintRule& rule);

/// "FILE:LINE:COLUMN: warning: message [code]", one line.
std::string diagnostic_text(const std::string& file, const Diagnostic& diagnostic);

} // namespace placement
