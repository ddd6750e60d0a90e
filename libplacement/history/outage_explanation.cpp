#include <algorithm>
#include <new>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "history/otherwise.h"
#include "history/outage.h"
#include "placement/margin.h"
#include "placement/names.h"
#include "placement/repair.h"
#include "placement/scenario.h"
#include "placement/unpack.h"

namespace placement {

namespace {

bool is_up(const std::vector<std::string>& promoted, const std::vector<std::string>& running, bool promotable) {
    return promotable ? !promoted.empty() : !running.empty();
}

bool comes_back(const Outcome& outcome, const std::string& service, bool promotable) {
    // What keeps changing is not back.
    return outcome.at_rest_in_the_end() && is_up(outcome.promoted(service), outcome.running(service), promotable);
}

/// The last decision in the outage that leaves the service down.
std::optional<std::size_t> last_that_leaves_it(const ToldHistory& told, const ServiceOutage& outage) {
    const std::size_t end = outage.last_input.value_or(told.decisions.size());
    for (std::size_t i = end; i-- > outage.first_input;) {
        const auto leaves = [&](const Suspicion& each) {
            return each.resource == outage.service &&
                   (each.kind == Suspicion::Kind::StaysDown || each.kind == Suspicion::Kind::NotPromoted);
        };
        if (std::ranges::any_of(told.decisions[i].suspicions, leaves)) return i;
    }
    return std::nullopt;
}

/// A number that would have brought it back, as a clause.
std::optional<std::string> clause(const Margin& margin, Score value, const char* direction) {
    switch (margin.kind) {
    case Margin::Kind::Constraint:
        return fmt::format("a score of {} {} for {} (it is {})", direction, value.text(), margin.id, margin.current.text());
    case Margin::Kind::Stickiness:
        return fmt::format("a resource-stickiness of {} {} for {} (it is {})", direction, value.text(), margin.id,
                           margin.current.text());
    case Margin::Kind::MigrationThreshold:
        return fmt::format("a migration-threshold of {} {} for {} (it is {})", direction, value.text(), margin.id,
                           margin.current.text());
    case Margin::Kind::PromotionScore:
    case Margin::Kind::FailCount: break; // no configuration
    }
    return std::nullopt;
}

class Explanation {
public:
    Explanation(const History& history, const ToldHistory& told, const ServiceOutage& outage, const HistoryOptions& options,
                bool search)
        : history_(history), told_(told), outage_(outage), options_(options), search_(search) {}

    std::optional<OutageExplanation> run() {
        const auto decision = last_that_leaves_it(told_, outage_);
        if (!decision) return std::nullopt;
        found_.decision = *decision;
        try {
            simulate_from(history_.inputs[told_.decisions[*decision].input]);
        } catch (const std::bad_alloc&) {
            throw;
        } catch (const std::exception&) {
            return std::nullopt; // there is something in it that cannot be simulated
        }
        return std::move(found_);
    }

private:
    void simulate_from(const SavedInput& input) {
        const Cib cib = input.cib();
        Scenario scenario{.cib = cib};
        scenario.release = options_.release;
        scenario.at = input.at;
        scenario.with_ledger = true;
        const auto cluster = unpack(cib, input.at, options_.release);
        scenario.agents = found_.agents = suggested_agents(*cluster);
        const Outcome outcome = simulate(scenario);
        promotable_ = outcome.resource(outage_.service).promotable;
        found_.comes_back = comes_back(outcome, outage_.service, promotable_);
        if (found_.comes_back) return;
        if (outcome.sequence && outcome.sequence->loop) {
            found_.loop = outcome.sequence->loop;
            found_.ended_by = found_.loop->ended_by;
        } else {
            obstacles_in(schedule(outcome.at_rest, {.with_ledger = true}));
        }
        scenario.with_ledger = false;
        found_.searched = search_ || found_.loop;
        if (search_ && found_.ended_by.empty()) search(scenario);
        if (!options_.otherwise.empty()) try_otherwise(scenario);
    }

    void obstacles_in(const Schedule& schedule) {
        const Role role = promotable_ ? Role::Promoted : Role::Started;
        for (const ResourceId id : require_resources(*schedule.cluster, outage_.service)) {
            for (Obstacle& each : obstacles(schedule, id, role)) found_.kept_down_by.push_back(std::move(each));
        }
    }

    void search(const Scenario& scenario) {
        const Margins margins = placement::margins(scenario, outage_.service);
        const auto back = [this](const Standing& standing) {
            return !standing.restless && standing.impossible.empty() && is_up(standing.promoted, standing.running, promotable_);
        };
        for (const DecisiveConstraint& each : margins.decisive) {
            if (back(each.without)) found_.ended_by.push_back(fmt::format("without {}", each.id));
        }
        for (const Margin& each : margins.margins) {
            if (each.above && back(each.if_above)) add(clause(each, *each.above, "at least"));
            if (each.below && back(each.if_below)) add(clause(each, *each.below, "at most"));
        }
        if (found_.ended_by.empty()) search_repairs(scenario);
        for (const auto& [event, text] : events_that_may_help(*unpack(scenario.cib, *scenario.at, scenario.release))) {
            Scenario helped = scenario;
            helped.events = {event};
            if (comes_back(simulate(helped), outage_.service, promotable_)) found_.ended_by.push_back(text);
        }
    }

    /// Edits of anything else in the configuration, each alone. They explain, so that a ban may be among them.
    void search_repairs(const Scenario& scenario) {
        for (Expectation& wanted : that_it_is_back(scenario)) {
            ScenarioTest test{outage_.service, {}, scenario, {}, {}};
            test.checkpoints.push_back({0, {std::move(wanted)}});
            const Repairs repairs = repair({test}, {.allow = {Protection::Bans}, .edits = 1, .most = 3, .compared = false});
            for (const Repair& each : repairs.repairs) found_.ended_by.push_back(each.edits.front().text);
            if (!repairs.repairs.empty()) return;
        }
    }

    /// It runs; or, if it is to be promoted, one of its instances is.
    std::vector<Expectation> that_it_is_back(const Scenario& scenario) const {
        if (!promotable_) return {{.kind = Expectation::Kind::State, .resource = outage_.service}};
        std::vector<Expectation> wanted;
        for (const std::string& node : simulate(scenario).running(outage_.service))
            wanted.push_back({.kind = Expectation::Kind::Promoted, .resource = outage_.service, .nodes = {node}});
        return wanted;
    }

    /// What an operator does who reads what keeps it down.
    std::vector<std::pair<Event, std::string>> events_that_may_help(const Cluster& cluster) const {
        std::vector<std::pair<Event, std::string>> events;
        std::set<std::string> seen;
        const auto add_once = [&](Event event, std::string text) {
            if (seen.insert(text).second) events.emplace_back(std::move(event), std::move(text));
        };
        for (const TicketConstraint& each : cluster.ticket_constraints) {
            const auto names_it = [&](const Obstacle& obstacle) { return obstacle.constraint == each.id; };
            if (std::ranges::none_of(found_.kept_down_by, names_it)) continue;
            const std::string& ticket = cluster.tickets[each.ticket].id;
            add_once(TicketChanges{ticket, TicketChanges::To::Granted}, fmt::format("granting the ticket {}", ticket));
            add_once(TicketChanges{ticket, TicketChanges::To::Active},
                     fmt::format("taking the ticket {} out of standby", ticket));
        }
        for (const Node& node : cluster.nodes) {
            if (node.standby) add_once(NodeUnstandby{node.name}, fmt::format("taking {} out of standby", node.name));
        }
        add_once(ResourceCleanedUp{outage_.service},
                 fmt::format("a clean-up of {}, if its operations succeed then", outage_.service));
        return events;
    }

    void add(std::optional<std::string> text) {
        if (text) found_.ended_by.push_back(std::move(*text));
    }

    void try_otherwise(Scenario scenario) {
        try {
            scenario.cib = with_changes(scenario.cib, options_.otherwise);
            if (options_.otherwise.release) scenario.release = options_.otherwise.release;
            found_.ends_otherwise = comes_back(simulate(scenario), outage_.service, promotable_);
        } catch (const UnknownName&) {
            // The change does not apply to this input.
        }
    }

    const History& history_;
    const ToldHistory& told_;
    const ServiceOutage& outage_;
    const HistoryOptions& options_;
    bool search_;
    bool promotable_ = false;
    OutageExplanation found_;
};

} // namespace

std::optional<OutageExplanation> explain(const History& history, const ToldHistory& told, const ServiceOutage& outage,
                                         const HistoryOptions& options, bool search) {
    return Explanation(history, told, outage, options, search).run();
}

} // namespace placement
