#include "simulate/search/conduct.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "placement/action.h"
#include "placement/carry_out.h"
#include "placement/cluster.h"
#include "placement/ids.h"
#include "placement/schedule.h"
#include "placement/transition.h"

namespace placement {

namespace {

// ---- what stands where ----

/// The nodes where it does its work, in order.
std::vector<std::string> working_on(const ResourceOutcome& resource, bool promoted_alone) {
    std::set<std::string> nodes;
    for (const RunningOn& each : resource.after) {
        if (each.state == InstanceState::Running && (!promoted_alone || each.role == Role::Promoted)) nodes.insert(each.node);
    }
    return {nodes.begin(), nodes.end()};
}

SweptService swept_service(const ResourceOutcome& resource) {
    SweptService service;
    service.fate = resource.fate;
    service.state = resource.state;
    service.interruptions = resource.course.interruptions;
    service.moved =
        std::ranges::any_of(resource.changes, [](const Change& change) { return change.kind == Change::Kind::Moves; });
    service.promoted = working_on(resource, true);
    service.running = working_on(resource, false);
    service.kept_down_by = resource.kept_down_by;
    return service;
}

/// "web1, web2 (failed)", "nowhere".
std::string where_it_is(const ResourceOutcome& resource) {
    std::vector<std::string> found;
    for (const RunningOn& each : resource.after) {
        std::string place = each.node;
        if (each.role == Role::Promoted) place += " (promoted)";
        if (each.state != InstanceState::Running) place += " (" + std::string(text(each.state)) + ")";
        found.push_back(std::move(place));
    }
    std::ranges::sort(found);
    std::string all;
    for (const std::string& place : found) all += (all.empty() ? "" : ", ") + place;
    return all.empty() ? "nowhere" : all;
}

// ---- what nodes have left ----

std::int64_t amount(const std::string& text) { return parse_integer(text).value_or(0); }

void subtract(const Cluster& cluster, const Resource& resource, std::map<NodeId, Conduct::Amounts>& left) {
    if (!resource.is_primitive() || resource.utilization.empty() || resource.role == Role::Stopped) return;
    for (const NodeId node : resource.active_nodes) {
        const auto found = left.find(node);
        if (found == left.end()) continue;
        for (const auto& [name, used] : resource.utilization) {
            if (cluster.nodes[node].utilization.contains(name)) found->second[name] -= amount(used);
        }
    }
}

std::map<NodeId, Conduct::Amounts> amounts_left(const Cluster& cluster) {
    std::map<NodeId, Conduct::Amounts> left;
    for (const NodeId id : cluster.nodes.ids()) {
        const Node& node = cluster.nodes[id];
        if (node.utilization.empty() || !node.online) continue;
        for (const auto& [name, capacity] : node.utilization) left[id][name] = amount(capacity);
    }
    if (left.empty()) return left;
    for (const Resource& resource : cluster.resources) subtract(cluster, resource, left);
    return left;
}

// ---- what is done ----

/// The actions of a transition, and the way back from each to what it waits for.
class TransitionActions {
public:
    TransitionActions(const Schedule& schedule, std::size_t round, Conduct& conduct)
        : schedule_(schedule), transition_(schedule.transition), round_(round), conduct_(conduct) {}

    void add() {
        std::vector<const Synapse*> of_action(transition_.actions.size(), nullptr);
        for (const Synapse& synapse : transition_.synapses) of_action[synapse.action] = &synapse;
        for (const Synapse& synapse : transition_.synapses) {
            const std::optional<ConductAction> action = told(synapse.action);
            if (!action) continue;
            const auto [place, is_new] = conduct_.actions.try_emplace(*action, Conduct::Rounds{round_, round_});
            place->second.last = round_;
            if (changes_something(*action)) add_nearest(*action, synapse, of_action);
        }
    }

private:
    std::optional<ConductAction> told(std::uint32_t index) const {
        const TransitionAction& each = transition_.actions[index];
        if (each.kind == TransitionAction::Kind::Pseudo) return std::nullopt;
        const Action& action = schedule_.actions[each.action];
        ConductAction told;
        if (action.resource) told.resource = schedule_.cluster->resources[action.resource].xml_id;
        told.task = action.task;
        if (told.task.empty()) told.task = each.operation;
        told.interval_ms = action.key.interval_ms;
        told.node = each.node;
        return told;
    }

    void add_nearest(const ConductAction& then, const Synapse& synapse, const std::vector<const Synapse*>& of_action) {
        std::set<ConductAction>& nearest = conduct_.waits_for[then];
        const auto inputs = transition_.inputs_of(synapse);
        std::vector<std::uint32_t> to_visit(inputs.begin(), inputs.end());
        std::set<std::uint32_t> seen(to_visit.begin(), to_visit.end());
        while (!to_visit.empty()) {
            const std::uint32_t index = to_visit.back();
            to_visit.pop_back();
            if (const std::optional<ConductAction> first = told(index); first && changes_something(*first)) {
                if (*first != then) nearest.insert(*first);
                continue;
            }
            if (of_action[index] == nullptr) continue;
            for (const std::uint32_t input : transition_.inputs_of(*of_action[index])) {
                if (seen.insert(input).second) to_visit.push_back(input);
            }
        }
    }

    const Schedule& schedule_;
    const Transition& transition_;
    std::size_t round_;
    Conduct& conduct_;
};

void add_actions(const Outcome& outcome, Conduct& conduct) {
    std::size_t round = 0;
    const auto add = [&](const SettledCluster& settled) {
        for (const SettledCluster::Round& each : settled.rounds) TransitionActions(each.schedule, round++, conduct).add();
    };
    if (outcome.phases.empty()) add(*outcome.settled);
    for (const Phase& phase : outcome.phases) add(*phase.settled);
}

Conduct::PromotionScores promotion_scores_of(const Outcome& outcome) {
    Conduct::PromotionScores scores;
    const Cluster& cluster = *outcome.after;
    for (const ResourceId id : cluster.resources.ids()) {
        const Placement& placement = outcome.schedule->placements[id];
        const ResourceId clone = cluster.resources[id].parent;
        if (!placement.promotion_considered || !placement.node || !clone) continue;
        scores.emplace(std::pair(cluster.resources[clone].xml_id, cluster.nodes[placement.node].name), placement.promotion_score);
    }
    return scores;
}

template <typename Value>
std::shared_ptr<const std::map<std::string, Value>> own_of(const LayeredTable<Value>& table) {
    return std::make_shared<const std::map<std::string, Value>>(table.own());
}

} // namespace

bool changes_something(const ConductAction& action) {
    return action.task != task::monitor && action.task != task::notify && action.task != task::cancel &&
           action.task != task::clear_fail_count && action.task != task::clear_history && action.task != task::delete_resource &&
           action.task != task::maintenance_nodes;
}

std::map<std::string, std::string> services_by_resource(const Outcome& outcome) {
    std::map<std::string, const ResourceOutcome*> by_id;
    for (const ResourceOutcome& resource : outcome.resources) by_id.emplace(resource.id, &resource);
    std::map<std::string, std::string> services;
    for (const ResourceOutcome& resource : outcome.resources) {
        for (auto around = by_id.find(resource.id); around != by_id.end(); around = by_id.find(around->second->parent)) {
            if (!around->second->service) continue;
            services.emplace(resource.id, around->first);
            break;
        }
    }
    return services;
}

Conduct conduct_of(const Outcome& outcome, const ConductBase& base) {
    Conduct conduct;
    conduct.services.lie_on(base.services);
    conduct.others.lie_on(base.others);
    conduct.nodes.lie_on(base.nodes);
    conduct.left.lie_on(base.left);
    const std::map<std::string, std::string> services = services_by_resource(outcome);
    for (const ResourceOutcome& resource : outcome.resources) {
        if (resource.service) conduct.services.set(resource.id, swept_service(resource));
        if (resource.kind == "primitive" && !services.contains(resource.id))
            conduct.others.set(resource.id, where_it_is(resource));
    }
    for (const NodeOutcome& node : outcome.nodes) {
        conduct.nodes.set(
            node.name, {node.after, node.fenced, node.fencing, node.fencing_possible, node.fencing ? text(node.fenced_by) : ""});
    }
    for (auto& [node, amounts] : amounts_left(*outcome.at_rest)) {
        conduct.left.set(outcome.at_rest->nodes[node].name, std::move(amounts));
    }
    add_actions(outcome, conduct);
    conduct.promotion_scores = promotion_scores_of(outcome);
    conduct.at_rest = outcome.at_rest_in_the_end();
    return conduct;
}

ConductBase base_of(const Conduct& conduct) {
    return {own_of(conduct.services), own_of(conduct.others), own_of(conduct.nodes), own_of(conduct.left)};
}

} // namespace placement
