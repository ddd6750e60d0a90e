#pragma once

#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "placement/transition.h"
#include "simulate/agents/agent_rules.h"

namespace placement {

/// A resource whose agent is played.
struct PlayedAgent {
    std::string resource; ///< as configured
    std::unique_ptr<AgentRules> rules;
    /// Where the cluster believes it to be promoted.
    std::set<std::string> promoted;

    PlayedAgent(std::string name, std::unique_ptr<AgentRules> played) : resource(std::move(name)), rules(std::move(played)) {}
    PlayedAgent(const PlayedAgent& other) : resource(other.resource), rules(other.rules->clone()), promoted(other.promoted) {}
    PlayedAgent& operator=(const PlayedAgent& other) { return *this = PlayedAgent(other); }
    PlayedAgent(PlayedAgent&&) = default;
    PlayedAgent& operator=(PlayedAgent&&) = default;
    ~PlayedAgent() = default;

    /// The cluster has done this.
    void believe(const TransitionAction& done);
};

/// Who plays the configured resource; null where nobody does.
PlayedAgent* find_played(std::vector<PlayedAgent>& agents, const std::string& resource);
const PlayedAgent* find_played(const std::vector<PlayedAgent>& agents, const std::string& resource);

/// What an action calls the agent with, of which the scheduler tells it some (Action::meta).
AgentOperation agent_operation(const TransitionAction& action, const AttributeTable& told);
/// "db" of "db:1".
std::string without_instance(const std::string& id);

} // namespace placement
