#include "simulate/plan.h"

#include <algorithm>

#include <fmt/format.h>

namespace placement {

namespace {

bool is_forward(const std::string& action) { return action == "start" || action == "promote"; }
Role role_after(const std::string& action) { return action == "promote" ? Role::Promoted : Role::Started; }

std::string place_of(const std::string& id, Position position) {
    return position.known() ? fmt::format("{}, line {}", id, position.line) : id;
}

Obstacle make_obstacle(const char* code, std::string text, Position position = {}) {
    Obstacle obstacle;
    obstacle.code = code;
    obstacle.text = std::move(text);
    obstacle.position = position;
    return obstacle;
}

} // namespace

Role told_role(const Cluster& cluster, ResourceId primitive, Role role) {
    if (role == Role::Promoted || role == Role::Unpromoted) return role;
    for (ResourceId each = primitive; each; each = cluster.resources[each].parent) {
        if (cluster.resources[each].is_clone() && cluster.resources[each].clone().promotable) return Role::Unpromoted;
    }
    return Role::Started;
}

Plan::Plan(const Schedule& schedule)
    : schedule_(schedule), cluster_(*schedule.cluster), fates_(cluster_.resources.size()) {
    for (const ResourceId id : cluster_.resources.ids()) {
        if (cluster_.resources[id].is_primitive()) begin(id);
    }
    collect_prerequisites();
    while (settle()) {
    }
}

std::vector<RunningOn> Plan::running(ResourceId primitive) const {
    const PrimitiveFate& fate = fates_[primitive];
    const Resource& resource = cluster_.resources[primitive];
    std::vector<RunningOn> places;
    if (fate.stays) {
        if (resource.role == Role::Stopped) return {};
        for (const NodeId node : resource.active_nodes) {
            if (!cluster_.nodes[node].online) continue;
            places.push_back({cluster_.nodes[node].name, told_role(cluster_, primitive, resource.role), resource.id});
        }
    } else if (fate.runs) {
        const Role role = fate.promoted ? Role::Promoted : told_role(cluster_, primitive, Role::Started);
        places.push_back({cluster_.nodes[node_of(primitive)].name, role, resource.id});
    }
    return places;
}

// ---- what each primitive starts from --------------------------------------------------------------------------

void Plan::begin(ResourceId primitive) {
    const Resource& resource = cluster_.resources[primitive];
    const Placement& placement = schedule_.placements[primitive];
    PrimitiveFate& fate = fates_[primitive];
    fate.runs = placement.node && placement.role != Role::Stopped;
    fate.promoted = fate.runs && placement.role == Role::Promoted;
    if (resource.active_nodes.empty()) return;
    fate.stays = !placement.managed || placement.blocked;
    for (const NodeId node : resource.active_nodes) {
        if (!cluster_.nodes[node].unclean) continue;
        const auto fencing = std::ranges::find(schedule_.fencing, node, &Schedule::Fencing::node);
        if (fencing == schedule_.fencing.end() || fencing->possible) continue;
        fate.stays = true;
        fate.obstacle = make_obstacle("fencing-impossible",
                                      fmt::format("it may still run on {}, which must be fenced first and cannot be",
                                                  cluster_.nodes[node].name),
                                      cluster_.nodes[node].position);
    }
}

// ---- what must be started before what -------------------------------------------------------------------------

void Plan::collect_prerequisites() {
    for (const OrderingConstraint& ordering : cluster_.orderings) {
        if (ordering.sets.empty()) {
            collect_from(ordering);
        } else {
            collect_from_sets(ordering);
        }
    }
    collect_groups();
}

void Plan::add(std::vector<ResourceId> firsts, bool all, const std::string& first_action, ResourceId then,
               const std::string& then_action, std::int32_t minimum, bool symmetrical, const OrderingConstraint& ordering) {
    if (!is_forward(first_action) || !is_forward(then_action) || firsts.empty()) return;
    Prerequisite prerequisite;
    prerequisite.all = all;
    prerequisite.first_role = role_after(first_action);
    prerequisite.then = then;
    prerequisite.then_role = role_after(then_action);
    prerequisite.minimum = minimum;
    prerequisite.for_starts_alone = !symmetrical;
    std::string names;
    for (const ResourceId first : firsts) names += (names.empty() ? "" : ", ") + cluster_.resources[first].id;
    prerequisite.obstacle = make_obstacle(
        "ordering",
        fmt::format("it must come after {} is {}, which does not happen (ordering {})", (firsts.size() > 1 && !all ? "one of " : "") + names,
                    prerequisite.first_role == Role::Promoted ? "promoted" : "started",
                    place_of(ordering.id, ordering.position)),
        ordering.position);
    prerequisite.obstacle.constraint = ordering.id;
    prerequisite.firsts = std::move(firsts);
    prerequisites_.push_back(std::move(prerequisite));
}

void Plan::collect_from(const OrderingConstraint& ordering) {
    if (ordering.kind != OrderingConstraint::Kind::Mandatory) return;
    add({ordering.first.resource}, true, ordering.first.action, ordering.then.resource, ordering.then.action,
        ordering.minimum_first, ordering.symmetrical, ordering);
}

void Plan::collect_from_sets(const OrderingConstraint& ordering) {
    const OrderingConstraint::Set* before = nullptr;
    for (const OrderingConstraint::Set& set : ordering.sets) {
        if (set.sequential && set.kind == OrderingConstraint::Kind::Mandatory) {
            for (std::size_t i = 1; i < set.resources.size(); ++i) {
                add({set.resources[i - 1]}, true, set.action, set.resources[i], set.action, 0, set.symmetrical, ordering);
            }
        }
        if (before && ordering.kind == OrderingConstraint::Kind::Mandatory && !before->resources.empty()) {
            const bool last_alone = before->require_all && before->sequential_outwards;
            const auto firsts = last_alone ? std::vector<ResourceId>{before->resources.back()} : before->resources;
            for (const ResourceId then : set.resources) {
                add(firsts, before->require_all, before->action, then, set.action, before->require_all ? 0 : 1,
                    ordering.symmetrical, ordering);
                if (set.sequential_outwards) break;
            }
        }
        before = &set;
    }
}

void Plan::collect_groups() {
    for (const Resource& group : cluster_.resources) {
        if (!group.is_group() || !group.group().ordered) continue;
        for (std::size_t i = 1; i < group.children.size(); ++i) {
            const Resource& first = cluster_.resources[group.children[i - 1]];
            Prerequisite prerequisite;
            prerequisite.firsts = {group.children[i - 1]};
            prerequisite.then = group.children[i];
            prerequisite.obstacle = make_obstacle(
                "group-member", fmt::format("{} comes before it in group {} and is stopped", first.id, group.id),
                first.position);
            prerequisites_.push_back(std::move(prerequisite));
        }
    }
}

// ---- until nothing changes ------------------------------------------------------------------------------------

bool Plan::settle() {
    bool changed = false;
    for (const Prerequisite& prerequisite : prerequisites_) changed = settle_prerequisite(prerequisite) || changed;
    changed = settle_guests() || changed;
    return settle_colocations() || changed;
}

bool Plan::settle_prerequisite(const Prerequisite& prerequisite) {
    bool changed = false;
    for (const ResourceId then : primitives_in(prerequisite.then)) {
        if (!applies(prerequisite, then) || satisfied(prerequisite, then)) continue;
        changed = hold(then, prerequisite.then_role, prerequisite.obstacle) || changed;
    }
    return changed;
}

/// What was placed on a guest or remote node needs the connection to it, and that one what it is launched by.
bool Plan::settle_guests() {
    bool changed = false;
    for (const ResourceId id : cluster_.resources.ids()) {
        if (!fates_[id].runs || fates_[id].stays) continue;
        const ResourceId launcher = cluster_.resources[id].launcher;
        const ResourceId connection = cluster_.nodes[node_of(id)].connection;
        for (const ResourceId needed : {launcher, connection}) {
            if (!needed || needed == id || whole_runs(needed, Role::Started)) continue;
            changed = hold(id, Role::Started,
                           make_obstacle("launcher", fmt::format("it needs {}, which is stopped",
                                                                 cluster_.resources[needed].id),
                                         cluster_.resources[needed].position)) ||
                      changed;
        }
    }
    return changed;
}

/// What must be with something that was held back does not start without it.
bool Plan::settle_colocations() {
    bool changed = false;
    for (const Colocation& colocation : cluster_.colocations) {
        if (!colocation.score.is_plus_infinity()) continue;
        const Role needed = colocation.primary_role == Role::Promoted ? Role::Promoted : Role::Started;
        const Role dependent_role = colocation.dependent_role == Role::Promoted ? Role::Promoted : Role::Started;
        const std::vector<ResourceId> primaries = primitives_in(colocation.primary);
        for (const ResourceId dependent : primitives_in(colocation.dependent)) {
            if (!runs_in(dependent, dependent_role) || fates_[dependent].stays) continue;
            const auto here = [&](ResourceId id) { return node_of(id) == node_of(dependent); };
            const bool held = std::ranges::any_of(
                primaries, [&](ResourceId id) { return here(id) && fates_[id].obstacle && !runs_in(id, needed); });
            const bool any = std::ranges::any_of(
                primaries, [&](ResourceId id) { return here(id) && runs_in(id, needed); });
            if (!held || any) continue;
            Obstacle obstacle = make_obstacle(
                "colocation",
                fmt::format("it must be with {}, which is not {} (colocation {})",
                            cluster_.resources[colocation.primary].id, needed == Role::Promoted ? "promoted" : "started",
                            place_of(colocation.id, colocation.position)),
                colocation.position);
            obstacle.constraint = colocation.id;
            changed = hold(dependent, dependent_role, obstacle) || changed;
        }
    }
    return changed;
}

bool Plan::hold(ResourceId primitive, Role role, const Obstacle& obstacle) {
    PrimitiveFate& fate = fates_[primitive];
    if (role == Role::Promoted ? !fate.promoted : !fate.runs) return false;
    fate.promoted = false;
    if (role != Role::Promoted) fate.runs = false;
    if (!fate.obstacle || role != Role::Promoted) fate.obstacle = obstacle;
    return true;
}

// ---- whether a prerequisite is met ----------------------------------------------------------------------------

bool Plan::applies(const Prerequisite& prerequisite, ResourceId then) const {
    if (!runs_in(then, prerequisite.then_role) || fates_[then].stays) return false;
    if (!prerequisite.for_starts_alone) return true;
    const Resource& resource = cluster_.resources[then];
    const bool here = std::ranges::find(resource.active_nodes, node_of(then)) != resource.active_nodes.end();
    const bool in_role = prerequisite.then_role != Role::Promoted || resource.role == Role::Promoted;
    return !here || !in_role || resource.failed;
}

bool Plan::satisfied(const Prerequisite& prerequisite, ResourceId then) const {
    const auto by = [&](ResourceId first) { return satisfied_by(first, prerequisite, then); };
    return prerequisite.all ? std::ranges::all_of(prerequisite.firsts, by)
                            : std::ranges::any_of(prerequisite.firsts, by);
}

bool Plan::satisfied_by(ResourceId first, const Prerequisite& prerequisite, ResourceId then) const {
    const Resource& resource = cluster_.resources[first];
    if (!resource.is_clone()) return whole_runs(first, prerequisite.first_role);
    const ResourceId then_clone = clone_of(then);
    const bool interleaved =
        prerequisite.minimum == 0 && then_clone && cluster_.resources[then_clone].clone().interleave;
    std::int32_t running = 0;
    for (const ResourceId instance : resource.children) {
        if (!whole_runs(instance, prerequisite.first_role)) continue;
        if (!interleaved || whole_is_on(instance, node_of(then))) ++running;
    }
    return running >= std::max(prerequisite.minimum, 1);
}

bool Plan::whole_runs(ResourceId id, Role role) const {
    const Resource& resource = cluster_.resources[id];
    if (resource.is_primitive()) return runs_in(id, role);
    const auto runs = [&](ResourceId child) { return whole_runs(child, role); };
    return resource.is_group() ? std::ranges::all_of(resource.children, runs)
                               : std::ranges::any_of(resource.children, runs);
}

bool Plan::whole_is_on(ResourceId id, NodeId node) const {
    const std::vector<ResourceId> primitives = primitives_in(id);
    return !primitives.empty() && node_of(primitives.front()) == node;
}

bool Plan::runs_in(ResourceId primitive, Role role) const {
    const PrimitiveFate& fate = fates_[primitive];
    if (fate.stays) {
        if (cluster_.resources[primitive].failed) return false; // it would have to be started again
        const std::vector<RunningOn> places = running(primitive);
        return std::ranges::any_of(places, [&](const RunningOn& place) {
            return role != Role::Promoted || place.role == Role::Promoted;
        });
    }
    return role == Role::Promoted ? fate.promoted : fate.runs;
}

std::vector<ResourceId> Plan::primitives_in(ResourceId id) const {
    const Resource& resource = cluster_.resources[id];
    if (resource.is_primitive()) return {id};
    std::vector<ResourceId> primitives;
    for (const ResourceId child : resource.children) {
        const std::vector<ResourceId> inside = primitives_in(child);
        primitives.insert(primitives.end(), inside.begin(), inside.end());
    }
    return primitives;
}

ResourceId Plan::clone_of(ResourceId id) const {
    for (ResourceId each = cluster_.resources[id].parent; each; each = cluster_.resources[each].parent) {
        if (cluster_.resources[each].is_clone()) return each;
    }
    return {};
}

} // namespace placement
