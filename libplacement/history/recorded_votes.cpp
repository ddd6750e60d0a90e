#include "history/recorded_votes.h"

#include <fmt/format.h>

#include "simulate/events/quorum.h"

namespace placement {

Diagnostics RecordedVotes::look_at(const SavedInput& input, const Cluster& cluster) {
    if (!corosync_) return {};
    Diagnostics found;
    const QuorumSide members = members_for_quorum(cluster);
    if (!state_) {
        const QuorumState nobody(corosync_, quorum_nodes(cluster));
        found = corosync_diagnostics(nobody);
        if (!nobody.can_tell()) {
            corosync_.reset();
            return found;
        }
        state_ = recorded_quorum(nobody, members, cluster.have_quorum, found);
    } else {
        state_ = state_->with_members(members).at_rest();
    }
    const QuorumAnswer answer = state_->answer(members);
    const bool differs = answer.quorate != cluster.have_quorum;
    // It is told once, until it is as it should be again.
    if (differs && differed_ != true) {
        found.push_back({Severity::Warning,
                         "quorum-in-doubt",
                         fmt::format("{} has {}quorum, and by {}, if it was the same then, its members have {}: {}", input.file,
                                     cluster.have_quorum ? "" : "no ", corosync_->file_name, answer.quorate ? "it" : "none",
                                     answer.explanation),
                         {}});
    }
    differed_ = differs;
    return found;
}

} // namespace placement
