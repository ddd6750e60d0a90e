#pragma once

#include <optional>
#include <string>
#include <vector>

#include "simulate/agents/agent_rules.h"
#include "simulate/sequence/played_agent.h"
#include "simulate/sequence/played_cluster.h"

namespace placement {

/// An agent has set an attribute of a node, or taken it away.
struct AttributeChange {
    std::string node;
    std::string name;
    std::optional<std::string> before;
    std::optional<std::string> after;
};

/// The cluster as one agent finds it in one call.
class AgentView final : public AgentWorld {
public:
    AgentView(PlayedCluster& cluster, const PlayedAgent& agent) : cluster_(cluster), agent_(agent) {}

    std::optional<std::string> attribute(const std::string& node, const std::string& name) const override {
        return cluster_.edit().transient_attribute(node, name);
    }
    std::optional<std::string> permanent_attribute(const std::string& node, const std::string& name) const override {
        return cluster_.edit().node_attribute(node, name);
    }
    void set_attribute(const std::string& node, const std::string& name, const std::optional<std::string>& value) override;
    void set_permanent_attribute(const std::string& node, const std::string& name,
                                 const std::optional<std::string>& value) override;
    std::vector<std::string> members() const override { return {cluster_.members().begin(), cluster_.members().end()}; }
    std::vector<std::string> promoted_nodes() const override { return {agent_.promoted.begin(), agent_.promoted.end()}; }
    bool have_quorum() const override { return cluster_.state().have_quorum; }

    /// What the agent has changed, in order.
    const std::vector<AttributeChange>& changes() const { return changes_; }

private:
    PlayedCluster& cluster_;
    const PlayedAgent& agent_;
    std::vector<AttributeChange> changes_;
};

} // namespace placement
