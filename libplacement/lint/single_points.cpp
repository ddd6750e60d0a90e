#include <algorithm>

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

bool of_nodes(const SweptScenario& scenario) {
    return std::ranges::any_of(scenario.events, [](const Event& event) { return std::holds_alternative<NodeFails>(event); });
}

std::string fate_text(Fate fate) { return fate == Fate::LostPromoted ? "has no promoted instance" : "is stopped"; }

/// One finding a service: what takes it down.
void single_point_of_failure(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    const std::vector<NodeId> nodes = cluster_nodes(cluster);
    if (std::ranges::count_if(nodes, [&](NodeId id) { return cluster.nodes[id].online; }) < 2) return;
    const Sweep& sweep = subject.single_failures();
    for (std::size_t service = 0; service < sweep.services.size(); ++service) {
        std::vector<std::string> names;
        const SweptScenario* first = nullptr;
        for (const SweptScenario& scenario : sweep.scenarios) {
            if (!scenario.done || !scenario.error.empty() || !scenario.services[service].lost()) continue;
            // A node takes with it what runs there; that is told of the node.
            if (first == nullptr || (of_nodes(scenario) && !of_nodes(*first))) first = &scenario;
            names.push_back(scenario.name);
        }
        if (first == nullptr) continue;
        const SweptService& fares = first->services[service];
        Proof proof;
        proof.release = subject.release();
        proof.events = first->events;
        proof.shows = fmt::format("`{}` {}", sweep.services[service], fate_text(fares.fate));
        for (const auto& [number, each] : first->services.affected()) {
            if (each.lost()) proof.lost.push_back(sweep.services[number]);
        }
        proof.kept_down_by = fares.kept_down_by;
        const Resource* const resource = resource_of(cluster, sweep.services[service]);
        tell(findings, resource != nullptr ? resource->position : Position(),
             fmt::format("`{}` {} when {}{}", sweep.services[service], fate_text(fares.fate), first->name,
                         names.size() > 1 ? fmt::format(" (and by {} more single failure{})", names.size() - 1, names.size() == 2 ? "" : "s")
                                          : ""))
            .proof = std::move(proof);
    }
}

void failure_without_end(const LintSubject& subject, Findings& findings) {
    for (const SweptScenario& scenario : subject.single_failures().scenarios) {
        if (!scenario.done || !scenario.error.empty() || scenario.settles) continue;
        Proof proof;
        proof.release = subject.release();
        proof.events = scenario.events;
        proof.shows = "the cluster goes in a circle, or has not come to rest after 20 transitions";
        tell(findings, {}, fmt::format("the cluster does not come to rest after {}", scenario.name)).proof = std::move(proof);
    }
}

/// It fails, its resources go elsewhere; it comes back, and they go back.
void moves_back(const LintSubject& subject, Findings& findings) {
    const Cluster& cluster = subject.cluster();
    const Sweep& sweep = subject.single_failures();
    for (const SweptScenario& scenario : sweep.scenarios) {
        const NodeFails* const fails = scenario.events.size() == 1 ? std::get_if<NodeFails>(&scenario.events.front()) : nullptr;
        if (fails == nullptr || !scenario.done || !scenario.error.empty()) continue;
        const bool any_moved = std::ranges::any_of(scenario.services.affected(), [](const auto& each) {
            return each.second.moved && !each.second.lost();
        });
        if (!any_moved) continue;
        Proof proof;
        proof.release = subject.release();
        proof.events = {NodeFails{fails->node}, ClusterSettles{}, NodeJoins{fails->node}};
        const Outcome outcome = subject.run(proof);
        std::vector<std::string> back;
        Position where;
        for (const auto& [number, fares] : scenario.services.affected()) {
            const std::string& service = sweep.services[number];
            const Resource* const resource = resource_of(cluster, service);
            if (!fares.moved || fares.lost() || resource == nullptr || resource->is_clone() || resource->is_bundle()) continue;
            if (outcome.running(service) == fares.running || outcome.running(service).empty()) continue;
            back.push_back(service);
            if (!where.known()) where = resource->position;
        }
        if (back.empty()) continue;
        const std::size_t count = back.size();
        if (count > 3) back.resize(3);
        const std::string names = listed(back) + (count > 3 ? fmt::format(" and {} more", count - 3) : "");
        proof.shows = fmt::format("{} {} moved twice", names, count == 1 ? "is" : "are");
        tell(findings, where, fmt::format("{} move{} again as soon as {} is back: a second interruption", names, count == 1 ? "s" : "",
                                          fails->node))
            .proof = std::move(proof);
    }
}

} // namespace

void add_single_point_rules(LintRules& rules) {
    rules.push_back({"single-point-of-failure", "single points of failure", Severity::Warning, "a single failure that takes a service down",
                     "Every node was made to crash and every running instance to fail, one at a time, and the cluster to come to rest. "
                     "The service is then stopped, or has no promoted instance. The scenario and what keeps it down are attached.",
                     "Look at what keeps it down: a missing node to go to, a constraint, a failure that still counts.",
                     single_point_of_failure});
    rules.push_back({"failure-without-end", "single points of failure", Severity::Error, "a single failure after which the cluster never "
                                                                                      "comes to rest",
                     "Carried out one after the other, the transitions after the failure go in a circle.",
                     "Run the scenario with `--steps`, and take away the constraint that feeds the circle.", failure_without_end});
    rules.push_back({"moves-back", "single points of failure", Severity::Note, "a resource that moves again when a failed node is back",
                     "Its preference for the node is stronger than its stickiness, so that each failure interrupts it twice; if the node "
                     "fails again and again, without end.",
                     "Make the stickiness greater than the preference, unless it is worth the interruption.", moves_back});
}

} // namespace placement
