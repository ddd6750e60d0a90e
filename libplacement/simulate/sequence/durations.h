#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "placement/sequence.h"
#include "simulate/sequence/played_agent.h"

namespace placement {

/// How long things take in a sequence.
class Durations {
public:
    Durations(const SequenceOptions& options, const std::vector<PlayedAgent>& agents) : options_(options), agents_(agents) {}

    /// The same for other agents.
    Durations(const Durations& other, const std::vector<PlayedAgent>& agents) : options_(other.options_), agents_(agents) {}

    /// Of an action with what the scheduler tells the agent beside.
    std::int64_t of(const TransitionAction& action, const AttributeTable& told) const;
    std::int64_t of(const AgentOperation& operation, const std::string& resource) const;

private:
    const SequenceOptions& options_;
    const std::vector<PlayedAgent>& agents_;
};

} // namespace placement
