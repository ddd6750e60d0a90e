#include <algorithm>

#include "base/text.h"
#include "placement/carry_out.h"
#include "placement/scenario.h"
#include "simulate/events/events.h"

namespace placement {

std::string_view text(Change::Kind kind) {
    switch (kind) {
    case Change::Kind::Starts: return "Starts";
    case Change::Kind::Stops: return "Stops";
    case Change::Kind::Moves: return "Moves";
    case Change::Kind::Restarts: return "Restarts";
    case Change::Kind::Promotes: return "Promotes";
    case Change::Kind::Demotes: return "Demotes";
    case Change::Kind::Returns: return "Returns";
    }
    return "";
}

std::string_view text(Fate fate) {
    switch (fate) {
    case Fate::Down: return "down";
    case Fate::Runs: return "runs";
    case Fate::Starts: return "starts";
    case Fate::Reduced: return "reduced";
    case Fate::LostPromoted: return "lost-promoted";
    case Fate::Undetected: return "undetected";
    case Fate::Unknown: return "unknown";
    case Fate::Stuck: return "stuck";
    case Fate::Lost: return "lost";
    }
    return "";
}

const ResourceOutcome& Outcome::resource(const std::string& id) const {
    const auto found = std::ranges::find(resources, id, &ResourceOutcome::id);
    if (found != resources.end()) return *found;
    std::vector<std::string> names;
    for (const ResourceOutcome& each : resources) names.push_back(each.id);
    throw UnknownName("resource", id, nearest_names(id, names));
}

namespace {

std::shared_ptr<const SettledCluster> settled_at_once(const Cib& cib) {
    return std::make_shared<const SettledCluster>(SettledCluster{{}, {}, 0, cib, {}});
}

} // namespace

Phase::Phase(const Cib& cib) : settled(settled_at_once(cib)) {}
Phase::Phase(const Phase&) = default;
Phase::Phase(Phase&&) noexcept = default;
Phase& Phase::operator=(const Phase&) = default;
Phase& Phase::operator=(Phase&&) noexcept = default;
Phase::~Phase() = default;

Outcome::Outcome(const Cib& cib)
    : name(cib.name()), schedule(std::make_shared<const Schedule>()), settled(settled_at_once(cib)) {}
Outcome::Outcome(const Outcome&) = default;
Outcome::Outcome(Outcome&&) noexcept = default;
Outcome& Outcome::operator=(const Outcome&) = default;
Outcome& Outcome::operator=(Outcome&&) noexcept = default;
Outcome::~Outcome() = default;

std::vector<std::string> Outcome::promoted(const std::string& id) const {
    std::vector<std::string> found;
    for (const RunningOn& each : resource(id).after) {
        if (each.role == Role::Promoted && each.state == InstanceState::Running) found.push_back(each.node);
    }
    return found;
}

std::vector<std::string> Outcome::running(const std::string& id) const {
    std::vector<std::string> found;
    for (const RunningOn& each : resource(id).after) {
        if (each.state != InstanceState::Running) continue;
        if (std::ranges::find(found, each.node) == found.end()) found.push_back(each.node);
    }
    return found;
}

std::vector<std::string> Outcome::lost() const {
    std::vector<std::string> found;
    for (const ResourceOutcome& each : resources) {
        if (each.service && each.fate >= Fate::LostPromoted) found.push_back(each.id);
    }
    return found;
}

bool Outcome::all_services_survive() const { return lost().empty(); }

bool Outcome::at_rest_in_the_end() const { return settled->end == SettledCluster::End::Settled; }

bool Outcome::nothing_ran() const {
    return std::ranges::none_of(resources, [](const ResourceOutcome& each) {
        return each.service && (!each.before.empty() || each.fate != Fate::Down || !each.after.empty());
    });
}

std::string_view text(StartFrom from) { return from == StartFrom::Rest ? "rest" : "recorded"; }

Score Outcome::score(const std::string& resource, const std::string& node) const {
    const NodeId on = require_node(*after, node);
    Score best = Score::minus_infinity();
    for (const ResourceId id : require_resources(*after, resource)) {
        const AllowedNode& allowed = schedule->scores[id][on];
        if (allowed.listed) best = std::max(best, allowed.score);
    }
    return best;
}

std::optional<Score> Outcome::promotion_score(const std::string& resource, const std::string& node) const {
    const NodeId on = require_node(*after, node);
    std::vector<ResourceId> instances = require_resources(*after, resource);
    for (std::size_t i = 0; i < instances.size(); ++i) {
        const Placement& placement = schedule->placements[instances[i]];
        if (placement.promotion_considered && placement.node == on) return placement.promotion_score;
        const auto& children = after->resources[instances[i]].children;
        instances.insert(instances.end(), children.begin(), children.end());
    }
    return std::nullopt;
}

} // namespace placement
