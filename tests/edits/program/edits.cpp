// Makes edits of every cluster that there is, and counts of how many that change something a diff says so.
//
// edits FLOOR COUNT            so many edits a cluster; fails when fewer are told than the floor file says
// edits FLOOR COUNT NAME...    of these clusters, each edit that is not told
#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <set>
#include <stdexcept>
#include <thread>

#include <fmt/format.h>

#include "conformance/corpus.h"
#include "conformance/floor.h"
#include "edits/check.h"
#include "placement/difference.h"
#include "truth/cases.h"

namespace placement::edits {
namespace {

struct Result {
    std::vector<JudgedEdit> edits;
    std::string fault;
};

/// The diff that is checked.
SaysDifferent diff_at(Time at) {
    return [at](const Cib& before, const Cib& after) {
        const Difference found = difference(before, after, SweepOptions{.release = default_release, .at = at, .threads = 1});
        return !found.scenarios.empty() || !found.protection.empty() || !found.not_compared.empty() || !found.mismatches.empty();
    };
}

/// Of each cluster other ones.
std::uint64_t seed_of(const std::string& name) {
    std::uint64_t seed = 1469598103934665603U;
    for (const char c : name) seed = (seed ^ static_cast<unsigned char>(c)) * 1099511628211U;
    return seed;
}

Result judge(const truth::ClusterCase& one, std::size_t count) {
    try {
        const Cib cib = Cib::from_file(one.file);
        const Time at = truth::time_of(one, cib);
        return {check(cib, at, seed_of(one.name), count, diff_at(at)), ""};
    } catch (const std::exception& error) {
        return {{}, one.name + ": " + error.what()};
    }
}

std::vector<truth::ClusterCase> find_clusters() {
    std::vector<truth::ClusterCase> all = truth::clusters_in(PLACEMENT_SOURCE_DIR "/cib-samples");
    const char* given = std::getenv("PLACEMENT_CLUSTERS");
    const std::string folder = given != nullptr ? given : PLACEMENT_CLUSTERS_DEFAULT;
    if (!std::filesystem::exists(folder)) {
        std::cout << "skipped: there are no clusters in " << folder << " (set PLACEMENT_CLUSTERS)\n";
        return all;
    }
    for (truth::ClusterCase& one : truth::clusters_in(folder)) all.push_back(std::move(one));
    return all;
}

std::vector<Result> judge_all(const std::vector<truth::ClusterCase>& clusters, std::size_t count) {
    std::vector<Result> results(clusters.size());
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t i = next++; i < clusters.size(); i = next++) results[i] = judge(clusters[i], count);
    };
    std::vector<std::jthread> workers;
    for (unsigned i = 1; i < std::thread::hardware_concurrency(); ++i) workers.emplace_back(work);
    work();
    workers.clear();
    return results;
}

struct Tally {
    std::size_t edits = 0;
    std::size_t changing = 0;
    std::size_t missed = 0;

    void add(const JudgedEdit& edit) {
        ++edits;
        changing += edit.differs.empty() ? 0 : 1;
        missed += edit.missed() ? 1 : 0;
    }
};

void print(const std::string& what, const std::map<std::string, Tally>& tallies) {
    for (const auto& [name, tally] : tallies) {
        if (tally.missed == 0) continue;
        std::cout << fmt::format("  {:3} of {:3} not told by {}: {}\n", tally.missed, tally.changing, what, name);
    }
}

int report(const std::vector<truth::ClusterCase>& clusters, const std::vector<Result>& results, const std::string& floor_file,
           bool each) {
    Tally all;
    std::map<std::string, Tally> kinds;
    std::map<std::string, Tally> aspects;
    bool good = true;
    for (std::size_t i = 0; i < clusters.size(); ++i) {
        if (!results[i].fault.empty()) std::cout << results[i].fault << '\n';
        good = good && results[i].fault.empty();
        for (const JudgedEdit& edit : results[i].edits) {
            all.add(edit);
            kinds[edit.kind].add(edit);
            for (const std::string& aspect : edit.differs) aspects[aspect].add(edit);
            if (each && edit.missed()) {
                std::cout << fmt::format("{}: {}: {} ({})\n", clusters[i].name, edit.kind, edit.text, fmt::join(edit.differs, ", "));
            }
        }
    }
    print("aspect", aspects);
    print("kind", kinds);
    std::cout << fmt::format("{} edits of {} clusters, of which {} change something; {} of these are told\n", all.edits,
                             clusters.size(), all.changing, all.changing - all.missed);
    if (each) return good ? 0 : 1;
    const auto floor = conformance::parse_numbers(conformance::read_file(floor_file), floor_file);
    const auto least = floor.find("not_told");
    const std::size_t allowed = least == floor.end() ? 0 : least->second;
    if (all.missed > allowed) std::cout << fmt::format("not_told: {} is above {}\n", all.missed, allowed);
    if (all.missed < allowed) std::cout << fmt::format("lower it to \"not_told {}\"\n", all.missed);
    return good && all.missed <= allowed ? 0 : 1;
}

int run(const std::vector<std::string>& arguments) {
    std::vector<truth::ClusterCase> clusters = find_clusters();
    const std::set<std::string> names(arguments.begin() + 2, arguments.end());
    if (!names.empty()) std::erase_if(clusters, [&](const auto& one) { return !names.contains(one.name); });
    const std::vector<Result> results = judge_all(clusters, std::stoul(arguments[1]));
    return report(clusters, results, arguments[0], !names.empty());
}

} // namespace
} // namespace placement::edits

int main(int count, char** arguments) {
    if (count < 3) {
        std::cerr << "usage: edits FLOOR COUNT [NAME...]\n";
        return 2;
    }
    try {
        return placement::edits::run({arguments + 1, arguments + count});
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 2;
    }
}
