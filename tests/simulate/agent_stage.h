#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "simulate/agents/agent_rules.h"

/// A profile on the nodes n1, n2 and n3 without a cluster around it: a test calls the agent and looks at what it has set.
namespace placement {

class AgentStage final : public AgentWorld {
public:
    /// `agent` as Agent::parse() reads it; the resource is "db". `running` and `promoted` are nodes.
    AgentStage(const std::string& agent, std::set<std::string> running, std::set<std::string> promoted = {},
               std::map<std::string, std::string> configured = {}, std::int32_t promoted_at_most = 1)
        : believed_(promoted) {
        AgentSetup setup;
        setup.promoted_at_most = promoted_at_most;
        setup.resource = "db";
        setup.configured = std::move(configured);
        setup.nodes = {"n1", "n2", "n3"};
        running.insert(promoted.begin(), promoted.end());
        setup.running = std::move(running);
        setup.promoted = std::move(promoted);
        rules_ = agent_rules(Agent::parse("db=" + agent), std::move(setup));
    }

    AgentStage& with(const std::string& node, const std::string& name, const std::string& value) {
        transient_[{node, name}] = value;
        return *this;
    }
    AgentStage& with_permanent(const std::string& node, const std::string& name, const std::string& value) {
        permanent_[{node, name}] = value;
        return *this;
    }
    /// The scenario begins.
    AgentStage& observed() {
        rules_->observe(*this);
        return *this;
    }

    /// The exit status.
    std::int32_t call(const std::string& task, const std::string& node, std::uint32_t interval_ms = 0) {
        AgentOperation operation;
        operation.node = node;
        operation.task = task;
        operation.interval_ms = interval_ms;
        return call(operation);
    }
    std::int32_t call(const AgentOperation& operation) {
        rules_->begin(operation, *this);
        const std::int32_t status = rules_->end(operation, *this);
        if (status == exit_status::ok && operation.is("promote")) believed_.insert(operation.node);
        if (status == exit_status::ok && (operation.is("demote") || operation.is("stop"))) believed_.erase(operation.node);
        return status;
    }
    /// The operation begins, and goes on.
    void begin(const std::string& task, const std::string& node) {
        AgentOperation operation;
        operation.node = node;
        operation.task = task;
        rules_->begin(operation, *this);
    }
    std::int32_t watch(const std::string& node) { return call("monitor", node, 2'000); }
    /// The node is told, before or after, that something happens on `changed`.
    void tell(const std::string& node, const std::string& when, const std::string& about, const std::string& changed,
              std::vector<std::string> promoted = {}) {
        AgentOperation operation;
        operation.node = node;
        operation.task = "notify";
        operation.notification = when;
        operation.about = about;
        operation.changed_nodes = {changed};
        operation.promoted_nodes = std::move(promoted);
        call(operation);
    }
    void die(const std::string& node) { rules_->die(node); }
    void leave(const std::string& node) {
        rules_->die(node);
        members_.erase(node);
        believed_.erase(node);
    }
    /// The cluster has learnt that it is not promoted there.
    void forget_promoted(const std::string& node) { believed_.erase(node); }

    /// "100", or "none".
    std::string score(const std::string& node) const { return attribute(node, "master-db").value_or("none"); }
    std::string text(const std::string& node, const std::string& name) const { return attribute(node, name).value_or("none"); }
    std::string permanent_text(const std::string& node, const std::string& name) const {
        return permanent_attribute(node, name).value_or("none");
    }
    const AgentRules& rules() const { return *rules_; }

    std::optional<std::string> attribute(const std::string& node, const std::string& name) const override {
        const auto found = transient_.find({node, name});
        return found == transient_.end() ? std::nullopt : std::optional(found->second);
    }
    std::optional<std::string> permanent_attribute(const std::string& node, const std::string& name) const override {
        const auto found = permanent_.find({node, name});
        return found == permanent_.end() ? std::nullopt : std::optional(found->second);
    }
    void set_attribute(const std::string& node, const std::string& name, const std::optional<std::string>& value) override {
        set(transient_, node, name, value);
    }
    void set_permanent_attribute(const std::string& node, const std::string& name,
                                 const std::optional<std::string>& value) override {
        set(permanent_, node, name, value);
    }
    std::vector<std::string> members() const override { return {members_.begin(), members_.end()}; }
    std::vector<std::string> promoted_nodes() const override { return {believed_.begin(), believed_.end()}; }
    bool have_quorum() const override { return true; }

private:
    using Attributes = std::map<std::pair<std::string, std::string>, std::string>;

    static void set(Attributes& attributes, const std::string& node, const std::string& name,
                    const std::optional<std::string>& value) {
        if (value) {
            attributes[{node, name}] = *value;
        } else {
            attributes.erase({node, name});
        }
    }

    std::set<std::string> members_{"n1", "n2", "n3"};
    std::set<std::string> believed_;
    Attributes transient_;
    Attributes permanent_;
    std::unique_ptr<AgentRules> rules_;
};

} // namespace placement
