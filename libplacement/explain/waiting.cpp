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

    Obstacle obstacle(const std::vector<Digraph::Vertex>& cycle) const {
        std::vector<OrderingId> orderings;
        std::vector<std::string> steps;
        for (std::size_t index = 0; index < cycle.size(); ++index) {
            const ActionId first = actions_[cycle[index]];
            const ActionId then = actions_[cycle[(index + 1) % cycle.size()]];
            const OrderingId ordering = constraint_between(first, then);
            if (ordering && std::ranges::find(orderings, ordering) == orderings.end()) orderings.push_back(ordering);
            const Action& action = schedule_.actions[first];
            if (!action.resource || action.pseudo()) continue;
            steps.push_back(fmt::format("{} {}", action.task, cluster_.resources[action.resource].id));
        }
        Obstacle found;
        found.code = "ordering-circle";
        if (orderings.empty()) {
            found.text = "what it waits for waits in a circle";
        } else {
            found.constraint = cluster_.orderings[orderings.front()].id;
            found.position = cluster_.orderings[orderings.front()].position;
            found.text = words_of(orderings);
        }
        if (!steps.empty()) found.text += fmt::format(": {}, and again {}", fmt::join(steps, ", "), steps.front());
        return found;
    }

    std::string words_of(const std::vector<OrderingId>& orderings) const {
        std::vector<std::string> names;
        for (const OrderingId id : orderings) {
            const OrderingConstraint& ordering = cluster_.orderings[id];
            names.push_back(ordering.position.known() ? fmt::format("{} (line {})", ordering.id, ordering.position.line)
                                                      : ordering.id);
        }
        if (names.size() == 1) return fmt::format("ordering {} waits for itself in a circle", names.front());
        return fmt::format("orderings {} wait for each other in a circle", fmt::join(names, ", "));
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
