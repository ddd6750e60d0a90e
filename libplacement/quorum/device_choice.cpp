#include "quorum/device_choice.h"

#include <algorithm>

namespace placement {

namespace {

using Sides = std::vector<VoterNumbers>;
using ChosenSide = std::optional<std::size_t>;

/// The only side for which it is true.
template <typename Condition>
ChosenSide only_side(const Sides& sides, Condition condition) {
    ChosenSide found;
    for (std::size_t i = 0; i < sides.size(); ++i) {
        if (!condition(sides[i])) continue;
        if (found) return std::nullopt;
        found = i;
    }
    return found;
}

ChosenSide side_of(const Sides& sides, VoterNumber node) {
    return only_side(sides, [&](const VoterNumbers& side) { return std::ranges::find(side, node) != side.end(); });
}

/// The node that decides among these, which are in the order of their ids.
std::optional<VoterNumber> deciding_node(const VotingRules& rules, const VoterNumbers& among) {
    const TieBreaker& breaker = rules.configuration->device->tie_breaker;
    if (among.empty()) return std::nullopt;
    if (breaker.kind == TieBreaker::Kind::Lowest) return among.front();
    if (breaker.kind == TieBreaker::Kind::Highest) return among.back();
    for (const VoterNumber node : among) {
        if (rules.voters[node].id == breaker.ids.front()) return node;
    }
    return std::nullopt;
}

ChosenSide side_by_tie_breaker(const VotingRules& rules, const Sides& sides, VoterNumbers among) {
    std::ranges::sort(among);
    const auto node = deciding_node(rules, among);
    return node ? side_of(sides, *node) : std::nullopt;
}

/// ffsplit: more than half of the nodes, or one of two halves.
ChosenSide half_or_more(const Voting& before, const Sides& sides) {
    const VotingRules& rules = before.rules();
    const std::size_t nodes = rules.voters.size();
    if (const ChosenSide most = only_side(sides, [&](const VoterNumbers& side) { return 2 * side.size() > nodes; })) return most;
    const auto is_half = [&](const VoterNumbers& side) { return 2 * side.size() == nodes; };
    if (const ChosenSide half = only_side(sides, is_half)) return half;
    if (std::ranges::none_of(sides, is_half)) return std::nullopt;
    const auto had_votes = [&](const VoterNumbers& side) {
        return std::ranges::any_of(side, [&](VoterNumber node) {
            const NodeView* view = before.view(node);
            return view != nullptr && view->has_device_votes();
        });
    };
    if (rules.configuration->device->keeps_active_side) {
        if (const ChosenSide active = only_side(sides, had_votes)) return active;
    }
    VoterNumbers all;
    for (VoterNumber node = 0; node < nodes; ++node) all.push_back(node);
    return side_by_tie_breaker(rules, sides, std::move(all));
}

/// lms: the largest side, however small it is.
ChosenSide largest(const VotingRules& rules, const Sides& sides) {
    const std::size_t most = std::ranges::max(sides, {}, &VoterNumbers::size).size();
    if (const ChosenSide one = only_side(sides, [&](const VoterNumbers& side) { return side.size() == most; })) return one;
    VoterNumbers all;
    for (const VoterNumbers& side : sides) all.insert(all.end(), side.begin(), side.end());
    return side_by_tie_breaker(rules, sides, std::move(all));
}

} // namespace

std::optional<std::size_t> side_with_device(const Voting& before, const std::vector<VoterNumbers>& sides) {
    const auto& device = before.rules().configuration->device;
    if (!device || sides.empty()) return std::nullopt;
    switch (device->algorithm) {
    case QuorumDevice::Algorithm::FiftyFiftySplit: return half_or_more(before, sides);
    case QuorumDevice::Algorithm::LastManStanding: return largest(before.rules(), sides);
    case QuorumDevice::Algorithm::Other: break;
    }
    return std::nullopt;
}

} // namespace placement
