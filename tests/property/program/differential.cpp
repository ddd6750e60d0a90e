#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <sys/wait.h>

#include "placement/behavior.h"
#include "placement/quoting.h"
#include "property/generator.h"
#include "support/crm_simulate.h"
#include "support/temporary_folder.h"

// differential [CLUSTERS [FIRST]]
//
// Clusters made by chance, with an event: what an installed crm_simulate says of them, and what placement-crm-simulate says.
// PLACEMENT_CRM_SIMULATE in the environment names another one. Ends with 77 where there is none of the release that
// placement-crm-simulate is exact for, 1 where an answer differs; the CIB is then left beside, as differs-NUMBER.xml.
using namespace placement;

namespace {

constexpr int skipped = 77;

struct Answer {
    std::string text;
    int status = 0;
};

/// What the command prints; standard error is left out.
std::optional<Answer> answer_of(const std::string& command) {
    FILE* pipe = ::popen((command + " 2>/dev/null").c_str(), "r");
    if (pipe == nullptr) return std::nullopt;
    Answer answer;
    std::array<char, 65536> block{};
    while (const std::size_t size = std::fread(block.data(), 1, block.size(), pipe)) answer.text.append(block.data(), size);
    const int status = ::pclose(pipe);
    if (!WIFEXITED(status)) return std::nullopt;
    answer.status = WEXITSTATUS(status);
    return answer;
}

Answer ours(const std::vector<std::string>& arguments) {
    const crm_simulate::Parsed parsed = testing::parsed_by_crm_simulate(arguments);
    if (!parsed.arguments) return {parsed.error, static_cast<int>(crm_simulate::Status::Usage)};
    const testing::CrmSimulateAnswer answer = testing::answer_of_crm_simulate(*parsed.arguments, Time{1'700'000'000, 0});
    return {answer.out, answer.status};
}

std::string command_line(const std::string& program, const std::vector<std::string>& arguments) {
    std::string line = shell_quoted(program);
    for (const std::string& each : arguments) line += " " + shell_quoted(each);
    return line;
}

std::vector<std::string> names_of(const property::XmlElement& element, std::string_view name, std::string_view attribute) {
    std::vector<std::string> names;
    for (const property::XmlElement& child : element.children) {
        for (const std::string& each : names_of(child, name, attribute)) names.push_back(each);
        if (child.name != name) continue;
        for (const auto& [key, value] : child.attributes) {
            if (key == attribute) names.push_back(value);
        }
    }
    return names;
}

std::vector<std::string> some_event(const property::XmlElement& cib, property::Chance& chance) {
    const std::vector<std::string> nodes = names_of(cib, "node", "uname");
    if (nodes.empty() || chance.percent(50)) return {};
    static const std::vector<std::string> kinds{"-u", "-d", "-f"};
    return {chance.one_of(kinds), chance.one_of(nodes)};
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

bool same(const std::string& program, std::uint64_t number, const testing::TemporaryFolder& folder) {
    const property::XmlElement cib = property::random_cluster(number, property::Kinds::All);
    property::Chance chance(number);
    const std::string file = folder.write("cib.xml", cib.xml());
    std::vector<std::string> arguments{"-x", file, "-S", "-s", "-t", "2024-01-01T00:00:00Z"};
    const std::vector<std::string> event = some_event(cib, chance);
    arguments.insert(arguments.end(), event.begin(), event.end());
    const std::optional<Answer> theirs = answer_of(command_line(program, arguments));
    if (!theirs) return true; // it crashed
    const Answer mine = ours(arguments);
    if (theirs->text == mine.text && theirs->status == mine.status) return true;
    std::cout << number << ": status " << theirs->status << " and " << mine.status << ", " << (event.empty() ? "no event" : event[0] + " " + event[1]) << '\n';
    print_first_difference(theirs->text, mine.text);
    std::ofstream("differs-" + std::to_string(number) + ".xml", std::ios::binary) << cib.xml();
    return false;
}

} // namespace

int main(int count, char** words) {
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
    const testing::TemporaryFolder folder;
    std::uint64_t differ = 0;
    for (std::uint64_t number = first; number < first + clusters; ++number) {
        if (!same(program, number, folder)) ++differ;
    }
    std::cout << clusters - differ << " of " << clusters << " clusters have the same answer\n";
    return differ == 0 ? 0 : 1;
}
