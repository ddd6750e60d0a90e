#include "schedule/colocation/lists.h"

#include "schedule/colocation/effect.h"
#include "schedule/state/colocation_lists.h"
#include "schedule/state/nodes.h"

namespace placement {

namespace {

/// The one direction or the other: the same walk over members, instances and parents, with another list at each stop.
class Collector {
public:
    enum class Side : bool { Dependent, Primary };

    Collector(const WorkingState& state, Side side, ResourceId origin) : state_(state), side_(side), origin_(origin) {}

    void visit(ResourceId resource) {
        const Resource& configured = state_.resource(resource);
        if (configured.is_primitive()) return visit_primitive(resource);
        if (configured.is_group()) {
            if (state_[resource].children.empty()) return;
            return side_ == Side::Dependent ? visit_group_as_dependent(resource) : visit_group_as_primary(resource);
        }
        if (configured.is_bundle()) return visit_bundle(resource);
        if (upwards_only() && resource != origin_) return add_of_collective(resource, configured.clone().clone_max);
        add_own(resource);
        visit_parent(resource);
    }

    std::vector<ColocationId> take() { return std::move(list_); }

private:
    const std::vector<ColocationId>& own(ResourceId resource) const {
        return side_ == Side::Dependent ? state_[resource].this_with : state_[resource].with_this;
    }

    void insert(ColocationId colocation) {
        if (side_ == Side::Dependent) {
            insert_by_primary(state_, list_, colocation);
        } else {
            insert_by_dependent(state_, list_, colocation);
        }
    }

    /// To a list that has something already, Pacemaker adds the first colocation again in place of each of the others.
    /// (Pacemaker: pcmk__add_this_with_list)
    void add_own(ResourceId resource) {
        if (list_.empty()) {
            list_ = own(resource);
            return;
        }
        for (const ColocationId colocation : own(resource)) insert(upwards_only() ? colocation : own(resource).front());
    }

    bool upwards_only() const { return state_.cluster.behavior.inheritance == Inheritance::AskedUpwards; }

    bool runs_everywhere(ResourceId collective, std::int32_t most_in_all) const {
        std::int32_t usable = 0;
        for (const NodeId node : state_.nodes.ids()) {
            if (state_.scores[collective][node].listed && can_run_resources(state_, node)) ++usable;
        }
        return most_in_all >= usable;
    }

    /// What an instance takes from its clone or bundle. (Pacemaker 2.1.6: pcmk__add_collective_constraints)
    void add_of_collective(ResourceId collective, std::int32_t most_in_all) {
        const bool mandatory_only = !state_.cluster.behavior.full_clones_heed_optional_colocations &&
                                    runs_everywhere(collective, most_in_all);
        for (const ColocationId id : own(collective)) {
            const Colocation& colocation = state_.colocations[id];
            const bool primary = side_ == Side::Primary;
            if (primary && !has_influence(state_, colocation, origin_)) continue;
            const bool mandatory = colocation.score < Score() || (!primary && colocation.score.is_plus_infinity());
            if (mandatory || !mandatory_only) insert(id);
        }
    }

    void visit_parent(ResourceId resource) {
        if (const ResourceId parent = state_.resource(resource).parent) visit(parent);
    }

    /// What another member of the group is colocated with counts only where it was configured.
    void visit_primitive(ResourceId resource) {
        if (resource == origin_) {
            add_own(resource);
            visit_parent(resource);
            return;
        }
        for (const ColocationId colocation : own(resource)) {
            if (state_.colocations[colocation].configured) insert(colocation);
        }
    }

    void visit_other_members(ResourceId group) {
        if (upwards_only() || !state_.resource(group).group().colocated) return;
        for (const ResourceId member : state_[group].children) {
            if (member != origin_) visit(member);
        }
    }

    /// The first member speaks for the group, as the others follow it.
    void visit_group_as_dependent(ResourceId group) {
        const auto& members = state_[group].children;
        if (origin_ == group || origin_ == members.front()) {
            add_own(group);
            visit_parent(group);
            visit_other_members(group);
            return;
        }
        // An unmanaged member cannot hand the group's mandatory colocations on.
        for (const ResourceId member : members) {
            if (member == origin_) return;
            if (state_[member].managed) continue;
            for (const ColocationId colocation : own(group)) {
                if (state_.colocations[colocation].score.is_plus_infinity()) insert(colocation);
            }
            return;
        }
    }

    /// The last member speaks for the group, as it has everybody's preferences.
    void visit_group_as_primary(ResourceId group) {
        if (origin_ != group && origin_ != state_[group].children.back()) return;
        add_own(group);
        visit_parent(group);
        visit_other_members(group);
    }

    /// Containers carry the bundle's colocations; what is inside has them only for the choice of who is promoted.
    void visit_bundle(ResourceId bundle) {
        if (upwards_only() && origin_ != bundle) {
            const auto replicas = static_cast<std::int32_t>(state_.resource(bundle).bundle().replicas.size());
            if (state_.resource(origin_).container_of_replica) add_of_collective(bundle, replicas);
            return;
        }
        if (origin_ == bundle || state_.resource(origin_).container_of_replica) return add_own(bundle);
        const ResourceId contained = state_.resource(bundle).bundle().child;
        if (!contained || !state_.resource(contained).promotable || state_.cluster.top(origin_) != contained) return;
        const bool counts = origin_ == contained ? state_[origin_].instances_sorted_for_promotion
                                                 : !state_[origin_].unassigned;
        if (counts) add_own(bundle);
    }

    const WorkingState& state_;
    Side side_;
    ResourceId origin_;
    std::vector<ColocationId> list_;
};

std::vector<ColocationId> collect(const WorkingState& state, Collector::Side side, ResourceId resource) {
    if (state.cluster.behavior.inheritance < Inheritance::AskedUpwards) {
        return side == Collector::Side::Dependent ? state[resource].this_with : state[resource].with_this;
    }
    Collector collector(state, side, resource);
    collector.visit(resource);
    return collector.take();
}

} // namespace

std::vector<ColocationId> this_with(const WorkingState& state, ResourceId resource) {
    return collect(state, Collector::Side::Dependent, resource);
}

std::vector<ColocationId> with_this(const WorkingState& state, ResourceId resource) {
    return collect(state, Collector::Side::Primary, resource);
}

} // namespace placement
