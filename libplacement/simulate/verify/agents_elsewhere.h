#pragma once

#include <map>
#include <string>
#include <vector>

#include "placement/cib.h"
#include "placement/scenario.h"
#include "simulate/sequence/played_agent.h"

namespace placement {

/// What agents that nobody plays have set: promotion scores, whether a gateway answers. A node that leaves loses it, and its agents set
/// it again once it is back; that they set what they had set before is assumed.
class AgentsElsewhere {
public:
    /// As the CIB has it.
    AgentsElsewhere(const Cib& cib, const std::vector<PlayedAgent>& played);

    /// The node joins, and they set it again.
    std::vector<Event> join(const std::string& node) const;
    bool have_set_something() const { return !attributes_.empty(); }

private:
    std::map<std::string, std::vector<NodeAttributeSet>> attributes_;
};

} // namespace placement
