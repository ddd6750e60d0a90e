#include "placement/verify.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <memory>
#include <mutex>
#include <new>
#include <stdexcept>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "base/all_cores.h"
#include "placement/names.h"
#include "placement/unpack.h"
#include "simulate/events/events.h"
#include "simulate/sequence/happening.h"
#include "simulate/sequence/loop_detection.h"
#include "simulate/sequence/playing.h"
#include "simulate/services.h"
#include "simulate/simulate.h"
#include "simulate/verify/judge.h"
#include "simulate/verify/observed.h"
#include "simulate/verify/play_to_rest.h"
#include "simulate/verify/possible_events.h"
#include "simulate/verify/question.h"
#include "simulate/verify/state_signature.h"

namespace placement {

namespace {

/// A moment from which sequences go on; shared by all that do.
class Moment {
public:
    /// It is read as it is then.
    Moment(Playing& playing, Trail trail) : playing_(playing.fork()), trail_(std::move(trail)) {
        playing_.scene().cluster.read();
    }

    Playing fork() {
        const std::scoped_lock lock(mutex_);
        return playing_.fork();
    }
    const Scene& scene() { return playing_.scene(); }
    const Trail& trail() const { return trail_; }
    std::int64_t now_ms() const { return playing_.now_ms(); }

private:
    std::mutex mutex_;
    Playing playing_;
    Trail trail_;
};

/// A sequence: what came of the others, and what happens then.
struct Attempt {
    std::shared_ptr<Moment> from; ///< none: nothing has happened yet
    std::vector<Event> events;

    struct Noticed {
        Violation violation;
        Trail trail;
        std::string home = {}; ///< not the violation, but what does not come home from the state with this signature
    };
    /// A state in which everything is back.
    struct Mended {
        explicit Mended(Playing& at_rest) : playing(at_rest.fork()) {}
        std::string signature;
        Playing playing;
    };
    /// A moment that was new.
    struct Reached {
        std::string signature;
        std::shared_ptr<Moment> moment; ///< none where no sequence goes on from it
    };
    // What came of it.
    bool possible = true;
    std::vector<Reached> reached = {};
    std::vector<std::unique_ptr<Mended>> mended = {}; ///< what comes home from there is not known yet
    std::vector<Noticed> noticed = {};
    std::set<std::string> operations = {}; ///< that might fail: what an OperationResult says of them
    std::size_t scheduler_runs = 0;
    std::size_t at_rest = 0;
    std::vector<ObservedMoment> observed = {};
};

using Observer = std::function<void(const ObservedMoment&)>;

std::size_t count_away(const Cluster& cluster, const std::set<std::string>& from_the_beginning) {
    return static_cast<std::size_t>(std::ranges::count_if(cluster.nodes, [&](const Node& node) {
        return !node.is_remote() && !node.online && !from_the_beginning.contains(node.name);
    }));
}

/// What is known of states, from all sequences of the batches before.
struct Known {
    std::unordered_set<std::string> signatures;
    /// What does not come home from a state: many states are the same once everything is back.
    std::unordered_map<std::string, std::vector<Violation>> left_behind;
};

/// Plays one sequence on from where it begins, until the cluster is at rest for good, or comes to a state that is known.
class Exploration {
public:
    /// `last`: no sequence goes on from what is reached.
    Exploration(const SequenceQuestion& question, const VerifyOptions& options, const Judge& judge, const Known& known, bool last,
                bool is_observed, Attempt& attempt)
        : question_(question), options_(options), judge_(judge), known_(known), last_(last), is_observed_(is_observed),
          attempt_(attempt), playing_(attempt.from->fork()), trail_(attempt.from->trail()), loops_(question.options.repetitions) {
    }

    void run() {
        if (!let_events_happen()) return;
        while (step()) {}
    }

private:
    Scene& scene() { return playing_.scene(); }

    /// In a transition under way, just after what happened last.
    bool let_events_happen() {
        const bool rests = playing_.rests(playing_.next_ms());
        if (!rests) scene().clock.advance_to(playing_.now_ms() + 1);
        trail_.steps.push_back({attempt_.events, playing_.now_ms()});
        scene().cluster.read();
        judge_.follow(attempt_.events, scene().cluster.state(), trail_);
        try {
            for (const Event& event : attempt_.events) let_happen(event, scene());
        } catch (const ImpossibleEvent&) {
            return attempt_.possible = false;
        }
        last_event_ms_ = playing_.now_ms();
        advance();
        notice(judge_.moment(scene()));
        return true;
    }

    bool step() {
        const std::int64_t next = playing_.next_ms();
        if (playing_.rests(next)) return come_to_rest();
        if (next == never || next > last_event_ms_ + question_.options.limit_ms) {
            notice(judge_.unrest(playing_, fmt::format("the cluster is not at rest {} s after the last event",
                                                       question_.options.limit_ms / 1000)));
            return false;
        }
        const bool between = options_.timing == VerifyTiming::Any && playing_.is_busy() && next > playing_.now_ms() + 1;
        if (between && !is_new_moment()) return false;
        scene().clock.advance_to(next);
        if (playing_.is_schedulers_turn(next)) return run_scheduler();
        playing_.pass(next);
        advance();
        notice(judge_.moment(scene()));
        return true;
    }

    bool run_scheduler() {
        scene().calls.begin_run();
        if (attempt_.scheduler_runs == question_.options.run_limit) {
            notice(judge_.unrest(
                playing_, fmt::format("the cluster is not at rest after {} runs of the scheduler", question_.options.run_limit)));
            return false;
        }
        loops_.see(recurring_state(scene()), attempt_.scheduler_runs, playing_.now_ms());
        if (loops_.found()) {
            const Loop& loop = *loops_.found();
            notice(
                judge_.unrest(playing_, fmt::format("the cluster never comes to rest: every {:.2f} s it is where it was before",
                                                    static_cast<double>(loop.period_ms) / 1000.0)));
            return false;
        }
        playing_.run_scheduler(attempt_.scheduler_runs++);
        advance();
        return true;
    }

    void advance() {
        if (!playing_.advance()) return;
        const TransitionUnderWay& ended = *scene().transition;
        for (const CarriedOutStep& step : ended.carried_out().steps) note_operation(ended, step);
        notice(judge_.transition(ended, scene().cluster.state(), trail_));
        playing_.drop_transition();
    }

    /// While the cluster is at rest, what a transition does can only be made to fail beforehand.
    void note_operation(const TransitionUnderWay& ended, const CarriedOutStep& step) {
        if (options_.timing == VerifyTiming::Any || step.kind != CarriedOutStep::Kind::Resource || step.interval_ms > 0) return;
        const std::string resource = without_instance(ended.schedule().transition.actions[step.action].resource.id);
        if (!is_made_to_fail(scene().cluster.state(), resource, step.operation)) return;
        attempt_.operations.insert(text(OperationResult{resource, step.operation, 0, step.node, exit_status::unknown_error}));
    }

    /// Whether anything follows by itself.
    bool come_to_rest() {
        trail_.failed_instances = 0;
        ++attempt_.at_rest;
        SchedulerCalls& calls = scene().calls;
        const auto recheck = calls.recheck_ms();
        const bool goes_on = recheck && *recheck <= last_event_ms_ + question_.options.limit_ms;
        if (!is_new_moment()) return false;
        Playing judged = playing_.fork();
        judged.scene().cluster.read();
        notice(judge_.rest(judged, trail_));
        if (!goes_on) {
            if (judge_.asks_for_home(trail_)) come_home(judged);
            notice(judge_.expectations(trail_));
            return false;
        }
        playing_.skip_to(*recheck);
        calls.forget_recheck();
        scene().abort("time has passed");
        return true;
    }

    /// What comes of it is found later, once for all that are alike.
    void come_home(Playing& at_rest) {
        auto mended = std::make_unique<Attempt::Mended>(at_rest);
        judge_.mend(mended->playing);
        mended->signature = state_signature(mended->playing, {}, question_);
        attempt_.noticed.push_back({{}, trail_, mended->signature});
        if (!known_.left_behind.contains(mended->signature)) attempt_.mended.push_back(std::move(mended));
    }

    bool is_new_moment() {
        std::string signature = state_signature(playing_, trail_, question_);
        if (is_observed_) {
            attempt_.observed.push_back(
                {events_of(trail_), signature, scene().cluster.cib(), scene().clock.time(), !playing_.is_busy()});
        }
        if (known_.signatures.contains(signature)) return false;
        attempt_.reached.push_back({std::move(signature), last_ ? nullptr : std::make_shared<Moment>(playing_, trail_)});
        return true;
    }

    void notice(std::vector<Violation> violations) {
        for (Violation& each : violations) attempt_.noticed.push_back({std::move(each), trail_});
    }

    const SequenceQuestion& question_;
    const VerifyOptions& options_;
    const Judge& judge_;
    const Known& known_;
    bool last_;
    bool is_observed_;
    Attempt& attempt_;
    Playing playing_;
    Trail trail_;
    LoopDetection loops_;
    std::int64_t last_event_ms_ = 0;
};

class Verifier {
public:
    Verifier(const Scenario& scenario, const VerifyOptions& options, const Observer& observe = {})
        : scenario_(with_its_beginning(scenario)), options_(options), observe_(observe), cluster_(unpacked()),
          question_(question_of(scenario_, *cluster_)) {
        scenario_.sequence.in_time = true;
        scenario_.at = question_.at;
        scenario_.release = question_.release;
    }

    Verification run() {
        describe();
        Playing begin(begin_sequence(scenario_.cib, *cluster_, scenario_.agents), question_);
        begin.scene().timeline.keep_nothing();
        begin.begin();
        if (!play_to_rest(begin, question_)) {
            never_at_rest_from_the_beginning(begin);
            return std::move(found_);
        }
        begin.scene().cluster.read();
        const Judge judge(scenario_, question_, options_, begin);
        found_.services = judge.count_services();
        Trail nothing;
        known_.signatures.insert(state_signature(begin, nothing, question_));
        found_.states = 1;
        std::vector<Attempt> attempts;
        add_attempts(std::make_shared<Moment>(begin, std::move(nothing)), judge, attempts);
        for (std::size_t depth = 1; depth <= found_.depth && !attempts.empty(); ++depth) {
            attempts = explore(std::move(attempts), depth, judge);
            if (found_.partial) break;
            found_.complete_to = depth;
        }
        if (!found_.partial) found_.complete_to = found_.depth;
        tell_of_each_sequence_once();
        for (Counterexample& each : found_.counterexamples) play(each);
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
        found_.properties = options_.properties;
        if (!options_.always.empty()) found_.properties.insert(Property::Always);
        found_.event_kinds = {"a node crashes", "a node leaves", "a node that is away joins", "an instance fails",
                              options_.timing == VerifyTiming::Any ? "an operation of a transition under way fails"
                                                                   : "an operation of the transition that follows fails"};
        if (cluster_->options.fencing_enabled) found_.event_kinds.emplace_back("the fencing of a node that crashes fails");
        require_known_expectations(options_, *cluster_);
    }

    void never_at_rest_from_the_beginning(Playing&) {
        found_.partial = true;
        found_.why_partial = "the cluster does not come to rest before anything fails";
        Counterexample counterexample(scenario_);
        counterexample.property = Property::ComesToRest;
        counterexample.what = "the cluster never comes to rest, even though nothing fails";
        play(found_.counterexamples.emplace_back(std::move(counterexample)));
    }

    /// Where there is no memory for more, what was found until then is the result.
    std::vector<Attempt> explore(std::vector<Attempt> attempts, std::size_t depth, const Judge& judge) {
        of_length_.push_back(static_cast<double>(attempts.size()));
        std::vector<Attempt> next;
        const std::size_t before = found_.sequences;
        try {
            explore(std::move(attempts), depth, judge, next);
        } catch (const std::bad_alloc&) {
            stop("memory is used up");
        }
        if (found_.partial) estimate(static_cast<double>(found_.sequences - before), static_cast<double>(next.size()));
        return found_.partial ? std::vector<Attempt>() : std::move(next);
    }

    /// As many follow from the sequences that were not tried as from those that were, and from longer ones as well.
    void estimate(double tried, double followed) {
        const std::size_t length = of_length_.size();
        double factor = of_length_.back();
        if (tried > 0) {
            factor = followed / tried;
        } else if (length > 1) {
            factor = of_length_.back() / of_length_[length - 2];
        }
        found_.counted_to_depth = length;
        while (of_length_.size() < found_.depth) of_length_.push_back(of_length_.back() * factor);
        double sum = 0;
        for (const double each : of_length_) found_.sequences_to_depth.push_back(sum += each);
    }

    /// In batches, whose size must not depend on the number of processors: what one finds, the next knows.
    void explore(std::vector<Attempt> attempts, std::size_t depth, const Judge& judge, std::vector<Attempt>& next) {
        constexpr std::size_t at_a_time = 64;
        for (std::size_t begin = 0; begin < attempts.size(); begin += at_a_time) {
            if (found_.states >= options_.max_states) {
                stop(fmt::format("no more than {} states are looked at", options_.max_states));
                break;
            }
            const std::size_t end = std::min(begin + at_a_time, attempts.size());
            std::vector<Attempt> batch(std::make_move_iterator(attempts.begin() + static_cast<std::ptrdiff_t>(begin)),
                                       std::make_move_iterator(attempts.begin() + static_cast<std::ptrdiff_t>(end)));
            std::mutex asking;
            bool ended = false;
            const VerifyProgress progress{found_.states, depth, attempts.size() - begin};
            on_all_cores(batch, [&](Attempt& each) {
                {
                    const std::scoped_lock lock(asking);
                    ended = ended || (options_.go_on && !options_.go_on(progress));
                    each.possible = !ended;
                }
                if (each.possible)
                    Exploration(question_, options_, judge, known_, depth == found_.depth, observe_ != nullptr, each).run();
            });
            let_come_home(batch, judge);
            for (Attempt& each : batch) take(each, depth, judge, next);
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
                const auto [known, is_new] = known_.left_behind.try_emplace(std::move(each->signature));
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

    void take(Attempt& attempt, std::size_t depth, const Judge& judge, std::vector<Attempt>& next) {
        if (!attempt.possible) return;
        ++found_.sequences;
        for (const ObservedMoment& each : attempt.observed) observe_(each);
        found_.scheduler_runs += attempt.scheduler_runs;
        found_.at_rest += attempt.at_rest;
        for (Attempt::Noticed& each : attempt.noticed) {
            if (each.home.empty()) {
                add(std::move(each));
            } else {
                for (const Violation& violation : known_.left_behind.at(each.home)) add({violation, each.trail});
            }
        }
        for (Attempt::Reached& each : attempt.reached) {
            if (!known_.signatures.insert(std::move(each.signature)).second) continue;
            ++found_.states;
            if (each.moment) add_attempts(each.moment, judge, next);
        }
        // The same once more, with one operation that fails.
        if (attempt.events.size() != 1 || depth >= found_.depth) return;
        for (const std::string& operation : attempt.operations) {
            if (may_break(*attempt.from, judge) < 2) break;
            next.push_back({attempt.from, {OperationWillFail{OperationResult::parse(operation)}, attempt.events.front()}});
        }
    }

    std::size_t may_break(Moment& moment, const Judge& judge) const {
        const Scene& scene = moment.scene();
        const std::size_t broken = count_away(scene.cluster.state(), judge.away()) + moment.trail().failed_instances +
                                   scene.failing.size() - question_.failing.size() + scene.carry_out.failing_fencing.size();
        return options_.failures - std::min(broken, options_.failures);
    }

    void add_attempts(const std::shared_ptr<Moment>& moment, const Judge& judge, std::vector<Attempt>& attempts) const {
        for (Possibility& each : possible_events(moment->scene(), judge.agents_elsewhere(), may_break(*moment, judge)))
            attempts.push_back({moment, std::move(each)});
    }

    void add(Attempt::Noticed noticed) {
        Violation& violation = noticed.violation;
        const auto same = [&](const Counterexample& each) {
            return each.property == violation.property && each.services == violation.services &&
                   each.expectation == violation.expectation;
        };
        const auto known = std::ranges::find_if(found_.counterexamples, same);
        if (known != found_.counterexamples.end()) {
            ++known->others;
            return;
        }
        Counterexample counterexample(scenario_);
        counterexample.property = violation.property;
        counterexample.services = std::move(violation.services);
        counterexample.what = std::move(violation.what);
        counterexample.decisive = std::move(violation.decisive);
        counterexample.expectation = violation.expectation;
        counterexample.scenario.events = events_of(noticed.trail);
        found_.counterexamples.push_back(std::move(counterexample));
    }

    /// What breaks the same property for several services by the same events is one counterexample.
    void tell_of_each_sequence_once() {
        std::vector<Counterexample> kept;
        std::vector<std::vector<std::string>> events;
        for (Counterexample& each : found_.counterexamples) {
            std::vector<std::string> happens;
            for (const Event& event : each.scenario.events) happens.push_back(text(event));
            std::size_t same = 0;
            while (same < kept.size() && (kept[same].property != each.property || kept[same].expectation != each.expectation ||
                                          events[same] != happens))
                ++same;
            if (same == kept.size()) {
                kept.push_back(std::move(each));
                events.push_back(std::move(happens));
                continue;
            }
            std::ranges::move(each.services, std::back_inserter(kept[same].services));
            kept[same].also.push_back(std::move(each.what));
        }
        found_.counterexamples = std::move(kept);
    }

    /// From its scenario alone, as everybody else would.
    static void play(Counterexample& counterexample) {
        counterexample.outcome = std::make_shared<const Outcome>(simulate(counterexample.scenario));
        const std::optional<Sequence>& sequence = counterexample.outcome->sequence;
        if (counterexample.property != Property::ComesToRest || !sequence || !sequence->loop) return;
        for (const Loop::Instance& each : sequence->loop->instances) {
            if (std::ranges::find(counterexample.services, each.resource) == counterexample.services.end())
                counterexample.services.push_back(each.resource);
        }
        for (const Loop::Feeder& each : sequence->loop->fed_by) counterexample.decisive.push_back(each.constraint);
    }

    Scenario scenario_;
    const VerifyOptions& options_;
    const Observer observe_;
    std::shared_ptr<const Cluster> cluster_;
    SequenceQuestion question_;
    Known known_;
    std::vector<double> of_length_; ///< how many sequences there are of 1, 2, … events
    Verification found_;
};

} // namespace

std::string_view text(Property property) {
    switch (property) {
    case Property::ServiceRuns: return "service-runs";
    case Property::ComesToRest: return "comes-to-rest";
    case Property::NeverTwice: return "never-twice";
    case Property::ComesHome: return "comes-home";
    case Property::NoInterruption: return "no-interruption";
    case Property::Always: break;
    }
    return "always";
}

const std::vector<Property>& built_in_properties() {
    static const std::vector<Property> properties{Property::ServiceRuns, Property::ComesToRest, Property::NeverTwice,
                                                  Property::ComesHome, Property::NoInterruption};
    return properties;
}

Property require_property(const std::string& name) {
    std::vector<std::string> names;
    for (const Property property : built_in_properties()) {
        if (text(property) == name) return property;
        names.emplace_back(text(property));
    }
    throw unknown_name("property", name, names);
}

Verification verify_observed(const Scenario& scenario, const VerifyOptions& options, const Observer& observe) {
    if (!scenario.events.empty()) throw std::invalid_argument("verify: the scenario must have no events of its own");
    return Verifier(scenario, options, observe).run();
}

Verification verify(const Scenario& scenario, const VerifyOptions& options) { return verify_observed(scenario, options, {}); }

} // namespace placement
