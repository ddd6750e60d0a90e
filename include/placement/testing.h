#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "placement/expectation.h"
#include "placement/scenario.h"

/// Unit tests of a configuration in C++. With doctest:
///
///     #include <doctest/doctest.h>
///     #include <placement/testing.h>
///     using namespace placement::testing;
///
///     CHECK(after(cib, fail("pg01")) | promotes("Postgresql", "pg02"));
///
/// A failed check shows what was expected, what is predicted, and why. Include doctest.h first. With any other framework,
/// `after(…) | promotes(…)` is a value that converts to bool and can be written to a stream.
///
/// Everything here throws what simulate() throws, and UnknownName for a resource or node that the cluster does not have.
namespace placement::testing {

// ---- what happens ---------------------------------------------------------------------------------------------

/// The node crashes.
inline Event fail(std::string node) { return NodeFails{std::move(node)}; }
/// The resource is found dead on the node.
inline Event fail(std::string resource, std::string node) {
    return ResourceFails{std::move(resource), std::move(node)};
}
/// The node leaves cleanly.
inline Event down(std::string node) { return NodeLeaves{std::move(node)}; }
/// The node joins.
inline Event up(std::string node) { return NodeJoins{std::move(node)}; }
inline Event standby(std::string node) { return NodeStandby{std::move(node)}; }
inline Event unstandby(std::string node) { return NodeUnstandby{std::move(node)}; }
inline Event maintenance(std::string node) { return NodeMaintenance{std::move(node)}; }
inline Event unmaintenance(std::string node) { return NodeUnmaintenance{std::move(node)}; }
/// The resource gets target-role=Stopped; enable() removes the target-role.
inline Event disable(std::string resource) { return ResourceDisabled{std::move(resource)}; }
inline Event enable(std::string resource) { return ResourceEnabled{std::move(resource)}; }
inline Event unmanage(std::string resource) { return ResourceUnmanaged{std::move(resource)}; }
inline Event manage(std::string resource) { return ResourceManaged{std::move(resource)}; }
/// The constraint that `crm_resource --move` creates; without a node, the resource is banned from the node where it runs.
inline Event move_resource(std::string resource, std::optional<std::string> node = {}) {
    return ResourceMoved{std::move(resource), std::move(node)};
}
inline Event move_promoted(std::string resource, std::optional<std::string> node = {}) {
    return ResourceMoved{std::move(resource), std::move(node), true};
}
/// The constraint that `crm_resource --ban` creates; without a node, it is for the node where the resource runs.
inline Event ban(std::string resource, std::optional<std::string> node = {}) {
    return ResourceBanned{std::move(resource), std::move(node)};
}
inline Event ban_promoted(std::string resource, std::optional<std::string> node = {}) {
    return ResourceBanned{std::move(resource), std::move(node), true};
}
/// The constraints that moves and bans created are removed.
inline Event clear(std::string resource, std::optional<std::string> node = {}) {
    return ResourceCleared{std::move(resource), std::move(node)};
}
/// Failures are forgotten, as with `crm_resource --cleanup`; refresh() forgets the whole operation history.
inline Event cleanup(std::string resource, std::optional<std::string> node = {}) {
    return ResourceCleanedUp{std::move(resource), std::move(node)};
}
inline Event refresh(std::string resource, std::optional<std::string> node = {}) {
    return ResourceRefreshed{std::move(resource), std::move(node)};
}
/// The operation has ended with this exit status: "db_monitor_10000@node1=7".
inline Event op(std::string_view result) { return OperationEnds{OperationResult::parse(result)}; }
/// From now on the operation ends with this exit status every time it runs.
inline Event op_fail(std::string_view result) { return OperationWillFail{OperationResult::parse(result)}; }
/// From now on every attempt to fence the node fails.
inline Event fence_fail(std::string node) { return FencingWillFail{std::move(node)}; }
inline Event attribute(std::string node, std::string name, std::string value) {
    return NodeAttributeSet{std::move(node), std::move(name), std::move(value)};
}
inline Event promotion_score(std::string resource, std::string node, Score score) {
    return PromotionScoreSet{std::move(resource), std::move(node), score};
}
inline Event ticket(std::string id, TicketChanges::To to) { return TicketChanges{std::move(id), to}; }
inline Event option(std::string name, std::string value) { return OptionSet{std::move(name), std::move(value)}; }
inline Event watchdog(bool present) { return WatchdogChanges{present}; }
inline Event wait(std::int64_t seconds) { return TimePasses{seconds}; }
/// The cluster comes to rest before the next event.
inline Event settle() { return ClusterSettles{}; }

/// A prediction; `|` compares it with expectations. Copies share the prediction.
class Prediction {
public:
    explicit Prediction(Scenario scenario)
        : predicted_(std::make_shared<const Predicted>(predict(std::move(scenario)))) {}

    const Predicted& operator*() const { return *predicted_; }
    const Predicted* operator->() const { return predicted_.get(); }
    const Outcome& outcome() const { return predicted_->outcome; }

private:
    std::shared_ptr<const Predicted> predicted_;
};

/// Simulates a complete scenario: with agents, a time, or the rules of another release.
inline Prediction after(Scenario scenario) { return Prediction(std::move(scenario)); }
/// Simulates the events, one after the other, without letting the cluster react in between.
template <typename... Events>
Prediction after(const Cib& cib, Events... events) {
    Scenario scenario{.cib = cib};
    (scenario.events.push_back(std::move(events)), ...);
    return after(std::move(scenario));
}

// ---- what is expected -----------------------------------------------------------------------------------------

/// Checks a prediction. More matchers can be made from any function that returns a CheckedExpectation.
class Matcher {
public:
    using Check = std::function<CheckedExpectation(const Predicted&)>;

    explicit Matcher(Check check) : check_(std::move(check)) {}
    explicit Matcher(const Expectation& expectation)
        : check_([expectation](const Predicted& predicted) { return checked(expectation, predicted); }) {}

    CheckedExpectation operator()(const Predicted& predicted) const { return check_(predicted); }

private:
    /// The places of resources mean nothing while they keep changing: unless coming to rest is the question, that is a failure.
    static CheckedExpectation checked(const Expectation& expectation, const Predicted& predicted) {
        using Kind = Expectation::Kind;
        CheckedExpectation result = check(expectation, predicted);
        if (expectation.kind == Kind::Settles || expectation.kind == Kind::Loops) return result;
        CheckedExpectation rest = check({.kind = Kind::Settles}, predicted);
        return rest.met || !result.met ? result : rest;
    }

    Check check_;
};

namespace detail {

inline Matcher placed(Expectation::Kind kind, std::string resource, std::vector<std::string> nodes) {
    return Matcher(Expectation{.kind = kind, .resource = std::move(resource), .nodes = std::move(nodes)});
}

} // namespace detail

/// (Instances of) the resource are promoted on exactly these nodes.
template <typename... Nodes>
Matcher promotes(std::string resource, Nodes... nodes) {
    static_assert(sizeof...(nodes) > 0, "name the nodes, or say promotes_nowhere(resource)");
    return detail::placed(Expectation::Kind::Promoted, std::move(resource), {std::string(std::move(nodes))...});
}
inline Matcher promotes_nowhere(std::string resource) {
    return detail::placed(Expectation::Kind::Promoted, std::move(resource), {});
}
/// (Instances of) the resource run, in any role, on exactly these nodes.
template <typename... Nodes>
Matcher runs(std::string resource, Nodes... nodes) {
    static_assert(sizeof...(nodes) > 0, "name the nodes, or say stops(resource)");
    return detail::placed(Expectation::Kind::Running, std::move(resource), {std::string(std::move(nodes))...});
}
/// … run on none of these nodes.
template <typename... Nodes>
Matcher not_on(std::string resource, Nodes... nodes) {
    static_assert(sizeof...(nodes) > 0, "name the nodes, or say stops(resource)");
    return detail::placed(Expectation::Kind::NotOn, std::move(resource), {std::string(std::move(nodes))...});
}
/// … run nowhere.
inline Matcher stops(std::string resource) {
    return detail::placed(Expectation::Kind::Stopped, std::move(resource), {});
}

/// At most this many moves of primitives; moving away and back counts as two.
inline Matcher moves_at_most(std::int64_t number) {
    return Matcher(Expectation{.kind = Expectation::Kind::Moves, .number = number});
}
/// The same for the resource and the resources in it.
inline Matcher moves_at_most(std::string resource, std::int64_t number) {
    return Matcher(Expectation{.kind = Expectation::Kind::Moves, .resource = std::move(resource), .number = number});
}

/// At most this many interruptions: an instance fails, loses its node, is stopped or is demoted.
inline Matcher interruptions_at_most(std::int64_t number) {
    return Matcher(Expectation{.kind = Expectation::Kind::Interruptions, .number = number});
}
/// The same for the resource and the resources in it.
inline Matcher interruptions_at_most(std::string resource, std::int64_t number) {
    return Matcher(
        Expectation{.kind = Expectation::Kind::Interruptions, .resource = std::move(resource), .number = number});
}
/// The service is in this state at rest.
inline Matcher has_state(std::string resource, ServiceState state) {
    Expectation expectation{.kind = Expectation::Kind::State, .resource = std::move(resource)};
    expectation.state = state;
    return Matcher(expectation);
}
/// It is dead or failed, and the cluster does not recover it.
inline Matcher is_stuck(std::string resource) { return has_state(std::move(resource), ServiceState::Stuck); }

/// The resource's score on the node is in this range.
inline Matcher scores(std::string resource, std::string node, Score at_least, Score at_most) {
    return Matcher(Expectation{.kind = Expectation::Kind::Score,
                               .resource = std::move(resource),
                               .nodes = {std::move(node)},
                               .at_least = at_least,
                               .at_most = at_most});
}
inline Matcher scores(std::string resource, std::string node, Score exactly) {
    return scores(std::move(resource), std::move(node), exactly, exactly);
}
/// The same for the promotion score.
inline Matcher has_promotion_score(std::string resource, std::string node, Score at_least, Score at_most) {
    return Matcher(Expectation{.kind = Expectation::Kind::PromotionScore,
                               .resource = std::move(resource),
                               .nodes = {std::move(node)},
                               .at_least = at_least,
                               .at_most = at_most});
}
inline Matcher has_promotion_score(std::string resource, std::string node, Score exactly) {
    return has_promotion_score(std::move(resource), std::move(node), exactly, exactly);
}
/// Every number of the configuration is at least this many points away from another place for the resource (see margins()).
inline Matcher margin_at_least(std::string resource, std::int64_t points) {
    return Matcher(Expectation{.kind = Expectation::Kind::Margin, .resource = std::move(resource), .number = points});
}

/// These services are lost, and no others.
template <typename... Services>
Matcher loses(Services... services) {
    static_assert(sizeof...(services) > 0, "name the services, or say loses_nothing()");
    return Matcher(Expectation{.kind = Expectation::Kind::Lost, .services = {std::string(std::move(services))...}});
}
inline Matcher loses_nothing() { return Matcher(Expectation{.kind = Expectation::Kind::Lost}); }

/// The cluster comes to rest.
inline Matcher settles() { return Matcher(Expectation{.kind = Expectation::Kind::Settles}); }
/// The cluster never comes to rest, and the resource is among those that are stopped and started again and again.
inline Matcher loops(std::string resource) {
    return Matcher(Expectation{.kind = Expectation::Kind::Loops, .resource = std::move(resource)});
}

// ---- the two together -----------------------------------------------------------------------------------------

/// Whether the prediction is as expected; written to a stream, it says what is expected, what is predicted, and why.
class Verdict {
public:
    explicit Verdict(CheckedExpectation checked) : checked_(std::move(checked)) {}

    explicit operator bool() const { return checked_.met; }
    const CheckedExpectation& checked() const { return checked_; }

    friend std::ostream& operator<<(std::ostream& out, const Verdict& verdict) {
        const CheckedExpectation& checked = verdict.checked_;
        if (checked.met) return out << checked.subject << ": " << checked.expected;
        out << checked.subject << "\n  expected   " << checked.expected << "\n  predicted  " << checked.predicted;
        for (const std::string& why : checked.explanation) out << "\n    " << why;
        return out;
    }

private:
    CheckedExpectation checked_;
};

inline Verdict operator|(const Prediction& prediction, const Matcher& matcher) { return Verdict(matcher(*prediction)); }

#ifdef DOCTEST_LIBRARY_INCLUDED

// doctest takes an assertion apart from the left, `<<` before `|`, and refuses `|` unless there is a better fit.
namespace detail {

template <typename Left>
doctest::detail::Expression_lhs<Verdict> decomposed(const Left& left, const Matcher& matcher) {
    return doctest::detail::Expression_lhs<Verdict>(left.lhs | matcher, left.m_at);
}

} // namespace detail

inline auto operator|(doctest::detail::Expression_lhs<Prediction>&& left, const Matcher& matcher) {
    return detail::decomposed(left, matcher);
}
inline auto operator|(doctest::detail::Expression_lhs<const Prediction>&& left, const Matcher& matcher) {
    return detail::decomposed(left, matcher);
}
inline auto operator|(doctest::detail::Expression_lhs<Prediction&>&& left, const Matcher& matcher) {
    return detail::decomposed(left, matcher);
}
inline auto operator|(doctest::detail::Expression_lhs<const Prediction&>&& left, const Matcher& matcher) {
    return detail::decomposed(left, matcher);
}

#endif

} // namespace placement::testing
