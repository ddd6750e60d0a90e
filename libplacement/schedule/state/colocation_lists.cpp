#include "schedule/state/colocation_lists.h"

#include <utility>

namespace placement {

namespace {

/// Negative where `left` is considered first. (Pacemaker: cmp_colocation_priority)
int compare_standing(const WorkingState& state, ResourceId left, ResourceId right) {
    if (state[left].priority != state[right].priority) return state[left].priority > state[right].priority ? -1 : 1;
    const Resource& l = state.resource(left);
    const Resource& r = state.resource(right);
    if (l.variant.index() != r.variant.index()) return l.variant.index() > r.variant.index() ? -1 : 1;
    if (l.is_clone() && l.promotable != r.promotable) return l.promotable ? -1 : 1;
    return l.id.compare(r.id);
}

template <typename Party>
void insert(const WorkingState& state, std::vector<ColocationId>& list, ColocationId added, Party party) {
    auto place = list.begin();
    while (place != list.end() && compare_standing(state, party(added), party(*place)) > 0) ++place;
    list.insert(place, added);
}

} // namespace

void insert_by_primary(const WorkingState& state, std::vector<ColocationId>& list, ColocationId colocation) {
    insert(state, list, colocation, [&](ColocationId id) { return state.colocations[id].primary; });
}

void insert_by_dependent(const WorkingState& state, std::vector<ColocationId>& list, ColocationId colocation) {
    insert(state, list, colocation, [&](ColocationId id) { return state.colocations[id].dependent; });
}

void add_colocation(WorkingState& state, Colocation colocation) {
    const ResourceId dependent = colocation.dependent;
    const ResourceId primary = colocation.primary;
    const ColocationId id = state.colocations.push_back(std::move(colocation));
    insert_by_primary(state, state[dependent].this_with, id);
    insert_by_dependent(state, state[primary].with_this, id);
}

} // namespace placement
