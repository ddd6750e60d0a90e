#pragma once

#include <vector>

#include "quorum/voting_case.h"

namespace placement::quorum_test {

/// Configurations and sequences by chance, always the same ones.
std::vector<VotingCase> chance_cases(std::size_t number);

} // namespace placement::quorum_test
