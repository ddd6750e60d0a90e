#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "cib/edit.h"
#include "placement/agents.h"
#include "placement/cluster.h"
#include "placement/repair.h"
#include "repair/goal.h"

namespace placement {

using ChangeKind = ConfigurationChange::Kind;

/// Something in a configuration that can be otherwise.
struct Knob {
    /// A value that can be tried, and what it would weaken.
    struct Value {
        std::string text;
        std::set<Protection> weakens = {};
    };
    /// From the least change to the greatest; decides between repairs that are as good otherwise.
    enum class Change : std::uint8_t { Number, Choice, New, NewConstraint, Removal };

    ConfigurationChange change; ///< but for the value
    Change how = Change::Choice;
    std::string what; ///< "score of ip-with-db"; of what is new or removed, all of the text
    std::string now;  ///< its value; empty: not set
    Position position;
    std::string subject;      ///< the constraint or resource that it belongs to; empty: the cluster
    std::size_t distance = 0; ///< in constraints, from what the search is about
    std::vector<Value> values;
    /// It is there for something else, and does what is wanted by the way: it is told after what does so directly.
    bool is_indirect = false;
    /// What must be so already for another value to be true, a clause: it describes something, and does not make it so.
    std::string only_if = {};
    /// Where the values are numbers: they are in ascending order, `current` is not among them, and what lies between may do as well.
    bool is_number = false;
    std::int64_t current = 0;

    ConfigurationChange with(const std::string& value) const;
    /// What is done, in words.
    std::string text(const std::string& value) const;
};

/// What the knobs of a configuration are collected from.
struct KnobSource {
    const Cluster& cluster;
    CibEdit edit;
    const Concern& concern;
    const std::vector<Agent>& agents;
    std::map<std::string, std::size_t> distances; ///< of the resources as configured: how far from what is concerned

    /// None for what has nothing to do with it.
    std::optional<std::size_t> distance_of(ResourceId resource) const;
};

/// Everything that can be otherwise and may have to do with what is concerned, the nearest first. Resources further away than
/// a limit, which grows with nothing, are left out.
std::vector<Knob> knobs_of(const Cluster& cluster, const Cib& cib, const Concern& concern, const std::vector<Agent>& agents);

/// How many of those that have to do with it are beyond that limit.
std::size_t count_left_out(const Cluster& cluster, const Concern& concern);

void add_constraint_knobs(const KnobSource& source, std::vector<Knob>& knobs);
void add_new_constraint_knobs(const KnobSource& source, std::vector<Knob>& knobs);
void add_resource_knobs(const KnobSource& source, std::vector<Knob>& knobs);
void add_operation_knobs(const KnobSource& source, std::vector<Knob>& knobs);
void add_utilization_knobs(const KnobSource& source, std::vector<Knob>& knobs);
void add_node_knobs(const KnobSource& source, std::vector<Knob>& knobs);
void add_property_knobs(const KnobSource& source, std::vector<Knob>& knobs);

/// Powers of ten with both signs between the two, with 0 and the infinities, but for `current`.
std::vector<std::int64_t> powers_of_ten(std::int64_t least, std::int64_t most, std::int64_t current);

} // namespace placement
