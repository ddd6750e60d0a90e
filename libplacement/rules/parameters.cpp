#include "rules/parameters.h"

namespace placement {

AttributeTable parameters_on(const Cluster& cluster, ResourceId resource, const AttributeTable* node_attributes,
                             NextChange* next_change) {
    RuleInput input;
    input.now = cluster.now;
    input.node_attributes = node_attributes;
    AttributeTable parameters;
    for (; resource; resource = cluster.resources[resource].parent) {
        merge_attributes(cluster.resources[resource].parameters, input, parameters, {}, next_change);
    }
    return parameters;
}

} // namespace placement
