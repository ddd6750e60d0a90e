#pragma once

#include "placement/cluster.h"
#include "rules/evaluate.h"

namespace placement {

/// A resource's instance attributes as they are on a node: its own, then its parents'. Without a node's attributes, rules
/// that ask for them fail. (Pacemaker: get_rsc_attributes)
AttributeTable parameters_on(const Cluster& cluster, ResourceId resource, const AttributeTable* node_attributes,
                             NextChange* next_change = nullptr);

} // namespace placement
