#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "placement/edit.h"
#include "placement/lint.h"
#include "placement/patch.h"
#include "placement/scenario_file.h"
#include "placement/verify.h"

/// The smallest edits of a configuration that make something hold: a test, an expectation, whatever a verification found, a finding of
/// lint.
namespace [[gnu::visibility("default")]] placement {

/// What an edit may take away from a cluster.
enum class Protection : std::uint8_t {
    Fencing,     ///< fencing is disabled, or a resource no longer waits for it
    Quorum,      ///< resources run without quorum
    Constraints, ///< a mandatory colocation, ordering, or ticket constraint no longer holds
    Bans,        ///< a resource may run on a node that a location constraint of -INFINITY keeps it off
    Failures,    ///< a failure is ignored, or no longer noticed
    Capacity,    ///< nodes may be given more than their capacity, or a clone or bundle has fewer instances for good
    Data,        ///< a primary no longer waits for its replica, so that what it confirmed may be lost
};
/// "fencing", "quorum", "constraints", "bans", "failures", "capacity", "data".
std::string_view text(Protection protection);
const std::vector<Protection>& all_protections();
/// Throws UnknownName with the nearest names.
Protection require_protection(const std::string& name);

/// The values of a number with which everything holds; both ends belong to it.
struct RepairRange {
    Score from;
    Score to;
    /// The next value beyond the end was tried, and does not do; else the end is that of all values.
    bool edge_below = false;
    bool edge_above = false;
};

/// One edit of a repair.
struct RepairEdit {
    ConfigurationChange change;
    std::string text;                 ///< "score of backup-vip-not-with-master: -1000 instead of -INFINITY"
    Position position;                ///< of what is edited; not known for something new
    std::optional<RepairRange> range; ///< if the edit sets a number
};

/// What a repair does besides: compared with the configuration as it is, now and under every single failure.
struct RepairEffect {
    /// What gets worse, a clause each: "db is down instead of running on n1 when n2 fails".
    std::vector<std::string> worse;
    /// A service that runs now and would not: a clause; empty if there is none. Such an edit is no repair.
    std::string lost_now;
    /// The same for what gets better, besides what was asked for.
    std::vector<std::string> better;
    /// What committing it does to the running cluster, a clause each.
    std::vector<std::string> committing;
    /// How many more interruptions of services there are over all single failures together; below 0: fewer.
    std::int64_t more_interruptions = 0;
    std::size_t failures = 0; ///< how many single failures were compared
    /// None of them because the cluster has no state, or because there would be too many.
    std::string not_compared;
};

struct Repair {
    explicit Repair(Cib repaired) : cib(std::move(repaired)) {}

    std::vector<RepairEdit> edits; ///< none of them does alone
    Cib cib;                       ///< with the edits
    EditedText text;               ///< the CIB's text with the edits
    RepairEffect effect;
    std::set<Protection> weakens;
    std::vector<std::string> notes;  ///< what else is to be known, a clause each: "lint then finds single-point-of-failure: …"
    std::vector<std::string> leaves; ///< what does not hold with it either, a clause each; empty: all that was asked for holds

    /// No service fares worse under any single failure, and no protection is lost.
    bool harmless() const { return effect.worse.empty() && weakens.empty(); }
    std::vector<ConfigurationChange> changes() const;
};

/// Something wanted that does not hold.
struct UnmetWant {
    enum class Kind : std::uint8_t { Expectation, Property, Finding };

    Kind kind = Kind::Expectation;
    std::string test;                     ///< the test's name, or how a verification breaks it
    std::string subject;                  ///< as in CheckedExpectation; the code of a finding
    std::string expected;                 ///< the property of a verification; empty for a finding
    std::string predicted;                ///< what is so instead; what the finding says
    std::vector<std::string> explanation; ///< why it does not hold, a line each
};

/// An edit that would do, and is not proposed.
struct NotProposed {
    std::string text;
    std::set<Protection> weakens;
};

/// What a verification looked at.
struct VerifiedSpace {
    std::size_t states = 0;
    std::size_t sequences = 0;
    std::size_t failures = 0;
    std::size_t complete_to = 0; ///< as in Verification
};

struct Repairs {
    explicit Repairs(Cib present) : cib(std::move(present)) {}

    Cib cib;                           ///< as it is
    Release release = default_release; ///< whose rules applied
    std::string nearest_to;            ///< as in Cluster
    std::vector<std::string> unchecked_kinds;
    std::size_t wants = 0; ///< how many expectations there were, properties of a verification, or findings
    /// Empty: everything holds as it is.
    std::vector<UnmetWant> unmet;
    /// The best first: nothing gets worse, then fewest and least edits, then the widest range.
    std::vector<Repair> repairs;
    /// What is enough without any edit, a clause each: "the return of n1", of a node that is away.
    std::vector<std::string> without_edit;
    /// Edits that would do, but weaken the cluster in a way that was not allowed.
    std::vector<NotProposed> not_proposed;
    /// Edits that would do for what was asked for, but that a closer look refused, with the reason.
    std::vector<std::string> refused;
    std::size_t edits_tried = 0; ///< values of single settings
    std::size_t pairs_tried = 0;
    std::size_t runs = 0; ///< simulations
    /// Resources that have to do with what is wanted, and whose settings were not tried because they are further away than many others.
    std::size_t resources_left_out = 0;
    std::optional<VerifiedSpace> verified; ///< of the present configuration, if what is wanted is what a verification finds
    bool partial = false; ///< ended before everything was tried
    std::string why_partial;

    bool holds_already() const { return unmet.empty(); }
    /// Whether one of the repairs makes all that was asked for hold, and nothing else worse.
    bool any_harmless() const;
};

struct RepairProgress {
    std::size_t done = 0; ///< settings that were tried
    std::size_t total = 0;
    std::size_t found = 0;
};

struct RepairOptions {
    /// What a repair may take away.
    std::set<Protection> allow = {};
    /// The most edits that a repair may consist of: 1 or 2.
    std::size_t edits = 2;
    /// So many are looked at closely and given.
    std::size_t most = 6;
    /// The best are compared with the present configuration under every single failure. Otherwise they are given as the search has
    /// them: nobody knows what else they do.
    bool compared = true;
    /// The most simulations that the search may take; the closer look at what it finds comes on top.
    std::size_t max_runs = 20'000;
    /// Called from time to time, by one thread at a time; false ends the search, whose result is then partial.
    std::function<bool(const RepairProgress&)> go_on = {};
};

/// Searches for the smallest edits with which all tests pass. They must be of one CIB, whose configuration is edited: scores, roles,
/// kinds and removal of constraints; new constraints; stickiness, thresholds, target roles and other meta attributes; operations;
/// parameters that a played agent reads; utilization; cluster properties. First each setting alone, a number over all its values (by powers of
/// ten and bisection, so that a range within a range may be missed), then two together. Every candidate is judged by complete runs;
/// the best are compared with the present configuration under every single failure.
///
/// Throws UnknownName for what the cluster does not have, InvalidArgument where there is no test, or where two expectations
/// contradict each other, and what simulate() throws.
Repairs repair(const std::vector<ScenarioTest>& tests, const RepairOptions& options = {});

/// Searches for the smallest edits with which verify() has no counterexample any more; where there are none, for those that mend
/// some and bring no new one.
Repairs repair(const Scenario& scenario, const VerifyOptions& verification, const RepairOptions& options = {});

/// Searches for the smallest edits with which the finding, which must have a proof, is no longer found. Throws
/// InvalidArgument where it has none.
Repairs repair(const LintReport& report, const Finding& finding, const LintOptions& lint_options = {},
               const RepairOptions& options = {}, const std::vector<LintRule>& rules = lint_rules());

/// Adds to each finding that has a proof the repairs that were found for it.
void add_repairs(LintReport& report, const LintOptions& lint_options = {}, const RepairOptions& options = {.edits = 1, .most = 3},
                 const std::vector<LintRule>& rules = lint_rules());

} // namespace placement
