#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <sys/wait.h>

#include "placement/behavior.h"
#include "placement/quoting.h"
#include "property/generator.h"
#include "property/mutation.h"
#include "support/crm_simulate.h"
#include "support/temporary_folder.h"

// differential [CLUSTERS [FIRST [FOLDER]]]
//
// Clusters with events: what an installed crm_simulate says of them, and what placement-crm-simulate says. The clusters are made
// by chance; where FOLDER has CIBs (*.xml), they are these, changed by chance, and asked in several steps, each about the
// cluster that the one before left. Compared are the text, the exit status, the graph in both forms and the CIB in the end.
// PLACEMENT_CRM_SIMULATE in the environment names another crm_simulate. Ends with 77 where there is none of the release that
// placement-crm-simulate is exact for, 1 where an answer differs; the CIB is then left beside, as differs-NUMBER.xml.
using namespace placement;

namespace {

constexpr int skipped = 77;

struct Answer {
    std::string text;
    int status = 0;
    std::string graph = {};
    std::string dot = {};
    std::string cib = {};

    friend bool operator==(const Answer&, const Answer&) = default;
};

/// What the command prints; standard error is left out. None where it crashes, or the shell says that it did.
std::optional<Answer> answer_of(const std::string& command) {
    FILE* pipe = ::popen((command + " 2>/dev/null").c_str(), "r");
    if (pipe == nullptr) return std::nullopt;
    Answer answer;
    std::array<char, 65536> block{};
    while (const std::size_t size = std::fread(block.data(), 1, block.size(), pipe)) answer.text.append(block.data(), size);
    const int status = ::pclose(pipe);
    if (!WIFEXITED(status)) return std::nullopt;
    answer.status = WEXITSTATUS(status);
    constexpr int timed_out = 124;
    constexpr int killed = 128;
    return answer.status == timed_out || answer.status > killed ? std::nullopt : std::optional(answer);
}

Answer ours(const std::vector<std::string>& arguments, Time now) {
    const crm_simulate::Parsed parsed = testing::parsed_by_crm_simulate(arguments);
    if (!parsed.arguments) return {parsed.error, static_cast<int>(crm_simulate::Status::Usage)};
    const testing::CrmSimulateAnswer answer = testing::answer_of_crm_simulate(*parsed.arguments, now);
    return {answer.out, answer.status};
}

std::string command_line(const std::string& program, const std::vector<std::string>& arguments) {
    std::string line = shell_quoted(program);
    for (const std::string& each : arguments) line += " " + shell_quoted(each);
    return line;
}

/// Both programs write when they were asked: a moment about now counts as now.
std::string without_now(const std::string& text, std::int64_t now) {
    constexpr std::size_t digits = 10;
    constexpr std::int64_t about = 300;
    std::string result;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t end = std::min(text.find_first_not_of("0123456789", i), text.size());
        const std::string number = text.substr(i, end - i);
        if (number.size() == digits && std::abs(std::stoll(number) - now) < about) {
            result += "NOW";
        } else {
            result += number;
        }
        if (end < text.size()) result += text[end];
        i = end + 1;
    }
    return result;
}

void print_first_difference(const std::string& theirs, const std::string& ours) {
    std::istringstream left(theirs);
    std::istringstream right(ours);
    std::string a;
    std::string b;
    while (true) {
        const bool more_left = static_cast<bool>(std::getline(left, a));
        const bool more_right = static_cast<bool>(std::getline(right, b));
        if (!more_left && !more_right) return;
        if (more_left && more_right && a == b) continue;
        std::cout << "  crm_simulate: " << (more_left ? a : "(end)") << "\n  ours:         " << (more_right ? b : "(end)") << '\n';
        return;
    }
}

void print_difference(const Answer& theirs, const Answer& mine) {
    std::cout << "  status " << theirs.status << " and " << mine.status << '\n';
    print_first_difference(theirs.text, mine.text);
    print_first_difference(theirs.graph, mine.graph);
    print_first_difference(theirs.dot, mine.dot);
    print_first_difference(theirs.cib, mine.cib);
}

class Comparison {
public:
    explicit Comparison(std::string program) : program_(std::move(program)) {}

    /// Nothing is compared where crm_simulate crashes.
    bool same(std::uint64_t number, const property::XmlElement& cib, const std::vector<std::vector<std::string>>& questions) {
        const std::string first = folder_.write("cib.xml", cib.xml());
        std::string file = first;
        for (const std::vector<std::string>& question : questions) {
            const std::int64_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
            std::vector<std::string> arguments = with_files(file, question);
            std::optional<Answer> theirs = answer_of(command_line(program_, arguments));
            if (!theirs) {
                taken("graph");
                taken("dot");
                return true;
            }
            theirs = complete(*theirs, now);
            const std::string next = folder_.read("out.xml");
            arguments.emplace_back("--strict-compat");
            const Answer mine = complete(ours(arguments, Time{now, 0}), now);
            if (*theirs != mine) {
                std::cout << number << ": " << command_line("crm_simulate", question) << '\n';
                print_difference(*theirs, mine);
                std::ofstream("differs-" + std::to_string(number) + ".xml", std::ios::binary) << folder_.read(file == first ? "cib.xml" : "next.xml");
                return false;
            }
            if (theirs->status != 0) return true;
            file = folder_.write("next.xml", next);
        }
        return true;
    }

private:
    std::vector<std::string> with_files(const std::string& cib, const std::vector<std::string>& question) const {
        std::vector<std::string> arguments{"-x", cib, "-G", folder_.file("graph"), "-D", folder_.file("dot"), "-O", folder_.file("out.xml")};
        arguments.insert(arguments.end(), question.begin(), question.end());
        return arguments;
    }

    Answer complete(Answer answer, std::int64_t now) const {
        answer.text = without_now(answer.text, now);
        answer.graph = without_now(taken("graph"), now);
        answer.dot = taken("dot");
        answer.cib = without_now(taken("out.xml", false), now);
        return answer;
    }

    /// What was written, so that the next one does not find it.
    std::string taken(const std::string& name, bool remove = true) const {
        const std::string text = folder_.read(name);
        if (remove) std::filesystem::remove(folder_.file(name));
        return text;
    }

    std::string program_;
    testing::TemporaryFolder folder_;
};

std::vector<std::filesystem::path> cibs_in(const std::string& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        constexpr std::uintmax_t most = 120'000;
        if (entry.path().extension() == ".xml" && entry.file_size() < most) files.push_back(entry.path());
    }
    std::ranges::sort(files);
    return files;
}

property::XmlElement read_cib(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return property::read_xml({std::istreambuf_iterator<char>(file), {}});
}

property::XmlElement some_cib(std::uint64_t number, const std::vector<std::filesystem::path>& files, property::Chance& chance) {
    if (files.empty()) return property::random_cluster(number, property::Kinds::All);
    property::XmlElement cib = read_cib(chance.one_of(files));
    return property::mutated(std::move(cib), read_cib(chance.one_of(files)), chance);
}

} // namespace

int main(int count, char** words) {
    std::cout << std::unitbuf;
    const char* named = std::getenv("PLACEMENT_CRM_SIMULATE");
    const std::string program = named != nullptr ? named : "crm_simulate";
    const std::optional<Answer> version = answer_of(command_line(program, {"--version"}));
    const std::string wanted(text(default_release));
    if (!version || version->text.find(wanted) == std::string::npos) {
        std::cout << "skipped: no crm_simulate " << wanted << " is installed\n";
        return skipped;
    }
    const std::uint64_t clusters = count > 1 ? std::strtoull(words[1], nullptr, 10) : 200;
    const std::uint64_t first = count > 2 ? std::strtoull(words[2], nullptr, 10) : 1;
    const std::vector<std::filesystem::path> files = count > 3 ? cibs_in(words[3]) : std::vector<std::filesystem::path>();
    Comparison comparison(program);
    std::uint64_t differ = 0;
    for (std::uint64_t number = first; number < first + clusters; ++number) {
        property::Chance chance(number);
        const property::XmlElement cib = some_cib(number, files, chance);
        static const std::vector<int> steps{1, 1, 1, 2, 3};
        std::vector<std::vector<std::string>> questions;
        for (int step = chance.one_of(steps); step > 0; --step) questions.push_back(property::some_question(cib, chance));
        if (!comparison.same(number, cib, questions)) ++differ;
    }
    std::cout << clusters - differ << " of " << clusters << " clusters have the same answer\n";
    return differ == 0 ? 0 : 1;
}
