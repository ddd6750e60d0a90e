#include "repair/goal.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/sorted_names.h"
#include "placement/agents.h"
#include "placement/error.h"
#include "placement/unpack.h"
#include "scenario_file/scenario_until.h"
#include "scenario_file/why.h"
#include "simulate/broken_colocations.h"
#include "simulate/simulate.h"

namespace placement {

namespace {

using Names = std::vector<std::string>;

bool share_any(const Names& one, const Names& other) {
    return std::ranges::any_of(one, [&](const std::string& name) { return std::ranges::find(other, name) != other.end(); });
}

bool has_all(const Names& all, const Names& some) {
    return std::ranges::all_of(some, [&](const std::string& name) { return std::ranges::find(all, name) != all.end(); });
}

/// In the words of a scenario file.
std::string wanted_text(const Expectation& wanted) {
    const std::string places = wanted.nodes.empty() ? "nowhere" : fmt::format("{}", fmt::join(wanted.nodes, " "));
    switch (wanted.kind) {
    case Expectation::Kind::NotOn: return fmt::format("not_on: {{{}: {}}}", wanted.resource, places);
    case Expectation::Kind::Promoted:
    case Expectation::Kind::Running: return fmt::format("{}: {{{}: {}}}", text(wanted.kind), wanted.resource, places);
    case Expectation::Kind::State: return fmt::format("state: {{{}: {}}}", wanted.resource, text(wanted.state));
    case Expectation::Kind::Lost:
        return fmt::format("lost: {}", wanted.services.empty() ? "none" : fmt::format("{}", fmt::join(wanted.services, " ")));
    case Expectation::Kind::Settles: return "settles: true";
    default:
        return wanted.resource.empty() ? std::string(text(wanted.kind))
                                       : fmt::format("{}: {}", text(wanted.kind), wanted.resource);
    }
}

/// Whether both say something of scores, and no score is what both say.
bool ranges_are_apart(const Expectation& one, const Expectation& other) {
    return one.nodes == other.nodes && ((one.at_least && other.at_most && *one.at_least > *other.at_most) ||
                                        (other.at_least && one.at_most && *other.at_least > *one.at_most));
}

bool stops_or_loses(const Expectation& one, const Expectation& other) {
    using Kind = Expectation::Kind;
    const bool runs = (other.kind == Kind::Promoted || other.kind == Kind::Running) && !other.nodes.empty();
    if (!runs) return false;
    if (one.kind == Kind::Stopped) return one.resource == other.resource;
    return one.kind == Kind::Lost && other.kind == Kind::Running && has_all(one.services, {other.resource});
}

/// One order of the two; the caller tries the other, too.
bool contradicts(const Expectation& one, const Expectation& other) {
    using Kind = Expectation::Kind;
    if (one.kind == Kind::Settles && other.kind == Kind::Loops) return true;
    if (stops_or_loses(one, other)) return true;
    if (one.kind == Kind::Lost && other.kind == Kind::Lost) return sorted_names(one.services) != sorted_names(other.services);
    if (one.resource.empty() || one.resource != other.resource) return false;
    const bool same_kind = one.kind == other.kind;
    switch (one.kind) {
    case Kind::Promoted:
        return (same_kind && sorted_names(one.nodes) != sorted_names(other.nodes)) ||
               (other.kind == Kind::Running && !has_all(other.nodes, one.nodes));
    case Kind::Running: return same_kind && sorted_names(one.nodes) != sorted_names(other.nodes);
    case Kind::NotOn: return (other.kind == Kind::Promoted || other.kind == Kind::Running) && share_any(one.nodes, other.nodes);
    case Kind::State: return same_kind && one.state != other.state;
    case Kind::Score:
    case Kind::PromotionScore: return same_kind && ranges_are_apart(one, other);
    default: return false;
    }
}

void require_no_contradiction(const ScenarioTest& test) {
    for (const Checkpoint& checkpoint : test.checkpoints) {
        for (const Expectation& one : checkpoint.expectations) {
            for (const Expectation& other : checkpoint.expectations) {
                if (&one == &other || !contradicts(one, other)) continue;
                throw InvalidArgument(
                    fmt::format("{}{}`{}` and `{}` contradict each other, so that no configuration can meet both", test.name,
                                test.name.empty() ? "" : ": ", wanted_text(one), wanted_text(other)));
            }
        }
    }
}

bool is_about_rest(const Expectation& wanted) {
    return wanted.kind == Expectation::Kind::Settles || wanted.kind == Expectation::Kind::Loops;
}

/// All that a run shows of a configuration.
std::string course_of(const Outcome& outcome) {
    std::string course = fmt::format("{} {};", static_cast<int>(outcome.settled->end), outcome.quorum);
    for (const ResourceOutcome& each : outcome.resources) {
        if (each.kind != "primitive") continue;
        course += fmt::format("{} {} {}:", static_cast<int>(each.fate), each.course.interruptions, each.course.moves);
        for (const RunningOn& place : each.after)
            course += fmt::format(" {}/{}/{}", place.node, static_cast<int>(place.role), static_cast<int>(place.state));
        course += ';';
    }
    return course;
}

Predicted verdict_alone(Scenario scenario) {
    scenario.with_ledger = false;
    Outcome outcome = simulate(scenario, {.events_alone = true, .verdict_alone = true});
    return {std::move(scenario), std::move(outcome)};
}

std::vector<BrokenColocation> broken_at_rest(const Scenario& scenario) {
    try {
        const Predicted predicted = verdict_alone(scenario);
        if (!predicted.outcome.at_rest_in_the_end()) return {};
        return broken_colocations(*predicted.outcome.settled->schedule.cluster);
    } catch (const ImpossibleEvent&) {
        return {};
    }
}

bool is_met(const Want& want, const Predicted& predicted) {
    if (want.expectation) return is_met(*want.expectation, predicted);
    const std::vector<std::string> lost = predicted.outcome.lost();
    return predicted.outcome.at_rest_in_the_end() && std::ranges::find(lost, want.not_lost) == lost.end();
}

/// What is predicted for a want, by a simulation that is run where somebody asks for it.
class Prediction {
public:
    explicit Prediction(Scenario scenario) : scenario_(std::move(scenario)) {}

    /// Null where the events cannot happen with this configuration, which is no answer.
    const Predicted* get() {
        if (!is_run_) {
            is_run_ = true;
            try {
                predicted_ = verdict_alone(scenario_);
            } catch (const ImpossibleEvent&) {
                predicted_.reset();
            }
        }
        return predicted_ ? &*predicted_ : nullptr;
    }

    bool meets(const Want& want) {
        if (!want.condition) return get() != nullptr && is_met(want, *predicted_);
        try {
            return want.condition(scenario_);
        } catch (const ImpossibleEvent&) {
            return false;
        }
    }

private:
    Scenario scenario_;
    bool is_run_ = false;
    std::optional<Predicted> predicted_;
};

void concern_resource(const std::string& resource, Concern& concern) {
    if (!resource.empty() && std::ranges::find(concern.resources, resource) == concern.resources.end())
        concern.resources.push_back(resource);
}

void concern_outcome(const Outcome& outcome, Concern& concern) {
    for (const std::string& service : outcome.lost()) concern_resource(service, concern);
    for (const std::string& resource : looping_resources(outcome)) concern_resource(resource, concern);
    for (const ResourceOutcome& each : outcome.resources) {
        if (each.service && (each.course.interruptions > 0 || each.course.moves > 0)) concern_resource(each.id, concern);
    }
}

} // namespace

bool Verdict::all() const {
    return std::ranges::all_of(met, [](bool each) { return each; });
}

std::size_t Verdict::count() const { return static_cast<std::size_t>(std::ranges::count(met, true)); }

std::string Goal::breaks(const Cib& cib) const {
    for (const Scenario& scenario : scenarios_) {
        Scenario edited = scenario;
        edited.cib = cib;
        std::set<std::string> before;
        for (const BrokenColocation& each : broken_at_rest(scenario)) before.insert(each.id);
        for (const BrokenColocation& each : broken_at_rest(edited)) {
            if (!before.contains(each.id)) return each.told.message;
        }
    }
    return {};
}

Goal::Goal(const std::vector<ScenarioTest>& tests) {
    for (const ScenarioTest& test : tests) {
        require_no_contradiction(test);
        const auto cluster = unpack(test.scenario.cib, time_of(test.scenario), test.scenario.release, test.scenario.behavior);
        for (const Checkpoint& checkpoint : test.checkpoints) {
            for (const Expectation& each : checkpoint.expectations) {
                require_known(each, *cluster);
                wants_.push_back({scenarios_.size(), checkpoint.events, each, {}});
            }
            if (std::ranges::none_of(checkpoint.expectations, is_about_rest))
                wants_.push_back({scenarios_.size(), checkpoint.events, Expectation{.kind = Expectation::Kind::Settles}, {}});
        }
        names_.push_back(test.name);
        scenarios_.push_back(test.scenario);
    }
}

void Goal::add_not_lost(const Scenario& scenario, const std::vector<std::string>& services) {
    for (const std::string& service : services)
        wants_.push_back({scenarios_.size(), scenario.events.size(), std::nullopt, service});
    names_.emplace_back();
    scenarios_.push_back(scenario);
}

void Goal::add(const Scenario& scenario, const Expectation& expectation) {
    wants_.push_back({scenarios_.size(), scenario.events.size(), expectation, {}});
    names_.emplace_back();
    scenarios_.push_back(scenario);
}

void Goal::add(const Scenario& scenario, std::function<bool(const Scenario&)> condition) {
    wants_.push_back({scenarios_.size(), scenario.events.size(), std::nullopt, {}, std::move(condition)});
    names_.emplace_back();
    scenarios_.push_back(scenario);
}

/// Calls with each want and what is predicted there; ends where it says false.
template <typename Visit>
bool Goal::each_moment(const Cib& cib, const Visit& visit) const {
    std::optional<Prediction> prediction;
    for (std::size_t i = 0; i < wants_.size(); ++i) {
        const Want& want = wants_[i];
        const bool same = i > 0 && wants_[i - 1].test == want.test && wants_[i - 1].events == want.events;
        if (!same) {
            Scenario scenario = scenario_until(scenarios_[want.test], want.events);
            scenario.cib = cib;
            prediction.emplace(std::move(scenario));
        }
        if (!visit(want, same, *prediction)) return false;
    }
    return true;
}

Verdict Goal::judge(const Cib& cib) const {
    Verdict verdict;
    each_moment(cib, [&](const Want& want, bool same, Prediction& prediction) {
        verdict.met.push_back(prediction.meets(want));
        if (!same) verdict.course += prediction.get() == nullptr ? "impossible" : course_of(prediction.get()->outcome);
        return true;
    });
    const bool all = verdict.all();
    for (const auto& condition : last_) verdict.met.push_back(all && condition(cib));
    return verdict;
}

bool Goal::holds(const Cib& cib) const {
    const auto meets = [](const Want& want, bool, Prediction& prediction) { return prediction.meets(want); };
    return each_moment(cib, meets) && std::ranges::all_of(last_, [&](const auto& condition) { return condition(cib); });
}

std::vector<UnmetWant> Goal::unmet(Concern& concern) const {
    std::vector<UnmetWant> found;
    for (const Want& want : wants_) {
        const Scenario scenario = scenario_until(scenarios_[want.test], want.events);
        const Predicted predicted = predict(scenario);
        if (is_met(want, predicted)) continue;
        if (want.expectation) {
            const CheckedExpectation checked = check(*want.expectation, predicted);
            concern_resource(want.expectation->resource, concern);
            for (const std::string& service : want.expectation->services) concern_resource(service, concern);
            concern.nodes.insert(concern.nodes.end(), want.expectation->nodes.begin(), want.expectation->nodes.end());
            found.push_back({UnmetWant::Kind::Expectation, names_[want.test], checked.subject, checked.expected,
                             checked.predicted, checked.explanation});
        } else {
            concern_resource(want.not_lost, concern);
            const bool rests = predicted.outcome.at_rest_in_the_end();
            const std::string_view state = text(predicted.outcome.resource(want.not_lost).state);
            found.push_back({UnmetWant::Kind::Expectation, names_[want.test], want.not_lost, "not lost",
                             rests ? std::string(state) : std::string("the cluster does not come to rest"),
                             rests ? why_lost(predicted.outcome, {want.not_lost}) : why_unrest(predicted.outcome)});
        }
        concern_outcome(predicted.outcome, concern);
    }
    return found;
}

} // namespace placement
