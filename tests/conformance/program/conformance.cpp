// Runs the scheduler on every case of the regression corpus, in one process, and compares the scores.
//
// Each case is also answered in words and as JSON, which must not fail.
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
#include <set>
#include <stdexcept>
#include <thread>

#include "conformance/corpus.h"
#include "conformance/features.h"
#include "conformance/floor.h"
#include "placement/cib.h"
#include "placement/diagnostic.h"
#include "placement/explain.h"
#include "placement/render.h"
#include "placement/scenario.h"
#include "placement/schedule.h"
#include "placement/unpack.h"

namespace placement::conformance {
namespace {

enum class Verdict { Agrees, Differs, Refused, Failed };

struct Result {
    Verdict verdict = Verdict::Failed;
    std::string feature;
    std::string message;                    ///< Refused, Failed: why
    std::vector<std::string> differences;   ///< Differs
    std::vector<std::string> ledger_faults; ///< where replaying does not give the score
    std::string answer_fault;               ///< why there is no answer in words; empty where there is one
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

/// Why the case cannot be answered for a person and as JSON; empty if it can.
std::string answer_fault(const Cib& cib, Time time) {
    try {
        const Outcome outcome = simulate({.cib = cib, .at = time, .with_ledger = true});
        if (outcome_text(outcome, {.everything = true}).empty() || outcome_json(outcome, {.scores = true}).empty()) {
            return "the answer is empty";
        }
        return {};
    } catch (const std::exception& error) {
        return error.what();
    }
}

Result run(const std::string& corpus, const Case& one) {
    Result result;
    try {
        const std::string file = corpus + "/xml/" + one.name + ".xml";
        result.feature = features(read_file(file)).front();
        const auto expected = comparable_lines(read_file(corpus + "/scores/" + one.name + ".scores"));
        const Cib cib = Cib::from_file(file);
        const Time time = time_of(one, cib);
        const auto cluster = unpack(cib, time);
        result.differences = differences(expected, comparable_lines(score_report(schedule(cluster))));
        result.verdict = result.differences.empty() ? Verdict::Agrees : Verdict::Differs;
        result.ledger_faults = check_ledger(schedule(cluster, {.with_ledger = true}));
        result.answer_fault = answer_fault(cib, time);
    } catch (const NotSupported& refusal) {
        result.verdict = Verdict::Refused;
        result.message = refusal.what();
    } catch (const std::exception& error) {
        result.verdict = Verdict::Failed;
        result.message = error.what();
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

/// The names with this verdict, by feature.
void print_by_feature(const char* title, Verdict verdict, const std::vector<Case>& cases,
                      const std::vector<Result>& results) {
    std::map<std::string, std::vector<std::string>> names;
    for (std::size_t i = 0; i < cases.size(); ++i) {
        if (results[i].verdict == verdict) names[results[i].feature].push_back(cases[i].name);
    }
    if (names.empty()) return;
    std::cout << title << ", by feature:\n";
    for (const auto& [feature, of_feature] : names) {
        std::cout << "  " << feature << " (" << of_feature.size() << "):";
        for (const std::string& name : of_feature) std::cout << ' ' << name;
        std::cout << '\n';
    }
}

void print_messages(const char* title, Verdict verdict, const std::vector<Case>& cases,
                    const std::vector<Result>& results) {
    for (std::size_t i = 0; i < cases.size(); ++i) {
        if (results[i].verdict == verdict)
            std::cout << title << ' ' << cases[i].name << ": " << results[i].message << '\n';
    }
}

std::size_t count(Verdict verdict, const std::vector<Result>& results) {
    return static_cast<std::size_t>(std::ranges::count(results, verdict, &Result::verdict));
}

/// The first fault of each ledger that does not add up. How many those are.
std::size_t print_ledger_faults(const std::vector<Case>& cases, const std::vector<Result>& results) {
    std::size_t unsound = 0;
    for (std::size_t i = 0; i < cases.size(); ++i) {
        if (results[i].ledger_faults.empty()) continue;
        ++unsound;
        std::cout << "ledger of " << cases[i].name << " does not add up: " << results[i].ledger_faults.front() << " ("
                  << results[i].ledger_faults.size() << " such)\n";
    }
    return unsound;
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

int report(const std::vector<Case>& cases, const std::vector<Result>& results, const Floor& floor) {
    print_by_feature("scores differ", Verdict::Differs, cases, results);
    print_by_feature("refused", Verdict::Refused, cases, results);
    print_messages("failed:", Verdict::Failed, cases, results);
    const std::size_t unsound = print_ledger_faults(cases, results);
    const std::size_t unanswered = print_answer_faults(cases, results);
    const std::size_t agree = count(Verdict::Agrees, results);
    const std::size_t scheduled = agree + count(Verdict::Differs, results);
    std::cout << "scores: " << agree << " of " << cases.size() << " agree, " << scheduled - agree << " differ, "
              << count(Verdict::Refused, results) << " refused, " << count(Verdict::Failed, results) << " failed\n"
              << "ledger: replay gives the scores of " << scheduled - unsound << " of " << scheduled << " cases\n"
              << "answers: " << scheduled - unanswered << " of " << scheduled << " cases\n";
    const auto complaints = compare(floor, {.scores = agree, .ledger = scheduled - unsound});
    for (const std::string& complaint : complaints) std::cout << complaint << '\n';
    return complaints.empty() && unanswered == 0 ? 0 : 1;
}

int report_single(const std::vector<Case>& cases, const std::vector<Result>& results) {
    bool good = true;
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const Result& result = results[i];
        const bool sound = result.ledger_faults.empty() && result.answer_fault.empty();
        const bool agrees = result.verdict == Verdict::Agrees && sound;
        good = good && agrees;
        std::cout << cases[i].name << ": " << (agrees ? "agrees" : result.message) << '\n';
        for (const std::string& line : result.differences) std::cout << "  " << line << '\n';
        for (const std::string& line : result.ledger_faults) std::cout << "  ledger: " << line << '\n';
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
