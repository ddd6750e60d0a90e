#include "schedule/colocation/apply.h"
#include "schedule/state/scores.h"

namespace placement {

namespace {

Diagnostic not_colocated(const WorkingState& state, ResourceId group, ColocationId colocation) {
    return {Severity::Error, "mandatory-colocation-of-loose-group",
            "colocation `" + state.colocations[colocation].id + "` is mandatory, but the members of group `" +
                state.resource(group).id + "` need not be together; it is ignored",
            state.colocations[colocation].position};
}

} // namespace

/// The first member leads a colocated group, so it alone needs to follow the primary.
Score apply_to_group(WorkingState& state, ResourceId group, ResourceId primary, ColocationId id) {
    const std::vector<ResourceId> members = state[group].children;
    if (members.empty()) return Score();
    Score change;
    if (state.resource(group).group().colocated) {
        change = apply_colocation(state, members.front(), primary, id);
    } else if (state.colocations[id].score.is_plus_infinity()) {
        state.diagnostics.push_back(not_colocated(state, group, id));
        return Score();
    } else {
        for (const ResourceId member : members) change += apply_with_primitive(state, member, primary, id);
    }
    if (change != Score() && state.cluster.behavior.groups_take_promotion_priority) {
        add_to_priority(state, group, change, because(CauseKind::Colocation, id, primary));
    }
    return change;
}

/// A mandatory dependent waits for the whole group, which is where its last member is.
Score apply_with_group(WorkingState& state, ResourceId dependent, ResourceId group, ColocationId id) {
    const std::vector<ResourceId>& members = state[group].children;
    if (state[group].unassigned || members.empty()) return Score();
    const bool mandatory = state.colocations[id].score.is_plus_infinity();
    if (state.resource(group).group().colocated) {
        return apply_with_primary(state, dependent, mandatory ? members.back() : members.front(), id);
    }
    if (mandatory) {
        state.diagnostics.push_back(not_colocated(state, group, id));
        return Score();
    }
    Score change;
    for (const ResourceId member : members) change += apply_with_primary(state, dependent, member, id);
    return change;
}

} // namespace placement
