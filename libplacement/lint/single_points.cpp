#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "lint/rules.h"
#include "lint/tell.h"

namespace placement {

namespace {

const Resource* resource_of(const Cluster& cluster, const std::string& id) {
    const auto found = std::find_if(cluster.resources.begin(), cluster.resources.end(),
                                    [&](const Resource& each) { return each.xml_id == id; });
    return found == cluster.resources.end() ? nullptr : &*found;
}

ResourceId top_of(const Cluster& cluster, const Resource& resource) {
    return cluster.top(ResourceId(static_cast<std::size_t>(&resource - &*cluster.resources.begin())), true);
}

bool of_nodes(const SweptScenario& scenario) {
    return std::ranges::any_of(scenario.events, [](const Event& event) { return std::holds_alternative<NodeFails>(event); });
}

std::string fate_text(Fate fate, std::size_t count) {
    switch (fate) {
    case Fate::LostPromoted: return count == 1 ? "has no promoted instance" : "have no promoted instance";
    case Fate::Unknown: return "may or may not be running";
    case Fate::Stuck: return count == 1 ? "stays dead or failed" : "stay dead or failed";
    default: return count == 1 ? "is stopped" : "are stopped";
    }
}

/// The cluster looks after it, and it is what users want.
bool is_looked_after(const Cluster& cluster, const Resource& resource) {
    const bool looked_after = resource.managed && resource.position.known() && is_service(resource) && !cluster.options.maintenance_mode;
    return looked_after && !cluster.options.stop_all_resources;
}

/// A connection to a remote node comes back by itself, as the node does.
bool is_connection(const Cluster& cluster, const SweptScenario& scenario) {
    const auto* const fails = scenario.events.empty() ? nullptr : std::get_if<ResourceFails>(&scenario.events.front());
    const Resource* const resource = fails == nullptr ? nullptr : resource_of(cluster, fails->resource);
    return resource != nullptr && resource->remote_connection;
}

bool was_answered(const Cluster& cluster, const SweptScenario& scenario) {
    return scenario.done && scenario.error.empty() && !is_connection(cluster, scenario);
}

/// Whether it is known of every instance left what its agent thinks of a promotion. One without a score may get one at once.
bool has_scores(const Cluster& cluster, const Resource& clone, const SweptService& fares) {
    std::set<std::string> names;
    for (const ResourceId child : clone.children) {
        names.insert("master-" + cluster.resources[child].xml_id);
        names.insert("master-" + cluster.resources[child].id);
        names.insert("master-" + cluster.resources[child].history_id);
    }
    return std::ranges::all_of(fares.running, [&](const std::string& name) {
        const NodeId node = cluster.find_node(name);
        return node && std::ranges::any_of(names, [&](const std::string& each) { return cluster.nodes[node].attributes.contains(each); });
    });
}

/// Services that the same failures take down in the same way.
struct Losses {
    std::vector<std::size_t> scenarios;
    Fate fate = Fate::Lost;
    std::vector<std::size_t> services;
};

std::vector<Losses> losses_of(const Cluster& cluster, const Sweep& sweep) {
    std::vector<Losses> found;
    for (std::size_t service = 0; service < sweep.services.size(); ++service) {
        const Resource* const resource = resource_of(cluster, sweep.services[service]);
        if (resource == nullptr || !is_looked_after(cluster, *resource)) continue;
        Losses losses;
        // A node takes with it what runs there; that is told of the node.
        for (const bool nodes : {true, false}) {
            for (std::size_t i = 0; i < sweep.scenarios.size(); ++i) {
                const SweptScenario& scenario = sweep.scenarios[i];
                if (of_nodes(scenario) != nodes || !was_answered(cluster, scenario)) continue;
                const SweptService& fares = scenario.services[service];
                // A failure that nobody sees is told of the monitor that is missing.
                if (!scenario.settles || !fares.lost() || fares.fate == Fate::Undetected) continue;
                if (fares.fate == Fate::LostPromoted && !has_scores(cluster, *resource, fares)) continue;
                losses.scenarios.push_back(i);
            }
        }
        if (losses.scenarios.empty()) continue;
        losses.fate = sweep.scenarios[losses.scenarios.front()].services[service].fate;
        const auto same = std::ranges::find_if(found, [&](const Losses& each) {
            return each.scenarios == losses.scenarios && each.fate == losses.fate;
        });
        (same == found.end() ? found.emplace_back(std::move(losses)) : *same).services.push_back(service);
    }
    return found;
}

std::string and_more(std::size_t failures) {
    if (failures == 1) return {};
    return fmt::format(" ({} more single failure{} the same effect)", failures - 1, failures == 2 ? " has" : "s have");
}

/// One finding for all services that the same failures take down.
void single_point_of_failure(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    const std::vector<NodeId> nodes = cluster_nodes(cluster);
    if (std::ranges::count_if(nodes, [&](NodeId id) { return cluster.nodes[id].online; }) < 2) return;
    const Sweep& sweep = subject.single_failures();
    for (const Losses& losses : losses_of(cluster, sweep)) {
        const SweptScenario& first = sweep.scenarios[losses.scenarios.front()];
        std::vector<std::string> names;
        for (const std::size_t service : losses.services) names.push_back(sweep.services[service]);
        const std::string who = fmt::format("{} {}", first_listed(names), fate_text(losses.fate, names.size()));
        Proof proof;
        proof.release = subject.release();
        proof.events = subject.at_rest_then(first.events);
        proof.shows = who;
        for (const auto& [number, each] : first.services.affected()) {
            const Resource* const resource = resource_of(cluster, sweep.services[number]);
            if (each.lost() && resource != nullptr && is_service(*resource)) proof.lost.push_back(sweep.services[number]);
        }
        proof.kept_down_by = first.services[losses.services.front()].kept_down_by;
        tell(findings, resource_of(cluster, names.front())->position,
             fmt::format("{} when {}{}", who, first.name, and_more(losses.scenarios.size())))
            .proof = std::move(proof);
    }
}

/// What failed is recovered over and over where it is: its failure stays on record, as where nothing monitors it and nothing can say
/// that it is well again. A cluster does not see such a failure at all.
bool recovers_again(const Cluster& cluster, const SweptScenario& scenario, const SettledCluster& settled) {
    const auto* const fails = scenario.events.empty() ? nullptr : std::get_if<ResourceFails>(&scenario.events.front());
    if (fails == nullptr) return false;
    const auto is_it = [&](const CarriedOutStep& step) {
        const ResourceId id = cluster.find_resource(step.resource);
        return step.resource == fails->resource || (id && cluster.resources[id].xml_id == fails->resource) ||
               step.resource.starts_with(fails->resource + ":");
    };
    return std::ranges::any_of(settled.rounds.back().carried_out.steps, is_it);
}

void failure_without_end(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    std::vector<std::string> names;
    Proof proof;
    for (const SweptScenario& scenario : subject.single_failures().scenarios) {
        if (!was_answered(cluster, scenario) || scenario.settles) continue;
        Proof tried;
        tried.release = subject.release();
        tried.events = subject.at_rest_then(scenario.events);
        const Outcome outcome = subject.run(tried);
        if (!goes_round(*outcome.settled) || recovers_again(cluster, scenario, *outcome.settled)) continue;
        names.push_back(scenario.name);
        if (names.size() > 1) continue;
        proof = std::move(tried);
        proof.shows = fmt::format("after {} transitions, the cluster is in the same state as after {}",
                                  outcome.settled->rounds.size(), outcome.settled->cycle_begin);
    }
    if (names.empty()) return;
    tell(findings, {}, fmt::format("the cluster does not come to rest after {}{}", names.front(), and_more(names.size()))).proof =
        std::move(proof);
}

/// What is colocated with a promotable clone, if over several constraints, goes where agents let instances be promoted, and what
/// they say when a node comes back is not in the CIB.
std::set<ResourceId> followers_of_promotion(const Cluster& cluster) {
    std::set<ResourceId> found;
    for (const ResourceId id : cluster.top_resources) {
        if (can_be_promoted(cluster, id)) found.insert(id);
    }
    for (std::size_t before = 0; before != found.size();) {
        before = found.size();
        for (const Colocation& each : cluster.colocations) {
            const ResourceId dependent = cluster.top(each.dependent, true), primary = cluster.top(each.primary, true);
            if (found.contains(dependent)) found.insert(primary);
            if (found.contains(primary)) found.insert(dependent);
        }
    }
    return found;
}

/// It fails, its resources go elsewhere; it comes back, and they go back.
void moves_back(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    const std::set<ResourceId> follows = followers_of_promotion(cluster);
    const Sweep& sweep = subject.single_failures();
    for (const SweptScenario& scenario : sweep.scenarios) {
        const NodeFails* const fails = scenario.events.size() == 1 ? std::get_if<NodeFails>(&scenario.events.front()) : nullptr;
        if (fails == nullptr || !was_answered(cluster, scenario) || !scenario.settles) continue;
        const bool any_moved = std::ranges::any_of(scenario.services.affected(), [](const auto& each) {
            return each.second.moved && !each.second.lost();
        });
        if (!any_moved) continue;
        Proof proof;
        proof.release = subject.release();
        proof.events = subject.at_rest_then({NodeFails{fails->node}, ClusterSettles{}, NodeJoins{fails->node}});
        const Outcome outcome = subject.run(proof);
        if (outcome.settled->end != SettledCluster::End::Settled) continue;
        std::vector<std::string> back;
        Position where;
        for (const auto& [number, fares] : scenario.services.affected()) {
            const std::string& service = sweep.services[number];
            const Resource* const resource = resource_of(cluster, service);
            if (!fares.moved || fares.lost() || resource == nullptr || resource->is_clone() || resource->is_bundle()) continue;
            if (!is_looked_after(cluster, *resource) || follows.contains(top_of(cluster, *resource))) continue;
            if (outcome.running(service) == fares.running || outcome.running(service).empty()) continue;
            back.push_back(service);
            if (!where.known()) where = resource->position;
        }
        if (back.empty()) continue;
        const std::size_t count = back.size();
        const std::string names = first_listed(back);
        proof.shows = fmt::format("{} {} moved twice", names, count == 1 ? "is" : "are");
        tell(findings, where, fmt::format("{} move{} again as soon as {} is back: a second interruption", names, count == 1 ? "s" : "",
                                          fails->node))
            .proof = std::move(proof);
    }
}

} // namespace

void add_single_point_rules(LintRules& rules) {
    rules.push_back({"single-point-of-failure", "single points of failure", Severity::Warning,
                     "a single failure that takes a service down",
                     "A single failure leaves the service stopped, or without a promoted instance. To find such failures, lint "
                     "starts from the cluster at rest, lets every node crash and every running instance fail, one at a time, and "
                     "each time waits until the cluster is at rest again. The scenario and what keeps the service down are "
                     "attached. Fencing devices and connections to remote nodes do not count as services.",
                     "Remove what keeps it down: too few nodes, a constraint, or a failure that still counts.",
                     single_point_of_failure});
    rules.push_back({"failure-without-end", "single points of failure", Severity::Error,
                     "a single failure after which the cluster never comes to rest",
                     "The transitions after the failure form a loop: each one leads to the next, and the last one back to an "
                     "earlier state.",
                     "Run the scenario with `--steps`, and remove the constraint that causes the loop.", failure_without_end});
    rules.push_back({"moves-back", "single points of failure", Severity::Note,
                     "a resource that moves again when a failed node is back",
                     "The resource prefers the node more strongly than its stickiness holds it elsewhere, so each failure of the "
                     "node interrupts it twice. If the node keeps failing, the interruptions do not end.",
                     "Make the stickiness greater than the preference, unless the preference is worth the interruption.",
                     moves_back});
}

} // namespace placement
