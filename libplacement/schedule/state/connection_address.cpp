#include "schedule/state/connection_address.h"

#include "base/text.h"
#include "rules/parameters.h"
#include "schedule/state/resources.h"

namespace placement {

namespace {

/// None where the resource is no connection of a bundle.
ResourceId container_of(const WorkingState& state, ResourceId connection) {
    const ResourceId bundle = state.resource(connection).parent;
    if (!bundle || !state.resource(bundle).is_bundle()) return {};
    for (const BundleReplica& replica : state.resource(bundle).bundle().replicas) {
        if (replica.remote == connection) return replica.container;
    }
    return {};
}

} // namespace

bool needs_host_address(const WorkingState& state, ResourceId resource) {
    if (!state.resource(resource).remote_connection) return false;
    const AttributeTable parameters = parameters_on(state.cluster, resource, nullptr);
    const auto address = parameters.find("addr");
    return address != parameters.end() && equals_ignoring_case(address->second, "#uname");
}

std::string_view host_address(const WorkingState& state, ResourceId resource) {
    if (!needs_host_address(state, resource)) return {};
    const ResourceId container = container_of(state, resource);
    if (!container) return {};
    const NodeId assigned = state[container].assigned_node;
    const NodeId host = assigned ? assigned : current_node(state, container);
    return host ? std::string_view(state.node(host).name) : std::string_view();
}

} // namespace placement
