#include "placement/verify.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/all_cores.h"
#include "cib/comparable_state.h"
#include "placement/error.h"
#include "placement/explain.h"
#include "placement/unpack.h"
#include "simulate/services.h"
#include "simulate/simulate.h"
#include "simulate/verify/counterexamples.h"
#include "simulate/verify/exploration.h"
#include "simulate/verify/exploration_of_parts.h"
#include "simulate/verify/observed.h"
#include "simulate/verify/play_to_rest.h"
#include "simulate/verify/possible_events.h"
#include "simulate/verify/question.h"
#include "simulate/verify/search_extent.h"
#include "simulate/verify/state_signature.h"
#include "simulate/verify/waiting_sequences.h"

namespace placement {

namespace {

using Observer = std::function<void(const ObservedMoment&)>;

std::size_t count_away(const Cluster& cluster, const std::set<std::string>& from_the_beginning) {
    return static_cast<std::size_t>(std::ranges::count_if(cluster.nodes, [&](const Node& node) {
        return !node.is_remote() && !node.online && !from_the_beginning.contains(node.name);
    }));
}

class Verifier {
public:
    Verifier(const Scenario& scenario, const VerifyOptions& options, const Observer& observe = {})
        : scenario_(with_its_beginning(scenario)), options_(options), observe_(observe), cluster_(unpacked()),
          question_(question_of(scenario_, *cluster_)) {
        found_.assume_online = scenario.assume_online;
        found_.settled_first = !same_state(scenario.cib, scenario_.cib);
        scenario_.sequence.in_time = true;
        scenario_.at = question_.at;
        scenario_.release = question_.release;
    }

    Verification run() {
        describe();
        Playing begin(begin_sequence(scenario_.cib, cluster_, scenario_.agents, scenario_.failing), question_);
        begin.scene().timeline.keep_nothing();
        begin.begin();
        if (!play_to_rest(begin, question_)) {
            never_at_rest_from_the_beginning();
            return std::move(found_);
        }
        begin.scene().cluster.read();
        const Judge judge(scenario_, question_, options_, begin, not_services(scenario_));
        found_.services = judge.count_services();
        Trail nothing;
        known_.signatures.insert(state_signature(begin, nothing, question_));
        found_.states = 1;
        // What goes on from the first event goes on in the whole cluster.
        if (found_.depth == 1 && !observe_) parts_ = ExplorationOfParts::of(scenario_, options_, begin);
        WaitingSequences attempts;
        go_on_from(std::make_shared<Moment>(begin, std::move(nothing)), {}, judge, attempts);
        for (std::size_t depth = 1; depth <= found_.depth && attempts.size() > 0; ++depth) {
            attempts = explore(std::move(attempts), depth, judge);
            if (found_.partial) break;
            found_.complete_to = depth;
        }
        if (!found_.partial) found_.complete_to = found_.depth;
        found_.counterexamples = counterexamples_.told();
        return std::move(found_);
    }

private:
    std::shared_ptr<const Cluster> unpacked() const {
        return unpack(scenario_.cib, time_of(scenario_), scenario_.release, scenario_.behavior);
    }

    void describe() {
        found_.agents = scenario_.agents;
        found_.release = cluster_->release;
        found_.nearest_to = cluster_->nearest_to;
        found_.unchecked_kinds = unchecked_kinds(*cluster_);
        found_.timing = options_.timing;
        found_.failures = options_.failures;
        found_.depth = options_.depth.value_or(options_.failures);
        extent_.emplace(found_.depth);
        found_.properties = options_.properties;
        if (!options_.always.empty()) found_.properties.insert(Property::Always);
        found_.event_kinds = {"a node crashes", "a node leaves", "a node that is away joins", "an instance fails",
                              options_.timing == VerifyTiming::Any ? "an operation of a transition under way fails"
                                                                   : "an operation of the transition that follows fails"};
        if (cluster_->options.fencing_enabled) found_.event_kinds.emplace_back("the fencing of a node that crashes fails");
        if (found_.failures == 0 || found_.depth == 0) {
            throw InvalidArgument(fmt::format("{} is 0, so that nothing would be tried: give 1 or more",
                                              found_.failures == 0 ? "the number of failures" : "the depth"));
        }
        require_known_expectations(options_, *cluster_);
        require_known_names(scenario_, *cluster_);
    }

    void never_at_rest_from_the_beginning() {
        found_.partial = true;
        found_.why_partial = "the cluster does not come to rest before anything fails";
        counterexamples_.add(
            {Property::ComesToRest, {}, "the cluster never comes to rest, even though nothing fails", {}, std::nullopt}, {});
        found_.counterexamples = counterexamples_.told();
    }

    /// Where there is no memory for more, what was found until then is the result.
    WaitingSequences explore(WaitingSequences attempts, std::size_t depth, const Judge& judge) {
        extent_->count(attempts.size());
        extent_->follow(0, 0);
        WaitingSequences next;
        try {
            explore(std::move(attempts), depth, judge, next);
        } catch (const std::bad_alloc&) {
            stop("memory is used up");
        }
        if (found_.partial) {
            found_.counted_to_depth = extent_->counted_to_depth();
            found_.sequences_to_depth = extent_->sequences_to_depth();
        }
        return found_.partial ? WaitingSequences() : std::move(next);
    }

    /// In batches, whose size must not depend on the number of processors: what one finds, the next knows.
    void explore(WaitingSequences attempts, std::size_t depth, const Judge& judge, WaitingSequences& next) {
        constexpr std::size_t at_a_time = 64;
        const std::size_t before = found_.sequences;
        const bool is_last = depth == found_.depth;
        const ExplorationQuestion asked{question_, options_, judge, known_, is_last, observe_ != nullptr};
        while (attempts.size() > 0) {
            if (found_.states >= options_.max_states) {
                stop(fmt::format("no more than {} states are looked at", options_.max_states));
                break;
            }
            const std::size_t waiting = attempts.size();
            std::vector<Attempt> batch = attempts.take(at_a_time);
            std::mutex asking;
            bool ended = false;
            const VerifyProgress progress{
                found_.states, depth, waiting, found_.sequences, extent_->sequences_to_depth(), extent_->counted_to_depth()};
            on_all_cores(batch, [&](Attempt& each) {
                {
                    const std::scoped_lock lock(asking);
                    ended = ended || (options_.go_on && !options_.go_on(progress));
                    each.possible = !ended;
                }
                if (!each.possible) return;
                choose_events(asked, each);
                if (!parts_ || !parts_->explore(each)) placement::explore(asked, each);
            });
            let_come_home(batch, judge);
            for (Attempt& each : batch) take(each, depth, judge, next);
            extent_->follow(found_.sequences - before, next.size());
            if (ended) {
                stop("it was ended");
                break;
            }
        }
    }

    /// The first of those that are alike stands for all, so that the result does not depend on who is quicker.
    void let_come_home(std::vector<Attempt>& batch, const Judge& judge) {
        struct HomeComing {
            Playing* mended = nullptr;
            std::vector<Violation>* left_behind = nullptr;
        };
        std::vector<HomeComing> home_comings;
        for (Attempt& attempt : batch) {
            for (const std::unique_ptr<Attempt::Mended>& each : attempt.mended) {
                const auto [known, is_new] = known_.left_behind.try_emplace(each->signature);
                if (is_new) home_comings.push_back({&each->playing, &known->second});
            }
        }
        on_all_cores(home_comings, [&](const HomeComing& each) { *each.left_behind = judge.left_behind(*each.mended); });
        for (Attempt& attempt : batch) attempt.mended.clear();
    }

    void stop(std::string why) {
        found_.partial = true;
        found_.why_partial = std::move(why);
    }

    void take(Attempt& attempt, std::size_t depth, const Judge& judge, WaitingSequences& next) {
        if (attempt.possible) take_what_came(attempt, depth, judge, next);
        Departure& from = *attempt.from;
        if (--from.waiting == 0 && from.stays) --kept_;
        const bool is_beginning = !from.way().from; // from which everything else can be found again
        if (!is_beginning && (from.waiting == 0 || !from.stays)) from.forget();
    }

    void take_what_came(Attempt& attempt, std::size_t depth, const Judge& judge, WaitingSequences& next) {
        ++found_.sequences;
        for (const ObservedMoment& each : attempt.observed) observe_(each);
        found_.scheduler_runs += attempt.scheduler_runs;
        found_.at_rest += attempt.at_rest;
        for (Attempt::Noticed& each : attempt.noticed) {
            if (!each.home && !each.violation.is_fault) {
                tell_of_want_of_place(std::move(each.violation), each.trail.steps.front().events.front());
            } else if (!each.home) {
                counterexamples_.add(std::move(each.violation), each.trail);
            } else {
                for (const Violation& violation : known_.left_behind.at(*each.home)) counterexamples_.add(violation, each.trail);
            }
        }
        for (std::size_t number = 0; number < attempt.reached.size(); ++number) {
            Attempt::Reached& each = attempt.reached[number];
            if (!known_.signatures.insert(each.signature).second) continue;
            ++found_.states;
            if (each.moment) go_on_from(each.moment, {attempt.from, attempt.events, number}, judge, next);
        }
        // The same once more, with one operation that fails.
        if (attempt.events.size() != 1 || depth >= found_.depth) return;
        for (const std::string& operation : attempt.operations) {
            if (attempt.from->may_break < 2) break;
            ++attempt.from->waiting;
            next.add(attempt.from, {OperationWillFail{OperationResult::parse(operation)}, attempt.events.front()});
        }
    }

    void tell_of_want_of_place(Violation violation, const Event& event) {
        const std::string& service = violation.services.front();
        const auto known = std::ranges::find(found_.without_place, service, &ServiceWithoutPlace::service);
        if (known != found_.without_place.end()) {
            ++known->others;
        } else {
            found_.without_place.push_back({service, event, std::move(violation.what)});
        }
    }

    std::size_t may_break(Moment& moment, const Judge& judge) const {
        const Scene& scene = moment.scene();
        const std::size_t broken = count_away(scene.cluster.state(), judge.away()) + moment.trail().failed_instances +
                                   scene.failing.size() - question_.failing.size() + scene.carry_out.failing_fencing.size();
        return options_.failures - std::min(broken, options_.failures);
    }

    /// Beyond a number of moments, it is enough to know how one is reached.
    void go_on_from(const std::shared_ptr<Moment>& moment, Departure::Way way, const Judge& judge, WaitingSequences& attempts) {
        const bool is_beginning = !way.from;
        const auto departure = std::make_shared<Departure>(moment, std::move(way));
        departure->may_break = may_break(*moment, judge);
        departure->waiting = possible_events(moment->scene(), judge.agents_elsewhere(), departure->may_break).size();
        departure->stays = is_beginning || (departure->waiting > 0 && kept_ < options_.most_moments);
        if (departure->stays) {
            ++kept_;
        } else {
            departure->forget();
        }
        attempts.add(departure, departure->waiting);
    }

    Scenario scenario_;
    const VerifyOptions& options_;
    const Observer observe_;
    std::shared_ptr<const Cluster> cluster_;
    SequenceQuestion question_;
    Known known_;
    std::optional<SearchExtent> extent_;
    Counterexamples counterexamples_{scenario_};
    std::unique_ptr<ExplorationOfParts> parts_;
    std::size_t kept_ = 0; ///< moments, until all sequences have gone on from them
    Verification found_;
};

void require_within_range(const char* what, std::size_t number) {
    constexpr std::size_t most = 100;
    if (number < 1 || number > most)
        throw InvalidArgument(fmt::format("verify: {} must be from 1 to {}, and is {}", what, most, number));
}

} // namespace

Verification verify_observed(const Scenario& scenario, const VerifyOptions& options, const Observer& observe) {
    if (!scenario.events.empty()) throw InvalidArgument("verify: the scenario must have no events of its own");
    require_within_range("failures", options.failures);
    if (options.depth) require_within_range("depth", *options.depth);
    return Verifier(scenario, options, observe).run();
}

Verification verify(const Scenario& scenario, const VerifyOptions& options) { return verify_observed(scenario, options, {}); }

} // namespace placement
