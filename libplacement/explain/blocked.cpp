#include <algorithm>

#include <fmt/format.h>

#include "explain/left_alone.h"
#include "explain/waiting.h"
#include "explain/words.h"
#include "placement/codes.h"
#include "placement/explain.h"
#include "placement/fencing.h"

namespace placement {

namespace {

/// The relations by which one action that cannot be done keeps another from being done.
constexpr RelationFlags blocking = RelationFlag::UnrunnableFirstBlocks | RelationFlag::Asymmetric |
                                   RelationFlag::IntermediateStop | RelationFlag::MinRunnable | RelationFlag::FirstImpliesThen |
                                   RelationFlag::ThenImpliesFirst;

class BlockedAction {
public:
    BlockedAction(const Schedule& schedule, ResourceId resource)
        : schedule_(schedule), cluster_(*schedule.cluster), resource_(resource) {}

    std::vector<Obstacle> explain(Role role) {
        unclean_nodes();
        std::vector<std::string_view> tasks{task::start};
        if (role == Role::Promoted) tasks.insert(tasks.begin(), task::promote);
        for (const std::string_view task : tasks) {
            if (!found_.empty()) break;
            if (const ActionId action = blocked(task)) follow(action);
        }
        for (const std::string_view task : tasks) {
            if (!found_.empty()) break;
            unreached(wanted(task));
        }
        return std::move(found_);
    }

private:
    const Action& action(ActionId id) const { return schedule_.actions[id]; }
    const Resource& resource(ResourceId id) const { return cluster_.resources[id]; }

    void add(const char* code, std::string text, Position position = {}, std::string constraint = {}) {
        Obstacle obstacle;
        obstacle.code = code;
        obstacle.text = std::move(text);
        obstacle.position = position;
        obstacle.constraint = std::move(constraint);
        found_.push_back(std::move(obstacle));
    }

    /// What could be done, and is not because of what it waits for.
    void unreached(ActionId wanted) {
        if (const auto circle = ordering_circle(schedule_, wanted)) {
            found_.push_back(*circle);
        } else if (const ActionId never = never_done_before(schedule_, wanted)) {
            by_resource(never);
        }
    }

    /// What may run on a node that nobody can fence is started nowhere else.
    void unclean_nodes() {
        for (const NodeId node : resource(resource_).active_nodes) {
            if (!cluster_.nodes[node].unclean) continue;
            const auto fencing = std::ranges::find(schedule_.fencing, node, &Schedule::Fencing::node);
            if (fencing == schedule_.fencing.end() || fencing->possible) continue;
            const NodeFencing who = fencing_of(schedule_, *fencing);
            const bool no_quorum = !who.obstacles.empty() && who.obstacles.front().code == obstacle_codes::no_quorum;
            add(no_quorum ? "no-quorum" : "fencing-impossible",
                fmt::format("it may still run on {}, which is not fenced: {}", cluster_.nodes[node].name, text(who)),
                cluster_.nodes[node].position);
        }
    }

    /// The resource's action with this task that is wanted and cannot be done.
    ActionId blocked(std::string_view task) const {
        const std::vector<ActionId>& actions = schedule_.placements[resource_].actions;
        const auto found = std::find_if(actions.rbegin(), actions.rend(),
                                        [&](ActionId id) { return action(id).task == task && !action(id).runnable(); });
        return found == actions.rend() ? ActionId::none() : *found;
    }

    /// The resource's action with this task that is to be done.
    ActionId wanted(std::string_view task) const {
        const std::vector<ActionId>& actions = schedule_.placements[resource_].actions;
        const auto found = std::find_if(actions.rbegin(), actions.rend(), [&](ActionId id) {
            return action(id).task == task && action(id).runnable() && !action(id).optional();
        });
        return found == actions.rend() ? ActionId::none() : *found;
    }

    /// The first thing that holds the action back; through pseudo-actions, to what they stand for.
    void follow(ActionId held) {
        visited_.push_back(held);
        for (const Relation& relation : action(held).before) {
            const Action& first = action(relation.action);
            if (!relation.flags.has_any(blocking) || first.runnable()) continue;
            if (relation.flags.has(RelationFlag::FirstImpliesThen) && !relation.flags.has(RelationFlag::UnrunnableFirstBlocks) &&
                first.optional()) {
                continue;
            }
            if (std::ranges::find(visited_, relation.action) != visited_.end()) continue;
            if (relation.constraint) return by_constraint(relation);
            if (first.pseudo() || first.resource == resource_) {
                follow(relation.action);
                if (!found_.empty()) return;
                continue;
            }
            by_resource(relation.action);
            return;
        }
        // What holds a collective resource back holds back all that is in it.
        for (const Relation& relation : action(held).before) {
            const Action& around = action(relation.action);
            const bool is_around = around.resource && action(held).resource && concerns(around.resource, action(held).resource);
            if (!is_around || !around.pseudo() || around.runnable() || around.task != action(held).task) continue;
            if (std::ranges::find(visited_, relation.action) != visited_.end()) continue;
            follow(relation.action);
            if (!found_.empty()) return;
        }
        by_reason(action(held));
    }

    /// "at least one of db1, db2 is started": what a pseudo-action waits for that stands for enough of several.
    std::string enough_words(const Action& enough) const {
        std::string names;
        std::string_view task;
        for (const Relation& relation : enough.before) {
            const Action& each = action(relation.action);
            if (!relation.flags.has(RelationFlag::MinRunnable) || !each.resource) continue;
            names += (names.empty() ? "" : ", ") + shown_name(resource(each.resource));
            task = each.task;
        }
        if (names.empty()) return "enough of what it must come after is done";
        const std::int32_t number = enough.required_runnable_before;
        return number > 1 ? fmt::format("at least {} of {} are {}", number, names, past_participle(task))
                          : fmt::format("at least one of {} is {}", names, past_participle(task));
    }

    void by_constraint(const Relation& relation) {
        const OrderingConstraint& ordering = cluster_.orderings[relation.constraint];
        const Action& first = action(relation.action);
        std::string what = enough_words(first);
        if (first.resource) {
            // Of a clone that is told of everything, it may be the end of telling.
            const std::string_view done =
                first.pseudo() && !ordering.first.action.empty() ? std::string_view(ordering.first.action) : first.task;
            what = fmt::format("{} is {}", shown_name(resource(first.resource)), past_participle(done));
        }
        add("ordering",
            fmt::format("it must come after {}, which does not happen (ordering {})", what,
                        place_of(ordering.id, ordering.position)),
            ordering.position, ordering.id);
    }

    void by_resource(ActionId id) {
        const Action& first = action(id);
        if (!first.resource) return;
        const Resource& other = resource(first.resource);
        const Resource& own = resource(resource_);
        if (comes_before_in_group(first.resource) && (first.task == task::start || first.task == task::promote)) {
            add("group-member",
                fmt::format("{} comes before it in group {} and {}", shown_name(other), shown_name(resource(own.parent)),
                            where_it_stands(cluster_, other)),
                other.position);
        } else if (other.blocked) {
            add("blocked",
                fmt::format("{} must be {} first, and {}", shown_name(other), past_participle(first.task),
                            blocked_words(cluster_, other)),
                other.position);
        } else if (other.remote_connection || own.launcher == first.resource) {
            by_launcher(first.resource);
        } else if (!schedule_.placements[first.resource].managed) {
            add("unmanaged", fmt::format("{} must be {} first, and is unmanaged", shown_name(other), past_participle(first.task)),
                other.position);
        } else {
            follow(id);
            if (!found_.empty()) return;
            add("waits",
                fmt::format("{} must be {} first, which does not happen", shown_name(other), past_participle(first.task)),
                other.position);
        }
    }

    /// A container, or the connection into one: what keeps the container down is what decides.
    void by_launcher(ResourceId needed) {
        const Resource& other = resource(needed);
        const ResourceId container = other.launcher ? other.launcher : needed;
        std::vector<Obstacle> roots;
        if (container != resource_) {
            roots = what_blocks(schedule_, container, Role::Started);
            if (roots.empty() && !schedule_.placements[container].node) roots = obstacles(schedule_, container, Role::Started);
        }
        const std::string text =
            fmt::format("it needs {}, which {}", shown_name(other), other.active_nodes.empty() ? "is stopped" : "cannot start");
        if (roots.empty()) return add("launcher", text, other.position);
        // That another instance has the place on a node says less than why none is on another node.
        const auto found =
            std::ranges::find_if(roots, [](const Obstacle& each) { return each.code != obstacle_codes::clone_node_max; });
        const Obstacle& root = found == roots.end() ? roots.front() : *found;
        const std::string where = root.node.empty() ? "" : root.node + ": ";
        add("launcher", fmt::format("{} ({}{})", text, where, root.text), root.position, root.constraint);
    }

    bool comes_before_in_group(ResourceId other) const {
        const ResourceId group = resource(resource_).parent;
        if (!group || !resource(group).is_group() || resource(other).parent != group) return false;
        const std::vector<ResourceId>& members = resource(group).children;
        return std::ranges::find(members, other) < std::ranges::find(members, resource_);
    }

    void by_reason(const Action& held) {
        constexpr std::string_view colocated = "colocation with ";
        if (held.reason == "no quorum" || held.reason == "quorum freeze") {
            add("no-quorum", "the cluster has no quorum");
        } else if (held.reason.get().starts_with(colocated)) {
            by_colocation(held.reason.get().substr(colocated.size()));
        }
    }

    void by_colocation(const std::string& with) {
        for (const Colocation& colocation : cluster_.colocations) {
            if (!colocation.score.is_plus_infinity() || !concerns(colocation.dependent, resource_)) continue;
            const ResourceId other = cluster_.find_resource(with);
            if (other && !concerns(colocation.primary, other)) continue;
            return add("colocation",
                       fmt::format("it must be with {}, which cannot {} (colocation {})", resource(colocation.primary).id,
                                   colocation.primary_role == Role::Promoted ? "be promoted" : "start",
                                   place_of(colocation.id, colocation.position)),
                       colocation.position, colocation.id);
        }
        add("colocation", fmt::format("it must be with {}, which cannot start", with));
    }

    bool concerns(ResourceId of_constraint, ResourceId id) const {
        for (; id; id = resource(id).parent) {
            if (id == of_constraint) return true;
        }
        return false;
    }

    const Schedule& schedule_;
    const Cluster& cluster_;
    ResourceId resource_;
    std::vector<ActionId> visited_;
    std::vector<Obstacle> found_;
};

} // namespace

std::vector<Obstacle> what_blocks(const Schedule& schedule, ResourceId resource, Role role) {
    return BlockedAction(schedule, resource).explain(role);
}

} // namespace placement
