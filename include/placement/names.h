#pragma once

#include <string>
#include <vector>

#include "placement/carry_out.h"
#include "placement/diagnostic.h"

namespace placement {

/// The complaint that no `kind` has this name, with those of the known names that a person may have meant, nearest first.
UnknownName unknown_name(const std::string& kind, const std::string& name, const std::vector<std::string>& known);

/// Throws UnknownName with the nearest names where the cluster has no such resource or node, or never does that operation with
/// the resource: it is neither configured nor one that the cluster does by itself.
void require_possible(const OperationResult& result, const Cluster& cluster);

} // namespace placement
