// Plays the cases of a table, and others made by chance, with an installed corosync-vqsim, and compares with libplacement.
//   vqsim TABLE [NUMBER]   NUMBER: how many cases by chance
//   vqsim --answer TABLE [NUMBER]   prints them with the answers of corosync-vqsim

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <regex>
#include <sstream>
#include <thread>

#include <unistd.h>

#include "quorum/chance_cases.h"
#include "quorum/voting_case.h"

namespace {

namespace fs = std::filesystem;
using namespace placement::quorum_test;

constexpr std::size_t at_a_time = 12;
constexpr int attempts = 4;

/// Commands for one step. Partitions alternate, so that a split always moves nodes into empty ones.
class Commands {
public:
    explicit Commands(const VotingCase& voting_case) {
        for (const auto& [id, votes] : voting_case.nodes) partition_[id] = 0;
    }

    std::string of(const std::string& step) {
        const std::size_t blank = step.find(' ');
        const std::string verb = step.substr(0, blank);
        const std::string object = step.substr(blank + 1);
        if (verb == "split") return split(object);
        if (verb == "up") {
            const std::size_t at = object.find('@');
            const unsigned partition = partition_.at(static_cast<unsigned>(std::stoul(object.substr(at + 1))));
            partition_[static_cast<unsigned>(std::stoul(object))] = partition;
            return "up " + std::to_string(partition) + ":" + object.substr(0, at);
        }
        if (verb == "device") return "qdevice on " + object;
        if (verb == "no-device") return "qdevice off " + object;
        return step;
    }

private:
    std::string split(const std::string& sides) {
        first_ = first_ == 1 ? 8 : 1;
        std::string command = "split";
        unsigned partition = first_;
        std::istringstream each(sides);
        for (std::string side; std::getline(each, side, '|'); ++partition) {
            command += " " + std::to_string(partition) + ":" + side;
            std::istringstream ids(side);
            for (std::string id; std::getline(ids, id, ',');) partition_[static_cast<unsigned>(std::stoul(id))] = partition;
        }
        return command;
    }

    std::map<unsigned, unsigned> partition_;
    unsigned first_ = 8;
};

/// The last state that it shows after each step, up to one in which members of one partition contradict each other: that comes
/// from the order in which its processes happen to run.
std::vector<std::string> read_states(const std::string& output) {
    std::vector<std::string> states;
    std::istringstream lines(output);
    const std::regex state("(\\d+):(\\d+): q=(\\d|UNINITIALIZED).*");
    std::map<std::string, std::string> of_partition;
    bool consistent = true;
    std::map<unsigned, std::string> now;
    bool shown = false;
    for (std::string line; std::getline(lines, line);) {
        std::smatch found;
        if (line.find("#vqsim> show") != std::string::npos) {
            now.clear();
            of_partition.clear();
            shown = true;
        } else if (shown && std::regex_match(line, found, state)) {
            const std::string quorate = found[3] == "1" ? "+" : found[3] == "0" ? "-" : "?";
            now[static_cast<unsigned>(std::stoul(found[2]))] = quorate;
            if (of_partition.emplace(found[1], quorate).first->second != quorate) consistent = false;
        } else if (shown && line.starts_with("#autofence")) {
            std::string text;
            for (const auto& [id, quorate] : now) text += (text.empty() ? "" : " ") + std::to_string(id) + quorate;
            if (!consistent) break;
            states.push_back(text);
            shown = false;
        }
    }
    if (!states.empty()) states.erase(states.begin()); // before the first step
    return states;
}

/// The path of the configuration must be short: corosync-vqsim takes seven characters.
std::vector<std::string> asked_answers(const VotingCase& voting_case, const fs::path& folder, double pause) {
    fs::create_directories(folder);
    std::ofstream(folder / "c") << voting_case.corosync_conf();
    Commands commands(voting_case);
    std::ostringstream script;
    script << "( sleep " << 2 * pause << "; echo show; sleep 0.1\n";
    for (const VotingStep& step : voting_case.steps) {
        script << "echo '" << commands.of(step.what) << "'; sleep "
               << pause * (step.what.find("device") == std::string::npos ? 1 : 8) << "; echo show; sleep 0.1\n";
    }
    script << "echo exit; sleep 0.2 ) | timeout 120 corosync-vqsim -c c > out 2> err\n";
    std::ofstream(folder / "ask.sh") << script.str();
    const std::string command = "cd '" + folder.string() + "' && sh ask.sh";
    if (std::system(command.c_str()) == -1) return {};
    std::stringstream output;
    output << std::ifstream(folder / "out").rdbuf();
    return read_states(output.str());
}

std::vector<VotingCase> table(const std::string& path) {
    std::vector<VotingCase> cases;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        if (!line.empty() && line.front() != '#') cases.push_back(VotingCase::read(line));
    }
    return cases;
}

bool installed() { return std::system("command -v corosync-vqsim > /dev/null 2>&1") == 0; }

/// Asks about all of them, several at a time.
std::vector<std::vector<std::string>> ask(const std::vector<VotingCase>& cases, const fs::path& folder, double pause) {
    std::vector<std::vector<std::string>> answers(cases.size());
    for (std::size_t begin = 0; begin < cases.size(); begin += at_a_time) {
        std::vector<std::jthread> threads;
        for (std::size_t i = begin; i < std::min(cases.size(), begin + at_a_time); ++i) {
            threads.emplace_back([&, i] { answers[i] = asked_answers(cases[i], folder / std::to_string(i), pause); });
        }
    }
    return answers;
}

std::string with_answers(VotingCase voting_case, const std::vector<std::string>& answers) {
    voting_case.steps.resize(std::min(voting_case.steps.size(), answers.size()));
    for (std::size_t i = 0; i < voting_case.steps.size(); ++i) voting_case.steps[i].answer = answers.at(i);
    return voting_case.line();
}

bool is_as_counted(const VotingCase& voting_case, std::vector<std::string> answers) {
    std::vector<std::string> counted = counted_answers(voting_case);
    const std::size_t steps = std::min(steady_steps(voting_case, counted), answers.size());
    counted.resize(steps);
    answers.resize(steps);
    return steps > 0 && answers == counted;
}

/// How many differ, after as many attempts as a busy machine may need.
std::size_t compare(std::vector<VotingCase> cases, const fs::path& folder) {
    double pause = 0.4;
    for (int attempt = 1;; ++attempt, pause *= 2) {
        const auto answers = ask(cases, folder, pause);
        std::vector<VotingCase> differing;
        for (std::size_t i = 0; i < cases.size(); ++i) {
            if (is_as_counted(cases[i], answers[i])) continue;
            differing.push_back(cases[i]);
            if (attempt < attempts) continue;
            std::cout << "corosync-vqsim: " << with_answers(cases[i], answers[i]) << "\n"
                      << "libplacement:   " << with_answers(cases[i], counted_answers(cases[i])) << "\n";
        }
        if (differing.empty() || attempt == attempts) return differing.size();
        cases = std::move(differing);
    }
}

} // namespace

int main(int count, char** words) {
    if (count < 2) return 2;
    if (!installed()) {
        std::cout << "skipped: corosync-vqsim is not installed\n";
        return 77;
    }
    const bool to_answer = std::string(words[1]) == "--answer";
    std::vector<VotingCase> cases = table(words[to_answer ? 2 : 1]);
    const fs::path folder = fs::temp_directory_path() / ("vqsim-" + std::to_string(getpid()));
    const int number = to_answer ? 3 : 2;
    const std::vector<VotingCase> by_chance = chance_cases(count > number ? std::stoul(words[number]) : 0);
    cases.insert(cases.end(), by_chance.begin(), by_chance.end());
    if (to_answer) {
        auto answers = ask(cases, folder, 0.8);
        for (std::size_t i = 0; i < cases.size(); ++i) {
            answers[i].resize(steady_steps(cases[i], answers[i]));
            std::cout << with_answers(cases[i], answers[i]) << "\n";
        }
    }
    const std::size_t differing = to_answer ? 0 : compare(cases, folder);
    if (!to_answer)
        std::cout << cases.size() - differing << " of " << cases.size() << " sequences are as corosync-vqsim has them\n";
    fs::remove_all(folder);
    return differing == 0 ? 0 : 1;
}
