// Gives placement-crm-simulate the regression inputs in the words of each release, with --pacemaker, and compares places,
// scores and transition with that release's own answers. How many are equal is in placement::comparisons(), which this checks.
// Then as text, to the byte: how many are equal is in the table below.
//
// releases                   all releases; fails when another number is equal than the table says
// releases RELEASE NAME...   these inputs, with the lines that differ
#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "conformance/archive.h"
#include "conformance/corpus.h"
#include "conformance/release_facts.h"
#include "conformance/release_text.h"
#include "placement-crm-simulate/arguments.h"
#include "placement-crm-simulate/run.h"
#include "placement/comparisons.h"
#include "support/temporary_folder.h"

namespace placement::conformance {
namespace {

/// How many answers are the release's own as they are printed and written. They only rise.
struct TextCounts {
    Release release;
    std::size_t summary = 0;
    std::size_t scores = 0;
    std::size_t graph = 0;
    std::size_t dot = 0;
    friend bool operator==(const TextCounts&, const TextCounts&) = default;
};
constexpr std::array text_counts{
    TextCounts{Release::v2_0_5, 838, 844, 825, 829},  TextCounts{Release::v2_1_5, 848, 849, 848, 848},
    TextCounts{Release::v2_1_7, 852, 852, 851, 852},  TextCounts{Release::v2_1_9, 852, 852, 852, 852},
    TextCounts{Release::v2_1_10, 852, 852, 852, 852}, TextCounts{Release::v3_0_0, 852, 852, 852, 852},
};

/// What distinguishes our answer from the release's; lines by what is compared.
struct ReleaseResult {
    bool compared = false;
    std::map<std::string, std::vector<std::string>> differences;
    std::map<std::string, std::vector<std::string>> other_text;
};

/// One release's inputs and answers.
class ReleaseData {
public:
    ReleaseData(const std::string& folder, Release release) : release_(release), name_(release == Release::v2_1_5 ? "2.1.5-deb" : std::string(text(release))) {
        const std::string base = folder + '/';
        inputs_ = read_archive(base + "inputs-" + name_ + ".tar.xz");
        answers_ = read_archive(base + name_ + ".tar.xz");
        read_refused();
    }

    Release release() const { return release_; }
    const std::string& input(const std::string& name) const { return inputs_.at(name_ + '/' + name + ".xml"); }

    /// None where the release did not come to an end.
    std::optional<ReleaseFacts> facts(const std::string& name) const {
        if (refused_.contains(name)) return std::nullopt;
        return release_facts(answer("summary", name), answer("scores", name), answer("exp", name));
    }

    ReleaseText text_of(const std::string& name) const {
        return {evened(answer("summary", name)), evened_scores(answer("scores", name)), answer("exp", name), answer("dot", name)};
    }

private:
    std::string answer(const std::string& kind, const std::string& name) const {
        const auto found = answers_.find(name_ + '/' + kind + '/' + name + '.' + kind);
        return found == answers_.end() ? "" : found->second;
    }

    /// What only took too long in one of two runs has an answer all the same.
    void read_refused() {
        std::istringstream lines(answers_[name_ + "/refused.tsv"]);
        for (std::string line; std::getline(lines, line);) {
            if (!line.ends_with("timeout")) refused_.insert(line.substr(0, line.find('\t')));
        }
    }

    Release release_;
    std::string name_;
    std::map<std::string, std::string> inputs_;
    std::map<std::string, std::string> answers_;
    std::set<std::string> refused_;
};

std::vector<std::string> plain_lines(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

struct OurAnswer {
    ReleaseFacts facts;
    ReleaseText text;
};

std::string without_program_name(std::string text) {
    constexpr std::string_view name = "placement-crm-simulate: ";
    for (std::size_t at = 0; (at = text.find(name, at)) != std::string::npos;) text.erase(at, name.size());
    return text;
}

OurAnswer our_answer(const ReleaseData& data, const Case& one, const testing::TemporaryFolder& scratch) {
    const std::string name = std::string(text(data.release())) + '-' + one.name;
    const std::string cib = scratch.file(name + ".xml");
    const std::string graph = scratch.file(name + ".graph");
    const std::string dot = scratch.file(name + ".dot");
    std::ofstream(cib) << data.input(one.name);
    std::vector<std::string> words{"placement-crm-simulate", "--pacemaker", std::string(text(data.release())), "-x", cib, "-S", "-s", "-G", graph, "-D", dot};
    words.insert(words.end(), one.arguments.begin(), one.arguments.end());
    std::vector<const char*> pointers;
    for (const std::string& word : words) pointers.push_back(word.c_str());
    const auto parsed = crm_simulate::parse(static_cast<int>(pointers.size()), pointers.data());
    if (!parsed.arguments) throw std::runtime_error(parsed.error);
    std::ostringstream output;
    std::ostringstream errors;
    using namespace std::chrono;
    const Time now{duration_cast<seconds>(system_clock::now().time_since_epoch()).count(), 0};
    const crm_simulate::Clocks clocks{.now = now, .utc_offset = [](std::int64_t) { return 0; }, .processor_seconds = [] { return 0.0; }};
    crm_simulate::run(*parsed.arguments, clocks, output, errors);
    ReleaseText printed = with_scores_apart(without_program_name(errors.str()) + output.str());
    printed = {evened(printed.summary), evened_scores(printed.scores), read_file_if_any(graph), read_file_if_any(dot)};
    auto facts = release_facts(output.str(), output.str(), printed.graph);
    for (const std::string& file : {cib, graph, dot}) std::filesystem::remove(file);
    if (!facts) throw std::runtime_error(errors.str());
    return {*facts, printed};
}

void note_text(const ReleaseText& theirs, const ReleaseText& ours, ReleaseResult& result) {
    const auto note = [&](const char* what, const std::string& expected, const std::string& found) {
        if (expected != found) result.other_text[what] = differences(plain_lines(expected), plain_lines(found));
    };
    note("summary", theirs.summary, ours.summary);
    note("scores", theirs.scores, ours.scores);
    note("graph", theirs.graph, ours.graph);
    note("dot", theirs.dot, ours.dot);
}

ReleaseResult compare_case(const ReleaseData& data, const Case& one, const testing::TemporaryFolder& scratch) {
    ReleaseResult result;
    const auto expected = data.facts(one.name);
    if (!expected) return result;
    result.compared = true;
    const auto note = [&](const char* what, const std::vector<std::string>& theirs, const std::vector<std::string>& ours) {
        if (theirs != ours) result.differences[what] = differences(theirs, ours);
    };
    try {
        const auto [found, printed] = our_answer(data, one, scratch);
        note_text(data.text_of(one.name), printed, result);
        note("places", expected->places, found.places);
        note("scores", expected->scores, found.scores);
        note("graph", expected->graph, found.graph);
    } catch (const std::exception& error) {
        result.differences["places"] = {error.what()};
    }
    return result;
}

std::vector<ReleaseResult> compare_all(const ReleaseData& data, const std::vector<Case>& cases) {
    const testing::TemporaryFolder scratch;
    std::vector<ReleaseResult> results(cases.size());
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t i = next++; i < cases.size(); i = next++) results[i] = compare_case(data, cases[i], scratch);
    };
    std::vector<std::jthread> workers;
    for (unsigned i = 1; i < std::thread::hardware_concurrency(); ++i) workers.emplace_back(work);
    work();
    workers.clear();
    return results;
}

ReleaseComparison counted_in(Release release, const std::vector<ReleaseResult>& results) {
    const auto without = [&](const char* what) {
        return static_cast<std::size_t>(std::ranges::count_if(
            results, [&](const ReleaseResult& result) { return result.compared && !result.differences.contains(what); }));
    };
    ReleaseComparison found{release, 0, 0, without("places"), without("scores"), without("graph")};
    for (const ReleaseResult& result : results) {
        if (!result.compared) continue;
        ++found.inputs;
        if (result.differences.empty()) ++found.equal;
    }
    return found;
}

TextCounts text_counted_in(Release release, const std::vector<ReleaseResult>& results) {
    const auto equal = [&](const char* what) {
        return static_cast<std::size_t>(std::ranges::count_if(
            results, [&](const ReleaseResult& result) { return result.compared && !result.other_text.contains(what); }));
    };
    return {release, equal("summary"), equal("scores"), equal("graph"), equal("dot")};
}

std::string enumerator(Release release) {
    std::string name(text(release));
    std::ranges::replace(name, '.', '_');
    return "Release::v" + name;
}

std::string words_for(const TextCounts& counts) {
    return "{" + enumerator(counts.release) + ", " + std::to_string(counts.summary) + ", " + std::to_string(counts.scores) + ", " +
           std::to_string(counts.graph) + ", " + std::to_string(counts.dot) + "}";
}

std::string words_for(const ReleaseComparison& counts) {
    return "{" + enumerator(counts.release) + ", " + std::to_string(counts.inputs) + ", " + std::to_string(counts.equal) + ", " + std::to_string(counts.places) + ", " +
           std::to_string(counts.scores) + ", " + std::to_string(counts.graph) + "}";
}

void print_names(const std::vector<Case>& cases, const std::vector<ReleaseResult>& results) {
    for (std::size_t i = 0; i < cases.size(); ++i) {
        if (results[i].differences.empty() && results[i].other_text.empty()) continue;
        std::cout << "  " << cases[i].name << ':';
        for (const auto& [what, lines] : results[i].differences) std::cout << ' ' << what;
        for (const auto& [what, lines] : results[i].other_text) std::cout << " text-of-" << what;
        std::cout << '\n';
    }
}

/// Fewer than the table says is a step back; more have to be written down, or the next step back goes unnoticed.
bool check_release(const std::string& folder, const ReleaseComparison& known, const std::vector<Case>& cases) {
    const ReleaseData data(folder, known.release);
    const std::vector<ReleaseResult> results = compare_all(data, cases);
    const ReleaseComparison found = counted_in(known.release, results);
    std::cout << text(known.release) << ": " << found.equal << " of " << found.inputs << " equal\n";
    print_names(cases, results);
    const TextCounts found_text = text_counted_in(known.release, results);
    const auto known_text = std::ranges::find(text_counts, known.release, &TextCounts::release);
    const bool same_text = known_text != text_counts.end() && *known_text == found_text;
    if (!same_text) std::cout << "the table of texts says otherwise, and found was " << words_for(found_text) << '\n';
    if (found == known) return same_text;
    std::cout << "the table of comparisons says " << words_for(known) << ", and found was " << words_for(found) << '\n';
    return false;
}

bool show_cases(const std::string& folder, Release release, std::vector<Case> cases, const std::set<std::string>& wanted) {
    std::erase_if(cases, [&](const Case& one) { return !wanted.contains(one.name); });
    const std::vector<ReleaseResult> results = compare_all(ReleaseData(folder, release), cases);
    bool equal = true;
    for (std::size_t i = 0; i < cases.size(); ++i) {
        std::cout << cases[i].name << '\n';
        for (const auto& [what, lines] : results[i].differences) {
            equal = false;
            for (const std::string& line : lines) std::cout << "  " << what << ": " << line << '\n';
        }
        for (const auto& [what, lines] : results[i].other_text) {
            equal = false;
            for (const std::string& line : lines) std::cout << "  text of " << what << ": " << line << '\n';
        }
    }
    return equal;
}

int run_releases(const std::vector<std::string>& arguments) {
    constexpr int skipped = 77; // what ctest is told to take for a skipped test
    const char* given_corpus = std::getenv("PLACEMENT_SCHEDULER_TESTS");
    const char* given_answers = std::getenv("PLACEMENT_RELEASES");
    const std::string corpus = given_corpus != nullptr ? given_corpus : PLACEMENT_SCHEDULER_TESTS_DEFAULT;
    const std::string folder = given_answers != nullptr ? given_answers : PLACEMENT_RELEASES_DEFAULT;
    if (!std::filesystem::exists(corpus + "/tests.tsv") || !std::filesystem::exists(folder)) {
        std::cout << "skipped: no scheduler corpus in " << corpus << " (set PLACEMENT_SCHEDULER_TESTS), or no releases' answers in "
                  << folder << " (set PLACEMENT_RELEASES)\n";
        return skipped;
    }
    const std::vector<Case> cases = read_cases(corpus);
    if (arguments.size() > 1) {
        return show_cases(folder, parse_release(arguments[0]), cases, {arguments.begin() + 1, arguments.end()}) ? 0 : 1;
    }
    bool good = true;
    for (const ReleaseComparison& known : comparisons()) {
        const bool wanted = arguments.empty() || arguments[0] == text(known.release);
        const bool at_hand = known.repeated && known.release != default_release;
        if (wanted && at_hand) good = check_release(folder, known, cases) && good;
    }
    return good ? 0 : 1;
}

} // namespace
} // namespace placement::conformance

int main(int count, char** arguments) {
    try {
        return placement::conformance::run_releases({arguments + 1, arguments + count});
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 2;
    }
}
