#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "cib/edit.h"
#include "placement/quorum.h"
#include "placement/scenario.h"

namespace placement {

struct Quorum {
    bool have = false;
    std::string explanation;
};

/// What decides about quorum in a scenario.
struct QuorumQuestion {
    std::optional<QuorumRule> rule = {};
    std::shared_ptr<const CorosyncConfiguration> corosync = {}; ///< counts where there is no rule
    std::optional<Quorum> decided = {};                         ///< the answer, where it is known already
};

/// The cluster nodes for corosync, and those that are members.
std::vector<QuorumNode> quorum_nodes(const Cluster& cluster);
QuorumSide members_for_quorum(const Cluster& cluster);

/// What corosync.conf says of itself and of this cluster, with the place in that file as a part of the message.
Diagnostics corosync_diagnostics(const QuorumState& state);

/// Quorum while memberships and time change.
class QuorumCount {
public:
    /// `recorded` is the state in which the events begin.
    QuorumCount(std::shared_ptr<const Cluster> recorded, QuorumQuestion question);

    bool by_corosync() const { return state_.has_value(); }
    /// About corosync.conf, where it counts or should.
    const Diagnostics& diagnostics() const { return diagnostics_; }
    /// The members are those of this cluster from now on.
    void follow(const Cluster& cluster);
    void pass(std::int64_t milliseconds);
    void come_to_rest(const Cluster& cluster);
    /// For this membership; its own have_quorum is not read.
    Quorum quorum(const Cluster& after);

private:
    std::shared_ptr<const Cluster> recorded_;
    QuorumQuestion question_;
    std::optional<QuorumState> state_; ///< where corosync.conf counts
    bool moved_ = false;               ///< the membership is or was another than the recorded one
    Diagnostics diagnostics_;
};

/// Whether another set of cluster nodes are members.
bool membership_differs(const Cluster& recorded, const Cluster& after);

/// Quorum after the events. `recorded` is the state in which they began, `after` the one in which the nodes stand as the
/// events left them; its own have_quorum is not read.
Quorum quorum_after(const Cluster& recorded, const Cluster& after, std::optional<QuorumRule> rule);

/// The cluster gains or loses quorum. One that loses it knows that it had it, which no-quorum-policy=fence asks for.
void gain_or_lose_quorum(bool have, CibEdit& edit);

/// Quorum and coordinator follow a membership that is another than before. The CIB then; nothing where it stays as it is.
std::optional<Cib> follow_membership(const Cluster& before, const Cluster& after, const Cib& cib, QuorumCount& count);

/// Where the coordinator is gone, another member takes over. Which one is decided by an election that the CIB does not
/// foretell; the first one online stands for it. Whether that changes the CIB.
bool elect_coordinator(const Cluster& before, const Cluster& after, CibEdit& edit);

} // namespace placement
