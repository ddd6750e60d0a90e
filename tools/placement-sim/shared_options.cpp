#include "placement-sim/shared_options.h"

#include <algorithm>
#include <stdexcept>

#include <CLI/CLI.hpp>

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

void add_release_option(CLI::App& app, std::vector<std::string>& releases, bool repeatable) {
    std::string offered;
    for (const Release release : offered_releases()) offered += (offered.empty() ? "" : "|") + std::string(text(release));
    app.add_option("--pacemaker", releases,
                   "follow the rules of this release of Pacemaker (default: " + std::string(text(default_release)) + ")")
        ->option_text(offered)
        ->expected(1)
        ->multi_option_policy(repeatable ? CLI::MultiOptionPolicy::TakeAll : CLI::MultiOptionPolicy::TakeLast);
}

Release release_of(const std::vector<std::string>& releases) {
    if (releases.empty()) return default_release;
    try {
        return parse_release(releases.back());
    } catch (const std::invalid_argument& error) {
        throw std::invalid_argument(std::string("--pacemaker: ") + error.what());
    }
}

std::string on_one_line(std::string text) {
    std::ranges::replace(text, '\n', ' ');
    while (!text.empty() && text.back() == ' ') text.pop_back();
    return text;
}

} // namespace placement::sim
