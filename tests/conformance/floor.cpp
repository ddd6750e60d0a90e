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

Floor parse_floor(std::string_view text, const std::string& name) {
    std::optional<std::size_t> scores;
    std::optional<std::size_t> ledger;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        const auto words = split_words(line.substr(0, line.find('#')));
        if (words.empty()) continue;
        const auto number = words.size() == 2 ? number_in(words[1]) : std::nullopt;
        if (!number || (words[0] != "scores" && words[0] != "ledger")) {
            throw std::runtime_error(name + ": \"" + std::string(line) +
                                     "\" is neither \"scores NUMBER\" nor \"ledger NUMBER\"");
        }
        (words[0] == "scores" ? scores : ledger) = number;
    }
    if (!scores || !ledger) throw std::runtime_error(name + ": it needs \"scores NUMBER\" and \"ledger NUMBER\"");
    return {*scores, *ledger};
}

std::vector<std::string> compare(const Floor& floor, const Floor& found) {
    std::vector<std::string> complaints;
    compare_one("scores", floor.scores, found.scores, complaints);
    compare_one("ledger", floor.ledger, found.ledger, complaints);
    return complaints;
}

} // namespace placement::conformance
