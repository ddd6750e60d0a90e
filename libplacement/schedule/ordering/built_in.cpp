#include "schedule/ordering/built_in.h"

namespace placement {

void order_resource(WorkingState& state, ResourceId resource) {
    const Resource& configured = state.resource(resource);
    if (configured.is_group()) return order_group(state, resource);
    if (configured.is_clone()) return order_clone(state, resource);
    if (configured.is_bundle()) return order_bundle(state, resource);
    order_primitive(state, resource);
}

void add_built_in_orderings(WorkingState& state) {
    for (const ResourceId top : state.assignment_order) order_resource(state, top);
}

} // namespace placement
