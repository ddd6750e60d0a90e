#include "simulate/quorum.h"

#include <fmt/format.h>

namespace placement {

namespace {

struct Votes {
    int all = 0;
    int present = 0;
};

Votes count_votes(const Cluster& cluster) {
    Votes votes;
    for (const Node& node : cluster.nodes) {
        if (node.is_remote()) continue;
        ++votes.all;
        if (node.online || node.pending) ++votes.present;
    }
    return votes;
}

Quorum by_votes(const Votes& votes) {
    const int needed = votes.all / 2 + 1;
    return {votes.present >= needed, fmt::format("{} of {} votes (one a node), {} needed", votes.present, votes.all, needed)};
}

Quorum by_two_node(const Votes& votes, bool assumed) {
    return {votes.present > 0,
            fmt::format("{} of {} nodes; {}", votes.present, votes.all,
                        assumed ? "a cluster of two is taken to have corosync's two_node, with which one node is enough"
                                : "with corosync's two_node one node is enough")};
}

Quorum as_recorded(const Cluster& recorded) {
    return {recorded.have_quorum, "as recorded in the CIB"};
}

} // namespace

Quorum quorum_after(const Cluster& recorded, const Cluster& after, bool membership_changed,
                    std::optional<QuorumRule> rule) {
    const Votes votes = count_votes(after);
    if (!rule) {
        if (!membership_changed) return as_recorded(recorded);
        return votes.all == 2 ? by_two_node(votes, true) : by_votes(votes);
    }
    switch (*rule) {
    case QuorumRule::Votes: return by_votes(votes);
    case QuorumRule::TwoNode: return by_two_node(votes, false);
    case QuorumRule::Yes: return {true, "as asked for"};
    case QuorumRule::No: return {false, "as asked for"};
    case QuorumRule::AsRecorded: break;
    }
    return as_recorded(recorded);
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
