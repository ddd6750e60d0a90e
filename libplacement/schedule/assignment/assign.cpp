#include "schedule/assignment/assign.h"

#include "base/preparation.h"
#include "schedule/state/report.h"

namespace placement {

namespace {

/// Where this is a part of a cluster: what the others were assigned before it is the turn of `top`.
void add_loads_beside(WorkingState& state, ResourceId top) {
    const std::vector<LoadBeside>& loads = preparation_of(state.cluster).beside;
    for (; state.next_load_beside < loads.size() && loads[state.next_load_beside].before == top; ++state.next_load_beside) {
        const LoadBeside& load = loads[state.next_load_beside];
        state.nodes[load.node].assigned_resources += load.resources;
    }
}

/// A row for each resource and node, and one more for each that it is in.
std::size_t likely_reports(const WorkingState& state) {
    std::size_t rows = 0;
    for (const Resource& resource : state.cluster.resources) {
        ++rows;
        for (ResourceId in = resource.parent; in; in = state.cluster.resources[in].parent) ++rows;
    }
    return rows * state.nodes.size();
}

} // namespace

void assign_all(WorkingState& state) {
    if (state.cluster.options.placement_strategy != PlacementStrategy::Default) sort_resources(state);
    state.report.reserve(likely_reports(state));
    report_capacities(state, ReportedScore::By::Original);
    if (state.cluster.have_remote_nodes) {
        for (const ResourceId top : state.assignment_order) {
            const Resource& configured = state.resource(top);
            if (configured.remote_connection) assign(state, top, configured.partial_migration_target, true);
        }
    }
    for (const ResourceId top : state.assignment_order) {
        if (state.resource(top).remote_connection) continue;
        add_loads_beside(state, top);
        state.turn = top;
        assign(state, top, NodeId::none(), true);
    }
    report_capacities(state, ReportedScore::By::Remaining);
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
