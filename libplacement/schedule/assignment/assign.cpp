#include "schedule/assignment/assign.h"

#include "schedule/state/report.h"

namespace placement {

void assign_all(WorkingState& state) {
    if (state.cluster.options.placement_strategy != PlacementStrategy::Default) sort_resources(state);
    report_capacities(state, "Original");
    if (state.cluster.have_remote_nodes) {
        for (const ResourceId top : state.assignment_order) {
            const Resource& configured = state.resource(top);
            if (configured.remote_connection) assign(state, top, configured.partial_migration_target, true);
        }
    }
    for (const ResourceId top : state.assignment_order) {
        if (!state.resource(top).remote_connection) assign(state, top, NodeId::none(), true);
    }
    report_capacities(state, "Remaining");
}

NodeId assign(WorkingState& state, ResourceId resource, NodeId preferred, bool stop_if_none) {
    const Resource& configured = state.resource(resource);
    if (configured.is_primitive()) return assign_primitive(state, resource, preferred, stop_if_none);
    if (configured.is_group()) return assign_group(state, resource, preferred, stop_if_none);
    if (configured.is_clone()) {
        assign_clone(state, resource, preferred, stop_if_none);
    } else {
        assign_bundle(state, resource, preferred, stop_if_none);
    }
    return NodeId::none();
}

} // namespace placement
