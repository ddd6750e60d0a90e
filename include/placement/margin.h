#pragma once

#include <optional>
#include <string>
#include <vector>

#include "placement/edit.h"
#include "placement/scenario.h"

/// How close to the cliff: by how much one number may change until the outcome for a resource is another one.
namespace placement {

/// Where a resource ends up: the nodes it is promoted on, and those it runs on.
struct Standing {
    std::vector<std::string> promoted;
    std::vector<std::string> running;
    friend bool operator==(const Standing&, const Standing&) = default;
};

/// One number of the configuration or state, and how far it may go.
struct Margin {
    /// "constraint", "stickiness", "promotion-score"
    std::string kind;
    /// The constraint's or resource's id; for a promotion score the resource's.
    std::string id;
    std::string node; ///< of a promotion score
    Position position;
    Score current;
    /// The nearest value above (below) the current one with another outcome, and that outcome; none: there is none up
    /// to INFINITY (down to -INFINITY).
    std::optional<Score> above;
    std::optional<Score> below;
    Standing if_above;
    Standing if_below;

    /// Points to the nearer of the two; none where neither is there.
    std::optional<std::int64_t> distance() const;
};

struct Margins {
    std::string resource;
    Standing now; ///< after the events
    /// Those that matter, the nearest cliff first.
    std::vector<Margin> margins;
    std::size_t runs = 0; ///< how many real runs it took
};

/// Searched by real runs, number by number. Only numbers that the scheduler met on the way to the resource's outcome are
/// tried. Throws UnknownName and what simulate throws.
Margins margins(const Scenario& scenario, const std::string& resource);

} // namespace placement
