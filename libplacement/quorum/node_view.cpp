#include "quorum/node_view.h"

#include <algorithm>
#include <utility>

namespace placement {

namespace {

bool contains(const VoterNumbers& numbers, VoterNumber number) { return std::ranges::find(numbers, number) != numbers.end(); }

std::uint32_t more_than_half(std::uint32_t votes) { return (votes + 2) / 2; }

} // namespace

NodeView::NodeView(std::shared_ptr<const VotingRules> rules, VoterNumber self)
    : rules_(std::move(rules)), self_(self), members_{self}, expected_(configuration().expected_votes),
      last_man_standing_(configuration().last_man_standing) {
    known_[self] = {true, {.from = self, .alone = true}};
    wait(configuration().wait_for_all);
    conclude();
    hear(announcement());
}

void NodeView::begin(const VoterNumbers& members) {
    if (members.size() > 1) known_[self_].said.alone = false;
    bool any_left = false;
    for (const VoterNumber member : members_) {
        if (contains(members, member)) continue;
        any_left = true;
        known_[member].member = false;
    }
    start_window(members, any_left);
    members_before_ = std::exchange(members_, members);
}

void NodeView::start_window(const VoterNumbers& members, bool any_left) {
    if (!last_man_standing_) return;
    const bool enough_stay = any_left && members.size() >= needed_;
    const bool tie_may_follow = members.size() <= needed_ && configuration().auto_tie_breaker && lowest_ && is_member(*lowest_);
    if (enough_stay || tie_may_follow) window_left_ = configuration().last_man_standing_window;
}

Announcement NodeView::announcement() const {
    Announcement announcement = known_.at(self_).said;
    announcement.expected = expected_;
    return announcement;
}

void NodeView::hear(const Announcement& announcement) {
    const bool is_new = !known_.contains(announcement.from);
    Known& sender = known_[announcement.from];
    const Known before = sender;
    Decrease decrease = Decrease::No;
    sender = {true, announcement};
    // Who has quorum knows better what to expect.
    if (!quorate_ && announcement.quorate) {
        decrease = Decrease::Yes;
        expected_ = announcement.expected;
    }
    if (!announcement.quorate) sender.said.expected = expected_;
    if (rules_->voters[announcement.from].votes > 1) {
        last_man_standing_ = false;
        window_left_.reset();
    }
    const bool news = is_new || !before.member || before.said != sender.said;
    if (news || announcement.from == self_ || announcement.alone) count(decrease);
    if (configuration().wait_for_all && sender.said.quorate && !sender.said.waiting) wait(false);
}

void NodeView::settle() {
    if (!quorate_ && !waiting_ && votes() >= needed_) conclude();
}

void NodeView::pass(std::int64_t milliseconds) {
    if (!window_left_) return;
    *window_left_ -= milliseconds;
    if (*window_left_ > 0) return;
    window_left_.reset();
    if (!quorate_) return;
    const auto here = static_cast<std::uint32_t>(count_members()) + (rules_->device_votes() > 0 ? 1 : 0);
    needed_ = static_cast<std::uint8_t>(votes_needed(Decrease::Yes, here));
    expects_fewer_ = here < configuration().expected_votes;
    expected_ = here;
    for (auto& [number, known] : known_) {
        if (known.member) known.said.expected = here;
    }
    decide();
}

void NodeView::count(Decrease decrease) {
    std::uint32_t possible = rules_->device_votes();
    for (const auto& [number, known] : known_) {
        if (known.member) possible += rules_->voters[number].votes;
    }
    expected_ = std::max(expected_, possible);
    needed_ = static_cast<std::uint8_t>(votes_needed(decrease, highest_expected()));
    decide();
}

std::uint32_t NodeView::votes_needed(Decrease decrease, std::uint32_t highest_expected) const {
    const std::size_t voices = count_members() + (has_device_votes() ? 1 : 0);
    if (configuration().two_node && voices <= 2) return 1;
    std::uint32_t needed = std::max(more_than_half(highest_expected), more_than_half(votes()));
    if (decrease == Decrease::No) needed = std::max<std::uint32_t>(needed, needed_);
    return needed;
}

std::uint32_t NodeView::highest_expected() const {
    std::uint32_t highest = expected_;
    for (const auto& [number, known] : known_) {
        if (known.member && number != self_) highest = std::max(highest, known.said.expected);
    }
    return highest;
}

std::size_t NodeView::count_members() const {
    return static_cast<std::size_t>(std::ranges::count_if(known_, [](const auto& each) { return each.second.member; }));
}

std::uint32_t NodeView::votes() const {
    std::uint32_t votes = has_device_votes() ? rules_->device_votes() : 0;
    for (const auto& [number, known] : known_) {
        if (known.member) votes += rules_->voters[number].votes;
    }
    return votes;
}

void NodeView::decide() {
    if (waiting_ && configuration().wait_for_all) {
        if (votes() != expected_) return;
        wait(false);
    }
    quorate_ = needed_ <= votes();
    if (quorate_) {
        lowest_ = highest_ = self_;
        for (const auto& [number, known] : known_) {
            if (!known.member) continue;
            lowest_ = std::min(*lowest_, number);
            highest_ = std::max(*highest_, number);
        }
    }
    by_tie_breaker_ = !quorate_ && tie_is_broken();
    quorate_ = quorate_ || by_tie_breaker_;
    known_[self_].said.quorate = quorate_;
    if (configuration().wait_for_all) wait(!quorate_);
}

void NodeView::wait(bool waiting) {
    waiting_ = waiting;
    known_[self_].said.waiting = waiting;
}

/// Exactly half is here, and no more than a minority can have left at once.
bool NodeView::tie_is_broken() const {
    if (!configuration().auto_tie_breaker || votes() != expected_ / 2) return false;
    if (members_before_.size() >= members_.size() + needed_) return false;
    return has_tie_breaker_node(*configuration().auto_tie_breaker);
}

bool NodeView::has_tie_breaker_node(const TieBreaker& breaker) const {
    using Kind = TieBreaker::Kind;
    if (breaker.kind == Kind::Lowest) return lowest_ && is_member(*lowest_);
    if (breaker.kind == Kind::Highest) return highest_ && is_member(*highest_);
    // A node that comes earlier in the list and was a member may be with the others now.
    for (const std::uint32_t id : breaker.ids) {
        const auto has_id = [&](VoterNumber number) { return rules_->voters[number].id == id; };
        if (std::ranges::any_of(members_, has_id)) return true;
        if (std::ranges::any_of(members_before_, has_id)) return false;
    }
    return false;
}

bool NodeView::is_member(VoterNumber number) const {
    const auto found = known_.find(number);
    return found != known_.end() && found->second.member;
}

} // namespace placement
