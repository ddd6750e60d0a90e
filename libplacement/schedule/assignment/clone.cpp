#include "base/merge_sort.h"
#include "schedule/assignment/assign.h"
#include "schedule/colocation/lists.h"
#include "schedule/colocation/preferences.h"
#include "schedule/state/report.h"

namespace placement {

/// (Pacemaker: pcmk__clone_assign)
void assign_clone(WorkingState& state, ResourceId clone, NodeId preferred, bool stop_if_none) {
    if (!state[clone].unassigned || state[clone].assigning) return;
    state[clone].assigning = true;
    const bool promotable = state.resource(clone).promotable;
    if (promotable) add_promotion_scores(state, clone);
    for (const ColocationId id : this_with(state, clone)) {
        assign(state, state.colocations[id].primary, preferred, stop_if_none);
    }
    for (const ColocationId id : with_this(state, clone)) add_dependent_preferences(state, id, clone);
    report_scores(state, clone, ReportedScore::By::Clone);

    std::vector<ResourceId> instances = state[clone].children;
    merge_sort(instances,
               [&](ResourceId left, ResourceId right) { return compare_instances(state, left, right); });
    state[clone].children = instances;
    const Clone& limits = state.resource(state.cluster.top(clone)).clone();
    assign_instances(state, clone, instances, limits.clone_max, limits.clone_node_max);
    if (promotable) choose_promoted(state, clone);
    state[clone].unassigned = false;
    state[clone].assigning = false;
}

} // namespace placement
