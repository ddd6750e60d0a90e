// Runs placement-crm-simulate on every case of the regression corpus as Pacemaker's own suite runs crm_simulate, in one
// process, and compares what it prints and writes.
//
// Each case is also answered in words and as JSON, and every resource explained, which must not fail, and its ledger must
// add up, and what is said of the cluster without a constraint must be what a cluster without it does.
//
// conformance FLOOR            all cases; fails when not as many agree as the floor file says, or a case has no answer
// conformance FLOOR NAME...    these cases, with the lines that differ
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <utility>

#include <pugixml.hpp>

#include "conformance/corpus.h"
#include "conformance/features.h"
#include "conformance/floor.h"
#include "placement-crm-simulate/arguments.h"
#include "placement-crm-simulate/run.h"
#include "placement/cib.h"
#include "placement/diagnostic.h"
#include "placement/explain.h"
#include "placement/render.h"
#include "placement/scenario.h"
#include "placement/schedule.h"
#include "placement/unpack.h"
#include "placement/what_if.h"
#include "support/claims.h"
#include "support/temporary_folder.h"

namespace placement::conformance {
namespace {

/// What is wrong with one case: lines by what is counted, where something is.
struct Result {
    std::string feature;
    std::map<std::string, std::vector<std::string>, std::less<>> faults;
    std::string answer_fault; ///< why there is no answer in words; empty where there is one
};

Time present() {
    using namespace std::chrono;
    return Time{duration_cast<seconds>(system_clock::now().time_since_epoch()).count(), 0};
}

/// The time that the case is judged at: its own -t, else what the CIB recorded, else the present.
Time time_of(const Case& one, const Cib& cib) {
    const std::string given = argument_of(one, "-t");
    if (!given.empty()) return Time::parse(given);
    return cib.execution_date().value_or(present());
}

// ---- the program ----------------------------------------------------------------------------------------------

struct Printed {
    std::string output;
    std::string errors;
};

Printed run_program_on(const Case& one, std::vector<std::string> words) {
    words.insert(words.begin(), "placement-crm-simulate");
    words.insert(words.end(), one.arguments.begin(), one.arguments.end());
    std::vector<const char*> pointers;
    for (const std::string& word : words) pointers.push_back(word.c_str());
    const auto parsed = crm_simulate::parse(static_cast<int>(pointers.size()), pointers.data());
    if (!parsed.arguments) throw std::runtime_error(parsed.error);
    std::ostringstream output;
    std::ostringstream errors;
    const crm_simulate::Clocks clocks{.now = present(),
                                      .utc_offset = [](std::int64_t) { return 0; },
                                      .processor_seconds = [] { return 0.0; }};
    crm_simulate::run(*parsed.arguments, clocks, output, errors);
    return {output.str(), errors.str()};
}

void compare_with_reference(const std::string& corpus, const Case& one, Result& result) {
    const auto expected = [&](const char* folder, const char* ending) {
        return read_file(corpus + '/' + folder + '/' + one.name + ending);
    };
    const auto note = [&](const char* what, std::vector<std::string> lines) {
        if (!lines.empty()) result.faults[what] = std::move(lines);
    };
    const testing::TemporaryFolder scratch;
    const std::string cib = corpus + "/xml/" + one.name + ".xml";
    const Printed summary = run_program_on(one, {"-x", cib, "-S"});
    const Printed scores = run_program_on(
        one, {"-x", cib, "-D", scratch.file("dot"), "-G", scratch.file("graph"), "-sSQ"});
    note("summary", differences(lines_of(expected("summary", ".summary")), lines_of(summary.errors + summary.output)));
    note("scores", differences(sorted_lines(expected("scores", ".scores")), sorted_lines(scores.output)));
    note("graph", differences(graph_lines(expected("exp", ".exp")), graph_lines(read_file(scratch.file("graph")))));
    note("dot", differences(dot_lines(expected("dot", ".dot")), dot_lines(read_file(scratch.file("dot")))));
    note("errors", differences(lines_of(read_file_if_any(corpus + "/stderr/" + one.name + ".stderr")),
                               lines_of(scores.errors)));
}

// ---- the library ----------------------------------------------------------------------------------------------

/// Why the case cannot be answered for a person and as JSON; empty if it can.
std::string answer_fault(const Cib& cib, Time time) {
    try {
        const Outcome outcome = simulate({.cib = cib, .release = default_release, .at = time, .with_ledger = true});
        if (outcome_text(outcome, {.everything = true}).empty() || outcome_json(outcome, {.scores = true}).empty()) {
            return "the answer is empty";
        }
        for (const ResourceId resource : outcome.after->top_resources) {
            const std::string& id = outcome.after->resources[resource].id;
            if (explanation_text(outcome, id, "").empty() || explanation_json(outcome, id, "").empty()) {
                return "there is no explanation of " + id;
            }
        }
        return {};
    } catch (const std::exception& error) {
        return error.what();
    }
}

/// So many constraints a case; none where sanitizers make it slow.
constexpr std::size_t claims_tried = PLACEMENT_CLAIMS_TRIED;

bool is_constraint(const pugi::xml_node& element, const std::string& id) {
    return element.attribute("id").value() == id || element.find_child_by_attribute("id", id.c_str());
}

/// The cluster, written without the constraint; none where no element is that constraint.
std::optional<Cib> without(const Cib& cib, const std::string& id) {
    pugi::xml_document text;
    text.load_string(cib.xml().c_str());
    for (const pugi::xml_node element : text.child("cib").child("configuration").child("constraints").children()) {
        if (!is_constraint(element, id)) continue;
        element.parent().remove_child(element);
        std::ostringstream written;
        text.save(written);
        return Cib::from_text(written.str());
    }
    return std::nullopt;
}

/// What is said of the cluster without a constraint that its scores name, and does not hold of a cluster that is written
/// without it. A few of the constraints, from all over the case.
std::vector<std::string> faults_of_claims(const Cib& cib, Time time) {
    if (claims_tried == 0) return {};
    const Scenario scenario{.cib = cib, .release = default_release, .at = time, .with_ledger = true};
    const Outcome outcome = simulate(scenario);
    const auto explained = constraints_explained(outcome);
    const std::vector<std::pair<std::string, std::string>> all(explained.begin(), explained.end());
    std::vector<std::string> faults;
    for (std::size_t i = 0; i < std::min(claims_tried, all.size()); ++i) {
        const auto& [id, resource] = all[i * all.size() / std::min(claims_tried, all.size())];
        const auto bare = without(cib, id);
        if (!bare) continue;
        const WhatIf claim = what_if(scenario, {ConfigurationChange::without(id)}, resource);
        for (const std::string& fault : false_claims(claim, outcome, simulate({.cib = *bare, .release = default_release, .at = time}))) {
            faults.push_back("without " + id + ": " + fault);
        }
    }
    return faults;
}

Result run(const std::string& corpus, const Case& one) {
    Result result;
    try {
        const std::string file = corpus + "/xml/" + one.name + ".xml";
        result.feature = features(read_file(file)).front();
        compare_with_reference(corpus, one, result);
        const Cib cib = Cib::from_file(file);
        const Time time = time_of(one, cib);
        auto faults = check_ledger(schedule(unpack(cib, time), {.with_ledger = true}));
        if (!faults.empty()) result.faults["ledger"] = std::move(faults);
        auto claims = faults_of_claims(cib, time);
        if (!claims.empty()) result.faults["claims"] = std::move(claims);
        result.answer_fault = answer_fault(cib, time);
    } catch (const std::exception& error) {
        for (const std::string_view what : counted) result.faults[std::string(what)].emplace_back(error.what());
    }
    return result;
}

std::vector<Result> run_all(const std::string& corpus, const std::vector<Case>& cases) {
    std::vector<Result> results(cases.size());
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t i = next++; i < cases.size(); i = next++) results[i] = run(corpus, cases[i]);
    };
    std::vector<std::jthread> workers;
    for (unsigned i = 1; i < std::thread::hardware_concurrency(); ++i) workers.emplace_back(work);
    work();
    workers.clear();
    return results;
}

/// The names of the cases that differ in this, by feature.
void print_by_feature(std::string_view what, const std::vector<Case>& cases, const std::vector<Result>& results) {
    std::map<std::string, std::vector<std::string>> names;
    for (std::size_t i = 0; i < cases.size(); ++i) {
        if (results[i].faults.contains(what)) names[results[i].feature].push_back(cases[i].name);
    }
    if (names.empty()) return;
    std::cout << what << ": these cases differ, by feature:\n";
    for (const auto& [feature, of_feature] : names) {
        std::cout << "  " << feature << " (" << of_feature.size() << "):";
        for (const std::string& name : of_feature) std::cout << ' ' << name;
        std::cout << '\n';
    }
}

std::size_t print_answer_faults(const std::vector<Case>& cases, const std::vector<Result>& results) {
    std::size_t unanswered = 0;
    for (std::size_t i = 0; i < cases.size(); ++i) {
        if (results[i].answer_fault.empty()) continue;
        ++unanswered;
        std::cout << "no answer to " << cases[i].name << ": " << results[i].answer_fault << '\n';
    }
    return unanswered;
}

int report(const std::vector<Case>& cases, const std::vector<Result>& results, const Counts& floor) {
    Counts found;
    for (const std::string_view what : counted) {
        print_by_feature(what, cases, results);
        found[std::string(what)] = static_cast<std::size_t>(
            std::ranges::count_if(results, [&](const Result& result) { return !result.faults.contains(what); }));
    }
    const std::size_t unanswered = print_answer_faults(cases, results);
    for (const std::string_view what : counted) {
        const bool tried = what != "claims" || claims_tried > 0;
        std::cout << what << ": "
                  << (tried ? std::to_string(found[std::string(what)]) + " of " + std::to_string(cases.size()) + " agree"
                            : "none was tried, and no case counted against them")
                  << '\n';
    }
    std::cout << "answers: " << cases.size() - unanswered << " of " << cases.size() << " cases\n";
    const auto complaints = compare(floor, found);
    for (const std::string& complaint : complaints) std::cout << complaint << '\n';
    return complaints.empty() && unanswered == 0 ? 0 : 1;
}

int report_single(const std::vector<Case>& cases, const std::vector<Result>& results) {
    bool good = true;
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const Result& result = results[i];
        const bool agrees = result.faults.empty() && result.answer_fault.empty();
        good = good && agrees;
        std::cout << cases[i].name << ": " << (agrees ? "agrees" : "differs") << '\n';
        for (const auto& [what, lines] : result.faults) {
            for (const std::string& line : lines) std::cout << "  " << what << ": " << line << '\n';
        }
        if (!result.answer_fault.empty()) std::cout << "  no answer: " << result.answer_fault << '\n';
    }
    return good ? 0 : 1;
}

int run_program(const std::vector<std::string>& arguments) {
    constexpr int skipped = 77; // what ctest is told to take for a skipped test
    const char* given = std::getenv("PLACEMENT_SCHEDULER_TESTS");
    const std::string corpus = given != nullptr ? given : PLACEMENT_SCHEDULER_TESTS_DEFAULT;
    if (!std::filesystem::exists(corpus + "/tests.tsv")) {
        std::cout << "skipped: no scheduler corpus in " << corpus << " (set PLACEMENT_SCHEDULER_TESTS)\n";
        return skipped;
    }
    std::vector<Case> cases = read_cases(corpus);
    const std::set<std::string> wanted(arguments.begin() + 1, arguments.end());
    if (!wanted.empty()) std::erase_if(cases, [&](const Case& one) { return !wanted.contains(one.name); });
    const std::vector<Result> results = run_all(corpus, cases);
    return wanted.empty() ? report(cases, results, parse_floor(read_file(arguments[0]), arguments[0])) : report_single(cases, results);
}

} // namespace
} // namespace placement::conformance

int main(int count, char** arguments) {
    if (count < 2) {
        std::cerr << "usage: conformance FLOOR [NAME...]\n";
        return 2;
    }
    try {
        return placement::conformance::run_program({arguments + 1, arguments + count});
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 2;
    }
}
