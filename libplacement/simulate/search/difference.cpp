#include "placement/difference.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <mutex>
#include <new>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "cib/configuration_edits.h"
#include "cib/edit.h"
#include "placement/carry_out.h"
#include "placement/unpack.h"
#include "simulate/events/quorum.h"
#include "simulate/search/commit.h"
#include "simulate/search/conduct.h"
#include "simulate/search/conduct_comparison.h"
#include "simulate/search/protection.h"
#include "simulate/search/sweeping.h"
#include "simulate/services.h"

namespace placement {

namespace {

constexpr const char* commit_name = "commit";
constexpr const char* now_name = "now";
constexpr const char* recorded_name = "from the recorded state";

/// Of the resources that the scenario names, those that are configured are kept, or the others.
void keep_names(const Cib& cib, bool configured, Scenario& scenario) {
    if (scenario.not_services.empty() && scenario.sequence.durations.empty()) return;
    const CibEdit edit(cib);
    const auto is_other = [&](const std::string& name) { return edit.resource_element(name).empty() == configured; };
    std::erase_if(scenario.not_services, is_other);
    std::erase_if(scenario.sequence.durations,
                  [&](const OperationDuration& each) { return !each.resource.empty() && is_other(each.resource); });
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
    return names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", "));
}

/// The ids of the elements in the configuration.
std::set<std::string> configured_resources(const Cluster& cluster) {
    std::set<std::string> ids;
    for (const Resource& resource : cluster.resources) {
        if (!resource.removed) ids.insert(resource.xml_id);
    }
    return ids;
}

std::string name_of(const std::vector<Event>& events) {
    std::string name;
    for (const Event& event : events) name += (name.empty() ? "" : ", ") + text(event);
    return name;
}

/// What one scenario is found to change.
struct Findings {
    std::vector<ServiceDifference> services;
    std::vector<Deviation> deviations;
    std::vector<PromotionScoreDifference> promotion_scores;

    bool empty() const { return services.empty() && deviations.empty() && promotion_scores.empty(); }
};

/// One of the two: its CIB, what it does when nothing happens, and what it does under failures.
struct Side {
    Scenario scenario;                           ///< with the state in which events begin
    Cib recorded;                                ///< as it was given
    std::shared_ptr<const Cluster> cluster = {}; ///< in that state
    Conduct now = {};
    ConductBase base = {};
    std::map<std::string, Conduct> failures = {};
};

class Comparer {
public:
    Comparer(const Cib& old_cib, const Cib& new_cib, Release old_release, Release new_release, const DifferenceOptions& options)
        : old_cib_(old_cib), new_cib_(new_cib), old_release_(old_release), new_release_(new_release), options_(options) {
        at_ = options.at;
        if (!at_) at_ = new_cib.execution_date();
        if (!at_) at_ = old_cib.execution_date();
        if (!at_)
            at_ = std::max(old_cib.default_time(), new_cib.default_time(),
                           [](const Time& left, const Time& right) { return left.seconds < right.seconds; });
        result_.old_name = old_cib.name();
        result_.new_name = new_cib.name();
        result_.old_release = old_release;
        result_.new_release = new_release;
        result_.events_given = !options.events.empty();
    }

    Difference run() {
        const std::vector<ConfigurationEdit> edits = configuration_edits(old_cib_, new_cib_);
        match_nodes(edits);
        if (!result_.mismatches.empty()) return std::move(result_);
        for (const ConfigurationEdit& edit : edits) result_.edits.push_back({edit.text, edit.position});
        edits_ = edits;
        if (of_releases()) find_changed_rules();

        old_.emplace(side(old_cib_, old_release_));
        new_.emplace(side(new_cib_, new_release_));
        note_unchecked(*old_->cluster);
        if (of_releases()) note_unchecked(*new_->cluster);
        require_known_names();
        find_quorum_rule();
        find_context();
        result_.protection = protection_deviations(*old_->cluster, *new_->cluster);
        find_responsible(result_.protection);

        compare_commit();
        ++result_.scenarios_compared;
        ScenarioDifference now;
        now.name = now_name;
        add(std::move(now), compare(old_->now, new_->now),
            [this](const Side& without) { return compare(old_->now, without.now); });
        compare_recorded();
        if (options_.events.empty()) {
            compare_failures();
        } else {
            compare_events();
        }
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

    void find_quorum_rule() {
        const QuorumCount quorum(old_->cluster, {options_.quorum, options_.corosync});
        result_.diagnostics = quorum.diagnostics();
        if (quorum.by_corosync()) result_.corosync = options_.corosync->file_name;
    }

    void find_changed_rules() {
        result_.changed_rules = changed_rules(old_release_, new_release_);
        result_.changed_rules.push_back({"known_names", "names and values in the CIB that only one of the releases knows", {}});
    }

    // -- whether they are of one cluster --

    void match_nodes(const std::vector<ConfigurationEdit>& edits) {
        const auto old_cluster = unpack(old_cib_, *at_);
        const auto new_cluster = unpack(new_cib_, *at_);
        const std::vector<std::string> old_nodes = cluster_nodes(*old_cluster);
        const std::vector<std::string> new_nodes = cluster_nodes(*new_cluster);
        bool any = false;
        for (const std::string& node : old_nodes) {
            any = any || contains(new_nodes, node);
            if (!contains(new_nodes, node)) result_.not_compared.push_back(fmt::format("node {} is removed", node));
        }
        for (const std::string& node : new_nodes) {
            if (!contains(old_nodes, node)) note_added(*new_cluster, node, edits);
        }
        if (any) return;
        result_.not_compared.clear();
        result_.mismatches.push_back(fmt::format("they have no node in common: {} has {}, and {} has {}", old_cib_.name(),
                                                 joined(old_nodes), new_cib_.name(), joined(new_nodes)));
    }

    /// A node that was never seen neither votes nor runs anything, and nobody can tell what it will do once it joins.
    void note_added(const Cluster& cluster, const std::string& name, const std::vector<ConfigurationEdit>& edits) {
        if (cluster.nodes[cluster.find_node(name)].seen) {
            result_.not_compared.push_back(fmt::format("node {} is added", name));
            return;
        }
        result_.not_compared.push_back(fmt::format("node {} is added and has not joined yet: it is left out here", name));
        const auto edit = std::ranges::find_if(edits, [&](const ConfigurationEdit& each) {
            return each.kind == ConfigurationEdit::Kind::Added && each.text.starts_with("node " + name + " added");
        });
        if (edit != edits.end()) new_cib_ = taken_back(old_cib_, new_cib_, *edit);
    }

    /// What one of them has will do.
    void require_known_names() const {
        Scenario new_names = placement::scenario_of(new_cib_, options_);
        keep_names(old_cib_, false, new_names);
        placement::require_known_names(new_names, *new_->cluster);
    }

    void find_context() {
        const std::set<std::string> old_ids = configured_resources(*old_->cluster);
        const std::set<std::string> new_ids = configured_resources(*new_->cluster);
        std::ranges::set_intersection(old_ids, new_ids, std::inserter(context_.resources, context_.resources.end()));
        for (const Node& node : old_->cluster->nodes) {
            if (new_->cluster->find_node(node.name)) context_.nodes.insert(node.name);
        }
        context_.watched_otherwise = watched_otherwise(*old_->cluster, *new_->cluster);
        for (const auto& [id, service] : old_->now.services.own()) {
            if (!new_ids.contains(id)) result_.not_compared.push_back(fmt::format("service {} is removed", id));
        }
        for (const auto& [id, service] : new_->now.services.own()) {
            if (!old_ids.contains(id)) result_.not_compared.push_back(fmt::format("service {} is added", id));
        }
    }

    // -- running --

    Scenario scenario_of(const Cib& cib, Release release, const std::optional<Behavior>& behavior = {}) const {
        Scenario scenario = placement::scenario_of(cib, options_);
        keep_names(cib, true, scenario);
        scenario.release = release;
        scenario.behavior = behavior;
        scenario.at = at_;
        return scenario;
    }

    Side side(const Cib& cib, Release release, const std::optional<Behavior>& behavior = {}) {
        Side made{.scenario = with_its_beginning(scenario_of(cib, release, behavior)), .recorded = cib};
        const Outcome outcome = simulate(made.scenario);
        made.cluster = outcome.before;
        made.now = conduct_of(outcome);
        made.base = base_of(made.now);
        context_.services.merge(services_by_resource(outcome));
        return made;
    }

    static Conduct after(const Side& of, const std::vector<Event>& events) {
        Scenario scenario = of.scenario;
        scenario.events = events;
        return conduct_of(simulate(scenario), of.base);
    }

    // -- comparing --

    Findings compare(const Conduct& before, const Conduct& after) const {
        Findings found;
        found.services = differing_services(before, after);
        found.deviations = placement::deviations(before, after, context_, found.services);
        found.promotion_scores = differing_scores(before, after);
        return found;
    }

    /// The new configuration (or release) in the old one's state.
    Findings commit(const Cib& configuration, Release release, const std::optional<Behavior>& behavior = {}) const {
        Scenario scenario = scenario_of(with_state_of(configuration, old_->scenario.cib), release, behavior);
        scenario.from = StartFrom::Recorded;
        scenario.assume_online = false;
        const Outcome outcome = simulate(scenario);
        Findings found;
        for (ServiceDifference& service : differing_services(old_->now, conduct_of(outcome))) {
            if (service.worse && context_.resources.contains(service.service)) found.services.push_back(std::move(service));
        }
        found.deviations = commit_deviations(outcome, configured_resources(*old_->cluster), configured_resources(*new_->cluster));
        return found;
    }

    void compare_commit() {
        std::vector<std::string> anyway;
        if (options_.from == StartFrom::Recorded) {
            for (const Deviation& each : commit(old_cib_, new_release_).deviations) anyway.push_back(each.text);
        }
        Findings found = commit(new_cib_, new_release_);
        std::erase_if(found.deviations, [&](const Deviation& each) { return contains(anyway, each.text); });
        ScenarioDifference scenario;
        scenario.name = commit_name;
        add(std::move(scenario), std::move(found), [this](const Side& without) {
            return commit(without.scenario.cib, *without.scenario.release, without.scenario.behavior);
        });
    }

    /// What the clusters do on their way from the recorded state to rest, where they were not at rest.
    void compare_recorded() {
        if (options_.from == StartFrom::Recorded || options_.assume_online) return;
        const Outcome before = play_recorded(*old_);
        if (before.settled->rounds.empty()) return; // all that the new one does is told as its commit
        ScenarioDifference scenario;
        scenario.name = recorded_name;
        Findings found = compare_recorded(before, *new_);
        if (!found.empty()) ++result_.scenarios_compared;
        add(std::move(scenario), std::move(found), [&](const Side& without) { return compare_recorded(before, without); });
    }

    Findings compare_recorded(const Outcome& before, const Side& side) const {
        const Outcome after = play_recorded(side);
        Findings found = compare(conduct_of(before), conduct_of(after));
        std::erase_if(found.services, [&](const ServiceDifference& each) { return !context_.resources.contains(each.service); });
        const std::size_t was = before.settled->rounds.size();
        const std::size_t is = after.settled->rounds.size();
        if (found.empty() && was != is) {
            found.deviations.push_back(
                {DeviationKind::End,
                 "",
                 fmt::format("the cluster settles after {} transition{} instead of {}", is, is == 1 ? "" : "s", was),
                 false,
                 false,
                 {}});
        }
        return found;
    }

    Outcome play_recorded(const Side& side) const {
        Scenario scenario = scenario_of(side.recorded, side.scenario.release.value_or(new_release_), side.scenario.behavior);
        scenario.from = StartFrom::Recorded;
        return simulate(scenario);
    }

    void compare_events() {
        ScenarioDifference scenario;
        scenario.name = name_of(options_.events);
        scenario.events = options_.events;
        ++result_.scenarios_compared;
        const Conduct before = after(*old_, options_.events);
        add(std::move(scenario), compare(before, after(*new_, options_.events)),
            [&](const Side& without) { return compare(before, after(without, options_.events)); });
    }

    /// What is found with a change taken back.
    using Without = std::function<Findings(const Side&)>;

    void add(ScenarioDifference scenario, Findings found, const Without& without) {
        if (found.empty()) return;
        scenario.services = std::move(found.services);
        scenario.deviations = std::move(found.deviations);
        scenario.promotion_scores = std::move(found.promotion_scores);
        find_responsible(scenario, without);
        result_.scenarios.push_back(std::move(scenario));
    }

    // -- under each failure --

    SweepOptions sweep_options(const Side& side, std::function<void(std::size_t, std::size_t)> progress) const {
        SweepOptions options = options_;
        options.release = side.scenario.release;
        options.depth = 1;
        options.at = side.scenario.at;
        options.from = side.scenario.from;
        options.assume_online = side.scenario.assume_online;
        options.progress = std::move(progress);
        options.not_services = side.scenario.not_services;
        options.sequence = side.scenario.sequence;
        return options;
    }

    /// The two take turns, so that of what was interrupted the beginning can be compared.
    std::pair<Sweep, Sweep> sweep_both() {
        constexpr std::size_t turn = 32;
        std::size_t done_before = 0;
        std::size_t done_after = 0;
        std::size_t total = 0;
        const auto counting = [&](std::size_t& done_of_one) {
            return [&](std::size_t done, std::size_t) {
                done_of_one = done;
                if (options_.progress) options_.progress(done_before + done_after, total);
            };
        };
        std::mutex mutex;
        const auto keeping = [&mutex](Side& side) {
            return [&mutex, &side](std::size_t, const Outcome& outcome) {
                Conduct conduct = conduct_of(outcome, side.base);
                const std::scoped_lock lock(mutex);
                side.failures.insert_or_assign(name_of(outcome.events), std::move(conduct));
            };
        };
        Sweeping before(old_->scenario.cib, sweep_options(*old_, counting(done_before)), keeping(*old_));
        Sweeping after(new_->scenario.cib, sweep_options(*new_, counting(done_after)), keeping(*new_));
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
            compare_failure(scenario, *other);
        }
    }

    void compare_failure(const SweptScenario& scenario, const SweptScenario& other) {
        ++result_.scenarios_compared;
        const Conduct& before = old_->failures.at(name_of(scenario.events));
        ScenarioDifference difference;
        difference.name = scenario.name;
        difference.events = scenario.events;
        add(std::move(difference), compare(before, new_->failures.at(name_of(other.events))),
            [&](const Side& without) { return compare(before, after(without, scenario.events)); });
    }

    // -- which edit is responsible, or which changed rule --

    bool of_releases() const { return old_release_ != new_release_; }
    std::size_t count_changes() const { return of_releases() ? result_.changed_rules.size() : edits_.size(); }
    /// Then it is responsible for everything.
    bool alone() const { return count_changes() == 1; }

    /// The new side but for one change.
    Side side_without(std::size_t change) {
        if (!of_releases()) return side(taken_back(old_cib_, new_cib_, edits_[change]), new_release_);
        return side_without_rules({change});
    }

    /// The new side, but with some of the changed rules as they were.
    Side side_without_rules(const std::vector<std::size_t>& rules) {
        Release known_by = new_release_;
        std::vector<std::string_view> fields;
        for (const std::size_t index : rules) {
            const ChangedRule& rule = result_.changed_rules[index];
            if (rule.changes.empty()) known_by = old_release_; // names and values
            fields.push_back(rule.field);
        }
        return side(new_cib_, known_by, behavior_of(new_release_, fields, old_release_));
    }

    /// The new side with the change taken back, which comes to rest once for all scenarios; none where that is no configuration.
    const Side* without(std::size_t change) {
        const auto [place, is_new] = without_.try_emplace(change);
        if (is_new) {
            try {
                place->second.emplace(side_without(change));
            } catch (const std::bad_alloc&) {
                throw;
            } catch (const std::exception&) {
                place->second.reset();
            }
        }
        return place->second ? &*place->second : nullptr;
    }

    void find_responsible(std::vector<Deviation>& protection) {
        if (protection.empty()) return;
        for (std::size_t i = 0; i < count_changes() && !stopped(); ++i) {
            const Side* side = alone() ? &*old_ : without(i);
            if (side == nullptr) continue;
            note_gone(protection, protection_deviations(*old_->cluster, *side->cluster), i);
        }
    }

    void find_responsible(ScenarioDifference& scenario, const Without& what_is_left) {
        const std::string known_by = signature(scenario);
        if (const auto known = searched_.find(known_by); known != searched_.end()) {
            copy_responsible(known->second, scenario);
            return;
        }
        for (std::size_t i = 0; i < count_changes(); ++i) {
            if (!alone() && (tries_ == options_.max_runs || stopped())) {
                scenario.searched = false;
                return;
            }
            ++tries_;
            try_without(scenario, what_is_left, i);
        }
        if (of_releases() && !is_explained(scenario)) find_responsible_together(scenario, what_is_left);
        searched_.emplace(known_by, scenario);
    }

    /// Whether some rule alone is responsible for each difference.
    static bool is_explained(const ScenarioDifference& scenario) {
        const auto explained = [](const auto& each) { return !each.responsible.empty(); };
        return std::ranges::all_of(scenario.services, explained) && std::ranges::all_of(scenario.deviations, explained) &&
               std::ranges::all_of(scenario.promotion_scores, explained);
    }

    /// Begins with all rules as they were, and lets those change that need not have stayed.
    void find_responsible_together(ScenarioDifference& scenario, const Without& what_is_left) {
        std::vector<std::size_t> kept(result_.changed_rules.size());
        std::iota(kept.begin(), kept.end(), std::size_t{0});
        if (!is_gone_without(kept, scenario, what_is_left)) return;
        for (std::size_t i = 0; i < result_.changed_rules.size(); ++i) {
            if (tries_ == options_.max_runs || stopped()) {
                scenario.searched = false;
                return;
            }
            std::vector<std::size_t> fewer = kept;
            std::erase(fewer, i);
            if (is_gone_without(fewer, scenario, what_is_left)) kept = std::move(fewer);
        }
        scenario.responsible_together = std::move(kept);
    }

    /// None if the failure cannot happen to the side.
    static std::optional<Findings> left_of(const Without& what_is_left, const Side& side) {
        try {
            return what_is_left(side);
        } catch (const std::bad_alloc&) {
            throw;
        } catch (const std::exception&) {
            return std::nullopt;
        }
    }

    /// Whether everything is gone for which no rule alone is responsible.
    bool is_gone_without(const std::vector<std::size_t>& rules, const ScenarioDifference& scenario, const Without& what_is_left) {
        ++tries_;
        const std::optional<Findings> left = left_of(what_is_left, side_without_rules(rules));
        return left && all_explained(scenario.services, left->services) && all_explained(scenario.deviations, left->deviations) &&
               all_explained(scenario.promotion_scores, left->promotion_scores);
    }

    void try_without(ScenarioDifference& scenario, const Without& what_is_left, std::size_t change) {
        Findings left;
        if (!alone()) {
            const Side* side = without(change);
            std::optional<Findings> found = side == nullptr ? std::nullopt : left_of(what_is_left, *side);
            if (!found) return;
            left = std::move(*found);
        }
        bool all = true;
        for (ServiceDifference& service : scenario.services) {
            const bool gone = is_gone(service, left.services);
            if (gone) service.responsible.push_back(change);
            all = all && gone;
        }
        all = note_gone(scenario.deviations, left.deviations, change) && all;
        for (PromotionScoreDifference& score : scenario.promotion_scores) {
            const bool gone = is_gone(score, left.promotion_scores);
            if (gone) score.responsible.push_back(change);
            if (scenario.scores_alone()) all = all && gone;
        }
        if (all) scenario.responsible.push_back(change);
    }

    static bool is_same(const ServiceDifference& one, const ServiceDifference& other) { return one.service == other.service; }
    static bool is_same(const Deviation& one, const Deviation& other) {
        return one.kind == other.kind && one.subject == other.subject && one.text == other.text;
    }
    static bool is_same(const PromotionScoreDifference& one, const PromotionScoreDifference& other) {
        return one.clone == other.clone && one.node == other.node;
    }
    template <typename Difference>
    static bool is_gone(const Difference& difference, const std::vector<Difference>& left) {
        return std::ranges::none_of(left, [&](const Difference& each) { return is_same(each, difference); });
    }

    /// Whether each has somebody who is responsible, or is gone.
    template <typename Difference>
    static bool all_explained(const std::vector<Difference>& differences, const std::vector<Difference>& left) {
        return std::ranges::all_of(differences,
                                   [&](const Difference& each) { return !each.responsible.empty() || is_gone(each, left); });
    }

    /// Whether all are gone.
    static bool note_gone(std::vector<Deviation>& deviations, const std::vector<Deviation>& left, std::size_t edit) {
        bool all = true;
        for (Deviation& deviation : deviations) {
            const bool gone = is_gone(deviation, left);
            if (gone) deviation.responsible.push_back(edit);
            all = all && gone;
        }
        return all;
    }

    /// Scenarios in which the same differs have the same changes to blame.
    static std::string signature(const ScenarioDifference& scenario) {
        std::string text = scenario.name == commit_name ? "commit\n" : "";
        for (const ServiceDifference& each : scenario.services) {
            text += fmt::format("{} {} {} {} {} {} {}\n", each.service, fmt::join(each.before.running, ","),
                                fmt::join(each.before.promoted, ","), placement::text(each.before.state),
                                fmt::join(each.after.running, ","), fmt::join(each.after.promoted, ","),
                                placement::text(each.after.state));
        }
        for (const Deviation& each : scenario.deviations) text += each.text + "\n";
        for (const PromotionScoreDifference& each : scenario.promotion_scores) {
            text += fmt::format("{} {} {} {}\n", each.clone, each.node, each.before ? each.before->text() : "",
                                each.after ? each.after->text() : "");
        }
        return text;
    }

    static void copy_responsible(const ScenarioDifference& from, ScenarioDifference& to) {
        to.responsible = from.responsible;
        to.responsible_together = from.responsible_together;
        to.searched = from.searched;
        for (std::size_t i = 0; i < to.services.size(); ++i) to.services[i].responsible = from.services[i].responsible;
        for (std::size_t i = 0; i < to.deviations.size(); ++i) to.deviations[i].responsible = from.deviations[i].responsible;
        for (std::size_t i = 0; i < to.promotion_scores.size(); ++i) {
            to.promotion_scores[i].responsible = from.promotion_scores[i].responsible;
        }
    }

    const Cib& old_cib_;
    Cib new_cib_; ///< without nodes that have not joined yet
    Release old_release_;
    Release new_release_;
    const DifferenceOptions& options_;
    std::optional<Time> at_;
    std::vector<ConfigurationEdit> edits_;
    ConductContext context_;
    std::optional<Side> old_;
    std::optional<Side> new_;
    std::map<std::size_t, std::optional<Side>> without_; ///< by edit or changed rule
    std::map<std::string, ScenarioDifference> searched_; ///< by signature
    std::size_t tries_ = 0;
    Difference result_;
};

} // namespace

std::string_view text(DeviationKind kind) {
    switch (kind) {
    case DeviationKind::Commit: return "commit";
    case DeviationKind::Fencing: return "fencing";
    case DeviationKind::Node: return "node";
    case DeviationKind::Monitor: return "monitor";
    case DeviationKind::Operation: return "operation";
    case DeviationKind::Interruptions: return "interruptions";
    case DeviationKind::Order: return "order";
    case DeviationKind::Resource: return "resource";
    case DeviationKind::Actions: return "actions";
    case DeviationKind::Utilization: return "utilization";
    case DeviationKind::End: return "end";
    }
    return "";
}

bool Difference::any_worse() const {
    const bool unprotected = std::ranges::any_of(protection, &Deviation::worse);
    return unprotected || std::ranges::any_of(scenarios, [](const ScenarioDifference& scenario) {
               return std::ranges::any_of(scenario.services, &ServiceDifference::worse) ||
                      std::ranges::any_of(scenario.deviations, &Deviation::worse);
           });
}

std::size_t Difference::count_outcomes() const {
    return static_cast<std::size_t>(std::ranges::count_if(
        scenarios, [](const ScenarioDifference& scenario) { return scenario.name != commit_name && !scenario.scores_alone(); }));
}

const ScenarioDifference* Difference::find(std::string_view name) const {
    const auto found = std::ranges::find(scenarios, name, &ScenarioDifference::name);
    return found == scenarios.end() ? nullptr : &*found;
}

Difference difference(const Cib& old_cib, const Cib& new_cib, const DifferenceOptions& options) {
    const ClusterRelease rules = release_for(cluster_release(old_cib) ? old_cib : new_cib, options.release);
    Difference found = Comparer(old_cib, new_cib, rules.release, rules.release, options).run();
    found.nearest_to = rules.nearest_to;
    return found;
}

Difference difference(const Cib& cib, Release old_release, Release new_release, const DifferenceOptions& options) {
    return Comparer(cib, cib, old_release, new_release, options).run();
}

} // namespace placement
