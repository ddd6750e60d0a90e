#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "placement/expectation.h"
#include "placement/list.h"

/// Unit tests of a configuration, in a YAML file next to it. docs/scenarios.md describes the file; docs/scenario.schema.json is
/// its JSON Schema.
namespace [[gnu::visibility("default")]] placement {

/// What is expected after some of a test's events.
struct Checkpoint {
    std::size_t events = 0; ///< after this many events, once the cluster is at rest
    std::vector<Expectation> expectations;
};

struct ScenarioTest {
    std::string name;
    Position position;
    /// The cluster, and everything that happens to it. At each checkpoint, the cluster settles first.
    Scenario scenario;
    std::vector<Position> event_positions; ///< one for each event
    std::vector<Checkpoint> checkpoints;   ///< at least one, each with at least one expectation
};

struct ScenarioFile {
    std::string name;
    std::vector<ScenarioTest> tests;
};

struct ScenarioFileOptions {
    /// Every test uses this CIB instead of the one that the file names.
    std::optional<Cib> cib = {};
    /// Every test uses this corosync.conf instead of the one that the file names, or of none.
    std::shared_ptr<const CorosyncConfiguration> corosync = {};
};

/// Reads a file ("-": standard input). The CIBs that it names are looked up relative to it. Throws InputError with file, line
/// and column for a file that is not valid YAML, needs too much (deep nesting, aliases that multiply, more than 1 MiB), or has
/// an unknown key, event, node, resource, ticket, agent or operation (with the nearest name); and for a CIB that cannot be
/// read.
ScenarioFile read_scenario_file(const std::string& path, const ScenarioFileOptions& options = {});
/// The same from text. `name` is used in messages in place of the file name, and CIBs are looked up relative to it.
ScenarioFile read_scenario_text(const std::string& text, const std::string& name, const ScenarioFileOptions& options = {});

// ---- running --------------------------------------------------------------------------------------------------

struct TestResult {
    std::string file;
    std::string name;
    Position position;
    std::vector<CheckedExpectation> checks;
    /// What prevented the test from being completed ("`db` does not run on n1 and so cannot fail there"), and at which event.
    std::string error;
    Position error_position;
    Release release = default_release; ///< whose rules applied
    std::string nearest_to = {};       ///< as in Cluster
    /// The kinds of resource in the CIB that are not checked for that release.
    std::vector<std::string> unchecked_kinds = {};

    bool passed() const;
};

/// A constraint that made no difference in any test.
struct UndecidedConstraint {
    std::string cib;
    std::string kind; ///< "location", "colocation", "order", "ticket"
    std::string id;
    Position position;
    /// It took part in scores, or in the order of actions, in some test, but without it everything would have ended the same.
    bool took_part = false;
};

/// Which constraints the tests depend on.
struct Coverage {
    std::size_t constraints = 0;
    std::vector<UndecidedConstraint> undecided; ///< by CIB, then in configuration order
    std::size_t runs = 0;                       ///< reruns without a constraint that were needed
};

struct TestRun {
    std::vector<TestResult> results;
    std::size_t not_selected = 0;
    std::optional<Coverage> coverage;

    std::size_t count_failed() const;
    /// At least one test ran, and all passed.
    bool passed() const { return !results.empty() && count_failed() == 0; }
};

struct TestOptions {
    /// Only tests with one of these texts in their names; empty: all.
    std::vector<std::string> only = {};
    bool coverage = false;
    /// Called before each test with the number of tests done.
    std::function<void(std::size_t done, std::size_t total)> progress = {};
    /// When it becomes true, which is looked at before each run of the scheduler, Stopped is thrown. Null: never.
    const std::atomic<bool>* stop = nullptr;
};

/// Runs one test. An event that is not possible becomes its error; throws NotSupported, and Stopped when `stop` becomes true.
TestResult run_test(const ScenarioFile& file, const ScenarioTest& test, const std::atomic<bool>* stop = nullptr);
/// Runs the selected tests, in order.
TestRun run_tests(const std::vector<ScenarioFile>& files, const TestOptions& options = {});

/// A constraint decided something in a test if, without it, a resource ends on another node, in another role, or after other
/// steps; or if it is an ordering that puts actions of the test in order.
Coverage constraint_coverage(const std::vector<ScenarioFile>& files, const std::atomic<bool>* stop = nullptr);

// ---- writing --------------------------------------------------------------------------------------------------

/// An event, or a comment in its place.
struct WrittenStep {
    std::optional<Event> event = {};
    std::string comment = {};
};

struct WrittenTest {
    std::string name;
    std::vector<WrittenStep> steps;
    std::vector<std::string> expect; ///< entries of the mapping, as YAML: "lost: none"
};

struct WrittenScenarioFile {
    std::vector<std::string> comments; ///< above everything
    std::string cib_file;
    Release release = default_release;
    std::string at; ///< in ISO 8601; empty: left to the CIB
    List<Agent> agents = {};
    SequenceOptions timing = {};
    std::vector<WrittenTest> tests = {};
};

/// A scenario file with these tests, which begin with the cluster as it is recorded. read_scenario_file() reads it back.
std::string scenario_file_text(const WrittenScenarioFile& file);
/// A text as a scalar that YAML reads back as it is, whatever is in it.
std::string scenario_scalar(std::string_view text);

// ---- the file's keys ------------------------------------------------------------------------------------------

/// One kind of mapping in a scenario file, and the keys that it may have; used for completion.
struct ScenarioFileMapping {
    std::string_view name;
    std::vector<std::string_view> keys;
};
const std::vector<ScenarioFileMapping>& scenario_file_mappings();

} // namespace placement
