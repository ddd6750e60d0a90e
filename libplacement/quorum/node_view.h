#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "placement/quorum.h"

namespace placement {

/// A node that votes. Nodes are numbers of a list that is in the order of their ids.
struct Voter {
    std::string name; ///< as Pacemaker, or else the file, calls it
    std::optional<std::uint32_t> id = {};
    std::uint32_t votes = 1;
};
using VoterNumber = std::size_t;
using VoterNumbers = std::vector<VoterNumber>;

/// The same for all nodes: the configuration, and who votes.
struct VotingRules {
    std::shared_ptr<const CorosyncConfiguration> configuration;
    std::vector<Voter> voters;

    std::uint32_t device_votes() const { return configuration->device ? configuration->device->votes : 0; }
};

/// What a node tells the others about itself when the membership changes.
struct Announcement {
    VoterNumber from = 0;
    std::uint32_t expected = 0;
    bool quorate = false;
    bool waiting = false; ///< by wait_for_all
    bool alone = false;   ///< it has met no other node since it started
    bool has_device_votes = false;
    friend bool operator==(const Announcement&, const Announcement&) = default;
};

/// What one node knows, and what it makes of it. (corosync: votequorum.c)
///
/// A membership changes in three steps: each member begins with it, concludes from what it knows already, and hears all
/// announcements, its own among them, which are from before it concluded. Quorum is counted again after each announcement,
/// because what a node finds in between outlasts the change.
class NodeView {
public:
    /// The node starts, and is alone.
    NodeView(std::shared_ptr<const VotingRules> rules, VoterNumber self);

    void begin(const VoterNumbers& members);
    Announcement announcement() const;
    void hear(const Announcement& announcement);
    void conclude() { count(Decrease::No); }
    /// Once all is heard: it may have learnt last that it need not wait.
    void settle();
    /// Whether it has the quorum device's votes from now on.
    void give_device_votes(bool given) { known_[self_].said.has_device_votes = given; }
    void pass(std::int64_t milliseconds);

    bool quorate() const { return quorate_; }
    bool waiting() const { return waiting_; }
    bool has_device_votes() const { return known_.at(self_).said.has_device_votes; }
    bool by_tie_breaker() const { return by_tie_breaker_; }
    bool expects_fewer() const { return expects_fewer_; }
    std::uint32_t expected() const { return expected_; }
    std::uint32_t needed() const { return needed_; }
    /// Of the members, and the device's if it has them.
    std::uint32_t votes() const;
    const VoterNumbers& members() const { return members_; }

private:
    enum class Decrease : std::uint8_t { No, Yes };
    struct Known {
        bool member = false;
        Announcement said;
    };

    const CorosyncConfiguration& configuration() const { return *rules_->configuration; }
    void count(Decrease decrease);
    std::uint32_t votes_needed(Decrease decrease, std::uint32_t highest_expected) const;
    std::uint32_t highest_expected() const;
    std::size_t count_members() const;
    void decide();
    void wait(bool waiting);
    bool tie_is_broken() const;
    bool has_tie_breaker_node(const TieBreaker& breaker) const;
    bool is_member(VoterNumber number) const;
    void start_window(const VoterNumbers& members, bool any_left);

    std::shared_ptr<const VotingRules> rules_;
    VoterNumber self_;
    /// Itself included. What it says of itself may be older than what it knows: it hears its own announcement, too. What it
    /// expects is in expected_ alone.
    std::map<VoterNumber, Known> known_;
    VoterNumbers members_;
    VoterNumbers members_before_;
    std::uint32_t expected_ = 0;
    /// In a byte, as corosync has it.
    std::uint8_t needed_ = 0;
    bool quorate_ = false;
    bool waiting_ = false;
    bool by_tie_breaker_ = false;
    bool last_man_standing_ = false;
    bool expects_fewer_ = false; ///< last_man_standing has lowered what it expects
    /// The members with the lowest and the highest id when the votes were enough last.
    std::optional<VoterNumber> lowest_;
    std::optional<VoterNumber> highest_;
    std::optional<std::int64_t> window_left_; ///< of last_man_standing
};

} // namespace placement
