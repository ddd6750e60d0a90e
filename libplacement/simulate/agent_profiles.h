#pragma once

#include <memory>

#include "placement/agents.h"
#include "simulate/agent_rules.h"

/// The profiles, and who plays them: simulate/agents_NAME.cpp has both.
namespace placement {

AgentProfile pgsql_profile();
std::unique_ptr<AgentRules> pgsql_rules(AgentSetup setup);

AgentProfile paf_profile();
std::unique_ptr<AgentRules> paf_rules(AgentSetup setup);

AgentProfile drbd_profile();
std::unique_ptr<AgentRules> drbd_rules(AgentSetup setup);

AgentProfile saphana_profile();
std::unique_ptr<AgentRules> saphana_rules(AgentSetup setup);

AgentProfile galera_profile();
std::unique_ptr<AgentRules> galera_rules(AgentSetup setup);

} // namespace placement
