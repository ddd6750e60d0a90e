#pragma once

#include <string>
#include <vector>

#include "placement/explain.h"
#include "placement/scenario.h"
#include "placement/schedule.h"

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

// ---- outcomes -------------------------------------------------------------------------------------------------

struct TextStyle {
    /// ANSI colours.
    bool color = false;
    /// Show every service, also where many run as before.
    bool everything = false;
};

/// The answer for a person: nodes, quorum, services before and after, what stays down and why, how promotion was
/// decided (with the schedule's ledger, its parts), and the verdict.
std::string outcome_text(const Outcome& outcome, const TextStyle& style = {});

/// One sentence: whether every service that ran still runs.
std::string verdict(const Outcome& outcome);

struct JsonContent {
    /// Add the score table as "scores".
    bool scores = false;
};

/// The same answer as JSON of the shape that docs/json.md describes.
std::string outcome_json(const Outcome& outcome, const JsonContent& content = {});

/// The version of that shape. It grows when something is renamed, removed or changes its meaning.
inline constexpr int json_format_version = 1;

// ---- explanations ---------------------------------------------------------------------------------------------

/// Every score of the resources that a name stands for (see require_resources), and of what is in them, as the sum of
/// its causes: on one node, or on all where `node` is empty. The outcome's schedule must have its ledger; throws
/// UnknownName.
std::string explanation_text(const Outcome& outcome, const std::string& resource, const std::string& node,
                             const TextStyle& style = {});
/// The same as JSON (docs/json.md).
std::string explanation_json(const Outcome& outcome, const std::string& resource, const std::string& node);

/// "FILE:LINE:COLUMN: warning: message [code]", one line.
std::string diagnostic_text(const std::string& file, const Diagnostic& diagnostic);

} // namespace placement
