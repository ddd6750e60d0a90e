#include "simulate/events/quorum.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "placement/quoting.h"

namespace placement {

namespace {

bool is_member(const Node& node) { return !node.is_remote() && (node.online || node.pending); }

std::set<std::string> members_of(const Cluster& cluster) {
    std::set<std::string> members;
    for (const Node& node : cluster.nodes) {
        if (is_member(node)) members.insert(node.name);
    }
    return members;
}

std::string names(const std::set<std::string>& all) { return fmt::format("{}", fmt::join(all, ", ")); }

/// Who votes, as far as the CIB tells: it has no list of voters. A node that was never seen is none, and what is recorded
/// must agree with who was a member then.
class Voters {
public:
    explicit Voters(const Cluster& recorded) : members_(members_of(recorded)) {
        for (const Node& node : recorded.nodes) {
            if (node.is_remote()) continue;
            (node.seen ? seen_ : never_seen_).insert(node.name);
        }
        seen_.insert(members_.begin(), members_.end());
        all_ = seen_;
        agree(recorded.have_quorum);
        if (!never_seen_.empty())
            doubt_ = fmt::format("; {} {} never seen and {} not count", names(never_seen_),
                                 never_seen_.size() == 1 ? "was" : "were", never_seen_.size() == 1 ? "does" : "do");
    }

    /// With those that have joined since.
    Voters after(const Cluster& later) const {
        Voters voters = *this;
        for (const std::string& member : members_of(later)) voters.all_.insert(member);
        voters.members_ = members_of(later);
        return voters;
    }

    std::size_t votes() const { return all_.size() + unnamed_; }
    std::size_t present() const { return members_.size(); }
    bool majority() const { return present() >= votes() / 2 + 1; }
    const std::string& doubt() const { return doubt_; }

private:
    void agree(bool have_quorum) {
        if (members_.empty() || majority() == have_quorum) return;
        if (!have_quorum) {
            // More votes than the CIB has nodes.
            unnamed_ = 2 * members_.size() - all_.size();
            doubt_ = fmt::format("; {} were members without quorum, so there are at least {} votes", members_.size(), votes());
            return;
        }
        if (all_.size() == 2) return; // two_node
        all_ = members_;
        doubt_ = "; the other nodes do not count, for these alone had quorum";
    }

    std::set<std::string> members_;
    std::set<std::string> seen_;
    std::set<std::string> never_seen_;
    std::set<std::string> all_;
    std::size_t unnamed_ = 0;
    std::string doubt_;
};

Quorum by_votes(const Voters& voters) {
    return {voters.majority(), fmt::format("{} of {} votes (one a node), {} needed{}", voters.present(), voters.votes(),
                                           voters.votes() / 2 + 1, voters.doubt())};
}

Quorum by_configured_votes(const Cluster& cluster, std::size_t present) {
    const auto votes =
        static_cast<std::size_t>(std::ranges::count_if(cluster.nodes, [](const Node& node) { return !node.is_remote(); }));
    return {present >= votes / 2 + 1, fmt::format("{} of {} votes (one a node), {} needed", present, votes, votes / 2 + 1)};
}

Quorum by_two_node(const Voters& voters, bool assumed) {
    return {voters.present() > 0,
            fmt::format("{} of {} nodes; {}", voters.present(), voters.votes(),
                        assumed ? "a cluster of two is taken to have corosync's two_node, with which one node is enough"
                                : "with corosync's two_node one node is enough")};
}

Quorum as_recorded(const Cluster& recorded) { return {recorded.have_quorum, "as recorded in the CIB"}; }

} // namespace

bool membership_differs(const Cluster& recorded, const Cluster& after) { return members_of(recorded) != members_of(after); }

Quorum quorum_after(const Cluster& recorded, const Cluster& after, std::optional<QuorumRule> rule) {
    if (!rule && !membership_differs(recorded, after)) return as_recorded(recorded);
    const Voters voters = Voters(recorded).after(after);
    if (!rule) return voters.votes() == 2 ? by_two_node(voters, true) : by_votes(voters);
    switch (*rule) {
    case QuorumRule::Votes: return by_configured_votes(after, voters.present());
    case QuorumRule::TwoNode: return by_two_node(voters, false);
    case QuorumRule::Yes: return {true, "as asked for"};
    case QuorumRule::No: return {false, "as asked for"};
    case QuorumRule::AsRecorded: break;
    }
    return as_recorded(recorded);
}

std::vector<QuorumNode> quorum_nodes(const Cluster& cluster) {
    std::vector<QuorumNode> nodes;
    for (const Node& node : cluster.nodes) {
        if (!node.is_remote()) nodes.push_back({node.name, node.id});
    }
    return nodes;
}

QuorumSide members_for_quorum(const Cluster& cluster) {
    const std::set<std::string> members = members_of(cluster);
    return {members.begin(), members.end()};
}

Diagnostics corosync_diagnostics(const QuorumState& state) {
    Diagnostics told = state.configuration().diagnostics;
    for (Diagnostic& diagnostic : told) {
        const Position at = std::exchange(diagnostic.position, {});
        const std::string place = at.known() ? fmt::format(":{}:{}", at.line, at.column) : "";
        diagnostic.message = fmt::format("{}{}: {}", visible(state.configuration().file_name), place, diagnostic.message);
    }
    told.insert(told.end(), state.diagnostics().begin(), state.diagnostics().end());
    return told;
}

QuorumCount::QuorumCount(std::shared_ptr<const Cluster> recorded, QuorumQuestion question)
    : recorded_(std::move(recorded)), question_(std::move(question)) {
    if (question_.decided || question_.rule || !question_.corosync) return;
    const QuorumState nobody(question_.corosync, quorum_nodes(*recorded_));
    diagnostics_ = corosync_diagnostics(nobody);
    if (nobody.can_tell()) state_ = recorded_quorum(nobody, members_for_quorum(*recorded_), recorded_->have_quorum, diagnostics_);
}

void QuorumCount::follow(const Cluster& cluster) {
    if (!state_) return;
    moved_ = moved_ || membership_differs(*recorded_, cluster);
    state_ = state_->with_members(members_for_quorum(cluster));
}

void QuorumCount::pass(std::int64_t milliseconds) {
    if (state_) state_ = state_->later(milliseconds);
}

void QuorumCount::come_to_rest(const Cluster& cluster) {
    follow(cluster);
    if (state_) state_ = state_->at_rest();
}

Quorum QuorumCount::quorum(const Cluster& after) {
    if (question_.decided) return *question_.decided;
    if (!state_) return quorum_after(*recorded_, after, question_.rule);
    follow(after);
    if (!moved_) return as_recorded(*recorded_);
    const QuorumAnswer answer = state_->answer(members_for_quorum(after));
    return {answer.quorate, answer.explanation};
}

void gain_or_lose_quorum(bool have, CibEdit& edit) {
    edit.set_root_attribute("have-quorum", have ? "1" : "0");
    if (!have) edit.set_root_attribute("no-quorum-panic", "1");
}

std::optional<Cib> follow_membership(const Cluster& before, const Cluster& after, const Cib& cib, QuorumCount& count) {
    if (!membership_differs(before, after)) return std::nullopt;
    CibEdit edit(cib);
    const bool have = count.quorum(after).have;
    const bool gained_or_lost = have != after.have_quorum;
    if (gained_or_lost) gain_or_lose_quorum(have, edit);
    const bool elected = elect_coordinator(before, after, edit);
    return gained_or_lost || elected ? std::optional(edit.cib()) : std::nullopt;
}

bool elect_coordinator(const Cluster& before, const Cluster& after, CibEdit& edit) {
    const NodeId old = before.dc ? after.find_node(before.nodes[before.dc].name) : NodeId::none();
    if (!old || after.nodes[old].online) return false;
    for (const Node& node : after.nodes) {
        if (node.is_remote() || !node.online) continue;
        edit.set_root_attribute("dc-uuid", node.id);
        return true;
    }
    return false;
}

} // namespace placement
