#pragma once

#include <compare>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
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
#include "placement/scenario.h"
#include "placement/sweep.h"

/// Finding what is wrong, risky or useless in a configuration: by looking at it, and by running it.
namespace placement {

// ---- findings -------------------------------------------------------------------------------------------------

/// A scenario that was run and shows what a finding says.
struct Proof {
    std::vector<Event> events = {};
    /// Operations that fail whenever they happen.
    std::vector<OperationResult> failing = {};
    /// What was configured otherwise for it; empty where the configuration is run as it is.
    std::vector<ConfigurationChange> changes = {};
    Release release = default_release;
    /// What happens then, a sentence.
    std::string shows = {};
    /// The services that are stopped then, or have no promoted instance.
    std::vector<std::string> lost = {};
    std::vector<Obstacle> kept_down_by = {};
};

/// Another place that a finding speaks of.
struct RelatedPlace {
    std::string text;
    Position position;
};

struct Finding {
    std::string code = {};
    Severity severity = Severity::Warning;
    /// What is found, a sentence with the names.
    std::string message = {};
    Position position = {};
    /// What to do about this one; the rule's remedy where the finding has none of its own.
    std::string remedy = {};
    std::vector<RelatedPlace> related = {};
    std::optional<Proof> proof = {};
    /// lint() gathers findings that differ in names alone: what the others say, and where. They are no findings of their own.
    std::vector<RelatedPlace> others = {};
};

using Findings = std::vector<Finding>;

/// "info", "warning", "error".
std::string_view level_text(Severity severity);
/// Throws std::invalid_argument for another word.
Severity parse_level(std::string_view text);

// ---- what a rule may look at ----------------------------------------------------------------------------------

struct LintOptions {
    /// The codes of findings that are not wanted.
    std::set<std::string> disabled = {};
    /// Codes that have another level than their rule says.
    std::map<std::string, Severity> levels = {};
    /// As in Scenario.
    std::optional<Time> at = {};
    std::optional<QuorumRule> quorum = {};
    std::optional<Release> release = {};
    /// At most so many scenarios are run, whatever rule asks for them.
    std::size_t max_runs = 400;
    /// What bounds the time for a large cluster: all schedules of all runs together make about so many actions at most. A run
    /// of a cluster that stays at rest makes its actions twice.
    std::size_t max_work = 30'000;
    /// Worker threads; 0: one a processor.
    unsigned threads = 0;
};

/// Thrown by LintSubject where more runs would be needed than are allowed; lint() makes the finding `not-looked` of it.
class TooMuchToRun : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// A release by its numbers, as a CIB names the one of the cluster that wrote it.
struct ReleaseNumbers {
    int major = 0;
    int minor = 0;
    int patch = 0;
    friend auto operator<=>(const ReleaseNumbers&, const ReleaseNumbers&) = default;
};
/// "2.1.5".
std::string text(ReleaseNumbers release);

/// The cluster that rules are asked about. What costs a run is made when the first rule asks for it.
class LintSubject {
public:
    /// Throws what unpack() throws.
    LintSubject(const Cib& cib, const LintOptions& options);
    ~LintSubject();
    LintSubject(const LintSubject&) = delete;
    LintSubject& operator=(const LintSubject&) = delete;

    const Cib& cib() const;
    const Cluster& cluster() const;
    /// The XML, for what the model does not keep: names that nobody reads, where a value stands.
    const Element& configuration() const;
    Release release() const;
    /// The release of the cluster that wrote the CIB: of dc-version, or the first one with its crm_feature_set. Without either,
    /// that of release() where that is not the default; none where nothing says it.
    const std::optional<ReleaseNumbers>& written_by() const;
    /// Whether the CIB has the state of a cluster that ran: a node was seen, and it is told whether there was quorum. What
    /// becomes of a configuration alone says nothing of a cluster.
    bool has_state() const;

    /// What the cluster does if nothing happens, with the ledger.
    const Outcome& now() const;
    /// now() comes to rest, with a node online.
    bool comes_to_rest() const;
    /// Every single failure of a node or a running instance of the cluster at rest; of nodes alone where the others would be too
    /// many runs. No scenarios where there is no state, or the cluster does not come to rest. Throws TooMuchToRun.
    const Sweep& single_failures() const;
    /// The events, after what the cluster does anyway where it is not at rest.
    std::vector<Event> at_rest_then(std::vector<Event> events) const;
    /// What becomes of the cluster, with the ledger. Throws TooMuchToRun, and what simulate() and changed() throw.
    Outcome run(const Proof& scenario) const;
    /// What single_failures() left out for want of runs, a clause; empty where it left out nothing.
    const std::string& left_out() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

// ---- rules ----------------------------------------------------------------------------------------------------

struct LintRule {
    /// Stable, lower-case with dashes.
    std::string code;
    /// What it is about: "references", "colocation", …
    std::string topic;
    Severity severity = Severity::Warning;
    /// What it finds, one clause.
    std::string summary;
    /// Why that matters, in sentences.
    std::string explanation;
    std::string remedy;
    /// Adds what it finds. A finding without a code gets the rule's code, level and remedy; one that has the rule's code keeps
    /// the level that it has. Empty for what reading the CIB finds and reports as a Diagnostic.
    std::function<void(const LintSubject&, Findings&)> check = {};
    /// It is not run where the CIB has no state of a cluster (LintSubject::has_state).
    bool needs_state = false;
};

/// The rules that come with the library, in the order of the manual. Others may be added to the list.
std::vector<LintRule> lint_rules();

/// The rule of this code. Throws UnknownName.
const LintRule& require_rule(const std::vector<LintRule>& rules, const std::string& code);

/// What one rule finds, as lint() would tell it.
Findings run_rule(const LintRule& rule, const LintSubject& subject);

/// What was found in one CIB.
struct LintReport {
    std::string name = {}; ///< of the CIB
    Cib cib;               ///< for the lines that findings point at
    Release release = default_release; ///< whose rules applied, but for proofs that name another one
    std::string nearest_to = {};       ///< as in Cluster
    /// What the CIB has and is not checked for that release.
    std::vector<std::string> unchecked_kinds = {};
    /// By level, errors first, then by position, those without one first.
    Findings findings = {};
    /// How many more there were that are switched off by a comment in the CIB.
    std::size_t suppressed = 0;
    std::size_t rules_run = 0;

    std::size_t count(Severity severity) const;
    /// Whether a finding is of this level or a higher one.
    bool any_at_least(Severity severity) const;
};

/// Runs the rules that are not switched off and collects the diagnostics of reading.
///
/// A rule that throws is reported as the finding `rule-failed`, one that would need more runs than are allowed as
/// `not-looked`, and the others still run. A comment in the CIB, `<!-- placement-lint disable CODE… -->`, switches codes
/// off for the element that follows it and all that is in it. Throws what unpack() throws, std::invalid_argument where
/// neither the options nor the CIB give a time.
LintReport lint(const Cib& cib, const LintOptions& options = {}, const std::vector<LintRule>& rules = lint_rules());

/// Adds what a configuration file says to the options. A line is `disable CODE…`, `level CODE error|warning|info`, or
/// empty; `#` begins a comment. `fail-on error|warning|info` sets `fail_on`. `rules` are the codes that there are. Throws
/// InputError with line and column.
void read_lint_configuration(std::string_view text, const std::string& name, const std::vector<LintRule>& rules,
                             LintOptions& options, std::optional<Severity>& fail_on);

} // namespace placement
