#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include <doctest/doctest.h>

#include "placement/agents.h"
#include "placement/carry_out.h"
#include "placement/scenario_file.h"
#include "placement/verify.h"
#include "support/temporary_folder.h"

// cib-samples/verify: each file begins with the property that does not hold in it; all hold in its mended twin.
using namespace placement;

namespace {

namespace fs = std::filesystem;

const fs::path folder = fs::path(PLACEMENT_SOURCE_DIR) / "cib-samples" / "verify";

Verification verified_file(const fs::path& path) {
    return verify({.cib = Cib::from_file(path.string()), .release = default_release, .from = StartFrom::Rest});
}

std::string text_of(const fs::path& path) {
    std::ifstream stream(path);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

/// With other names wherever one of these stands for itself or as a part of a name.
std::string renamed(const std::string& text, const std::map<std::string, std::string>& names) {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        const auto is_here = [&](const auto& name) {
            const std::size_t end = at + name.first.size();
            const bool begins = at == 0 || std::isalnum(static_cast<unsigned char>(text[at - 1])) == 0;
            const bool ends = end >= text.size() || std::isalnum(static_cast<unsigned char>(text[end])) == 0;
            return begins && ends && text.compare(at, name.first.size(), name.first) == 0;
        };
        const auto found = std::ranges::find_if(names, is_here);
        result += found == names.end() ? std::string(1, text[at]) : found->second;
        at += found == names.end() ? 1 : found->first.size();
    }
    return result;
}

/// "<!-- service-runs: …": the property.
std::string planted_in(const fs::path& path) {
    std::ifstream stream(path);
    std::string line;
    std::getline(stream, line);
    const std::string begin = "<!-- ";
    return line.substr(begin.size(), line.find(':') - begin.size());
}

} // namespace

TEST_CASE("the planted fault of each sample is found, and none in its mended twin") {
    std::map<std::string, int> planted;
    for (const auto& entry : fs::directory_iterator(folder)) {
        const std::string name = entry.path().stem().string();
        if (name.ends_with("-mended")) continue;
        CAPTURE(name);
        const std::string property = planted_in(entry.path());
        ++planted[property];
        const Verification found = verified_file(entry.path());
        CHECK_FALSE(found.partial);
        CHECK(std::ranges::any_of(found.counterexamples,
                                  [&](const Counterexample& each) { return text(each.property) == property; }));
        const Verification mended = verified_file(folder / (name + "-mended.xml"));
        CHECK_FALSE(mended.partial);
        for (const Counterexample& each : mended.counterexamples) FAIL_CHECK(text(each.property), ": ", each.what);
    }
    CHECK(planted.size() == built_in_properties().size());
    for (const auto& each : planted) {
        CAPTURE(each.first);
        CHECK(each.second >= 2);
    }
}

TEST_CASE("each counterexample of the samples, as a test, fails for what it says, and passes in the mended twin") {
    const testing::TemporaryFolder written;
    std::size_t replayed = 0;
    for (const auto& entry : fs::directory_iterator(folder)) {
        const std::string name = entry.path().stem().string();
        if (name.ends_with("-mended")) continue;
        for (const Counterexample& each : verified_file(entry.path()).counterexamples) {
            CAPTURE(name);
            CAPTURE(each.what);
            ++replayed;
            WrittenScenarioFile file;
            file.cib_file = name + ".xml";
            file.release = each.scenario.release.value();
            file.timing = each.scenario.sequence;
            file.tests = {{"found", {}, {"holds: " + std::string(text(each.property))}}};
            for (const Event& event : each.scenario.events) file.tests[0].steps.push_back({event, {}});
            written.write(file.cib_file, each.scenario.cib.xml());
            const TestRun run = run_tests({read_scenario_file(written.write(name + ".yaml", scenario_file_text(file)))});
            REQUIRE(run.results.size() == 1);
            REQUIRE(run.results[0].checks.size() == 1);
            const CheckedExpectation& checked = run.results[0].checks[0];
            CHECK_FALSE(checked.met);
            CHECK(std::ranges::any_of(checked.explanation, [&](const std::string& broken) {
                return broken.substr(0, broken.find(':')) == each.what.substr(0, each.what.find(':'));
            }));
            Scenario mended = each.scenario;
            mended.cib = simulate({.cib = Cib::from_file((folder / (name + "-mended.xml")).string()), .release = default_release})
                             .settled->cib;
            CHECK(broken_in(mended, {.properties = {each.property}}).empty());
        }
    }
    CHECK(replayed >= 12);
}

TEST_CASE("nodes that nothing but their names tells apart are not one: with names in another order the loop of 2017 is gone") {
    const std::string text = text_of(folder.parent_path() / "postgres-outage-2017.xml");
    std::vector<std::string> order{"pg01", "pg02", "pg03"};
    std::map<std::vector<std::string>, std::size_t> loops;
    do {
        const Scenario scenario{.cib =
                                    Cib::from_text(renamed(text, {{"pg01", order[0]}, {"pg02", order[1]}, {"pg03", order[2]}})),
                                .release = Release::v1_1_10,
                                .agents = {Agent::parse("msPostgresql=pgsql")},
                                .from = StartFrom::Rest};
        const Verification found =
            verify(scenario, {.failures = 1, .timing = VerifyTiming::Any, .properties = {Property::ComesToRest}});
        CHECK_FALSE(found.partial);
        loops[order] = found.counterexamples.size();
    } while (std::ranges::next_permutation(order).found);
    CHECK(loops.at({"pg01", "pg02", "pg03"}) == 1);
    CHECK(loops.at({"pg01", "pg03", "pg02"}) == 0);
    CHECK(std::ranges::count(loops, std::size_t{1}, [](const auto& each) { return each.second; }) == 5);
}

TEST_CASE("two nodes that change their names reach another number of states") {
    const std::string text = text_of(folder / "no-fencing.xml");
    const auto states = [](const std::string& cib) {
        return verify({.cib = Cib::from_text(cib), .release = default_release, .from = StartFrom::Rest}).states;
    };
    CHECK(states(text) != states(renamed(text, {{"n1", "n2"}, {"n2", "n1"}})));
}

TEST_SUITE("large") {
    TEST_CASE("the loop of 2017 is found without a hint, and neither in the mended configuration nor in the next release") {
        const auto never_rests = [](const std::string& file, Release release, std::size_t failures = 1) {
            const Scenario scenario{.cib = Cib::from_file((folder.parent_path() / file).string()),
                                    .release = release,
                                    .agents = {Agent::parse("msPostgresql=pgsql")},
                                    .from = StartFrom::Rest};
            return verify(scenario, {.failures = failures, .timing = VerifyTiming::Any, .properties = {Property::ComesToRest}});
        };
        const Verification found = never_rests("postgres-outage-2017.xml", Release::v1_1_10);
        REQUIRE(found.counterexamples.size() == 1);
        CHECK(found.counterexamples[0].decisive == std::vector<std::string>{"backup-vip-not-with-master"});
        // With a second failure the database has no primary meanwhile: the outage itself.
        const Verification outage = never_rests("postgres-outage-2017.xml", Release::v1_1_10, 2);
        CHECK(std::ranges::any_of(outage.counterexamples, [](const Counterexample& each) {
            return std::ranges::find(each.services, "msPostgresql") != each.services.end();
        }));
        CHECK(never_rests("postgres-outage-2017-fixed.xml", Release::v1_1_10).counterexamples.empty());
        CHECK(never_rests("postgres-outage-2017.xml", Release::v1_1_11).counterexamples.empty());
    }
}
