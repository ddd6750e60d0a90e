// Lets every node, and every resource where it runs, fail in every cluster that there is, and compares where we say that
// all resources end with where the reference's own steps end.
//
// truth FLOOR            all clusters; fails when a difference has no reason, or when fewer than the floor file says are equal
// truth FLOOR NAME...    these clusters, with what differs
#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <stdexcept>
#include <thread>

#include <fmt/format.h>

#include "conformance/corpus.h"
#include "conformance/floor.h"
#include "placement/unpack.h"
#include "truth/cases.h"
#include "truth/comparison.h"
#include "truth/failures.h"
#include "truth/reference.h"
#include "truth/rules.h"

namespace placement::truth {
namespace {

/// Every so many clusters of the corpus; with sanitizers few.
constexpr std::size_t corpus_stride = PLACEMENT_TRUTH_STRIDE;

/// A folder of clusters, and what its counts are called in the floor file.
struct Folder {
    std::string name;
    std::vector<ClusterCase> cases;
    bool sampled = false;
};

struct Counts {
    std::size_t scenarios = 0;
    std::size_t equal_scenarios = 0;
    std::size_t resources = 0; ///< in all scenarios together
    std::size_t equal = 0;     ///< of these
    std::size_t expected = 0;  ///< rows of expected.tsv in which the reference's steps end as it says
    std::map<std::string, std::size_t> rules; ///< how many scenarios each explains, alone or with others

    void add(const Counts& other) {
        scenarios += other.scenarios;
        equal_scenarios += other.equal_scenarios;
        resources += other.resources;
        equal += other.equal;
        expected += other.expected;
        for (const auto& [rule, count] : other.rules) rules[rule] += count;
    }
};

struct Result {
    Counts counts;
    std::vector<std::string> faults; ///< what has no reason
    std::vector<std::string> notes;  ///< everything that differs, and why
};

State only(const State& state, const std::set<std::string>& resources) {
    State some;
    for (const std::string& resource : resources) {
        if (const auto found = state.find(resource); found != state.end()) some.insert(*found);
    }
    return some;
}

// ---- one cluster ----------------------------------------------------------------------------------------------

class Judgement {
public:
    explicit Judgement(const ClusterCase& one) : case_(one), cib_(Cib::from_file(one.file)), at_(time_of(one, cib_)) {}

    Result run() {
        for (const ExpectedEnd& row : case_.expected) check_reference(row);
        for (const Failure& failure : failures()) judge(failure);
        return std::move(result_);
    }

private:
    std::vector<Failure> failures() const {
        if (case_.expected.empty()) return single_failures(*unpack(cib_, at_));
        std::vector<Failure> failures;
        for (const ExpectedEnd& row : case_.expected) failures.push_back(row.failure);
        return failures;
    }

    /// Our steps are the reference's.
    void check_reference(const ExpectedEnd& row) {
        const State end = state_of(*iterate(cib_, at_, row.failure).cluster);
        const auto resources = different(end, row.state);
        if (resources.empty()) {
            ++result_.counts.expected;
        } else {
            fault(row.failure, "the steps end otherwise than expected.tsv says", only(end, resources), only(row.state, resources));
        }
    }

    void judge(const Failure& failure) {
        Compared compared;
        try {
            compared = compare(cib_, at_, failure);
        } catch (const ImpossibleEvent& error) {
            // The reference takes the failure of a resource that does not run for a success of its monitor's probe.
            result_.notes.push_back(fmt::format("{}, {}: not played: {}", case_.name, failure.name, error.what()));
            return;
        }
        Counts& counts = result_.counts;
        ++counts.scenarios;
        counts.equal_scenarios += compared.equal() ? 1 : 0;
        counts.resources += compared.resources;
        counts.equal += compared.resources - compared.different.size();
        for (const std::string& rule : compared.rules) ++counts.rules[rule];
        if (!compared.told_otherwise.empty()) {
            fault(failure, "the answer and the state at rest are not the same",
                  only(compared.ours, compared.told_otherwise), {});
        }
        if (compared.equal()) return;
        const State ours = only(compared.ours, compared.different);
        const State reference = only(compared.reference, compared.different);
        if (compared.explained()) {
            note(failure, fmt::format("{}", fmt::join(compared.rules, ", ")), ours, reference);
        } else {
            fault(failure, "no rule explains it", ours, reference);
        }
    }

    void fault(const Failure& failure, const std::string& what, const State& ours, const State& reference) {
        note(failure, what, ours, reference);
        result_.faults.push_back(result_.notes.back());
    }

    void note(const Failure& failure, const std::string& what, const State& ours, const State& reference) {
        result_.notes.push_back(fmt::format("{}, {}: {}\n  ours:      {}\n  reference: {}", case_.name, failure.name, what,
                                            text(ours), text(reference)));
    }

    const ClusterCase& case_;
    Cib cib_;
    Time at_;
    Result result_;
};

Result judge(const ClusterCase& one) {
    try {
        return Judgement(one).run();
    } catch (const std::exception& error) {
        return {{}, {one.name + ": " + error.what()}, {one.name + ": " + error.what()}};
    }
}

// ---- all of them ----------------------------------------------------------------------------------------------

std::string folder_from(const char* variable, const char* otherwise) {
    const char* given = std::getenv(variable);
    return given != nullptr ? given : otherwise;
}

void leave_out(std::vector<ClusterCase>& cases, std::size_t stride) {
    std::vector<ClusterCase> some;
    for (std::size_t i = 0; i < cases.size(); i += stride) some.push_back(std::move(cases[i]));
    cases = std::move(some);
}

std::vector<Folder> find_folders() {
    std::vector<Folder> folders{{"samples", clusters_in(PLACEMENT_SOURCE_DIR "/cib-samples")}};
    const std::string clusters = folder_from("PLACEMENT_CLUSTERS", PLACEMENT_CLUSTERS_DEFAULT);
    if (std::filesystem::exists(clusters)) {
        folders.push_back({"clusters", clusters_in(clusters)});
        folders.push_back({"edits", clusters_in(clusters + "/edits", "edits/")});
    } else {
        std::cout << "skipped: there are no clusters in " << clusters << " (set PLACEMENT_CLUSTERS)\n";
    }
    const std::string corpus = folder_from("PLACEMENT_SCHEDULER_TESTS", PLACEMENT_SCHEDULER_TESTS_DEFAULT);
    if (std::filesystem::exists(corpus + "/tests.tsv")) {
        folders.push_back({"corpus", corpus_cases(corpus), corpus_stride > 1});
        leave_out(folders.back().cases, corpus_stride);
    } else {
        std::cout << "skipped: there is no scheduler corpus in " << corpus << " (set PLACEMENT_SCHEDULER_TESTS)\n";
    }
    return folders;
}

std::vector<Result> judge_all(const std::vector<ClusterCase>& cases) {
    std::vector<Result> results(cases.size());
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t i = next++; i < cases.size(); i = next++) results[i] = judge(cases[i]);
    };
    std::vector<std::jthread> workers;
    for (unsigned i = 1; i < std::thread::hardware_concurrency(); ++i) workers.emplace_back(work);
    work();
    workers.clear();
    return results;
}

/// What is counted, by its name in the floor file.
using Found = std::map<std::string, std::size_t, std::less<>>;

void add_counts(const Folder& folder, const Counts& counts, Found& found) {
    if (folder.sampled) return;
    found[folder.name + "_scenarios"] = counts.scenarios;
    found[folder.name + "_equal"] = counts.equal;
    if (counts.expected > 0) found[folder.name + "_expected"] = counts.expected;
}

void print_counts(const Folder& folder, const Counts& counts) {
    std::cout << fmt::format("{}: {} clusters, {} scenarios, in {} of which every resource ends where the reference's does; {} of "
                             "{} resources do\n",
                             folder.name, folder.cases.size(), counts.scenarios, counts.equal_scenarios, counts.equal,
                             counts.resources);
}

/// How many scenarios each rule explains; one that explains nothing is a fault where all clusters are there.
bool print_rules(const Counts& counts, bool complete) {
    bool good = true;
    for (const Rule& rule : all_rules()) {
        const auto found = counts.rules.find(std::string(rule.name));
        const std::size_t scenarios = found == counts.rules.end() ? 0 : found->second;
        std::cout << fmt::format("  {:4} by {}: {}\n", scenarios, rule.name, rule.reason);
        good = good && (scenarios > 0 || !complete);
    }
    if (!good) std::cout << "a rule that explains nothing is to be removed\n";
    return good;
}

/// A number below its floor is a fault; one above it asks to raise it.
bool meets_floor(const Found& floor, const Found& found) {
    bool good = true;
    for (const auto& [key, number] : found) {
        const auto wanted = floor.find(key);
        const std::size_t least = wanted == floor.end() ? 0 : wanted->second;
        if (number < least) std::cout << fmt::format("{}: {} is below the floor of {}\n", key, number, least);
        if (number > least) std::cout << fmt::format("{}: raise the floor of {} to \"{} {}\"\n", key, least, key, number);
        good = good && number >= least;
    }
    return good;
}

int report_all(const std::string& floor_file) {
    const std::vector<Folder> folders = find_folders();
    Found found;
    Counts all;
    bool good = true;
    bool sampled = false;
    for (const Folder& folder : folders) {
        Counts counts;
        for (const Result& result : judge_all(folder.cases)) {
            counts.add(result.counts);
            for (const std::string& fault : result.faults) std::cout << fault << '\n';
            good = good && result.faults.empty();
        }
        print_counts(folder, counts);
        add_counts(folder, counts, found);
        all.add(counts);
        sampled = sampled || folder.sampled;
    }
    std::cout << fmt::format("the {} others have a reason:\n", all.scenarios - all.equal_scenarios);
    good = print_rules(all, folders.size() == 4 && !sampled) && good;
    return meets_floor(conformance::parse_numbers(conformance::read_file(floor_file), floor_file), found) && good ? 0 : 1;
}

int report_single(const std::set<std::string>& names) {
    bool good = true;
    for (const Folder& folder : find_folders()) {
        for (const ClusterCase& one : folder.cases) {
            if (!names.contains(one.name)) continue;
            const Result result = judge(one);
            std::cout << fmt::format("{}: {} scenarios, {} equal\n", one.name, result.counts.scenarios,
                                     result.counts.equal_scenarios);
            for (const std::string& line : result.notes) std::cout << line << '\n';
            good = good && result.faults.empty();
        }
    }
    return good ? 0 : 1;
}

} // namespace
} // namespace placement::truth

int main(int count, char** arguments) {
    if (count < 2) {
        std::cerr << "usage: truth FLOOR [NAME...]\n";
        return 2;
    }
    try {
        const std::set<std::string> names(arguments + 2, arguments + count);
        return names.empty() ? placement::truth::report_all(arguments[1]) : placement::truth::report_single(names);
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 2;
    }
}
