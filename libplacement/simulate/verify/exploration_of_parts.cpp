#include "simulate/verify/exploration_of_parts.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <unordered_set>
#include <utility>
#include <variant>

#include "placement/names.h"
#include "simulate/services.h"
#include "simulate/verify/exploration.h"
#include "simulate/verify/judge.h"
#include "simulate/verify/play_to_rest.h"
#include "simulate/verify/question.h"
#include "simulate/verify/state_signature.h"

namespace placement {

/// A part of the cluster at rest, and who judges it.
class ExplorationOfParts::PartAtRest {
public:
    PartAtRest(const ClusterParts::Part& part, std::int64_t at_ms, Scenario scenario, const VerifyOptions& options,
               std::unordered_set<std::string> not_services)
        : part_(part), options_(options), scenario_(std::move(scenario)), question_(question_of(scenario_, *part.cluster)),
          begin_(begin_at(part, at_ms), question_) {
        begin_.scene().timeline.keep_nothing();
        begin_.scene().calls.read_recheck(part.at_rest.transition, begin_.scene().clock);
        if (!play_to_rest(begin_, question_)) return;
        begin_.scene().cluster.read();
        judge_.emplace(scenario_, question_, options_, begin_, std::move(not_services));
        known_.signatures.insert(state_signature(begin_, {}, question_));
        departure_ = std::make_shared<Departure>(std::make_shared<Moment>(begin_, Trail()), Departure::Way{});
    }

    bool explore(Attempt& attempt) const {
        if (!departure_) return false;
        Attempt in_part{departure_, attempt.events};
        bool within = true;
        const auto watch = [&](const Schedule& schedule) {
            within = within && is_unnoticed(part_, schedule, part_.others_mind_load);
        };
        placement::explore({question_, options_, *judge_, known_, true, false, watch}, in_part);
        if (!within || !in_part.possible || !std::ranges::all_of(in_part.noticed, is_told_alike) || !comes_home(in_part))
            return false;
        for (Attempt::Reached& each : in_part.reached) {
            attempt.reached.push_back({in_part_alone(each.signature), nullptr});
        }
        for (Attempt::Noticed& each : in_part.noticed) {
            if (!each.home) attempt.noticed.push_back(std::move(each));
        }
        attempt.operations = std::move(in_part.operations);
        attempt.scheduler_runs += in_part.scheduler_runs;
        attempt.at_rest += in_part.at_rest;
        return true;
    }

private:
    /// The scheduler was asked, and has nothing to do.
    static SequenceState begin_at(const ClusterParts::Part& part, std::int64_t at_ms) {
        SequenceState state = begin_sequence(part.cib, part.cluster, {}, {});
        state.now_ms = at_ms;
        return state;
    }

    Fingerprint in_part_alone(const Fingerprint& signature) const {
        Fingerprinter print;
        print.add("part");
        print.add(part_.number);
        print.add(signature);
        return print.value();
    }

    /// What is told with a reason may have another one in the whole.
    static bool is_told_alike(const Attempt::Noticed& noticed) {
        return noticed.home || noticed.violation.property == Property::NeverTwice;
    }

    bool comes_home(const Attempt& in_part) const {
        const std::scoped_lock lock(coming_home_);
        for (const std::unique_ptr<Attempt::Mended>& each : in_part.mended) {
            const auto [known, is_new] = is_home_from_.try_emplace(each->signature, false);
            if (is_new) known->second = judge_->left_behind(each->playing).empty();
        }
        return std::ranges::all_of(in_part.noticed,
                                   [&](const Attempt::Noticed& each) { return !each.home || is_home_from_.at(*each.home); });
    }

    const ClusterParts::Part& part_;
    const VerifyOptions& options_;
    Scenario scenario_;
    SequenceQuestion question_;
    Playing begin_;
    std::optional<Judge> judge_;
    Known known_;
    std::shared_ptr<Departure> departure_; ///< none: it does not come to rest alone
    mutable std::mutex coming_home_;
    mutable std::map<Fingerprint, bool> is_home_from_; ///< by the signature of what was mended; guarded by coming_home_
};

/// Each part from where it is at rest, once it is asked for.
class ExplorationOfParts::Beginnings {
public:
    Beginnings(Scenario scenario, const VerifyOptions& options, Playing& at_rest, std::unique_ptr<ClusterParts> parts)
        : scenario_(std::move(scenario)), options_(options), not_services_(not_services(scenario_)),
          cluster_(at_rest.scene().cluster.shared_state()), at_ms_(at_rest.now_ms()), parts_(std::move(parts)) {}

    /// The part that the events are in, or none.
    const PartAtRest* of(const std::vector<Event>& events) {
        const ClusterParts::Part* const part = part_of(events);
        return part == nullptr ? nullptr : &at_rest(*part);
    }

private:
    const ClusterParts::Part* part_of(const std::vector<Event>& events) const {
        // The fencing of a node fails only where the node does.
        const bool alone = events.size() == 1 || (events.size() == 2 && std::holds_alternative<FencingWillFail>(events.front()));
        if (!alone) return nullptr;
        const Event& last = events.back();
        if (const auto* const failure = std::get_if<ResourceFails>(&last)) {
            return parts_->with(require_resources(*cluster_, failure->resource).front());
        }
        if (const auto* const fails = std::get_if<NodeFails>(&last)) return parts_->reached_by(fails->node);
        if (const auto* const leaves = std::get_if<NodeLeaves>(&last)) return parts_->reached_by(leaves->node);
        return nullptr;
    }

    struct Lazy {
        std::once_flag made;
        std::optional<PartAtRest> part;
    };

    const PartAtRest& at_rest(const ClusterParts::Part& part) {
        Lazy* lazy = nullptr;
        {
            const std::scoped_lock lock(mutex_);
            lazy = &at_rest_[part.number];
        }
        std::call_once(lazy->made, [&] {
            Scenario scenario = scenario_;
            scenario.cib = part.cib;
            lazy->part.emplace(part, at_ms_, std::move(scenario), options_, not_services_);
        });
        return *lazy->part;
    }

    Scenario scenario_;
    const VerifyOptions& options_;
    std::unordered_set<std::string> not_services_;
    std::shared_ptr<const Cluster> cluster_;
    std::int64_t at_ms_; ///< when the cluster is at rest
    std::unique_ptr<ClusterParts> parts_;
    std::mutex mutex_;
    std::map<std::size_t, Lazy> at_rest_; ///< by number; guarded by mutex_
};

ExplorationOfParts::ExplorationOfParts(std::unique_ptr<Beginnings> beginnings) : beginnings_(std::move(beginnings)) {}
ExplorationOfParts::~ExplorationOfParts() = default;

std::unique_ptr<ExplorationOfParts> ExplorationOfParts::of(const Scenario& scenario, const VerifyOptions& options,
                                                           Playing& at_rest) {
    const bool looks_at_all =
        options.whole_cluster || !options.always.empty() || !scenario.agents.empty() || !scenario.failing.empty();
    if (looks_at_all) return nullptr;
    const std::shared_ptr<const Cluster>& cluster = at_rest.scene().cluster.shared_state();
    std::unique_ptr<ClusterParts> parts = ClusterParts::divide(at_rest.scene().cluster.cib(), cluster);
    if (!parts) return nullptr;
    return std::unique_ptr<ExplorationOfParts>(
        new ExplorationOfParts(std::make_unique<Beginnings>(scenario, options, at_rest, std::move(parts))));
}

bool ExplorationOfParts::explore(Attempt& attempt) const {
    const PartAtRest* const part = beginnings_->of(attempt.events);
    return part != nullptr && part->explore(attempt);
}

} // namespace placement
