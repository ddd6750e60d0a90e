#pragma once

#include "placement/cluster.h"

namespace placement {

/// A node's state as a reason against it; empty where the node can run resources.
struct NodeRefusal {
    const char* code = "";
    const char* text = "";
};

NodeRefusal refusal(const Node& node);

} // namespace placement
