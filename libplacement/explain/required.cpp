#include "explain/required.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "explain/words.h"

namespace placement {

namespace {

constexpr std::array explained{task::start, task::stop, task::promote, task::demote, task::migrate_to, task::migrate_from,
                               task::reload_agent};

class RequiredAction {
public:
    RequiredAction(const Schedule& schedule, ResourceId resource)
        : schedule_(schedule), cluster_(*schedule.cluster), resource_(resource) {}

    ActionExplanation explain(ActionId id) {
        const Action& what = action(id);
        ActionExplanation explanation;
        explanation.action = id;
        explanation.text = fmt::format("{}{}", what.task, what.node ? " on " + cluster_.nodes[what.node].name : "");
        explanation.blocked = !what.runnable();
        if (explanation.blocked) {
            if (what.task == task::start || what.task == task::promote) {
                found_ = what_blocks(schedule_, resource_, what.task == task::promote ? Role::Promoted : Role::Started);
            }
        } else {
            follow(id);
        }
        if (found_.empty() && !what.reason.empty()) add("reason", what.reason, {}, {});
        explanation.causes = std::move(found_);
        return explanation;
    }

private:
    const Action& action(ActionId id) const { return schedule_.actions[id]; }

    void add(const char* code, std::string text, Position position, std::string constraint) {
        const auto same = std::ranges::find(found_, text, &Obstacle::text);
        if (same != found_.end()) return;
        Obstacle obstacle;
        obstacle.code = code;
        obstacle.text = std::move(text);
        obstacle.position = position;
        obstacle.constraint = std::move(constraint);
        found_.push_back(std::move(obstacle));
    }

    /// What makes the action required: what comes before it and implies it, what comes after it and needs it. Through
    /// pseudo-actions, to what they stand for.
    void follow(ActionId id) {
        if (!visited_.insert(id.index()).second) return;
        for (const Relation& relation : action(id).before) {
            if (relation.flags.has(RelationFlag::FirstImpliesThen)) by(relation);
        }
        constexpr RelationFlags needs = RelationFlag::ThenImpliesFirst | RelationFlag::PromotedThenImpliesFirst;
        for (const Relation& relation : action(id).after) {
            if (relation.flags.has_any(needs)) by(relation);
        }
    }

    void by(const Relation& relation) {
        const Action& other = action(relation.action);
        if (other.optional()) return;
        if (relation.constraint && other.resource) {
            const OrderingConstraint& ordering = cluster_.orderings[relation.constraint];
            add("ordering",
                fmt::format("{} is {} (ordering {})", cluster_.resources[other.resource].id, past_participle(other.task),
                            place_of(ordering.id, ordering.position)),
                ordering.position, ordering.id);
        } else if (other.resource == resource_) {
            return;
        } else if (other.pseudo()) {
            follow(relation.action);
        } else if (!other.resource) {
            if (other.task == task::fence && other.node) {
                add("fencing", fmt::format("{} is fenced", cluster_.nodes[other.node].name), {}, {});
            }
        } else {
            add("action", fmt::format("{} is {}", cluster_.resources[other.resource].id, past_participle(other.task)),
                cluster_.resources[other.resource].position, {});
        }
    }

    const Schedule& schedule_;
    const Cluster& cluster_;
    ResourceId resource_;
    std::set<std::size_t> visited_;
    std::vector<Obstacle> found_;
};

bool is_stopped_there(const Schedule& schedule, const Placement& placement) {
    return std::ranges::any_of(placement.actions, [&](ActionId id) {
        const Action& action = schedule.actions[id];
        return action.task == task::stop && action.node == placement.node && !action.optional();
    });
}

/// What cannot be done is not required, even where it is what the resource would need.
bool is_wanted(const Schedule& schedule, ResourceId primitive, const Action& action) {
    if (!action.optional()) return true;
    const Placement& placement = schedule.placements[primitive];
    if (action.runnable() || action.node != placement.node || placement.role == Role::Stopped) return false;
    const bool is_there = placement.node_before == placement.node && placement.role_before > Role::Stopped &&
                          !is_stopped_there(schedule, placement);
    if (action.task == task::start) return !is_there;
    const bool is_promoted = is_there && placement.role_before == Role::Promoted;
    return action.task == task::promote && placement.role == Role::Promoted && !is_promoted;
}

bool is_kept_from(const Schedule& schedule, ResourceId primitive, std::string_view task) {
    const Placement& placement = schedule.placements[primitive];
    if (!placement.node || placement.role == Role::Stopped) return false;
    return std::ranges::any_of(placement.actions, [&](ActionId id) {
        const Action& action = schedule.actions[id];
        return action.task == task && action.node == placement.node && !action.runnable() &&
               is_wanted(schedule, primitive, action);
    });
}

} // namespace

bool cannot_start(const Schedule& schedule, ResourceId primitive) { return is_kept_from(schedule, primitive, task::start); }

bool cannot_be_promoted(const Schedule& schedule, ResourceId primitive) {
    return schedule.placements[primitive].role == Role::Promoted &&
           (cannot_start(schedule, primitive) || is_kept_from(schedule, primitive, task::promote));
}

std::vector<ActionExplanation> explain_actions(const Schedule& schedule, ResourceId primitive) {
    std::vector<ActionExplanation> explanations;
    for (const ActionId id : schedule.placements[primitive].actions) {
        const Action& action = schedule.actions[id];
        if (action.key.interval_ms != 0 || !is_wanted(schedule, primitive, action)) continue;
        if (std::ranges::find(explained, action.task) == explained.end()) continue;
        explanations.push_back(RequiredAction(schedule, primitive).explain(id));
    }
    return explanations;
}

} // namespace placement
