#include "placement-sim/shared_options.h"

#include <algorithm>
#include <stdexcept>

namespace placement::sim {

std::optional<QuorumRule> quorum_rule(const std::string& text) {
    if (text == "yes") return QuorumRule::Yes;
    if (text == "no") return QuorumRule::No;
    if (text == "votes") return QuorumRule::Votes;
    if (text == "two-node") return QuorumRule::TwoNode;
    return std::nullopt;
}

Time time_of(const std::string& text) {
    try {
        return Time::parse(text);
    } catch (const std::invalid_argument& error) {
        throw std::invalid_argument("--at: `" + text + "`: " + error.what());
    }
}

std::string on_one_line(std::string text) {
    std::ranges::replace(text, '\n', ' ');
    while (!text.empty() && text.back() == ' ') text.pop_back();
    return text;
}

} // namespace placement::sim
