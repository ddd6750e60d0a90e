#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/operation_status.h"
#include "placement/agents.h"
#include "placement/score.h"

/// How a resource's agent is played: what it sets when an operation begins and ends, how that ends, how long it takes.
namespace placement {

/// One call of an agent.
struct AgentOperation {
    std::string node;
    std::string task; ///< "start", "monitor", "notify", …
    std::uint32_t interval_ms = 0;
    /// Of a notification: "pre" or "post", what it is about, and the nodes that the environment of the call names.
    std::string notification;
    std::string about;
    std::vector<std::string> promoted_nodes;   ///< before the change
    std::vector<std::string> unpromoted_nodes; ///< before the change
    std::vector<std::string> changed_nodes;    ///< where what it is about happens

    bool is(std::string_view name) const { return task == name; }
    bool is_notification(std::string_view when, std::string_view what) const {
        return task == "notify" && notification == when && about == what;
    }
};

/// The cluster as an agent finds it. Setting an attribute to what it is already changes nothing.
class AgentWorld {
public:
    virtual ~AgentWorld() = default;
    virtual std::optional<std::string> attribute(const std::string& node, const std::string& name) const = 0;
    virtual std::optional<std::string> permanent_attribute(const std::string& node, const std::string& name) const = 0;
    /// Without a value it is taken away.
    virtual void set_attribute(const std::string& node, const std::string& name, const std::optional<std::string>& value) = 0;
    virtual void set_permanent_attribute(const std::string& node, const std::string& name,
                                         const std::optional<std::string>& value) = 0;
    /// The nodes that are online, by name.
    virtual std::vector<std::string> members() const = 0;
    /// Where the cluster believes the resource to be promoted.
    virtual std::vector<std::string> promoted_nodes() const = 0;
    virtual bool have_quorum() const = 0;
};

/// What a profile's rules begin with.
struct AgentSetup {
    std::string resource;                          ///< as configured: the name that its promotion score's attribute has
    std::map<std::string, std::string> parameters; ///< all of the profile, defaults included
    std::map<std::string, std::string> configured; ///< the resource's own parameters
    std::vector<std::string> nodes;                ///< all cluster nodes, sorted by name
    std::set<std::string> running;                 ///< where it runs in whatever role
    std::set<std::string> promoted;
    std::int32_t promoted_at_most = 1; ///< promoted-max

    Score score(const std::string& name) const;
    std::int64_t number(const std::string& name) const;
    const std::string& word(const std::string& name) const;
};

/// What runs on a node, whatever the cluster believes.
enum class Process : std::uint8_t { None, Unpromoted, Promoted };

class AgentRules {
public:
    explicit AgentRules(AgentSetup setup);
    virtual ~AgentRules() = default;
    virtual std::unique_ptr<AgentRules> clone() const = 0;

    /// Once, before anything happens: what a cluster in this state would have been told already is not told again.
    virtual void observe(const AgentWorld&) {}
    virtual void begin(const AgentOperation&, AgentWorld&) {}
    /// The exit status.
    virtual std::int32_t end(const AgentOperation& operation, AgentWorld& world) = 0;
    /// How long it takes, where the profile says so.
    virtual std::optional<std::int64_t> milliseconds(const AgentOperation& operation) const;
    /// What runs on the node dies.
    virtual void die(const std::string& node);
    /// All that it knows beyond the CIB, for comparing states.
    virtual std::string memory() const;
    /// After so many monitors on each node without a change, none will follow.
    virtual std::int64_t monitors_until_rest() const { return 2; }

    Process process(const std::string& node) const;

protected:
    void set_process(const std::string& node, Process process) { processes_[node] = process; }
    void set_score(AgentWorld& world, const std::string& node, Score score) const;
    void remove_score(AgentWorld& world, const std::string& node) const;
    std::optional<std::string> score(const AgentWorld& world, const std::string& node) const;
    /// What a monitor answers for what runs there: 8, 0 or 7.
    std::int32_t status(const std::string& node) const;
    const AgentSetup& setup() const { return setup_; }

private:
    AgentSetup setup_;
    std::map<std::string, Process> processes_;
};

/// Who plays the agent. `setup.parameters` are filled in: by the scenario, else by the resource's own parameters, else by the profile.
std::unique_ptr<AgentRules> agent_rules(const Agent& agent, AgentSetup setup);

/// Whether a value is one for the parameter.
bool fits(const AgentParameter& parameter, const std::string& value);

/// The parameter <task>-time, which each profile has for what it plays.
AgentParameter time_parameter(const std::string& task, std::int64_t milliseconds);

} // namespace placement
