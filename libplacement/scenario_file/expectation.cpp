#include "placement/expectation.h"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "base/line_of.h"
#include "base/sorted_names.h"
#include "base/text.h"
#include "placement/agents.h"
#include "placement/margin.h"
#include "placement/names.h"
#include "placement/sequence.h"
#include "placement/verify.h"
#include "scenario_file/places.h"
#include "scenario_file/simulated.h"
#include "scenario_file/why.h"

namespace placement {

namespace {

using Names = std::vector<std::string>;

std::string count(std::int64_t number, const char* what) {
    return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
}

/// "99", "at least 1", "from 1 to 99".
std::string range(const Expectation& expectation) {
    const auto& [low, high] = std::pair(expectation.at_least, expectation.at_most);
    if (low && high) return *low == *high ? low->text() : fmt::format("from {} to {}", low->text(), high->text());
    if (low) return "at least " + low->text();
    return high ? "at most " + high->text() : "any";
}

bool in_range(const Expectation& expectation, std::optional<Score> score) {
    if (!score) return false;
    return (!expectation.at_least || *score >= *expectation.at_least) &&
           (!expectation.at_most || *score <= *expectation.at_most);
}

// ---- rest -----------------------------------------------------------------------------------------------------

enum class Rest { Settled, Loops, Unknown };

Rest rest_of(const Outcome& outcome) {
    if (outcome.sequence) {
        switch (outcome.sequence->end) {
        case Sequence::End::AtRest:
            return Rest::Settled;
        case Sequence::End::Loop:
            return Rest::Loops;
        case Sequence::End::LimitReached:
            return Rest::Unknown;
        }
    }
    switch (outcome.settled->end) {
    case SettledCluster::End::Settled:
        return Rest::Settled;
    case SettledCluster::End::Cycle:
        return Rest::Loops;
    case SettledCluster::End::LimitReached:
        break;
    }
    return Rest::Unknown;
}

std::string rest_text(const Outcome& outcome) {
    switch (rest_of(outcome)) {
    case Rest::Settled:
        return "comes to rest";
    case Rest::Loops:
        return "never comes to rest: it repeats the same transitions";
    case Rest::Unknown:
        break;
    }
    return "has not come to rest within the limit";
}

// ---- checking -------------------------------------------------------------------------------------------------

class Checker {
public:
    Checker(const Expectation& expectation, const Predicted& predicted, bool explains)
        : expectation_(expectation), outcome_(predicted.outcome), scenario_(predicted.scenario), explains_(explains) {}

    CheckedExpectation run() {
        result_.expectation = expectation_;
        result_.subject = expectation_.resource.empty() ? "cluster" : expectation_.resource;
        switch (expectation_.kind) {
        case Expectation::Kind::Promoted:
            promoted();
            break;
        case Expectation::Kind::Running:
            running();
            break;
        case Expectation::Kind::NotOn:
            not_on();
            break;
        case Expectation::Kind::Stopped:
            stopped();
            break;
        case Expectation::Kind::Moves:
            moves();
            break;
        case Expectation::Kind::Interruptions:
            interruptions();
            break;
        case Expectation::Kind::State:
            state();
            break;
        case Expectation::Kind::Score:
            score();
            break;
        case Expectation::Kind::PromotionScore:
            promotion_score();
            break;
        case Expectation::Kind::Margin:
            margin();
            break;
        case Expectation::Kind::Lost:
            lost();
            break;
        case Expectation::Kind::Settles:
            settles();
            break;
        case Expectation::Kind::Loops:
            loops();
            break;
        case Expectation::Kind::Holds:
            holds({.properties = {expectation_.properties.begin(), expectation_.properties.end()}});
            break;
        }
        return std::move(result_);
    }

    CheckedExpectation run_at_all_times() {
        result_.expectation = expectation_;
        result_.subject = expectation_.resource;
        holds({.properties = {}, .always = {expectation_}});
        return std::move(result_);
    }

private:
    const std::string& resource() const { return expectation_.resource; }

    void say(bool met, std::string expected, std::string predicted) {
        result_.met = met;
        result_.expected = std::move(expected);
        result_.predicted = std::move(predicted);
    }

    /// With the lines that the function gives, where they are asked for.
    template <typename Lines>
    void explain(const Lines& lines) {
        if (explains_ && !result_.met) result_.explanation = lines();
    }

    /// The nodes that were expected and are not there; if there are none, all that may say something.
    void explain_place(const Names& predicted) {
        explain([&] {
            Names missing;
            for (const std::string& node : expectation_.nodes) {
                if (std::ranges::find(predicted, node) == predicted.end()) missing.push_back(node);
            }
            return why_there(outcome_, resource(), missing);
        });
    }

    void promoted() {
        const Names nodes = outcome_.promoted(resource());
        say(sorted_names(nodes) == sorted_names(expectation_.nodes), "promoted " + on_nodes(expectation_.nodes),
            "promoted " + on_nodes(nodes));
        explain_place(nodes);
    }

    void running() {
        const Names nodes = outcome_.running(resource());
        say(sorted_names(nodes) == sorted_names(expectation_.nodes), "running " + on_nodes(expectation_.nodes),
            "running " + on_nodes(nodes));
        explain_place(nodes);
    }

    void not_on() {
        const Names nodes = outcome_.running(resource());
        const bool met = std::ranges::none_of(
            expectation_.nodes, [&](const std::string& node) { return std::ranges::find(nodes, node) != nodes.end(); });
        say(met, fmt::format("not on {}", fmt::join(expectation_.nodes, " or ")), "running " + on_nodes(nodes));
        explain([&] { return why_there(outcome_, resource(), {}); });
    }

    void stopped() {
        const Names nodes = outcome_.running(resource());
        say(nodes.empty(), "stopped", nodes.empty() ? "stopped" : "running " + on_nodes(nodes));
        explain([&] { return why_there(outcome_, resource(), {}); });
    }

    void moves() {
        std::vector<std::string> found;
        for (const ResourceOutcome& each : outcome_.resources) {
            if (each.kind != "primitive" || !counts(each)) continue;
            for (const std::string& node : each.course.nodes) found.push_back(fmt::format("{} moves to {}", each.id, node));
        }
        const auto number = static_cast<std::int64_t>(found.size());
        say(number <= expectation_.number, "at most " + count(expectation_.number, "move"), count(number, "move"));
        explain([&] { return found; });
    }

    void interruptions() {
        std::vector<std::string> found;
        std::int64_t number = 0;
        for (const ResourceOutcome& each : outcome_.resources) {
            if (each.kind != "primitive" || !counts(each) || each.course.interruptions == 0) continue;
            number += static_cast<std::int64_t>(each.course.interruptions);
            found.push_back(fmt::format("{} is interrupted {}", each.id,
                                        each.course.interruptions == 1 ? "once" : fmt::format("{} times", each.course.interruptions)));
        }
        say(number <= expectation_.number, "at most " + count(expectation_.number, "interruption"), count(number, "interruption"));
        explain([&] { return found; });
    }

    void state() {
        const ResourceOutcome& found = outcome_.resource(resource());
        say(found.state == expectation_.state, std::string(text(expectation_.state)), std::string(text(found.state)));
        explain([&] { return why_there(outcome_, resource(), {}); });
    }

    /// It is what is asked for, or in it.
    bool counts(const ResourceOutcome& each) const {
        if (resource().empty() || each.id == resource()) return true;
        return !each.parent.empty() && counts(outcome_.resource(each.parent));
    }

    void score() {
        const std::string& node = expectation_.nodes.at(0);
        const Score score = outcome_.score(resource(), node);
        say(in_range(expectation_, score), fmt::format("score {} on {}", range(expectation_), node),
            fmt::format("score {} on {}", score.text(), node));
        explain([&] { return why_score(outcome_, resource(), node, false); });
    }

    void promotion_score() {
        const std::string& node = expectation_.nodes.at(0);
        const std::optional<Score> score = outcome_.promotion_score(resource(), node);
        say(in_range(expectation_, score), fmt::format("promotion score {} on {}", range(expectation_), node),
            score ? fmt::format("promotion score {} on {}", score->text(), node)
                  : fmt::format("no instance that could be promoted on {}", node));
        explain([&] { return score ? why_score(outcome_, resource(), node, true) : why_there(outcome_, resource(), {node}); });
    }

    void margin() {
        const Margins found = margins(scenario_, resource());
        std::optional<std::int64_t> nearest;
        std::vector<std::string> near;
        for (const Margin& each : found.margins) {
            const std::optional<std::int64_t> distance = each.distance();
            if (!distance || !each.is_score()) continue;
            if (!nearest || *distance < *nearest) nearest = distance;
            if (*distance < expectation_.number) near.push_back(edge(each, *distance));
        }
        say(near.empty(), "a margin of at least " + count(expectation_.number, "point"),
            nearest ? "a margin of " + count(*nearest, "point") : "no number that was found to change it");
        explain([&] { return near; });
    }

    static std::string edge(const Margin& margin, std::int64_t distance) {
        const auto away = [&](const std::optional<Score>& value) {
            return value && std::abs(std::int64_t{value->value()} - margin.current.value()) == distance;
        };
        const bool down = away(margin.below);
        const Standing& then = down ? margin.if_below : margin.if_above;
        const std::optional<Score>& value = down ? margin.below : margin.above;
        const std::string what = margin.kind == Margin::Kind::Stickiness ? "resource-stickiness of " + margin.id
                                 : margin.kind == Margin::Kind::PromotionScore
                                     ? fmt::format("the promotion score of {} on {}", margin.id, margin.node)
                                     : "the score of " + margin.id;
        const std::string where = line_of(margin.position);
        const std::string there =
            !then.impossible.empty()
                ? then.impossible
                : "running " + on_nodes(then.running) + (then.promoted.empty() ? "" : ", promoted " + on_nodes(then.promoted));
        return fmt::format("with {} at {} and not {}{}: {}", what, value ? value->text() : "", margin.current.text(), where,
                           there);
    }

    void lost() {
        result_.subject = "services";
        const Names lost = outcome_.lost();
        const auto text = [](const Names& names) {
            return names.empty() ? std::string("none is lost") : fmt::format("lost: {}", fmt::join(names, ", "));
        };
        say(sorted_names(lost) == sorted_names(expectation_.services), text(expectation_.services), text(lost));
        explain([&] { return why_lost(outcome_, lost); });
    }

    void settles() {
        const bool met = rest_of(outcome_) == Rest::Settled;
        say(met, "comes to rest", rest_text(outcome_));
        explain([&] { return why_unrest(outcome_); });
    }

    void loops() {
        const Names looping = looping_resources(outcome_);
        const bool part = resource().empty() || std::ranges::find(looping, resource()) != looping.end();
        const bool goes_round = rest_of(outcome_) == Rest::Loops;
        const char* expected = resource().empty() ? "never comes to rest" : "is stopped and started again and again";
        say(goes_round && part, expected,
            !goes_round ? fmt::format("the cluster {}", rest_text(outcome_))
                        : fmt::format("again and again: {}", fmt::join(looping, ", ")));
        explain([&] { return goes_round ? why_unrest(outcome_) : std::vector<std::string>(); });
    }

    /// Played once more, as moments between one step and the next are no part of an outcome.
    void holds(const VerifyOptions& options) {
        std::vector<std::string> broken;
        for (BrokenProperty& each : broken_in(scenario_, options)) broken.push_back(std::move(each.what));
        std::vector<std::string_view> names;
        for (const Property each : expectation_.properties) names.push_back(text(each));
        if (names.empty()) {
            say(broken.empty(), "the same at all times", broken.empty() ? "the same at all times" : "not at all times");
        } else {
            say(broken.empty(), fmt::format("{} {}", fmt::join(names, ", "), names.size() == 1 ? "holds" : "hold"),
                broken.empty() ? "no counterexample" : "a counterexample");
        }
        explain([&] { return broken; });
    }

    const Expectation& expectation_;
    const Outcome& outcome_;
    const Scenario& scenario_;
    bool explains_;
    CheckedExpectation result_;
};

} // namespace

Predicted predict(Scenario scenario, const std::atomic<bool>* stop) {
    scenario.with_ledger = true;
    Outcome outcome = simulated(scenario, stop);
    return {std::move(scenario), std::move(outcome)};
}

CheckedExpectation check(const Expectation& expectation, const Predicted& predicted) {
    require_known(expectation, *predicted.outcome.before);
    Checker checker(expectation, predicted, true);
    return expectation.at_all_times ? checker.run_at_all_times() : checker.run();
}

bool is_met(const Expectation& expectation, const Predicted& predicted) {
    require_known(expectation, *predicted.outcome.before);
    Checker checker(expectation, predicted, false);
    return (expectation.at_all_times ? checker.run_at_all_times() : checker.run()).met;
}

} // namespace placement
