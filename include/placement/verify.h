#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "placement/expectation.h"
#include "placement/list.h"
#include "placement/scenario.h"

/// Every sequence of failures, within limits: which of them a cluster does not survive.
namespace [[gnu::visibility("default")]] placement {

/// What holds in a cluster whatever fails.
enum class Property : std::uint8_t {
    ServiceRuns,    ///< at rest, every service runs (and is promoted) that did at the beginning, if a node may run it
    ComesToRest,    ///< the cluster does not stop and start the same again and again
    NeverTwice,     ///< no more instances are promoted than allowed, and nothing starts where it may still run elsewhere
    ComesHome,      ///< every service runs again once all nodes are back and nothing fails any more
    NoInterruption, ///< a service that has nothing to do with what failed goes on
    Always,         ///< an expectation of the caller's, at rest or at all times
};
/// "service-runs", "comes-to-rest", "never-twice", "comes-home", "no-interruption", "always".
std::string_view text(Property property);
/// All but Always, in this order.
const std::vector<Property>& built_in_properties();
/// Throws UnknownName with the nearest names.
Property require_property(const std::string& name);

/// When something may happen.
enum class VerifyTiming : std::uint8_t {
    Rest, ///< only while the cluster is at rest
    Any,  ///< also between any two steps of a transition
};

/// How far it has come.
struct VerifyProgress {
    std::size_t states = 0;
    std::size_t depth = 0;   ///< the events of the sequences that are tried now
    std::size_t waiting = 0; ///< sequences of that length that are left
    std::size_t tried = 0;   ///< sequences, of all lengths
    /// How many sequences of up to 1, 2, … events there are, as in Verification: known from the beginning, and better the longer it runs.
    std::vector<double> sequences_to_depth = {};
    std::size_t counted_to_depth = 0; ///< so many of these are counts
};

struct VerifyOptions {
    /// How much may be broken at the same time: nodes that are away, resources that have failed and are not recovered yet, operations
    /// and fencings that fail. 1 to 100.
    std::size_t failures = 2;
    /// The longest sequence of events, 1 to 100; none: as many as may be broken.
    std::optional<std::size_t> depth = {};
    VerifyTiming timing = VerifyTiming::Rest;
    std::set<Property> properties = {built_in_properties().begin(), built_in_properties().end()};
    /// What is to hold besides, as in a scenario file: at rest, or after each step (Expectation::at_all_times).
    std::vector<Expectation> always = {};
    /// Where an event reaches a part of the cluster alone, that part is played. True: always the whole. The result is the same, and
    /// takes longer.
    bool whole_cluster = false;
    /// No more states than these are looked at. (Where memory is used up before that, the result is partial, too.)
    std::size_t max_states = 1'000'000;
    /// Where sequences are to go on from more moments than these, how the others are reached is kept in their place, and they are
    /// played again when it is their turn. A moment of a cluster of three nodes takes about 12 KB. The result is the same.
    std::size_t most_moments = 50'000;
    /// Called before each sequence, by one thread at a time; false ends the search, whose result is then partial.
    std::function<bool(const VerifyProgress&)> go_on = {};
};

/// A sequence after which a property does not hold; no shorter one breaks it for these services.
struct Counterexample {
    explicit Counterexample(Scenario scenario_of_it) : scenario(std::move(scenario_of_it)) {}

    Property property = Property::ServiceRuns;
    /// The services that it is about; those that are stopped and started, if the cluster does not come to rest.
    std::vector<std::string> services;
    std::string what;              ///< a sentence
    std::vector<std::string> also; ///< the same sequence breaks this, too
    /// Constraints without any single one of which it would hold, as far as they were tried.
    std::vector<std::string> decisive;
    std::optional<std::size_t> expectation = {}; ///< Always: which of VerifyOptions::always
    /// The sequence, as a scenario that gives the same outcome; it is played in time.
    Scenario scenario;
    std::shared_ptr<const Outcome> outcome;
    std::size_t others = 0; ///< how many other sequences break the same for the same services
};

/// What happens in a counterexample, in words: an event, or what the cluster does then.
struct StoryLine {
    std::int64_t at_ms = 0; ///< since the scenario began
    bool is_event = false;
    std::string text;
    friend bool operator==(const StoryLine&, const StoryLine&) = default;
};
/// In order. Of many lines, those that are not about the counterexample's services, about what the events name or about fencing
/// are left out, and then those in excess of `most`, for which the last line gives the number. Of a loop, one cycle.
std::vector<StoryLine> story(const Counterexample& counterexample, std::size_t most = 12);

/// A service that is down after one event because nothing can run it then: that breaks no property, and is worth knowing.
struct ServiceWithoutPlace {
    std::string service;
    Event event;            ///< the first that was tried
    std::string why;        ///< what keeps it down, a clause
    std::size_t others = 0; ///< how many other single events do the same
};

struct Verification {
    /// The events began once the cluster was at rest, and it had something to do first.
    bool settled_first = false;
    bool assume_online = false;        ///< Scenario::assume_online
    Release release = default_release; ///< whose rules applied
    std::string nearest_to;            ///< as in Cluster
    std::vector<std::string> unchecked_kinds;
    VerifyTiming timing = VerifyTiming::Rest;
    std::size_t failures = 0;
    std::size_t depth = 0;
    std::set<Property> properties;
    std::size_t services = 0;  ///< that ran at the beginning
    List<Agent> agents;        ///< that were played

    std::size_t states = 0;    ///< that are told apart
    std::size_t sequences = 0; ///< of events that were played
    std::size_t scheduler_runs = 0;
    std::size_t at_rest = 0; ///< how often the cluster came to rest
    /// All sequences up to this length were tried.
    std::size_t complete_to = 0;
    bool partial = false;
    std::string why_partial; ///< a clause
    /// If partial: how many sequences there are of up to 1, 2, … events, up to `depth`. Those of the lengths that were reached are
    /// counted; the others are estimated from how many followed from the sequences that were tried.
    std::vector<double> sequences_to_depth;
    std::size_t counted_to_depth = 0;            ///< so many of these are counts
    std::vector<std::string> event_kinds;        ///< what was made to happen: "a node crashes", …
    std::vector<Counterexample> counterexamples; ///< the shortest first
    std::vector<ServiceWithoutPlace> without_place; ///< where Property::ServiceRuns is asked for
};

/// Plays the cluster from where it is at rest (as Scenario::from, assume_online and agents say; events are not allowed), and lets
/// everything fail in every order, breadth first: nodes crash, leave and join, instances fail, operations of a transition under way and
/// fencings fail. States that mean the same are explored once: what an operation's call-id is, when something happened and in which
/// phase of its interval a monitor is tells no states apart. Failures expire by themselves where the cluster rests for long enough.
/// The result does not depend on the number of processors.
///
/// Throws what simulate() throws, and InvalidArgument where the scenario has events, a number of the options is out of its range, or an
/// expectation is asked for at all times that is of the cluster at rest.
Verification verify(const Scenario& scenario, const VerifyOptions& options = {});

/// A property that does not hold in one sequence.
struct BrokenProperty {
    Property property = Property::ServiceRuns;
    std::vector<std::string> services; ///< as in Counterexample
    std::string what;                  ///< a sentence
};

/// What does not hold in the one sequence that the scenario's events make, played in time: of VerifyOptions, `properties` and `always`
/// count. In the order in which it is noticed, each once. Throws what simulate() throws.
std::vector<BrokenProperty> broken_in(const Scenario& scenario, const VerifyOptions& options = {});

} // namespace placement
