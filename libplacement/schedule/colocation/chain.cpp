#include "schedule/colocation/chain.h"

#include <algorithm>

#include "schedule/colocation/effect.h"
#include "schedule/colocation/lists.h"

namespace placement {

namespace {

class Chain {
public:
    Chain(const WorkingState& state, ResourceId origin) : state_(state), origin_(origin) {}

    void visit(ResourceId resource) {
        if (state_.resource(resource).is_group()) return visit_group(resource);
        visit_one(resource);
    }

    std::vector<ResourceId> take() { return std::move(found_); }

private:
    bool known(ResourceId resource) const {
        return std::find(found_.begin(), found_.end(), resource) != found_.end();
    }

    bool binds(ResourceId dependent, ResourceId primary, const Colocation& colocation) const {
        return colocation.score.is_plus_infinity() &&
               effect_of(state_, dependent, primary, colocation, true) == ColocationEffect::Location;
    }

    void visit_one(ResourceId resource) {
        if (known(resource)) return;
        found_.insert(found_.begin(), resource);
        for (const ColocationId id : this_with(state_, resource)) {
            const Colocation& colocation = state_.colocations[id];
            if (colocation.primary == origin_) continue;
            if (binds(resource, colocation.primary, colocation)) visit(colocation.primary);
        }
        for (const ColocationId id : with_this(state_, resource)) {
            const Colocation& colocation = state_.colocations[id];
            if (colocation.dependent == origin_) continue;
            // One node of a clone cannot stand for all the nodes that its dependents may use.
            if (state_.resource(resource).is_clone() && !state_.resource(colocation.dependent).is_clone()) continue;
            if (binds(colocation.dependent, resource, colocation)) visit(colocation.dependent);
        }
    }

    void visit_group(ResourceId group) {
        const ResourceId parent = state_.resource(group).parent;
        const bool together = state_.resource(group).group().colocated ||
                              (parent && state_.resource(parent).is_clone());
        if (state_.cluster.behavior.inheritance < Inheritance::AskedUpwards) return visit_members_then_group(group, together);
        if (!together) {
            if (!state_[group].children.empty()) visit_one(group);
            return;
        }
        found_.insert(found_.begin(), group);
        for (const ResourceId member : state_[group].children) visit(member);
    }

    /// Until the group is assigned, it has its colocations to itself.
    void visit_members_then_group(ResourceId group, bool together) {
        const auto& members = state_[group].children;
        for (const ResourceId member : members) {
            if (together || member == members.front()) visit(member);
        }
        visit_one(group);
    }

    const WorkingState& state_;
    ResourceId origin_;
    std::vector<ResourceId> found_;
};

} // namespace

std::vector<ResourceId> colocated_resources(const WorkingState& state, ResourceId resource) {
    Chain chain(state, resource);
    chain.visit(resource);
    return chain.take();
}

} // namespace placement
