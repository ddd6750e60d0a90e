#include "placement/what_if.h"
#include "placement/schedule.h"
#include "simulate/services.h"
#include "simulate/simulate.h"

#include <algorithm>
#include <map>
#include <utility>

namespace placement {

namespace {

Fared fared(const ResourceOutcome& before, const Outcome& with_changes) {
    Fared fared{before.id, before.after, {}, before.fate, Fate::Down};
    const auto found = std::ranges::find(with_changes.resources, before.id, &ResourceOutcome::id);
    if (found == with_changes.resources.end()) return fared;
    fared.after = found->after;
    fared.fate_after = found->fate;
    return fared;
}

/// The resource, and everything in it.
void collect(const Cluster& cluster, ResourceId id, std::vector<ResourceId>& resources) {
    if (std::ranges::find(resources, id) == resources.end()) resources.push_back(id);
    for (const ResourceId child : cluster.resources[id].children) collect(cluster, child, resources);
}

/// Resource, node, whether it is the promotion score.
using Place = std::pair<std::pair<std::string, std::string>, bool>;

/// The scores that a name and node stand for, and their places in the order in which they are told.
class ScoreTable {
public:
    ScoreTable(const Outcome& outcome, const std::string& resource, const std::string& node)
        : schedule_(*outcome.schedule), only_(node.empty() ? NodeId::none() : require_node(*outcome.after, node)) {
        std::vector<ResourceId> resources;
        for (const ResourceId id : require_resources(*outcome.after, resource)) collect(*outcome.after, id, resources);
        for (const ResourceId id : resources) add(id);
    }

    const std::vector<Place>& places() const { return places_; }

    std::optional<Score> at(const Place& place) const {
        const auto found = scores_.find(place);
        return found == scores_.end() ? std::nullopt : std::optional(found->second);
    }

private:
    void add(ResourceId id) {
        for (const NodeId node : schedule_.cluster->nodes.ids()) {
            const AllowedNode& allowed = schedule_.scores[id][node];
            if (allowed.listed) add(id, node, false, allowed.score);
        }
        const Placement& placement = schedule_.placements[id];
        if (placement.promotion_considered && placement.node) add(id, placement.node, true, placement.promotion_score);
    }

    void add(ResourceId id, NodeId node, bool promotion, Score score) {
        if (only_ && node != only_) return;
        const Cluster& cluster = *schedule_.cluster;
        Place place{{cluster.resources[id].id, cluster.nodes[node].name}, promotion};
        if (scores_.emplace(place, score).second) places_.push_back(std::move(place));
    }

    const Schedule& schedule_;
    NodeId only_;
    std::vector<Place> places_;
    std::map<Place, Score> scores_;
};

std::vector<ScoreDifference> compare(const ScoreTable& before, const ScoreTable& after) {
    std::vector<Place> places = before.places();
    for (const Place& place : after.places()) {
        if (!before.at(place)) places.push_back(place);
    }
    std::vector<ScoreDifference> differences;
    for (const Place& place : places) {
        const auto was = before.at(place);
        const auto is = after.at(place);
        if (was != is) differences.push_back({place.first.first, place.first.second, place.second, was, is});
    }
    return differences;
}

/// Whether something that is listed already holds it.
bool told(const Outcome& outcome, const ResourceOutcome& resource, const std::vector<Fared>& listed) {
    for (std::string id = resource.id; !id.empty();) {
        if (std::ranges::find(listed, id, &Fared::resource) != listed.end()) return true;
        const auto found = std::ranges::find(outcome.resources, id, &ResourceOutcome::id);
        id = found == outcome.resources.end() ? "" : found->parent;
    }
    return false;
}

} // namespace

bool WhatIf::changes_anything() const { return !scores.empty() || !others.empty() || !std::ranges::all_of(asked, &Fared::same); }

namespace {

WhatIf answer_what_if(const Scenario& scenario, const std::vector<ConfigurationChange>& changes, const std::string& resource,
                      const std::string& node, StopFlag stop) {
    const Scenario begun = with_its_beginning(scenario, stop);
    Scenario with_changes = begun;
    with_changes.cib = changed(begun.cib, changes);
    const Outcome before = simulate(begun, {.events_alone = true, .stop = stop});
    const Outcome after = simulate(with_changes, {.events_alone = true, .stop = stop});

    WhatIf result;
    result.changes = changes;
    result.cib = scenario.cib;
    result.events = scenario.events;
    result.release = before.before->release;
    result.nearest_to = before.before->nearest_to;
    result.unchecked_kinds = unchecked_kinds(*before.after);
    for (const ResourceId id : require_resources(*before.after, resource)) {
        const auto found = std::ranges::find(before.resources, before.after->resources[id].xml_id, &ResourceOutcome::id);
        if (found == before.resources.end() || told(before, *found, result.asked)) continue;
        result.asked.push_back(fared(*found, after));
    }
    result.scores = compare(ScoreTable(before, resource, node), ScoreTable(after, resource, node));
    for (const ResourceOutcome& each : before.resources) {
        Fared other = fared(each, after);
        if (other.same() || told(before, each, result.asked) || told(before, each, result.others)) continue;
        result.others.push_back(std::move(other));
    }
    return result;
}

} // namespace

WhatIf what_if(const Scenario& scenario, const std::vector<ConfigurationChange>& changes, const std::string& resource,
               const std::string& node) {
    return answer_what_if(scenario, changes, resource, node, nullptr);
}

WhatIf what_if(const Scenario& scenario, const std::vector<ConfigurationChange>& changes, const std::string& resource,
               const std::string& node, const std::atomic<bool>& stop) {
    return answer_what_if(scenario, changes, resource, node, &stop);
}

} // namespace placement
