#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "placement/expectation.h"

/// Unit tests of a configuration, in a YAML file beside it. docs/scenarios.md describes the file, docs/scenario.schema.json
/// is its JSON Schema.
namespace placement {

/// What is expected after some of a test's events.
struct Checkpoint {
    std::size_t events = 0; ///< after so many of them, once the cluster is at rest
    std::vector<Expectation> expectations;
};

struct ScenarioTest {
    std::string name;
    Position position;
    /// The cluster, and everything that happens to it. Where something is expected in between, the cluster settles.
    Scenario scenario;
    std::vector<Position> event_positions; ///< one an event
    std::vector<Checkpoint> checkpoints;   ///< at least one, each with at least one expectation
};

struct ScenarioFile {
    std::string name;
    std::vector<ScenarioTest> tests;
};

struct ScenarioFileOptions {
    /// Every test is about this CIB, whatever the file says.
    std::optional<Cib> cib = {};
};

/// Reads a file ("-": standard input). The CIBs that it names are looked for beside it. Throws InputError with file, line and
/// column for what is no YAML, costs too much (deep nesting, aliases that multiply, more than 1 MiB), has a key, event,
/// node, resource, ticket, agent or operation that is not known (with the nearest name); and for a CIB that cannot be read.
ScenarioFile read_scenario_file(const std::string& path, const ScenarioFileOptions& options = {});
/// The same from text. `name` stands for the file in messages, and CIBs are looked for beside it.
ScenarioFile read_scenario_text(const std::string& text, const std::string& name, const ScenarioFileOptions& options = {});

// ---- running --------------------------------------------------------------------------------------------------

struct TestResult {
    std::string file;
    std::string name;
    Position position;
    std::vector<CheckedExpectation> checks;
    /// What kept it from being run to its end ("`db` does not run on n1 and so cannot fail there"), and at which event.
    std::string error;
    Position error_position;
    Release release = default_release; ///< whose rules applied
    std::string nearest_to = {};       ///< as in Cluster
    /// What the CIB has and is not checked for that release.
    std::vector<std::string> unchecked_kinds = {};

    bool passed() const;
};

/// A constraint that made no difference in any test.
struct UndecidedConstraint {
    std::string cib;
    std::string kind; ///< "location", "colocation", "order", "ticket"
    std::string id;
    Position position;
    /// It had a part in scores, or in an order of actions, in some test, without which everything would have ended as it did.
    bool took_part = false;
};

/// Which constraints the tests depend on.
struct Coverage {
    std::size_t constraints = 0;
    std::vector<UndecidedConstraint> undecided; ///< by CIB, then in configuration order
    std::size_t runs = 0;                       ///< reruns without a constraint that it took
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
    /// Only tests in whose names one of these texts is; empty: all.
    std::vector<std::string> only = {};
    bool coverage = false;
    /// Called before each test, with how many are done.
    std::function<void(std::size_t done, std::size_t total)> progress = {};
};

/// Runs one test. What cannot happen is its error; throws NotSupported.
TestResult run_test(const ScenarioFile& file, const ScenarioTest& test);
/// Runs those that are selected, in order.
TestRun run_tests(const std::vector<ScenarioFile>& files, const TestOptions& options = {});

/// A constraint decided something in a test if anything ends elsewhere, or in another role, or takes other steps, without it;
/// or if it is an ordering that puts actions of the test in order.
Coverage constraint_coverage(const std::vector<ScenarioFile>& files);

// ---- the file's keys ------------------------------------------------------------------------------------------

/// One kind of mapping in a scenario file, and the keys that it may have; for what offers completion.
struct ScenarioFileMapping {
    std::string_view name;
    std::vector<std::string_view> keys;
};
const std::vector<ScenarioFileMapping>& scenario_file_mappings();

} // namespace placement
