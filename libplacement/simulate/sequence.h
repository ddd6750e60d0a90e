#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "placement/scenario.h"
#include "simulate/agent_rules.h"
#include "simulate/standing.h"

namespace placement {

/// A resource whose agent is played.
struct PlayedAgent {
    std::string resource; ///< as configured
    std::unique_ptr<AgentRules> rules;
    /// Where the cluster believes it to be promoted.
    std::set<std::string> promoted;

    PlayedAgent(std::string name, std::unique_ptr<AgentRules> played) : resource(std::move(name)), rules(std::move(played)) {}
    PlayedAgent(const PlayedAgent& other)
        : resource(other.resource), rules(other.rules->clone()), promoted(other.promoted) {}
    PlayedAgent& operator=(const PlayedAgent& other) { return *this = PlayedAgent(other); }
    PlayedAgent(PlayedAgent&&) = default;
    PlayedAgent& operator=(PlayedAgent&&) = default;
    ~PlayedAgent() = default;
};

/// A recurring monitor that runs on a node.
struct RecurringMonitor {
    std::string node;
    std::string resource; ///< as configured
    std::string history;  ///< the resource as the history has it
    std::uint32_t interval_ms = 0;
    std::int32_t expected = 0;
    std::int32_t last = 0; ///< the status that it reported last
    std::int64_t due_ms = 0; ///< when it begins or, if it runs, ends
    bool running = false;

    bool is_of(const std::string& on, const std::string& name) const { return node == on && history == name; }
};

/// Everything that a sequence goes on from.
struct SequenceState {
    Cib cib;
    std::vector<PlayedAgent> agents;
    std::vector<RecurringMonitor> monitors;
    std::int64_t now_ms = 0;
};

/// What a sequence needs to know besides.
struct SequenceQuestion {
    std::vector<Event> events;
    Release release = default_release;
    std::optional<Behavior> behavior = {}; ///< as in Scenario
    Time at; ///< when it begins
    std::optional<QuorumRule> quorum;
    std::vector<OperationResult> failing;
    SequenceOptions options;
};

struct PlayedSequence {
    Sequence sequence;
    SequenceState end;
    /// Where the loop's first turn that was seen begins.
    std::optional<SequenceState> loop_begin;
    /// The state that the first run after the last event was given.
    std::shared_ptr<const Cluster> after_events;
    bool quorum = false;
    std::string quorum_explanation;
    Diagnostics notes;
    /// Nodes whose fencing the events made fail, and the fencings that were given up at the end.
    std::vector<std::string> failing_fencing = {};
    std::vector<SettledCluster::FailedFencing> failed_fencing = {};
    std::vector<DeadProcess> dead = {};
};

/// The state in which a sequence begins: agents as the CIB has them, monitors as its histories do.
SequenceState begin_sequence(const Cib& cib, const Cluster& cluster, const std::vector<Agent>& agents);

/// Throws what unpack(), schedule() and events throw.
PlayedSequence play(SequenceState state, const SequenceQuestion& question);

/// What the loop is made of, what feeds it and what would end it: by playing on from its beginning, each time with one
/// thing changed.
Loop diagnose_loop(const PlayedSequence& played, const SequenceQuestion& question);

} // namespace placement
