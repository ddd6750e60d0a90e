#include "explain/refusal.h"

namespace placement {

NodeRefusal refusal(const Node& node) {
    if (node.unclean) return {"node-unclean", "the node is unclean: it must be fenced before anything relies on it"};
    if (!node.online && node.pending) return {"node-pending", "the node has not finished joining"};
    if (!node.online) return {"node-offline", "the node is offline"};
    if (node.pending) return {"node-pending", "the node has not finished joining"};
    if (node.standby_on_failure) return {"node-standby", "the node is in standby after a failure (on-fail=standby)"};
    if (node.standby) return {"node-standby", "the node is in standby"};
    if (node.shutdown) return {"node-shutdown", "the node is shutting down"};
    if (node.maintenance) return {"node-maintenance", "the node is in maintenance"};
    return {};
}

} // namespace placement
