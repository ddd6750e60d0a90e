#include "schedule/location/criteria.h"
#include "schedule/state/locations.h"
#include "schedule/state/scores.h"

namespace placement {

namespace {

/// Whether the scores count, or the constraint only makes its nodes known to the resource.
enum class Scores : bool { Counted, Zero };

void raise_probe_mode(WorkingState& state, ResourceId resource, NodeId node, ProbeMode mode) {
    NodeEntry& entry = state.scores[resource][node];
    if (entry.probe_mode >= mode) return;
    entry.probe_mode = mode;
    if (mode == ProbeMode::Exclusive) state[resource].exclusive_discovery = true;
}

/// (Pacemaker: pcmk__apply_location)
void apply_to_one(WorkingState& state, LocationId id, ResourceId resource, Scores scores) {
    const LocationConstraint& location = state.cluster.locations[id];
    if (!applies(state, location, resource)) return;
    const Cause cause = because(location.node_health ? CauseKind::NodeHealth : CauseKind::Location, id);
    for (const auto& [node, score] : location.nodes) {
        add_score(state, resource, node, scores == Scores::Counted ? score : Score(), cause);
        raise_probe_mode(state, resource, node, location.probe_mode);
    }
}

void apply(WorkingState& state, LocationId id, ResourceId resource, Scores scores);

/// Of a colocated group only the first member's scores count; the others follow it. (Pacemaker:
/// pcmk__group_apply_location)
void apply_to_group(WorkingState& state, LocationId id, ResourceId group, Scores scores) {
    apply_to_one(state, id, group, scores);
    const bool colocated = state.resource(group).group().colocated;
    bool first = true;
    for (const ResourceId member : state[group].children) {
        apply(state, id, member, colocated && !first ? Scores::Zero : scores);
        first = false;
    }
}

void apply_to_clone(WorkingState& state, LocationId id, ResourceId clone, Scores scores) {
    apply_to_one(state, id, clone, scores);
    for (const ResourceId instance : state[clone].children) apply(state, id, instance, scores);
}

/// The contained resource hears of it only where a role is named. (Pacemaker: pcmk__bundle_apply_location)
void apply_to_bundle(WorkingState& state, LocationId id, ResourceId bundle, Scores scores) {
    apply_to_one(state, id, bundle, scores);
    const Bundle& parts = state.resource(bundle).bundle();
    for (const BundleReplica& replica : parts.replicas) {
        apply(state, id, replica.container, scores);
        if (replica.ip) apply(state, id, replica.ip, scores);
    }
    if (parts.child && state.cluster.locations[id].role_filter >= Role::Unpromoted) {
        apply(state, id, parts.child, scores);
        auto& known = state[parts.child].locations;
        known.insert(known.begin(), id);
    }
}

void apply(WorkingState& state, LocationId id, ResourceId resource, Scores scores) {
    const Resource& configured = state.resource(resource);
    if (configured.is_group()) return apply_to_group(state, id, resource, scores);
    if (configured.is_clone()) return apply_to_clone(state, id, resource, scores);
    if (configured.is_bundle()) return apply_to_bundle(state, id, resource, scores);
    apply_to_one(state, id, resource, scores);
}

} // namespace

void apply_locations(WorkingState& state) {
    for (const LocationId id : state.cluster.locations.ids()) {
        apply(state, id, state.cluster.locations[id].resource, Scores::Counted);
    }
}

} // namespace placement
