#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "placement/carry_out.h"
#include "placement/difference.h"
#include "placement/explain.h"
#include "placement/lint.h"
#include "placement/margin.h"
#include "placement/scenario.h"
#include "placement/schedule.h"
#include "placement/sweep.h"
#include "placement/what_if.h"

/// Results as text and JSON. Everything returns a string; nothing here writes anywhere.
namespace placement {

// ---- scores ---------------------------------------------------------------------------------------------------

/// Which lines of the reference's report are wanted.
struct ScoreReport {
    bool scores = true;       ///< allocation and promotion scores (crm_simulate -s)
    bool utilization = false; ///< capacities and what was used of them (crm_simulate -U)
};

/// The score table, a line an entry of Schedule::reported_scores and worded exactly as `crm_simulate -s` words it.
std::string score_report(const Schedule& schedule, const ScoreReport& wanted = {});

// ---- the cluster's state, and what will be done ---------------------------------------------------------------

struct ClusterStatusOptions {
    std::string title = "Cluster Status";
    /// Show operations that are under way ("Starting").
    bool pending = false;
    bool attributes = false; ///< of the online nodes (crm_simulate -A)
    bool failures = false;   ///< fail counts and failed operations (crm_simulate -c)
    /// How many seconds the clock that times are shown by was ahead of UTC at a moment; without it, times are in UTC.
    std::function<std::int32_t(std::int64_t)> utc_offset = {};
};

/// Nodes, resources and what else is asked for, worded exactly as `crm_simulate` words it.
std::string cluster_status_text(const Cluster& cluster, const ClusterStatusOptions& options = {});

/// What is said of the whole cluster before its status: that it is in maintenance, and how many instances are disabled
/// or blocked. Empty where there is nothing to say.
std::string cluster_notices_text(const Cluster& cluster);

/// What the schedule changes, a line a resource or node, as `crm_simulate` words it below "Transition Summary".
std::string transition_summary_text(const Schedule& schedule);

/// "2000-01-31 12:30:00Z".
std::string utc_text(Time time);

// ---- transitions ----------------------------------------------------------------------------------------------

/// The transition as the graph of the reference (crm_simulate -G).
std::string transition_xml(const Schedule& schedule);

struct DotStyle {
    bool all_actions = false; ///< also what is optional, or of a resource that is not managed (-a)
    bool numbers = false;     ///< an action's number after its name (-V)
};
/// The actions and what each waits for in the language of Graphviz, as the reference writes them (-D).
/// (Pacemaker: write_sim_dotfile)
std::string transition_dot(const Schedule& schedule, const DotStyle& style = {});

/// The section "Performing Requested Modifications", with its title.
std::string modifications_text(const std::vector<Modification>& modifications);
/// The section "Executing Cluster Transition", with its title.
std::string carried_out_text(const CarriedOut& carried_out, const Schedule& schedule);

// ---- the same as XML ------------------------------------------------------------------------------------------

// Each is one child element of the <pacemaker-result> that crm_simulate --output-as=xml prints, of the shape that its
// schema has (Pacemaker: xml/api/crm_simulate-2.41.rng).

/// <cluster_status> or, after a transition, <revised_cluster_status>; of the options, the title does not count.
std::string cluster_status_xml(const Cluster& cluster, const ClusterStatusOptions& options = {}, bool revised = false);
/// <allocations>, <utilizations>, <allocations_utilizations>: by what is wanted.
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

/// The whole document: what was asked for, the elements, the exit status, and what went wrong.
std::string result_xml(const std::string& request, const std::string& elements, int exit_status,
                       const std::vector<std::string>& errors);

// ---- outcomes -------------------------------------------------------------------------------------------------

struct TextStyle {
    /// ANSI colours.
    bool color = false;
    /// Show every service, also where many run as before.
    bool everything = false;
    /// Show what is done, step by step, until the cluster is at rest.
    bool steps = false;
    /// How wide the text may be: lines break between words, tables between columns. 0 is no limit.
    std::size_t width = 0;
};

/// The answer for a person: nodes, quorum, services before and after, what stays down and why, how promotion was
/// decided (with the schedule's ledger, its parts), and the verdict.
std::string outcome_text(const Outcome& outcome, const TextStyle& style = {});

/// What happens when, a line each, and how it ends; outcome_text() has it where there is one. Of a loop two turns are
/// shown, or with TextStyle::everything or steps all of them, and every operation's end.
std::string sequence_text(const Sequence& sequence, const TextStyle& style = {});

/// One sentence: whether every service that ran still runs.
std::string verdict(const Outcome& outcome);

struct JsonContent {
    /// Add the score table as "scores".
    bool scores = false;
};

/// The same answer as JSON of the shape that docs/json.md describes.
std::string outcome_json(const Outcome& outcome, const JsonContent& content = {});

/// The version of that shape. It grows when something is renamed, removed or changes its meaning.
inline constexpr int json_format_version = 2;

// ---- explanations ---------------------------------------------------------------------------------------------

/// Every score of the resources that a name stands for (see require_resources), and of what is in them, as the sum of
/// its causes: on one node, or on all where `node` is empty. The outcome's schedule must have its ledger; throws
/// UnknownName.
std::string explanation_text(const Outcome& outcome, const std::string& resource, const std::string& node,
                             const TextStyle& style = {});
/// The same as JSON (docs/json.md).
std::string explanation_json(const Outcome& outcome, const std::string& resource, const std::string& node);

// ---- sweeps ---------------------------------------------------------------------------------------------------

/// A matrix of failure against service, then what a single failure takes down and why, then the verdict.
std::string sweep_text(const Sweep& sweep, const TextStyle& style = {});
/// One sentence: what a single failure takes down.
std::string verdict(const Sweep& sweep);
/// The same as JSON (docs/json.md).
std::string sweep_json(const Sweep& sweep);
/// The matrix as comma-separated values: a line a failure, a column a service, a cell what the failure does to it (empty:
/// nothing). (RFC 4180)
std::string sweep_csv(const Sweep& sweep);

// ---- differences ----------------------------------------------------------------------------------------------

/// The edits, and where the two CIBs do not do the same, for a person.
std::string difference_text(const Difference& difference, const TextStyle& style = {});
/// The same as JSON (docs/json.md).
std::string difference_json(const Difference& difference);

// ---- what if, and how far --------------------------------------------------------------------------------------

/// What changes of the configuration change for a resource, for a person.
std::string what_if_text(const WhatIf& answer, const TextStyle& style = {});
/// The same as JSON (docs/json.md).
std::string what_if_json(const WhatIf& answer);

/// A sentence for each number that is on the way to another outcome, the nearest first.
std::string margin_text(const Margins& margins, const TextStyle& style = {});
/// The same as JSON (docs/json.md).
std::string margin_json(const Margins& margins);

// ---- lint ------------------------------------------------------------------------------------------------------

/// Each finding with its source line and a caret, the scenario that shows it and what to do, then how many there are.
std::string lint_text(const std::vector<LintReport>& reports, const TextStyle& style = {});
/// The same as JSON (docs/json.md).
std::string lint_json(const std::vector<LintReport>& reports);
/// The same as SARIF 2.1.0, which code hosts and editors read. `rules` are those that were asked.
std::string lint_sarif(const std::vector<LintReport>& reports, const std::vector<LintRule>& rules);

/// The rules, a line each, by topic.
std::string lint_rules_text(const std::vector<LintRule>& rules);
/// The same as JSON (docs/json.md).
std::string lint_rules_json(const std::vector<LintRule>& rules);
/// All about one rule, as the manual has it: Markdown.
std::string lint_rule_manual(const LintRule& rule);

/// "FILE:LINE:COLUMN: warning: message [code]", one line.
std::string diagnostic_text(const std::string& file, const Diagnostic& diagnostic);

} // namespace placement
