#include "placement/difference.h"

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "cib/configuration_edits.h"
#include "placement/unpack.h"
#include "simulate/comparison.h"
#include "simulate/sweeping.h"

namespace placement {

namespace {

/// What becomes of the services in one scenario, by id.
using ServicesById = std::map<std::string, SweptService>;

bool runs_elsewhere(const ResourceOutcome& resource) {
    return std::ranges::any_of(resource.changes, [](const Change& change) { return change.kind == Change::Kind::Moves; });
}

SweptService swept_service(const Outcome& outcome, const ResourceOutcome& resource) {
    SweptService service;
    service.fate = resource.fate;
    service.state = resource.state;
    service.interruptions = resource.course.interruptions;
    service.moved = runs_elsewhere(resource);
    service.promoted = outcome.promoted(resource.id);
    service.running = outcome.running(resource.id);
    std::ranges::sort(service.promoted);
    std::ranges::sort(service.running);
    service.kept_down_by = resource.kept_down_by;
    return service;
}

ServicesById services_of(const Outcome& outcome) {
    ServicesById services;
    for (const ResourceOutcome& resource : outcome.resources) {
        if (resource.service) services.emplace(resource.id, swept_service(outcome, resource));
    }
    return services;
}

ServicesById services_of(const Sweep& sweep, const SweptScenario& scenario) {
    ServicesById services;
    for (std::size_t i = 0; i < sweep.services.size(); ++i) {
        SweptService service = scenario.services[i];
        std::ranges::sort(service.promoted);
        std::ranges::sort(service.running);
        services.emplace(sweep.services[i], std::move(service));
    }
    return services;
}

/// By clone and node.
using PromotionScores = std::map<std::pair<std::string, std::string>, Score>;

PromotionScores promotion_scores_of(const Outcome& outcome) {
    PromotionScores scores;
    const Cluster& cluster = *outcome.after;
    for (const ResourceId id : cluster.resources.ids()) {
        const Placement& placement = outcome.schedule.placements[id];
        const ResourceId clone = cluster.resources[id].parent;
        if (!placement.promotion_considered || !placement.node || !clone) continue;
        scores.emplace(std::pair(cluster.resources[clone].xml_id, cluster.nodes[placement.node].name),
                       placement.promotion_score);
    }
    return scores;
}

std::optional<Score> find(const PromotionScores& scores, const std::pair<std::string, std::string>& where) {
    const auto found = scores.find(where);
    return found == scores.end() ? std::nullopt : std::optional(found->second);
}

std::vector<PromotionScoreDifference> differing(const PromotionScores& before, const PromotionScores& after) {
    PromotionScores all = before;
    all.insert(after.begin(), after.end());
    std::vector<PromotionScoreDifference> found;
    for (const auto& [where, score] : all) {
        PromotionScoreDifference difference{where.first, where.second, find(before, where), find(after, where)};
        if (difference.before != difference.after) found.push_back(std::move(difference));
    }
    return found;
}

bool stands_alike(const SweptService& left, const SweptService& right) {
    return left.promoted == right.promoted && left.running == right.running;
}

/// Greater is better: promoted instances first.
std::pair<std::size_t, std::size_t> worth(const SweptService& service) {
    return {service.promoted.size(), service.running.size()};
}

bool is_worse(const SweptService& than, const SweptService& service) {
    if (than.running.empty() != service.running.empty()) return service.running.empty();
    return worth(service) < worth(than);
}

std::vector<std::string> cluster_nodes(const Cluster& cluster) {
    std::vector<std::string> names;
    for (const Node& node : cluster.nodes) {
        if (node.kind == NodeKind::Cluster) names.push_back(node.name);
    }
    return names;
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::ranges::find(names, name) != names.end();
}

std::string joined(const std::vector<std::string>& names) {
    if (names.empty()) return "none";
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
}

class Comparer {
public:
    Comparer(const Cib& old_cib, const Cib& new_cib, Release old_release, Release new_release,
             const SweepOptions& options)
        : old_(old_cib), new_(new_cib), old_release_(old_release), new_release_(new_release), options_(options) {
        at_ = options.at;
        if (!at_) at_ = new_cib.execution_date();
        if (!at_) at_ = old_cib.execution_date();
        if (!at_) at_ = std::max(old_cib.default_time(), new_cib.default_time(),
                                 [](const Time& left, const Time& right) { return left.seconds < right.seconds; });
        result_.old_name = old_cib.name();
        result_.new_name = new_cib.name();
        result_.old_release = old_release;
        result_.new_release = new_release;
    }

    Difference run() {
        match_nodes();
        if (!result_.mismatches.empty()) return std::move(result_);
        edits_ = configuration_edits(old_, new_);
        for (const ConfigurationEdit& edit : edits_) result_.edits.push_back({edit.text, edit.position});

        const Outcome before = outcome(old_, old_release_, {});
        const Outcome after = outcome(new_, new_release_, {});
        note_unchecked(*before.after);
        if (old_release_ != new_release_) note_unchecked(*after.after);
        promotes_ = !promotion_scores_of(before).empty() || !promotion_scores_of(after).empty();
        match_services(services_of(before), services_of(after));
        compare("now", {}, services_of(before), services_of(after));
        compare_failures();
        if (stopped()) result_.complete = false;
        return std::move(result_);
    }

private:
    bool stopped() const { return options_.stop != nullptr && options_.stop->load(); }

    void note_unchecked(const Cluster& cluster) {
        for (const std::string& kind : unchecked_kinds(cluster)) {
            result_.unchecked_kinds.push_back(fmt::format("{} under {}", kind, text(cluster.release)));
        }
    }

    // -- whether they are of one cluster --

    void match_nodes() {
        const std::vector<std::string> old_nodes = cluster_nodes(*unpack(old_, *at_));
        const std::vector<std::string> new_nodes = cluster_nodes(*unpack(new_, *at_));
        for (const std::string& node : old_nodes) {
            if (contains(new_nodes, node)) {
                nodes_.push_back(node);
            } else {
                only(fmt::format("node {}", node), old_);
            }
        }
        for (const std::string& node : new_nodes) {
            if (!contains(old_nodes, node)) only(fmt::format("node {}", node), new_);
        }
        if (!nodes_.empty()) return;
        result_.not_compared.clear();
        result_.mismatches.push_back(fmt::format("they have no node in common: {} has {}, and {} has {}", old_.name(),
                                                 joined(old_nodes), new_.name(), joined(new_nodes)));
    }

    void only(const std::string& what, const Cib& cib) {
        result_.not_compared.push_back(fmt::format("{} is in {} alone", what, cib.name()));
    }

    void match_services(const ServicesById& before, const ServicesById& after) {
        for (const auto& [id, service] : before) {
            if (!after.contains(id)) only("service " + id, old_);
        }
        for (const auto& [id, service] : after) {
            if (!before.contains(id)) only("service " + id, new_);
        }
    }

    // -- running --

    Outcome outcome(const Cib& cib, Release release, const std::vector<Event>& events,
                    std::size_t transition_limit = 20) const {
        Scenario scenario{.cib = cib};
        scenario.release = release;
        scenario.transition_limit = transition_limit;
        scenario.events = events;
        scenario.at = at_;
        scenario.quorum = options_.quorum;
        return simulate(scenario);
    }

    /// Those of the first schedule after the events.
    PromotionScores promotion_scores(const Cib& cib, Release release, const std::vector<Event>& events) const {
        return promotion_scores_of(outcome(cib, release, events, 1));
    }

    SweepOptions sweep_options(Release release, std::function<void(std::size_t, std::size_t)> progress) const {
        SweepOptions options = options_;
        options.release = release;
        options.depth = 1;
        options.at = at_;
        options.progress = std::move(progress);
        return options;
    }

    /// The two take turns, so that of what was interrupted the beginning can be compared.
    std::pair<Sweep, Sweep> sweep_both() const {
        constexpr std::size_t turn = 32;
        std::size_t done_before = 0;
        std::size_t done_after = 0;
        std::size_t total = 0;
        const auto report = [&] {
            if (options_.progress) options_.progress(done_before + done_after, total);
        };
        const auto counting = [&](std::size_t& done_of_one) {
            return [&](std::size_t done, std::size_t) {
                done_of_one = done;
                report();
            };
        };
        Sweeping before(old_, sweep_options(old_release_, counting(done_before)));
        Sweeping after(new_, sweep_options(new_release_, counting(done_after)));
        total = before.total() + after.total();
        while (!before.ended() || !after.ended()) {
            before.run(turn);
            after.run(turn);
        }
        return {before.take(), after.take()};
    }

    void compare_failures() {
        const auto [before, after] = sweep_both();
        for (const SweptScenario& scenario : before.scenarios) {
            const auto other = std::ranges::find(after.scenarios, scenario.name, &SweptScenario::name);
            if (other == after.scenarios.end()) continue; // it cannot happen to the other
            if (!scenario.done || !other->done) {
                result_.complete = false;
                continue;
            }
            const std::string& error = scenario.error.empty() ? other->error : scenario.error;
            if (!error.empty()) {
                result_.not_compared.push_back(fmt::format("{}: {}", scenario.name, error));
                continue;
            }
            compare(scenario.name, scenario.events, services_of(before, scenario), services_of(after, *other));
        }
    }

    // -- comparing --

    void compare(const std::string& name, const std::vector<Event>& events, const ServicesById& before,
                 const ServicesById& after) {
        ++result_.scenarios_compared;
        ScenarioDifference scenario;
        scenario.name = name;
        scenario.events = events;
        for (const auto& [id, service] : before) {
            const auto other = after.find(id);
            if (other == after.end() || stands_alike(service, other->second)) continue;
            ServiceDifference difference{id, service, other->second, false, false};
            difference.worse = is_worse(service, other->second);
            difference.better = is_worse(other->second, service);
            scenario.services.push_back(std::move(difference));
        }
        if (promotes_ && !stopped()) {
            scenario.promotion_scores = differing(promotion_scores(old_, old_release_, events),
                                                  promotion_scores(new_, new_release_, events));
        }
        if (scenario.services.empty() && scenario.promotion_scores.empty()) return;
        find_responsible(scenario);
        result_.scenarios.push_back(std::move(scenario));
    }

    void find_responsible(ScenarioDifference& scenario) {
        for (std::size_t i = 0; i < edits_.size(); ++i) {
            if (tries_ == options_.max_runs || stopped()) {
                scenario.searched = false;
                return;
            }
            ++tries_;
            if (same_as_before(scenario, edits_[i])) scenario.responsible.push_back(i);
        }
    }

    /// Whether, with the edit taken back, what differed is as it was with the old CIB: the services, or the scores where
    /// only these did.
    bool same_as_before(const ScenarioDifference& scenario, const ConfigurationEdit& edit) const {
        try {
            const Cib without = taken_back(old_, new_, edit);
            if (scenario.services.empty()) {
                return differing(promotion_scores(old_, old_release_, scenario.events),
                                 promotion_scores(without, new_release_, scenario.events))
                    .empty();
            }
            const ServicesById services = services_of(outcome(without, new_release_, scenario.events));
            return std::ranges::all_of(scenario.services, [&](const ServiceDifference& difference) {
                const auto found = services.find(difference.service);
                return found != services.end() && stands_alike(found->second, difference.before);
            });
        } catch (const std::exception&) {
            return false; // what is left is no configuration, or the failure cannot happen to it
        }
    }

    const Cib& old_;
    const Cib& new_;
    Release old_release_;
    Release new_release_;
    const SweepOptions& options_;
    std::optional<Time> at_;
    std::vector<std::string> nodes_; ///< of both
    std::vector<ConfigurationEdit> edits_;
    std::size_t tries_ = 0;
    bool promotes_ = false; ///< there is something that can be promoted
    Difference result_;
};

} // namespace

bool Difference::any_worse() const {
    return std::ranges::any_of(scenarios, [](const ScenarioDifference& scenario) {
        return std::ranges::any_of(scenario.services, &ServiceDifference::worse);
    });
}

std::size_t Difference::count_outcomes() const {
    return static_cast<std::size_t>(std::ranges::count_if(
        scenarios, [](const ScenarioDifference& scenario) { return !scenario.services.empty(); }));
}

Difference difference(const Cib& old_cib, const Cib& new_cib, const SweepOptions& options) {
    const ClusterRelease rules = release_for(cluster_release(old_cib) ? old_cib : new_cib, options.release);
    Difference found = Comparer(old_cib, new_cib, rules.release, rules.release, options).run();
    found.nearest_to = rules.nearest_to;
    return found;
}

Difference difference(const Cib& cib, Release old_release, Release new_release, const SweepOptions& options) {
    return Comparer(cib, cib, old_release, new_release, options).run();
}

} // namespace placement
