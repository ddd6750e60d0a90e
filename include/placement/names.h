#pragma once

#include <string>
#include <vector>

#include "placement/carry_out.h"
#include "placement/diagnostic.h"

namespace [[gnu::visibility("default")]] placement {

/// The error that no `kind` has this name, with the most similar known names, nearest first.
UnknownName unknown_name(const std::string& kind, const std::string& name, const std::vector<std::string>& known);

/// Throws UnknownName with the nearest names if the cluster has no such resource or node, or never runs that operation for the
/// resource: it is neither configured nor one that the cluster runs by itself.
void require_possible(const OperationResult& result, const Cluster& cluster);

} // namespace placement
