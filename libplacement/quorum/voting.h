#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "quorum/node_view.h"

namespace placement {

/// A cluster of corosync has no more (PROCESSOR_COUNT_MAX).
inline constexpr std::size_t most_nodes = 384;

/// The views of all nodes that are up.
class Voting {
public:
    explicit Voting(std::shared_ptr<const VotingRules> rules) : rules_(std::move(rules)), views_(rules_->voters.size()) {}

    const VotingRules& rules() const { return *rules_; }
    /// None for a node that is down.
    const NodeView* view(VoterNumber number) const { return views_[number] ? &*views_[number] : nullptr; }

    void stop(VoterNumber number) { views_[number].reset(); }
    /// The nodes become one membership, of which the ones that are down start. The device's votes are theirs or are not.
    void form(const VoterNumbers& members, bool device_votes);
    /// The device changes its mind about these nodes, while the members stay.
    void give_device_votes(const VoterNumbers& nodes, const VoterNumbers& members, bool given);
    void pass(std::int64_t milliseconds);

private:
    std::vector<Announcement> announcements_of(const VoterNumbers& nodes) const;
    void tell(const VoterNumbers& members, const std::vector<Announcement>& announcements);

    std::shared_ptr<const VotingRules> rules_;
    std::vector<std::optional<NodeView>> views_;
};

} // namespace placement
