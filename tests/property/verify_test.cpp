#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <doctest/doctest.h>

#include "placement/render.h"
#include "placement/schedule.h"
#include "placement/unpack.h"
#include "property/generator.h"
#include "simulate/verify/observed.h"
#include "support/sketch.h"

// What a verification takes to be alike.
using namespace placement;

namespace {

namespace fs = std::filesystem;

const fs::path samples = fs::path(PLACEMENT_SOURCE_DIR) / "cib-samples";

std::string schedule_of(const ObservedMoment& moment, Release release) {
    return transition_summary_text(schedule(unpack(moment.cib, moment.at, release)));
}

struct Count {
    std::size_t moments = 0;
    std::size_t met_again = 0; ///< by another sequence
};

/// The scheduler decides the same in all moments that have the same signature.
Count check_alike(const Scenario& scenario, const VerifyOptions& options) {
    std::map<Fingerprint, std::pair<std::string, std::vector<Event>>> schedules;
    Count count;
    const Release release = scenario.release.value_or(default_release);
    static_cast<void>(verify_observed(scenario, options, [&](const ObservedMoment& moment) {
        ++count.moments;
        const std::string now = schedule_of(moment, release);
        const auto [known, is_new] = schedules.try_emplace(moment.signature, now, moment.events);
        if (is_new) return;
        ++count.met_again;
        if (now == known->second.first) return;
        std::string sequences;
        for (const Event& each : known->second.second) sequences += text(each) + ", ";
        sequences += "and: ";
        for (const Event& each : moment.events) sequences += text(each) + ", ";
        FAIL_CHECK(sequences, "\n", known->second.first, "\n", now);
    }));
    return count;
}

std::vector<fs::path> xml_in(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.path().extension() == ".xml") files.push_back(entry.path());
    }
    std::ranges::sort(files);
    return files;
}

Scenario scenario_of(const fs::path& path) {
    Scenario scenario{.cib = Cib::from_file(path.string()), .release = default_release, .from = StartFrom::Rest};
    scenario.agents = suggested_agents(*unpack(scenario.cib, scenario.cib.default_time(), scenario.release));
    return scenario;
}

/// The group, or what else is highest, of the instance that fails; of other events, nothing.
std::string fails_in(const Event& event, const Cluster& cluster) {
    const auto* fails = std::get_if<ResourceFails>(&event);
    return fails == nullptr ? std::string() : cluster.resources[cluster.top(cluster.find_resource(fails->resource))].id;
}

} // namespace

TEST_CASE("moments that a verification takes to be alike have the same schedule: samples") {
    Count all;
    for (const fs::path& path : xml_in(samples / "verify")) {
        CAPTURE(path.string());
        const Count count = check_alike(scenario_of(path), {});
        all.moments += count.moments;
        all.met_again += count.met_again;
    }
    CHECK(all.moments > 500);
    CHECK(all.met_again > 200);
}

TEST_CASE("instances of different groups that fail in one order or the other lead to the same state, which is explored once") {
    std::size_t pairs = 0;
    std::size_t same = 0;
    for (const fs::path& path : xml_in(samples / "verify")) {
        const Scenario scenario = scenario_of(path);
        const auto cluster = unpack(scenario.cib, scenario.cib.default_time(), scenario.release);
        std::map<std::pair<std::string, std::string>, Fingerprint> reached;
        static_cast<void>(verify_observed(scenario, {}, [&](const ObservedMoment& moment) {
            std::vector<std::string> happened;
            std::set<std::string> places;
            for (const Event& event : moment.events) {
                if (std::holds_alternative<TimePasses>(event)) continue;
                happened.push_back(text(event));
                places.insert(fails_in(event, *cluster));
            }
            if (!moment.rests || happened.size() != 2 || places.size() != 2 || places.contains("")) return;
            reached.try_emplace({happened[0], happened[1]}, moment.signature);
        }));
        for (const auto& [order, signature] : reached) {
            const auto other = reached.find({order.second, order.first});
            if (order.second < order.first || other == reached.end()) continue;
            ++pairs;
            if (other->second == signature) ++same;
        }
    }
    CHECK(pairs >= 30);
    CHECK(same == pairs);
}

TEST_CASE("states that only the nodes' names tell apart lead to states that more than names tell apart") {
    // Each is the other with n1 and n2 renamed, and n3 is lost: were they taken to be alike, c would never be seen beside b.
    const auto beside = [](const char* a, const char* b) {
        const Sketch sketch = Sketch("n1 n2 n3")
                                  .options("stonith-enabled=false")
                                  .resource(primitive("a") + primitive("b") + primitive("c"))
                                  .section("<rsc_defaults>" + meta("resource-stickiness=100") + "</rsc_defaults>")
                                  .runs("a", a)
                                  .runs("b", b)
                                  .runs("c", "n3");
        const Outcome outcome = simulate({.cib = sketch.cib(), .events = {NodeFails{"n3"}}, .release = default_release});
        REQUIRE(outcome.running("a") == std::vector<std::string>{a});
        return outcome.running("c") == outcome.running("a") ? "a" : "b";
    };
    CHECK(std::string(beside("n1", "n2")) == "a");
    CHECK(std::string(beside("n2", "n1")) == "b");
}

TEST_SUITE("large") {
    TEST_CASE("moments that a verification takes to be alike have the same schedule: at any moment, and made by chance") {
        Count all;
        const auto add = [&](const Count& count) {
            all.moments += count.moments;
            all.met_again += count.met_again;
        };
        for (const fs::path& path : xml_in(samples)) {
            CAPTURE(path.string());
            add(check_alike(scenario_of(path), {.failures = 1}));
            add(check_alike(scenario_of(path), {.failures = 1, .timing = VerifyTiming::Any}));
        }
        for (const fs::path& path : xml_in(samples / "verify")) {
            CAPTURE(path.string());
            add(check_alike(scenario_of(path), {.failures = 1, .depth = 2, .timing = VerifyTiming::Any}));
        }
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            CAPTURE(seed);
            const Scenario scenario{.cib =
                                        Cib::from_text(property::random_cluster(seed, property::Kinds::All).xml(), "chance.xml"),
                                    .release = default_release,
                                    .at = Time{1'704'067'200, 0},
                                    .from = StartFrom::Rest};
            add(check_alike(scenario, {.failures = 1, .max_states = 2000}));
        }
        CHECK(all.moments > 5000);
        CHECK(all.met_again > 1000);
    }
}
