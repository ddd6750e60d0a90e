#include "explain/waiting.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/digraph.h"

namespace placement {

namespace {

class WaitingFinder {
public:
    explicit WaitingFinder(const Schedule& schedule) : schedule_(schedule), cluster_(*schedule.cluster) {}

    std::optional<Obstacle> circle(ActionId action) {
        collect(action);
        Digraph waiting(actions_.size());
        for (std::size_t then = 0; then < actions_.size(); ++then) {
            for (const Relation& relation : schedule_.actions[actions_[then]].before) {
                if (relation.graphed()) waiting.add_edge(number_.at(relation.action), then);
            }
        }
        const auto cycles = waiting.shortest_cycles();
        if (cycles.empty()) return std::nullopt;
        return obstacle(cycles.front());
    }

    ActionId never_done(ActionId action) {
        collect(action);
        for (std::size_t index = 1; index < actions_.size(); ++index) {
            if (is_never_done(schedule_.actions[actions_[index]])) return actions_[index];
        }
        return ActionId::none();
    }

private:
    /// The action and everything that it waits for.
    void collect(ActionId action) {
        number(action);
        for (std::size_t next = 0; next < actions_.size(); ++next) {
            for (const Relation& relation : schedule_.actions[actions_[next]].before) {
                if (relation.graphed()) number(relation.action);
            }
        }
    }

    void number(ActionId action) {
        if (number_.emplace(action, actions_.size()).second) actions_.push_back(action);
    }

    /// The relation's constraint, or none where it comes built in.
    OrderingId constraint_between(ActionId first, ActionId then) const {
        for (const Relation& relation : schedule_.actions[then].before) {
            if (relation.action == first && relation.graphed() && relation.constraint) return relation.constraint;
        }
        return OrderingId::none();
    }

    /// What cannot be done, and what is of a resource that the cluster does not manage, is left out of the transition.
    bool is_never_done(const Action& action) const {
        if (!action.resource || action.pseudo() || action.optional()) return false;
        const bool changes_state = action.task == task::start || action.task == task::stop || action.task == task::promote ||
                                   action.task == task::demote;
        return !action.runnable() || (changes_state && !schedule_.placements[action.resource].managed);
    }

    bool is_in(ResourceId resource, ResourceId whole) const {
        while (resource && resource != whole) resource = cluster_.resources[resource].parent;
        return bool(resource);
    }

    /// The colocation that keeps the two apart, by which one leaves a node before the other takes it; none where it is not that.
    ColocationId colocation_between(ActionId first, ActionId then) const {
        const ResourceId leaving = schedule_.actions[first].resource;
        const ResourceId taking = schedule_.actions[then].resource;
        if (!leaving || !taking || cluster_.top(leaving) == cluster_.top(taking)) return ColocationId::none();
        for (const ColocationId id : cluster_.colocations.ids()) {
            const Colocation& each = cluster_.colocations[id];
            if (!each.configured || !each.score.is_minus_infinity()) continue;
            if (is_in(leaving, each.dependent) && is_in(taking, each.primary)) return id;
            if (is_in(leaving, each.primary) && is_in(taking, each.dependent)) return id;
        }
        return ColocationId::none();
    }

    struct Step {
        std::string_view task;
        ResourceId resource;
        bool of_collective;
        friend bool operator==(const Step&, const Step&) = default;
    };

    /// What is done, be it begun ("start") or finished ("running").
    static std::string_view done(std::string_view task) {
        if (task == task::started) return task::start;
        if (task == task::stopped) return task::stop;
        if (task == task::promoted) return task::promote;
        return task == task::demoted ? task::demote : task;
    }

    /// A group that is started stands for the starts of its members.
    std::vector<Step> steps_of(const std::vector<Digraph::Vertex>& cycle) const {
        std::vector<Step> steps;
        for (const Digraph::Vertex each : cycle) {
            const Action& action = schedule_.actions[actions_[each]];
            if (!action.resource || action.key.notification != NotificationKind::None) continue;
            const bool collective = !cluster_.resources[action.resource].is_primitive();
            if (action.pseudo() && !collective) continue;
            steps.push_back({done(action.task), action.resource, collective});
        }
        std::erase_if(steps, [&](const Step& step) {
            return std::ranges::any_of(steps, [&](const Step& whole) {
                return whole.of_collective && whole.task == step.task && whole.resource != step.resource &&
                       is_in(step.resource, whole.resource);
            });
        });
        steps.erase(std::unique(steps.begin(), steps.end()), steps.end());
        while (steps.size() > 1 && steps.front() == steps.back()) steps.pop_back();
        return steps;
    }

    Obstacle obstacle(const std::vector<Digraph::Vertex>& cycle) const {
        std::vector<OrderingId> orderings;
        std::vector<ColocationId> colocations;
        for (std::size_t index = 0; index < cycle.size(); ++index) {
            const ActionId first = actions_[cycle[index]];
            const ActionId then = actions_[cycle[(index + 1) % cycle.size()]];
            const OrderingId ordering = constraint_between(first, then);
            const ColocationId colocation = ordering ? ColocationId::none() : colocation_between(first, then);
            if (ordering && std::ranges::find(orderings, ordering) == orderings.end()) orderings.push_back(ordering);
            if (colocation && std::ranges::find(colocations, colocation) == colocations.end()) colocations.push_back(colocation);
        }
        Obstacle found;
        found.code = "ordering-circle";
        if (orderings.empty()) {
            found.text = "what it waits for waits in a circle";
        } else {
            found.constraint = cluster_.orderings[orderings.front()].id;
            found.position = cluster_.orderings[orderings.front()].position;
            found.text = words_of(orderings, colocations);
        }
        std::vector<std::string> steps;
        for (const Step& step : steps_of(cycle)) {
            steps.push_back(fmt::format("{} {}", step.task, cluster_.resources[step.resource].id));
        }
        if (!steps.empty()) found.text += fmt::format(": {}, and again {}", fmt::join(steps, ", "), steps.front());
        return found;
    }

    /// "orderings a (line 3), b (line 4)".
    template <typename Ids, typename Constraints>
    static std::string named(const char* kind, const Ids& ids, const Constraints& constraints) {
        std::vector<std::string> names;
        for (const auto id : ids) {
            const auto& each = constraints[id];
            names.push_back(each.position.known() ? fmt::format("{} (line {})", each.id, each.position.line) : each.id);
        }
        return fmt::format("{}{} {}", kind, names.size() == 1 ? "" : "s", fmt::join(names, ", "));
    }

    std::string words_of(const std::vector<OrderingId>& orderings, const std::vector<ColocationId>& colocations) const {
        const std::string names = named("ordering", orderings, cluster_.orderings);
        if (!colocations.empty()) {
            return fmt::format("{} and {} wait for each other in a circle", names,
                               named("colocation", colocations, cluster_.colocations));
        }
        return fmt::format("{} {} in a circle", names, orderings.size() == 1 ? "waits for itself" : "wait for each other");
    }

    const Schedule& schedule_;
    const Cluster& cluster_;
    std::vector<ActionId> actions_;
    std::map<ActionId, std::size_t> number_;
};

} // namespace

std::optional<Obstacle> ordering_circle(const Schedule& schedule, ActionId action) {
    if (!action) return std::nullopt;
    return WaitingFinder(schedule).circle(action);
}

ActionId never_done_before(const Schedule& schedule, ActionId action) {
    return action ? WaitingFinder(schedule).never_done(action) : ActionId::none();
}

} // namespace placement
