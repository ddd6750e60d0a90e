#include "schedule/ordering/probes.h"

#include <cstddef>
#include <iterator>
#include <unordered_map>
#include <vector>

#include "base/text.h"
#include "schedule/colocation/compatible.h"
#include "schedule/state/actions.h"

namespace placement {

namespace {

constexpr ActionKey probe_key{task::monitor};

bool is_above_group(const Resource& resource) { return resource.is_clone() || resource.is_bundle(); }

/// What comes after the action now, newest first; what is added meanwhile is not visited.
std::vector<Relation> newest_first(const CompactVector<Relation>& relations) {
    return {std::make_reverse_iterator(relations.end()), std::make_reverse_iterator(relations.begin())};
}

// ---- starts of the same clone ---------------------------------------------------------------------------------

bool is_start_in(const WorkingState& state, const Action& action, ResourceId top) {
    return action.resource && action.task == task::start && state.cluster.top(action.resource) == top;
}

/// Where a probe cannot be run and the clone's start waits for it, so do the starts of the instances that are inactive.
/// (Pacemaker: add_start_orderings_for_probe)
class StartOrderings {
public:
    explicit StartOrderings(WorkingState& state) : state_(state) {}

    void order(ActionId probe, const Relation& after) {
        const ResourceId clone = state_.actions[after.action].resource;
        if (!clone || !is_above_group(state_.resource(clone)) || state_.actions[probe].runnable() ||
            after.flags.has(RelationFlag::UnrunnableFirstBlocks)) {
            return;
        }
        if (state_.cluster.top(state_.actions[probe].resource) != clone ||
            state_.actions[after.action].task != task::start) {
            return;
        }
        for (const ActionId start : inactive_starts(after.action, clone)) {
            order_actions(state_, probe, start, RelationFlag::Ordered | RelationFlag::UnrunnableFirstBlocks);
        }
    }

private:
    /// Those that follow the clone's start, the newest first. Many probes ask for the same; what they are related to follows
    /// them and not the clone's start, so that it stays as it is.
    const std::vector<ActionId>& inactive_starts(ActionId clone_start, ResourceId clone) {
        const auto [known, is_new] = starts_.try_emplace(clone_start.index());
        if (!is_new) return known->second;
        for (const Relation& then : newest_first(state_.actions[clone_start].after)) {
            const Action& start = state_.actions[then.action];
            if (!is_start_in(state_, start, clone) || !state_.resource(start.resource).active_nodes.empty()) continue;
            known->second.push_back(then.action);
        }
        return known->second;
    }

    WorkingState& state_;
    std::unordered_map<std::size_t, std::vector<ActionId>> starts_;
};

// ---- what a probe may cause to be restarted -------------------------------------------------------------------

/// Actions from which nothing that may have to be stopped is reached, whatever is probed. Many probes lead to the same actions, and
/// these are followed once.
class FruitlessActions {
public:
    bool contains(ActionId action) const { return action.index() < known_.size() && known_[action.index()]; }
    void add(const std::vector<ActionId>& actions) {
        for (const ActionId action : actions) {
            if (action.index() >= known_.size()) known_.resize(action.index() + 1);
            known_[action.index()] = true;
        }
    }

private:
    std::vector<bool> known_;
};

/// Follows what the start of the probed resource requires: each of those may have to be stopped if the probe finds
/// something else than is expected, and stops only then. (Pacemaker: add_restart_orderings_for_probe)
class RestartOrderings {
public:
    RestartOrderings(WorkingState& state, ActionId probe, FruitlessActions& fruitless)
        : state_(state), probe_(probe), fruitless_(fruitless), orderings_(state, probe, RelationFlag::Ordered) {}

    void follow(ActionId first) {
        fruitless_for_all_ = true;
        std::vector<ActionId> waiting{first};
        while (!waiting.empty()) {
            const ActionId action = waiting.back();
            waiting.pop_back();
            if (state_.actions[action].is(ActionFlag::DetectingLoop) || fruitless_.contains(action)) continue;
            state_.actions[action].flags.set(ActionFlag::DetectingLoop);
            visited_.push_back(action);
            order_counterpart(action);
            push_next(action, waiting);
        }
        for (const ActionId action : visited_) state_.actions[action].flags.clear(ActionFlag::DetectingLoop);
        if (fruitless_for_all_) fruitless_.add(visited_);
        visited_.clear();
    }

private:
    ResourceId probed() const { return state_.actions[probe_].resource; }

    void order_counterpart(ActionId action) {
        const ResourceId resource = state_.actions[action].resource;
        if (!resource || !state_.resource(resource).is_primitive()) return;
        const std::string_view task = state_.actions[action].task;
        const std::string_view counterpart = task == task::start     ? task::stop
                                             : task == task::promote ? task::demote
                                                                     : std::string_view();
        if (counterpart.empty()) return;
        for (const ActionId undoing : find_actions(state_, resource, {counterpart}, NodeId::none())) {
            if (state_.actions[undoing].pseudo()) continue;
            fruitless_for_all_ = false;
            if (resource != probed()) orderings_.order(undoing);
        }
    }

    /// Depth first, newest relation first.
    void push_next(ActionId action, std::vector<ActionId>& waiting) {
        const ResourceId resource = state_.actions[action].resource;
        const bool interleaved = resource && is_above_group(state_.resource(resource)) && is_interleaved(resource);
        const ResourceId partner =
            interleaved ? compatible_instance(state_, probed(), resource, {}) : ResourceId::none();
        for (const Relation& relation : state_.actions[action].after) {
            const bool required = relation.flags.has(RelationFlag::FirstImpliesThen);
            if (required) {
                waiting.push_back(relation.action);
            } else if (const ResourceId part = part_in(resource, relation.action)) {
                if (state_.resource(probed()).parent != resource && (!interleaved || partner == part)) {
                    waiting.push_back(relation.action);
                } else {
                    fruitless_for_all_ = false; // who is probed decides
                }
            }
        }
    }

    bool is_interleaved(ResourceId resource) const {
        const AttributeTable& meta = state_.resource(resource).meta;
        const auto found = meta.find("interleave");
        return found != meta.end() && is_true(found->second);
    }

    /// Whose the action is, if it is of a part of the group or clone: to these the way leads too, to those of an interleaved one
    /// only where they belong to the probed resource.
    ResourceId part_in(ResourceId whole, ActionId next) const {
        if (!whole || state_.resource(whole).is_primitive()) return ResourceId::none();
        const ResourceId part = state_.actions[next].resource;
        if (!part || is_above_group(state_.resource(part)) || state_.resource(part).parent != whole) return ResourceId::none();
        return part;
    }

    WorkingState& state_;
    ActionId probe_;
    FruitlessActions& fruitless_;
    ManyOrderings orderings_;
    std::vector<ActionId> visited_;
    bool fruitless_for_all_ = true;
};

/// (Pacemaker: add_start_restart_orderings_for_rsc)
void order_starts_and_restarts(WorkingState& state, ResourceId resource, StartOrderings& starts, FruitlessActions& fruitless) {
    if (!state.resource(resource).is_primitive()) {
        for (const ResourceId child : state[resource].children) order_starts_and_restarts(state, child, starts, fruitless);
        return;
    }
    for (const ActionId probe : find_actions(state, resource, probe_key, NodeId::none())) {
        RestartOrderings restarts(state, probe, fruitless);
        for (const Relation& after : newest_first(state.actions[probe].after)) {
            starts.order(probe, after);
            if (state.actions[probe].task == task::monitor) restarts.follow(after.action);
        }
    }
}

// ---- what waits for a stop ------------------------------------------------------------------------------------

std::string_view task_of(const WorkingState& state, const ActionReference& end) {
    if (end.action) return state.actions[end.action].task;
    const bool single = end.key.interval_ms == 0 && end.key.notification == NotificationKind::None;
    return single ? end.key.task : std::string_view();
}

/// Where nothing is known of the resource, it may have to be stopped: what waits for its stop waits for the probe.
bool concerns_probes(const WorkingState& state, const Ordering& ordering) {
    const ResourceId first = ordering.first.resource;
    if (ordering.flags.none() || !first || first == ordering.then.resource) return false;
    if (task_of(state, ordering.first) != task::stop) return false;
    // Stopping what is inside needs no answer before the container stops.
    const bool of_container = ordering.then.resource && state.resource(first).launcher == ordering.then.resource;
    return !of_container || task_of(state, ordering.then) != task::stop;
}

RelationFlags flags_for_probe(RelationFlags flags) {
    if (flags == RelationFlag::IfRequiredOnSameNode || flags == RelationFlag::IfOnSameNodeOrTarget) return flags;
    RelationFlags result = RelationFlag::Ordered;
    result.set(RelationFlag::IfFirstUnmigratable, flags.has(RelationFlag::IfFirstUnmigratable));
    result.set(RelationFlag::IfOnSameNode, flags.has(RelationFlag::IfOnSameNode));
    return result;
}

/// (Pacemaker: probe_needed_before_action)
bool waits_for_probe(const Action& then, const Action& probe) {
    if (then.task == task::fence && probe.node && probe.node == then.node) {
        const auto operation = then.meta->find("stonith_action");
        if (operation != then.meta.end() && equals_ignoring_case(operation->second, "on")) return false;
    }
    return !(then.task == task::shutdown && probe.node && then.node && probe.node != then.node);
}

/// (Pacemaker: add_probe_orderings_for_stops)
void order_before_what_waits_for_stops(WorkingState& state, const Ordering& ordering) {
    const std::vector<ActionId> probes = find_actions(state, ordering.first.resource, probe_key, NodeId::none());
    if (probes.empty()) return;
    std::vector<ActionId> waiting;
    if (ordering.then.action) {
        waiting.push_back(ordering.then.action);
    } else if (ordering.then.resource) {
        waiting = find_actions(state, ordering.then.resource, ordering.then.key, NodeId::none());
    }
    for (const ActionId probe : probes) {
        for (const ActionId then : waiting) {
            if (!waits_for_probe(state.actions[then], state.actions[probe])) continue;
            order_actions(state, probe, then, flags_for_probe(ordering.flags));
        }
    }
}

} // namespace

void order_probes(WorkingState& state) {
    StartOrderings starts(state);
    FruitlessActions fruitless;
    for (const ResourceId resource : state.assignment_order) order_starts_and_restarts(state, resource, starts, fruitless);
    for (const Ordering& ordering : state.orderings) {
        if (concerns_probes(state, ordering)) order_before_what_waits_for_stops(state, ordering);
    }
}

} // namespace placement
