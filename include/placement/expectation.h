#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "placement/diagnostic.h"
#include "placement/scenario.h"
#include "placement/score.h"

/// What is expected of a cluster after events, compared with what is predicted.
namespace [[gnu::visibility("default")]] placement {

enum class Property : std::uint8_t; ///< see placement/verify.h

/// One expectation of the cluster at rest.
struct Expectation {
    enum class Kind : std::uint8_t {
        Promoted,       ///< (instances of) the resource are promoted on `nodes`, and nowhere else
        Running,        ///< … run on `nodes` in any role, and nowhere else
        NotOn,          ///< … run on none of `nodes`
        Stopped,        ///< … run nowhere
        Moves,          ///< at most `number` moves of primitives, where moving away and back counts as two; of the resource, or
                        ///< of all if none is named
        Interruptions,  ///< the same for interruptions (Course::interruptions)
        State,          ///< the resource is in `state` at rest
        Score,          ///< the score on the first of `nodes` lies in [at_least, at_most], in the scheduler's first run after
                        ///< the last event
        PromotionScore, ///< the same for the promotion score
        Margin,         ///< every number is at least `number` points away from another place for the resource (see margins())
        Lost,           ///< the services in `services` are lost, and no others
        Settles,        ///< the cluster comes to rest
        Loops,          ///< it never comes to rest, and the resource, if one is named, is part of the loop
        Holds,          ///< `properties` hold in the sequence that the events make (see placement/verify.h)
    };
    Kind kind = Kind::Running;
    std::string resource = {};
    std::vector<std::string> nodes = {};
    std::vector<std::string> services = {};
    std::optional<Score> at_least = {};
    std::optional<Score> at_most = {};
    std::int64_t number = 0;
    Position position = {}; ///< in the scenario file
    ServiceState state = ServiceState::Running;
    std::vector<Property> properties = {};
    /// It is to hold not only at rest, but after each step of the sequence that the events make. Of Promoted, Running, NotOn,
    /// Stopped and State; of others, that is an error.
    bool at_all_times = false;
};

/// "promoted", "running", "not-on", "stopped", "moves", "interruptions", "state", "score", "promotion-score", "margin", "lost",
/// "settles", "loops", "holds".
std::string_view text(Expectation::Kind kind);
/// Whether it may be asked for at all times.
bool is_of_each_moment(Expectation::Kind kind);

/// A scenario and its outcome.
struct Predicted {
    Scenario scenario;
    Outcome outcome;
};
/// Simulates the scenario with the ledger; throws what simulate() throws, and Stopped when `stop` becomes true.
Predicted predict(Scenario scenario, const std::atomic<bool>* stop = nullptr);

/// An expectation, compared with the prediction.
struct CheckedExpectation {
    Expectation expectation;
    bool met = false;
    std::string subject;   ///< the resource, "services", "cluster"
    std::string expected;  ///< "promoted on pg02"
    std::string predicted; ///< "promoted nowhere"
    /// If it is not met: why the prediction is what it is, one line for each reason.
    std::vector<std::string> explanation = {};
};

/// Throws UnknownName for what the cluster does not have, and for Margin what margins() throws.
CheckedExpectation check(const Expectation& expectation, const Predicted& predicted);
/// Whether it is met, at less cost: nothing is explained, and the prediction needs no ledger. Throws what check() throws.
bool is_met(const Expectation& expectation, const Predicted& predicted);

/// The same for one moment, for which the resources say where they are; nothing is explained. Throws InvalidArgument for
/// what may not be asked for at all times.
CheckedExpectation check(const Expectation& expectation, const std::vector<ResourceOutcome>& resources);

/// Throws UnknownName for a resource, node or service that the cluster does not have.
void require_known(const Expectation& expectation, const Cluster& cluster);

} // namespace placement
