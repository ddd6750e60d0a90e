#pragma once

#include <cstdint>
#include <vector>

#include <pugixml.hpp>

#include "placement/cluster.h"
#include "unpack/status_context.h"

namespace placement {

/// An <lrm_resource> and what Cluster::histories keeps of it.
struct HistoryElement {
    pugi::xml_node element;
    std::uint32_t history = 0;
};

/// Reads what a node did with each resource: whose history it is, what each entry says, and what follows.
/// (Pacemaker: unpack_node_lrm)
void apply_resource_histories(StatusContext& context, NodeId node, const std::vector<HistoryElement>& histories);

} // namespace placement
