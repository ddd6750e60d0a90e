#include "conformance/floor.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <stdexcept>
#include <system_error>

#include "conformance/corpus.h"

namespace placement::conformance {

namespace {

std::optional<std::size_t> number_in(const std::string& text) {
    std::size_t number = 0;
    const char* end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || stopped != end) return std::nullopt;
    return number;
}

void compare_one(const std::string& key, std::size_t floor, std::size_t found, std::vector<std::string>& complaints) {
    const std::string numbers = key + ": " + std::to_string(found);
    if (found < floor) complaints.push_back(numbers + " is below the floor of " + std::to_string(floor));
    if (found > floor) {
        complaints.push_back(numbers + " is above the floor of " + std::to_string(floor) + ": raise it to \"" + key +
                             " " + std::to_string(found) + "\"");
    }
}

} // namespace

Counts parse_numbers(std::string_view text, const std::string& name) {
    Counts counts;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        const auto words = split_words(line.substr(0, line.find('#')));
        if (words.empty()) continue;
        const auto number = words.size() == 2 ? number_in(words[1]) : std::nullopt;
        if (!number) throw std::runtime_error(name + ": \"" + std::string(line) + "\" is nothing that is counted and a number");
        counts[words[0]] = *number;
    }
    return counts;
}

Counts parse_floor(std::string_view text, const std::string& name) {
    Counts counts = parse_numbers(text, name);
    for (const auto& [key, number] : counts) {
        if (std::ranges::find(counted, key) != counted.end()) continue;
        throw std::runtime_error(name + ": \"" + key + "\" is nothing that is counted");
    }
    for (const std::string_view key : counted) {
        if (!counts.contains(key)) throw std::runtime_error(name + ": it needs \"" + std::string(key) + " NUMBER\"");
    }
    return counts;
}

std::vector<std::string> compare(const Counts& floor, const Counts& found) {
    std::vector<std::string> complaints;
    for (const std::string_view key : counted) {
        compare_one(std::string(key), floor.find(key)->second, found.find(key)->second, complaints);
    }
    return complaints;
}

} // namespace placement::conformance
