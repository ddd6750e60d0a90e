#pragma once

#include <optional>
#include <vector>

#include "quorum/voting.h"

namespace placement {

/// The side that the quorum device gives its votes to, when all sides reach its server and have no heuristics; none for nobody.
/// `before` says who had them. (corosync-qdevice(8), and corosync-qnetd where that is silent)
std::optional<std::size_t> side_with_device(const Voting& before, const std::vector<VoterNumbers>& sides);

} // namespace placement
