#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "placement/scenario.h"

/// What happens when the members of a cluster divide into sides that do not see each other.
namespace [[gnu::visibility("default")]] placement {

/// The names of each side of "n1,n2|n3". Throws InvalidArgument.
std::vector<std::vector<std::string>> parse_sides(const std::string& text);

/// A node of another side that a side wants to fence.
struct SplitFencing {
    std::string node;
    std::size_t side = 0; ///< in Split::sides
    bool done = false;    ///< false: the side cannot, or it fails
    std::string by;       ///< a clause: what fences it, or why it cannot be fenced
};

struct SplitSide {
    explicit SplitSide(Outcome alone) : outcome(std::move(alone)) {}

    std::vector<std::string> members;
    /// What this side does if no other side fences it. The other members are lost to it. Its quorum is that of the side.
    Outcome outcome;
    std::vector<SplitFencing> fences = {};
    std::vector<std::string> fences_itself = {}; ///< its own members that it fences
    std::vector<std::size_t> fenced_by = {};     ///< the sides that fence a member of this one

    bool quorum() const { return outcome.quorum; }
};

/// Where a service is when all sides have come to rest.
struct SplitService {
    std::string id;
    bool ran = false; ///< before the split
    /// For each side, the nodes that it runs on; nodes that another side has fenced are left out.
    std::vector<std::vector<RunningOn>> on_sides;
    /// A primitive that runs, or a clone or bundle that is promoted, on two sides.
    bool twice = false;
    /// A side starts or promotes it, and does not fence the side where it still has to stop.
    bool twice_for_a_while = false;

    bool lost() const;
};

/// How it ends. With a fencing race there are several ends: one for each side that can win it.
struct SplitEnd {
    std::optional<std::size_t> winner;  ///< the side that fences first; none where there is no race
    std::vector<SplitService> services; ///< in configuration order
};

struct Split {
    std::string name; ///< of the CIB
    Time at;
    Release release = default_release; ///< whose rules applied
    std::string nearest_to = {};       ///< as in Cluster
    std::vector<Event> events = {};    ///< before the split; the cluster came to rest after them
    std::vector<SplitSide> sides = {};
    std::vector<SplitEnd> ends = {}; ///< one, or one for each side that can win
    std::string race = {};           ///< a clause that says what may decide the race; empty without one
    Diagnostics diagnostics = {};

    /// The services that run nowhere in some end, and those that run or are promoted twice in some.
    std::vector<std::string> lost() const;
    std::vector<std::string> twice() const;
    std::vector<std::string> twice_for_a_while() const;
};

/// The events happen and the cluster comes to rest; then its members divide into these sides. Quorum is as the scenario has it for
/// each side, a quorum device being reached by all of them. Throws UnknownName, ImpossibleEvent if a side is empty, if one of the
/// nodes is no member or in two sides, or if a member is in none, and what simulate() throws.
Split split(const Scenario& scenario, const std::vector<std::vector<std::string>>& sides);

} // namespace placement
