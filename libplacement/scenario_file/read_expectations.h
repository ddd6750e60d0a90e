#pragma once

#include <vector>

#include "placement/cluster.h"
#include "placement/expectation.h"
#include "scenario_file/reader.h"

namespace placement {

/// `expect`: at least one expectation. Throws InputError, also for what the cluster does not have.
std::vector<Expectation> read_expectations(const Complaints& complaints, const YamlValue& value, const Cluster& cluster);

} // namespace placement
