#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "placement/cluster.h"

/// Resource agents that change node attributes, above all promotion scores, while the cluster works: known profiles of agents,
/// and which profile plays which resource of a scenario.
namespace [[gnu::visibility("default")]] placement {

/// A number, or a word, that a profile's rules use.
struct AgentParameter {
    enum class Kind : std::uint8_t { Score, Milliseconds, Count, Choice, Node };
    std::string name;    ///< "promotable-score"
    Kind kind = Kind::Score;
    std::string value;   ///< the default, unless a scenario sets another value
    std::string meaning; ///< a clause: "the promotion score of the synchronous replica"
    std::vector<std::string> choices = {}; ///< Choice: the allowed values
    /// The resource's parameter that supplies the value, unless the scenario does; "name[2]" is the second word of that
    /// parameter. Empty if there is none.
    std::string configured_as = {};
};

/// The published rules of a resource agent, as far as they set attributes and decide how operations end.
struct AgentProfile {
    std::string name; ///< "pgsql"
    std::string what; ///< "PostgreSQL with streaming replication"
    /// The agents that these rules describe: "ocf:heartbeat:pgsql".
    std::vector<std::string> agents;
    /// Where the rules were read: repository, file, commit.
    std::string source;
    std::vector<AgentParameter> parameters;
    /// The rules that it plays, one sentence or more for each.
    std::vector<std::string> rules;
};

/// pgsql, paf, drbd, saphana, galera.
const std::vector<AgentProfile>& agent_profiles();
/// Throws UnknownName with the nearest names.
const AgentProfile& require_agent_profile(const std::string& name);

/// A resource of a scenario whose agent a profile plays.
struct Agent {
    std::string resource; ///< the primitive, or the clone that it is in
    std::string profile;  ///< AgentProfile::name
    /// AgentParameter::name to its value here.
    std::map<std::string, std::string> parameters = {};

    /// Reads "RESOURCE=PROFILE[,parameter=value…]"; throws InvalidArgument, UnknownName.
    static Agent parse(std::string_view text);
    friend bool operator==(const Agent&, const Agent&) = default;
};

/// "msPostgresql=pgsql,promotable-score=1000".
std::string text(const Agent& agent);

/// Throws UnknownName if the cluster has no such resource or node, if there is no such profile, or if the profile has no such
/// parameter; InvalidArgument if a value is not valid for its parameter, or if the resource is neither a primitive nor a
/// clone of one.
void require_known(const Agent& agent, const Cluster& cluster);

/// The agents suggested by the cluster's resource types: one for each primitive whose type a profile plays, in configuration
/// order.
std::vector<Agent> suggested_agents(const Cluster& cluster);

} // namespace placement
