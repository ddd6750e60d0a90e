#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "placement/agents.h"
#include "simulate/agents/agent_rules.h"

/// The profiles, and who plays them: simulate/agents/NAME.cpp has both.
namespace placement {

/// A profile with the rules that play it, without which there is none.
struct PlayedProfile {
    using MakeRules = std::unique_ptr<AgentRules> (*)(AgentSetup setup);

    PlayedProfile(AgentProfile described, MakeRules make) : profile(std::move(described)), make_rules(make) {}

    AgentProfile profile;
    MakeRules make_rules;
};

template <typename Rules>
std::unique_ptr<AgentRules> made_rules(AgentSetup setup) {
    return std::make_unique<Rules>(std::move(setup));
}

PlayedProfile pgsql_profile();
PlayedProfile paf_profile();
PlayedProfile drbd_profile();
PlayedProfile saphana_profile();
PlayedProfile galera_profile();

const std::vector<PlayedProfile>& played_profiles();
/// Throws UnknownName with all names.
const PlayedProfile& require_played_profile(const std::string& name);

} // namespace placement
