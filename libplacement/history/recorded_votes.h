#pragma once

#include <memory>
#include <optional>

#include "placement/cluster.h"
#include "placement/history.h"
#include "placement/quorum.h"

namespace placement {

/// Follows the membership through the inputs, and counts quorum as corosync.conf has it.
class RecordedVotes {
public:
    explicit RecordedVotes(std::shared_ptr<const CorosyncConfiguration> corosync) : corosync_(std::move(corosync)) {}

    /// What corosync.conf says of the cluster, once; and where an input says another thing about quorum than is counted.
    Diagnostics look_at(const SavedInput& input, const Cluster& cluster);

private:
    std::shared_ptr<const CorosyncConfiguration> corosync_;
    std::optional<QuorumState> state_;
    std::optional<bool> differed_;
};

} // namespace placement
