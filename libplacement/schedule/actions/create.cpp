#include "schedule/actions/create.h"

#include "base/text.h"
#include "schedule/state/actions.h"

namespace placement {

void create_actions(WorkingState& state, ResourceId resource) {
    const Resource& configured = state.resource(resource);
    if (configured.is_group()) return create_group_actions(state, resource);
    if (configured.is_clone()) return create_clone_actions(state, resource);
    if (configured.is_bundle()) return create_bundle_actions(state, resource);
    create_primitive_actions(state, resource);
}

/// (Pacemaker: pcmk__group_create_actions)
void create_group_actions(WorkingState& state, ResourceId group) {
    const std::vector<ResourceId> members = state[group].children;
    for (const ResourceId member : members) create_actions(state, member);
    const auto mark = [&](std::string_view task) { schedule_pseudo_action(state, group, {task}, true, true); };
    for (const std::string_view task : {task::start, task::started, task::stop, task::stopped}) mark(task);
    const auto promotable = state.resource(group).meta.find("promotable");
    if (promotable == state.resource(group).meta.end() || !is_true(promotable->second)) return;
    for (const std::string_view task : {task::demote, task::demoted, task::promote, task::promoted}) mark(task);
}

} // namespace placement
