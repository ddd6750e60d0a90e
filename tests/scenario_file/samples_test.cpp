#include <algorithm>
#include <filesystem>

#include <doctest/doctest.h>

#include "placement/scenario_file.h"

// The scenario files beside the sample clusters pass.
using namespace placement;

namespace {

const std::filesystem::path folder = std::string(PLACEMENT_SOURCE_DIR) + "/cib-samples";

void check_passes(const std::string& name) {
    const TestRun run = run_tests({read_scenario_file((folder / name).string())});
    for (const TestResult& result : run.results) {
        INFO(result.name << result.error);
        CHECK(result.passed());
    }
    CHECK(run.passed());
}

} // namespace

TEST_CASE("samples: the repaired cluster of the outage does what its scenario file pins") {
    check_passes("postgres-outage.yaml");
}

TEST_CASE("samples: the repaired behaviour is pinned, so that the trap fails the file") {
    const Cib trap = Cib::from_file((folder / "postgres-outage.xml").string());
    const TestRun run = run_tests({read_scenario_file((folder / "postgres-outage.yaml").string(), {.cib = trap})});
    CHECK_FALSE(run.passed());
}

TEST_CASE("samples: the pair that decides under today's rules") { check_passes("postgres-reverse.yaml"); }

TEST_CASE("samples: the outage itself, which goes round in circles with what was written, and with nothing else") {
    check_passes("postgres-outage-2017.yaml");
}
