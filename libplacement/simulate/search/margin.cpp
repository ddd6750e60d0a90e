#include "placement/margin.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <map>
#include <mutex>
#include <set>
#include <unordered_map>

#include "base/all_cores.h"
#include "base/text.h"
#include "cib/edit.h"
#include "placement/carry_out.h"
#include "placement/ledger.h"
#include "placement/schedule.h"
#include "simulate/services.h"
#include "simulate/simulate.h"

namespace placement {

namespace {

Standing standing_of(const Outcome& outcome, const std::string& resource) {
    Standing standing{outcome.promoted(resource), outcome.running(resource), outcome.settled->end == SettledCluster::End::Cycle};
    std::ranges::sort(standing.promoted);
    std::ranges::sort(standing.running);
    return standing;
}

// ---- which numbers --------------------------------------------------------------------------------------------

/// What the ledger says the resource's scores are made of, and what it is colocated with, which may count for nothing now (an
/// older release cuts -1000 times a stickiness of 100 to 0) and for something with another score.
class Candidates {
public:
    explicit Candidates(const Cib& cib) : edit_(cib) {
        for (std::string& id : edit_.constraint_ids()) constraint_ids_.insert(std::move(id));
        for (std::string& id : edit_.resource_ids()) resource_ids_.insert(std::move(id));
    }

    void collect(const Schedule& schedule, const std::string& resource) {
        const Cluster& cluster = *schedule.cluster;
        std::vector<ResourceId> tops;
        const auto reach = [&](ResourceId id) {
            if (!id) return;
            const ResourceId top = cluster.top(id);
            if (std::ranges::find(tops, top) == tops.end()) tops.push_back(top);
        };
        std::map<ResourceId, std::vector<const LedgerEntry*>> entries;
        for (const LedgerEntry& entry : *schedule.ledger) entries[cluster.top(entry.resource)].push_back(&entry);
        for (const ResourceId id : cluster.resources.ids()) {
            if (cluster.resources[id].xml_id == resource) reach(id);
        }
        for (const ResourceId top : std::vector(tops)) {
            for (const ColocationId id : cluster.colocations.ids()) {
                const Colocation& colocation = cluster.colocations[id];
                if (cluster.top(colocation.dependent) != top && cluster.top(colocation.primary) != top) continue;
                add_colocation(cluster, id);
                reach(colocation.dependent);
                reach(colocation.primary);
            }
        }
        add_failures(cluster, tops);
        for (std::size_t next = 0; next < tops.size(); ++next) {
            for (const LedgerEntry* entry : entries[tops[next]]) {
                add(cluster, *entry);
                reach(entry->cause.via);
                if (entry->cause.kind != CauseKind::Colocation) continue;
                const Colocation* const colocation = cluster.colocations.find(ColocationId(entry->cause.id));
                if (colocation == nullptr) continue;
                reach(colocation->dependent);
                reach(colocation->primary);
            }
        }
    }

    const std::vector<Margin>& numbers() const { return numbers_; }
    const std::vector<DecisiveConstraint>& constraints() const { return constraints_; }

private:
    void add(const Cluster& cluster, const LedgerEntry& entry) {
        switch (entry.cause.kind) {
        case CauseKind::Location: add_location(cluster, LocationId(entry.cause.id)); break;
        case CauseKind::Colocation: add_colocation(cluster, ColocationId(entry.cause.id)); break;
        case CauseKind::Ticket: add_ticket(cluster, TicketConstraintId(entry.cause.id)); break;
        case CauseKind::Stickiness: add_stickiness(cluster.resources[entry.resource]); break;
        case CauseKind::PromotionAttribute: add_promotion_scores(cluster, entry); break;
        default: break;
        }
    }

    void add_location(const Cluster& cluster, LocationId id) {
        const LocationConstraint* const location = cluster.locations.find(id);
        if (location == nullptr || !add_constraint(location->id, location->position)) return;
        std::vector<Score> scores;
        for (const LocationConstraint& each : cluster.locations) {
            if (each.id != location->id) continue;
            for (const auto& [node, score] : each.nodes) scores.push_back(score);
        }
        add_score(location->id, location->position, scores);
    }

    void add_colocation(const Cluster& cluster, ColocationId id) {
        const Colocation* const colocation = cluster.colocations.find(id);
        if (colocation == nullptr || !add_constraint(colocation->id, colocation->position)) return;
        std::vector<Score> scores;
        for (const Colocation& each : cluster.colocations) {
            if (each.id == colocation->id) scores.push_back(each.score);
        }
        add_score(colocation->id, colocation->position, scores);
    }

    void add_ticket(const Cluster& cluster, TicketConstraintId id) {
        const TicketConstraint* const constraint = cluster.ticket_constraints.find(id);
        if (constraint != nullptr) add_constraint(constraint->id, constraint->position);
    }

    /// False where it is known already, or is none of the configuration (the members of a group are colocated, too).
    bool add_constraint(const std::string& id, Position position) {
        if (!constraint_ids_.contains(id)) return false;
        if (!seen_constraints_.insert(id).second) return false;
        constraints_.push_back({id, position, {}});
        return true;
    }

    /// What has more than one score (a score-attribute, resource sets) is no single number.
    void add_score(const std::string& id, Position position, const std::vector<Score>& scores) {
        if (scores.empty()) return;
        const auto differs = [&scores](Score score) { return score != scores.front(); };
        if (std::ranges::any_of(scores, differs)) return;
        add_number({Margin::Kind::Constraint, id, "", position, scores.front(), {}, {}, {}, {}, {}, {}});
    }

    void add_stickiness(const Resource& resource) {
        if (!resource_ids_.contains(resource.xml_id)) return;
        add_number({Margin::Kind::Stickiness,
                    resource.xml_id,
                    "",
                    resource.position,
                    Score(resource.stickiness),
                    {},
                    {},
                    {},
                    {},
                    {},
                    {}});
    }

    void add_promotion_scores(const Cluster& cluster, const LedgerEntry& entry) {
        if (!entry.node) return;
        add_promotion_score_of(cluster, entry.cause.via ? entry.cause.via : entry.resource, entry.node);
    }

    void add_promotion_score_of(const Cluster& cluster, ResourceId id, NodeId on) {
        const Resource& resource = cluster.resources[id];
        for (const ResourceId child : resource.children) add_promotion_score_of(cluster, child, on);
        if (!resource.is_primitive() || !resource_ids_.contains(resource.xml_id)) return;
        const Node& node = cluster.nodes[on];
        const std::string& of_instance = resource.history_id.empty() ? resource.id : resource.history_id;
        for (const std::string& name : {of_instance, resource.xml_id}) {
            const auto found = node.attributes.find("master-" + name);
            if (found == node.attributes.end()) continue;
            const ParsedScore score = parse_score(found->second);
            if (!score.valid || !edit_.find_node_id(node.name)) continue;
            const std::string& subject = resource.unique ? resource.id : resource.xml_id;
            add_number({Margin::Kind::PromotionScore, subject, node.name, node.position, score.score, {}, {}, {}, {}, {}, {}});
            return;
        }
    }

    void add_failures(const Cluster& cluster, const std::vector<ResourceId>& tops) {
        for (const ResourceId id : cluster.resources.ids()) {
            const Resource& resource = cluster.resources[id];
            const std::int32_t threshold = resource.migration_threshold;
            if (!resource.is_primitive() || threshold <= 0 || threshold >= Score::infinite_value) continue;
            if (!resource_ids_.contains(resource.xml_id) || std::ranges::find(tops, cluster.top(id)) == tops.end()) continue;
            for (const NodeId node : cluster.nodes.ids()) add_fail_count(cluster, id, node);
        }
    }

    void add_fail_count(const Cluster& cluster, ResourceId id, NodeId on) {
        const Resource& resource = cluster.resources[id];
        const Node& node = cluster.nodes[on];
        const FailCount* const recorded = cluster.fail_count(id, on);
        const std::int32_t count = recorded == nullptr ? 0 : recorded->effective;
        const bool active = std::ranges::find(resource.active_nodes, on) != resource.active_nodes.end();
        if ((!active && count == 0) || !edit_.find_node_id(node.name)) return;
        const std::string& subject = resource.unique ? resource.id : resource.xml_id;
        add_number({Margin::Kind::FailCount, subject, node.name, node.position, Score(count), {}, {}, {}, {}, {}, {}});
        if (count == 0) return;
        add_number({Margin::Kind::MigrationThreshold,
                    resource.xml_id,
                    "",
                    resource.position,
                    Score(resource.migration_threshold),
                    {},
                    {},
                    {},
                    {},
                    {},
                    {}});
    }

    void add_number(Margin number) {
        const auto same = [&number](const Margin& each) {
            return each.kind == number.kind && each.id == number.id && each.node == number.node;
        };
        if (std::ranges::none_of(numbers_, same)) numbers_.push_back(std::move(number));
    }

    CibEdit edit_;
    std::set<std::string> constraint_ids_;
    std::set<std::string> resource_ids_;
    std::set<std::string> seen_constraints_;
    std::vector<Margin> numbers_;
    std::vector<DecisiveConstraint> constraints_;
};

// ---- runs -----------------------------------------------------------------------------------------------------

/// The scenario with changes, each run once for all the resources of interest: what is tried for one is mostly what is tried for
/// the next.
class Runs {
public:
    Runs(const Scenario& scenario, const std::vector<std::string>& resources, const std::function<void()>& before_each_run)
        : scenario_(scenario), resources_(resources), before_each_run_(before_each_run), outcome_(run_first()),
          at_rest_(schedule(outcome_.at_rest, {.with_ledger = true})) {}

    const Scenario& scenario() const { return scenario_; }
    const Outcome& unchanged() const { return outcome_; }
    const Schedule& at_rest() const { return at_rest_; }

    /// Where the resource with this place among those of interest ends up.
    Standing with(const std::vector<ConfigurationChange>& changes, std::size_t resource) {
        const std::string key = key_of(changes);
        {
            const std::scoped_lock lock(mutex_);
            const auto found = standings_.find(key);
            if (found != standings_.end()) return found->second[resource];
        }
        std::vector<Standing> standings = run(changes);
        const std::scoped_lock lock(mutex_);
        return standings_.try_emplace(key, std::move(standings)).first->second[resource];
    }

private:
    /// Changes of margins have no attributes.
    static std::string key_of(const std::vector<ConfigurationChange>& changes) {
        std::string key;
        for (const ConfigurationChange& change : changes) {
            key += std::to_string(static_cast<int>(change.kind));
            for (const std::string* part : {&change.id, &change.name, &change.value, &change.node}) {
                key += ' ' + std::to_string(part->size()) + ' ' + *part;
            }
        }
        return key;
    }

    Outcome run_first() const {
        Scenario first = scenario_;
        first.with_ledger = true;
        if (before_each_run_) before_each_run_();
        return simulate(first, {.events_alone = true});
    }

    std::vector<Standing> run(const std::vector<ConfigurationChange>& changes) const {
        Scenario scenario = scenario_;
        scenario.cib = changed(scenario_.cib, changes);
        scenario.with_ledger = false;
        if (before_each_run_) before_each_run_();
        std::vector<Standing> standings;
        standings.reserve(resources_.size());
        try {
            const Outcome outcome = simulate(scenario, {.events_alone = true});
            for (const std::string& resource : resources_) standings.push_back(standing_of(outcome, resource));
        } catch (const ImpossibleEvent& error) {
            standings.assign(resources_.size(), Standing{.impossible = error.what()});
        }
        return standings;
    }

    const Scenario& scenario_;
    const std::vector<std::string>& resources_;
    const std::function<void()>& before_each_run_;
    Outcome outcome_;
    Schedule at_rest_;
    std::mutex mutex_;
    std::unordered_map<std::string, std::vector<Standing>> standings_;
};

// ---- how far --------------------------------------------------------------------------------------------------

class Search {
public:
    Search(Runs& all_runs, const std::string& resource, std::size_t place)
        : all_runs_(all_runs), resource_(resource), place_(place) {}

    Margins run() {
        const Outcome& outcome = all_runs_.unchanged();
        found_.resource = resource_;
        found_.events = all_runs_.scenario().events;
        ++runs_;
        found_.now = standing_of(outcome, resource_);
        found_.release = outcome.before->release;
        found_.nearest_to = outcome.before->nearest_to;
        found_.unchecked_kinds = unchecked_kinds(*outcome.after);
        Candidates candidates(all_runs_.scenario().cib);
        candidates.collect(*outcome.schedule, resource_);
        candidates.collect(all_runs_.at_rest(), resource_);
        found_.numbers = candidates.numbers().size();
        try_without(candidates.constraints());
        measure(candidates.numbers(), candidates.constraints());
        found_.runs = runs_;
        std::ranges::stable_sort(found_.margins, {}, [](const Margin& margin) { return *margin.distance(); });
        return std::move(found_);
    }

private:
    struct Edge {
        Score value;
        Standing standing;
    };

    Standing with(const std::vector<ConfigurationChange>& changes) const {
        ++runs_;
        return all_runs_.with(changes, place_);
    }

    void try_without(std::vector<DecisiveConstraint> constraints) {
        on_all_cores(constraints, [this](DecisiveConstraint& constraint) {
            constraint.without = with({ConfigurationChange::without(constraint.id)});
        });
        for (DecisiveConstraint& constraint : constraints) {
            if (constraint.without != found_.now) found_.decisive.push_back(std::move(constraint));
        }
    }

    void measure(std::vector<Margin> numbers, const std::vector<DecisiveConstraint>& constraints) {
        on_all_cores(numbers, [&](Margin& number) { measure_one(number, constraints); });
        for (Margin& number : numbers) {
            if (number.distance()) found_.margins.push_back(std::move(number));
        }
    }

    void measure_one(Margin& number, const std::vector<DecisiveConstraint>& constraints) const {
        if (const auto edge = find_edge(number, +1)) {
            number.above = edge->value;
            number.if_above = edge->standing;
            number.decisive_above = who_decides(number, edge->value, constraints);
        }
        if (const auto edge = find_edge(number, -1)) {
            number.below = edge->value;
            number.if_below = edge->standing;
            number.decisive_below = who_decides(number, edge->value, constraints);
        }
    }

    /// The nearest value in this direction whose outcome is another one, as far as galloping and halving can tell.
    std::optional<Edge> find_edge(const Margin& number, int direction) const {
        const std::int64_t start = number.current.value();
        const std::int64_t least = number.kind == Margin::Kind::MigrationThreshold ? 1
                                   : number.kind == Margin::Kind::FailCount        ? 0
                                                                                   : -Score::infinite_value;
        const std::int64_t most = direction > 0 ? Score::infinite_value - start : start - least;
        std::int64_t same = 0;
        std::optional<std::int64_t> other;
        Standing standing;
        // Below 0 a score often means something else, so that 0 itself is not leapt over.
        const std::int64_t to_zero = -start * direction;
        for (std::int64_t step = 1; !other && same < most;) {
            std::int64_t distance = std::min(step, most);
            if (same < to_zero && to_zero < distance) {
                distance = to_zero;
            } else {
                step *= 2;
            }
            Standing there = with({number.change(Score(start + direction * distance))});
            if (there == found_.now) {
                same = distance;
            } else {
                other = distance;
                standing = std::move(there);
            }
        }
        if (!other) return std::nullopt;
        while (*other - same > 1) {
            const std::int64_t middle = same + (*other - same) / 2;
            Standing there = with({number.change(Score(start + direction * middle))});
            if (there == found_.now) {
                same = middle;
            } else {
                other = middle;
                standing = std::move(there);
            }
        }
        return Edge{Score(start + direction * *other), std::move(standing)};
    }

    std::vector<std::string> who_decides(const Margin& number, Score value,
                                         const std::vector<DecisiveConstraint>& constraints) const {
        std::vector<std::string> deciding;
        for (const DecisiveConstraint& constraint : constraints) {
            if (number.kind == Margin::Kind::Constraint && number.id == constraint.id) continue;
            const Standing without = with({number.change(value), ConfigurationChange::without(constraint.id)});
            if (without == found_.now) deciding.push_back(constraint.id);
        }
        return deciding;
    }

    Runs& all_runs_;
    const std::string& resource_;
    std::size_t place_;
    mutable std::atomic<std::size_t> runs_ = 0;
    Margins found_;
};

} // namespace

std::string_view text(Margin::Kind kind) {
    switch (kind) {
    case Margin::Kind::Constraint: return "constraint";
    case Margin::Kind::Stickiness: return "stickiness";
    case Margin::Kind::PromotionScore: return "promotion-score";
    case Margin::Kind::MigrationThreshold: return "migration-threshold";
    case Margin::Kind::FailCount: return "fail-count";
    }
    return "";
}

std::optional<std::int64_t> Margin::distance() const {
    std::optional<std::int64_t> nearest;
    for (const std::optional<Score>& edge : {above, below}) {
        if (!edge) continue;
        const std::int64_t points = std::abs(std::int64_t{edge->value()} - current.value());
        if (!nearest || points < *nearest) nearest = points;
    }
    return nearest;
}

ConfigurationChange Margin::change(Score value) const {
    ConfigurationChange change;
    change.id = id;
    change.node = node;
    change.value = value.text();
    switch (kind) {
    case Kind::Constraint: change.kind = ConfigurationChange::Kind::SetScore; break;
    case Kind::Stickiness:
        change.kind = ConfigurationChange::Kind::SetMetaAttribute;
        change.name = "resource-stickiness";
        break;
    case Kind::PromotionScore: change.kind = ConfigurationChange::Kind::SetPromotionScore; break;
    case Kind::MigrationThreshold:
        change.kind = ConfigurationChange::Kind::SetMetaAttribute;
        change.name = "migration-threshold";
        break;
    case Kind::FailCount:
        change.kind = ConfigurationChange::Kind::SetFailCount;
        change.name = "monitor_10000";
        break;
    }
    return change;
}

std::vector<Margins> margins(const Scenario& scenario, const std::vector<std::string>& resources,
                             const std::function<void()>& before_each_run, const std::function<bool(std::size_t)>& go_on) {
    std::vector<Margins> found;
    if (resources.empty()) return found;
    const Scenario from_beginning = with_its_beginning(scenario);
    Runs all_runs(from_beginning, resources, before_each_run);
    for (std::size_t i = 0; i < resources.size(); ++i) {
        if (go_on && !go_on(i)) break;
        found.push_back(Search(all_runs, resources[i], i).run());
    }
    return found;
}

Margins margins(const Scenario& scenario, const std::string& resource, const std::function<void()>& before_each_run) {
    return std::move(margins(scenario, std::vector{resource}, before_each_run, {}).front());
}

} // namespace placement
