#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include <doctest/doctest.h>

#include "placement/error.h"
#include "placement/repair.h"
#include "support/sketch.h"

// What lint finds and shows by a run is mended; each repair was tried by the rule itself.
using namespace placement;

namespace {

namespace fs = std::filesystem;

/// Findings of the samples that no edit of a configuration mends, or none that is proposed, with the reason.
const std::map<std::string, std::string>& not_mended() {
    static const std::map<std::string, std::string> all{
        {"address-range-exhausted failure-without-end", "there are addresses for fewer replicas alone; that fewer run is worse"},
        {"assignment-loop stays-down", "once it runs, it may still run on a node that fails and cannot be fenced"},
        {"no-fencing-devices stays-down", "a fencing device is missing; to disable fencing is not proposed"},
        {"single-point-of-failure single-point-of-failure", "two bans keep it on one node; to lift one is not proposed"},
    };
    return all;
}

/// Those of lint, and the whole clusters.
std::vector<fs::path> sample_files() {
    std::vector<fs::path> files;
    const fs::path samples = fs::path(PLACEMENT_SOURCE_DIR) / "cib-samples";
    for (const fs::path& folder : {samples / "lint", samples}) {
        for (const auto& entry : fs::directory_iterator(folder)) {
            const std::string name = entry.path().stem().string();
            if (entry.path().extension() == ".xml" && !name.ends_with("-fixed")) files.push_back(entry.path());
        }
    }
    return files;
}

} // namespace

TEST_CASE("a finding without a scenario that shows it cannot be repaired by runs") {
    const LintReport report = lint(Sketch("n1 n2").resource(primitive("db")).cib(), {.release = default_release});
    const auto found = std::ranges::find_if(report.findings, [](const Finding& each) { return !each.proof; });
    REQUIRE(found != report.findings.end());
    CHECK_THROWS_AS(repair(report, *found), InvalidArgument);
}

TEST_CASE("a ban that makes a node a single point of failure is lifted only where bans may go") {
    const std::string watched = operations(R"(<op id="@" name="monitor" interval="10s"/>)");
    const Sketch sketch =
        Sketch("n1 n2 n3")
            .resource(primitive("db", watched))
            .constraint(location("not-n2", "db", "n2", "-INFINITY") + location("not-n3", "db", "n3", "-INFINITY"))
            .runs("db", "n1")
            .stopped("db", "n2")
            .stopped("db", "n3");
    const LintReport report = lint(sketch.cib(), {.release = default_release});
    const auto found = std::ranges::find(report.findings, "single-point-of-failure", &Finding::code);
    REQUIRE(found != report.findings.end());
    CHECK(repair(report, *found, {.release = default_release}).repairs.empty());
    const Repairs repairs = repair(report, *found, {.release = default_release}, {.allow = {Protection::Bans}});
    REQUIRE_FALSE(repairs.repairs.empty());
    CHECK(repairs.repairs[0].weakens == std::set<Protection>{Protection::Bans});
}

TEST_CASE("where a node is away, its return is enough, and needs no edit") {
    const std::string watched = operations(R"(<op id="@" name="monitor" interval="10s"/>)");
    const Sketch sketch =
        Sketch("n1 n2 n3").offline("n1").resource(primitive("db", watched)).runs("db", "n2").stopped("db", "n3");
    const LintReport report = lint(sketch.cib(), {.release = default_release});
    const auto found = std::ranges::find(report.findings, "single-point-of-failure", &Finding::code);
    REQUIRE(found != report.findings.end());
    CHECK(repair(report, *found, {.release = default_release}).without_edit == std::vector<std::string>{"the return of n1"});
}

TEST_SUITE("large") {
    TEST_CASE("the findings of the samples that have a proof are mended, or there is a reason why not") {
        std::size_t findings = 0;
        std::size_t gone = 0;
        std::size_t mended = 0;
        for (const fs::path& path : sample_files()) {
            const std::string name = path.stem().string();
            const LintReport report = lint(Cib::from_file(path.string()));
            for (const Finding& each : report.findings) {
                if (!each.proof) continue;
                CAPTURE(name);
                CAPTURE(each.code);
                ++findings;
                const Repairs repairs = repair(report, each);
                const bool needs_edit = repairs.without_edit.empty();
                if (!repairs.repairs.empty() || !needs_edit) ++gone;
                if (std::ranges::any_of(repairs.repairs, &Repair::harmless) || !needs_edit) {
                    ++mended;
                } else {
                    CHECK(not_mended().contains(name + " " + each.code));
                }
            }
        }
        MESSAGE(gone, " of ", findings, " findings are gone with a repair or the return of a node, ", mended,
                " of them with one that makes nothing worse");
        CHECK(findings >= 38);
        CHECK(gone >= 36);
        CHECK(mended >= 35);
        CHECK(mended + not_mended().size() >= findings);
    }
}
