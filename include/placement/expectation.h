#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "placement/diagnostic.h"
#include "placement/scenario.h"
#include "placement/score.h"

/// What somebody expects of a cluster after something has happened to it, held against what is predicted.
namespace placement {

/// One expectation of the cluster at rest.
struct Expectation {
    enum class Kind : std::uint8_t {
        Promoted,       ///< (instances of) the resource are promoted on `nodes`, and nowhere else
        Running,        ///< … run on `nodes` in any role, and nowhere else
        NotOn,          ///< … run on none of `nodes`
        Stopped,        ///< … run nowhere
        Moves,          ///< no more than `number` moves of primitives, there and back counting as two; of the resource, or of all
                        ///< if none is named
        Interruptions,  ///< the same of interruptions (Course::interruptions)
        State,          ///< the resource is in `state` at rest
        Score,          ///< the score on the first of `nodes` lies in [at_least, at_most], in the scheduler's first run after
                        ///< the last event
        PromotionScore, ///< the same of the promotion score
        Margin,         ///< no number is nearer than `number` points to another place for the resource (see margins())
        Lost,           ///< the services in `services` are lost, and no others
        Settles,        ///< the cluster comes to rest
        Loops,          ///< it never does; and the resource, if one is named, is part of what goes round
    };
    Kind kind = Kind::Running;
    std::string resource = {};
    std::vector<std::string> nodes = {};
    std::vector<std::string> services = {};
    std::optional<Score> at_least = {};
    std::optional<Score> at_most = {};
    std::int64_t number = 0;
    Position position = {}; ///< in the file that says so
    ServiceState state = ServiceState::Running;
};

/// "promoted", "running", "not-on", "stopped", "moves", "interruptions", "state", "score", "promotion-score", "margin", "lost", "settles", "loops".
std::string_view text(Expectation::Kind kind);

/// A scenario, and what comes of it.
struct Predicted {
    Scenario scenario;
    Outcome outcome;
};
/// Simulates the scenario, with its ledger; throws what simulate() throws.
Predicted predict(Scenario scenario);

/// An expectation beside what is predicted.
struct CheckedExpectation {
    Expectation expectation;
    bool met = false;
    std::string subject;   ///< the resource, "services", "cluster"
    std::string expected;  ///< "promoted on pg02"
    std::string predicted; ///< "promoted nowhere"
    /// Where it is not met: why the prediction is what it is, a line each.
    std::vector<std::string> explanation = {};
};

/// Throws UnknownName for what the cluster does not have, and for Margin what margins() throws.
CheckedExpectation check(const Expectation& expectation, const Predicted& predicted);

/// Throws UnknownName for a resource, node or service that the cluster does not have.
void require_known(const Expectation& expectation, const Cluster& cluster);

} // namespace placement
