#pragma once

#include <compare>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "placement/behavior.h"
#include "placement/carry_out.h"
#include "placement/cib.h"
#include "placement/cluster.h"
#include "placement/diagnostic.h"
#include "placement/edit.h"
#include "placement/element.h"
#include "placement/error.h"
#include "placement/scenario.h"
#include "placement/sweep.h"

/// Finding what is wrong, risky or useless in a configuration, by looking at it and by running it.
namespace [[gnu::visibility("default")]] placement {

// ---- findings -------------------------------------------------------------------------------------------------

/// A scenario that was run and shows what a finding says.
struct Proof {
    std::vector<Event> events = {};
    /// Operations that fail every time they run.
    std::vector<OperationResult> failing = {};
    /// Changes to the configuration that the scenario assumes; empty if the configuration is run as it is.
    std::vector<ConfigurationChange> changes = {};
    Release release = default_release;
    /// What happens, a sentence.
    std::string shows = {};
    /// The services that are stopped then, or have no promoted instance.
    std::vector<std::string> lost = {};
    std::vector<Obstacle> kept_down_by = {};
};

/// Another place that a finding is about.
struct RelatedPlace {
    std::string text;
    Position position;
};

/// Edits with which a finding goes away, as runs show (add_repairs() in placement/repair.h); none where something else is enough.
struct ProvenEdit {
    std::string text; ///< "score of vip-not-with-db: -1000 instead of -INFINITY"
    std::vector<ConfigurationChange> changes;
    /// No service fares worse under any single failure with it.
    bool harmless = false;
    std::vector<std::string> notes = {}; ///< as in Repair
};

struct Finding {
    std::string code = {};
    Severity severity = Severity::Warning;
    /// What was found, a sentence with the names.
    std::string message = {};
    Position position = {};
    /// What to do about this finding; the rule's remedy if the finding has no remedy itself.
    std::string remedy = {};
    std::vector<RelatedPlace> related = {};
    std::optional<Proof> proof = {};
    /// lint() merges findings that differ only in names: what the others say, and where. They are not counted as separate
    /// findings.
    std::vector<RelatedPlace> others = {};
    /// The best first; filled by add_repairs() alone.
    std::vector<ProvenEdit> repairs = {};
};

using Findings = std::vector<Finding>;

/// "info", "warning", "error".
std::string_view level_text(Severity severity);
/// Throws InvalidArgument for another word.
Severity parse_level(std::string_view text);

// ---- what a rule may look at ----------------------------------------------------------------------------------

struct LintOptions {
    /// The codes of findings that are disabled.
    std::set<std::string> disabled = {};
    /// Codes with another level than their rule has.
    std::map<std::string, Severity> levels = {};
    /// As in Scenario.
    std::optional<Time> at = {};
    std::optional<QuorumRule> quorum = {};
    std::optional<Release> release = {};
    /// The maximum number of scenarios that are run, for all rules together.
    std::size_t max_runs = 400;
    /// Limits the time for a large cluster: the maximum number of actions, approximately, that all schedules of all runs create
    /// together. A run of a cluster that stays at rest creates its actions twice.
    std::size_t max_work = 30'000;
    /// Worker threads; 0: one for each processor.
    unsigned threads = 0;
    /// Called before each rule and from time to time while failures are tried, by one thread at a time; false ends it with
    /// LintStopped.
    std::function<bool()> go_on = {};
};

/// LintOptions::go_on ended it.
class LintStopped : public Error {
public:
    LintStopped() : Error("lint was stopped") {}
};

/// Thrown by LintSubject if more runs would be needed than are allowed; lint() turns it into the finding `not-looked`.
class TooMuchToRun : public Error {
public:
    using Error::Error;
};

/// The version of the release that a CIB says it was written by.
struct ReleaseNumbers {
    int major = 0;
    int minor = 0;
    int patch = 0;
    friend auto operator<=>(const ReleaseNumbers&, const ReleaseNumbers&) = default;
};
/// "2.1.5".
std::string text(ReleaseNumbers release);

/// The cluster that rules examine. Anything that needs a run is computed when the first rule asks for it.
class LintSubject {
public:
    /// Throws what unpack() throws.
    LintSubject(const Cib& cib, const LintOptions& options);
    ~LintSubject();
    LintSubject(const LintSubject&) = delete;
    LintSubject& operator=(const LintSubject&) = delete;

    const Cib& cib() const;
    const Cluster& cluster() const;
    /// The XML, for what the model does not keep: names that are not read, and the positions of values.
    const Element& configuration() const;
    Release release() const;
    /// The release of the cluster that wrote the CIB: from dc-version, or the first release with its crm_feature_set. Without
    /// either, release() if that is not the default; otherwise none.
    const std::optional<ReleaseNumbers>& written_by() const;
    /// Whether the CIB has the state of a cluster that ran: a node was seen, and the CIB says whether there was quorum. A
    /// simulation of a configuration alone says nothing about a cluster.
    bool has_state() const;

    /// What the cluster does if nothing happens, with the ledger.
    const Outcome& now() const;
    /// now() comes to rest, with a node online.
    bool comes_to_rest() const;
    /// Every single failure of a node or a running instance in the cluster at rest; only of nodes, if the others would need too
    /// many runs. No scenarios if there is no state, or if the cluster does not come to rest. Throws TooMuchToRun.
    const Sweep& single_failures() const;
    /// The events, preceded by what the cluster does anyway if it is not at rest.
    std::vector<Event> at_rest_then(std::vector<Event> events) const;
    /// The outcome of the scenario, with the ledger. Throws TooMuchToRun, and what simulate() and changed() throw.
    Outcome run(const Proof& scenario) const;
    /// A clause that says what single_failures() left out because too many runs would be needed; empty if nothing was left out.
    const std::string& left_out() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

// ---- rules ----------------------------------------------------------------------------------------------------

struct LintRule {
    /// Stable, in lower case with hyphens.
    std::string code;
    /// What it is about: "references", "colocation", …
    std::string topic;
    Severity severity = Severity::Warning;
    /// What it finds, one clause.
    std::string summary;
    /// Why that matters, in sentences.
    std::string explanation;
    std::string remedy;
    /// Adds its findings. A finding without a code gets the rule's code, level and remedy; one with the rule's code keeps its
    /// own level. Empty for what reading the CIB finds and reports as a Diagnostic.
    std::function<void(const LintSubject&, Findings&)> check = {};
    /// It is not run if the CIB has no state of a cluster (LintSubject::has_state).
    bool needs_state = false;
};

/// The rules in the library, in the order of the manual. Others can be added to the list.
std::vector<LintRule> lint_rules();

/// The rule with this code. Throws UnknownName.
const LintRule& require_rule(const std::vector<LintRule>& rules, const std::string& code);

/// What one rule finds, as lint() would report it.
Findings run_rule(const LintRule& rule, const LintSubject& subject);

/// What was found in one CIB.
struct LintReport {
    std::string name = {}; ///< of the CIB
    Cib cib;               ///< for the lines that findings point at
    Release release = default_release; ///< whose rules applied, except for proofs that name another one
    std::string nearest_to = {};       ///< as in Cluster
    /// The kinds of resource in the CIB that are not checked for that release.
    std::vector<std::string> unchecked_kinds = {};
    /// By level, errors first, then by position; findings without a position come first.
    Findings findings = {};
    /// The number of findings that are switched off by a comment in the CIB.
    std::size_t suppressed = 0;
    std::size_t rules_run = 0;

    std::size_t count(Severity severity) const;
    /// Whether there is a finding of this level or a higher one.
    bool any_at_least(Severity severity) const;
};

/// Runs the rules that are not disabled, and collects the diagnostics of reading.
///
/// A rule that throws is reported as the finding `rule-failed`, one that would need more runs than are allowed as `not-looked`,
/// and the others still run. A comment in the CIB, `<!-- placement-lint disable CODE… -->`, disables codes for the element that
/// follows it and everything in it. Throws what unpack() throws, and InvalidArgument if neither the options nor the CIB
/// give a time; LintStopped.
LintReport lint(const Cib& cib, const LintOptions& options = {}, const std::vector<LintRule>& rules = lint_rules());

/// Adds the settings of a configuration file to the options. A line is `disable CODE…`, `level CODE error|warning|info`, or
/// empty; `#` begins a comment. `fail-on error|warning|info` sets `fail_on`. `rules` provides the known codes. Throws
/// InputError with line and column.
void read_lint_configuration(std::string_view text, const std::string& name, const std::vector<LintRule>& rules,
                             LintOptions& options, std::optional<Severity>& fail_on);

} // namespace placement
