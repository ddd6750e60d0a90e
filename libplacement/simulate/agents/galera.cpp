#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "simulate/agents/agent_profiles.h"

namespace placement {

namespace {

/// An instance that is not promoted is a promise only: the database runs in the promoted role alone.
/// (resource-agents: heartbeat/galera)
class GaleraRules final : public AgentRules {
public:
    explicit GaleraRules(AgentSetup setup) : AgentRules(std::move(setup)), members_(this->setup().nodes) {
        const auto address = this->setup().configured.find("wsrep_cluster_address");
        if (address == this->setup().configured.end()) return;
        std::string_view listed = address->second;
        if (listed.starts_with("gcomm://")) listed.remove_prefix(8);
        if (const auto names = split(listed, ", "); !names.empty()) members_ = names;
    }

    std::unique_ptr<AgentRules> clone() const override { return std::make_unique<GaleraRules>(*this); }

    std::int32_t end(const AgentOperation& operation, AgentWorld& world) override {
        const std::string& node = operation.node;
        if (operation.is("start")) return start(node, world);
        if (operation.is("stop")) {
            set_process(node, Process::None);
            forget(node, world);
            remove_score(world, node);
            return exit_status::ok;
        }
        if (operation.is("promote")) return promote(node, world);
        if (operation.is("demote")) {
            set_process(node, Process::Unpromoted);
            forget(node, world);
            remove_score(world, node);
            tell_commit(node, world);
            return exit_status::ok;
        }
        if (operation.is("monitor")) return monitor(operation, world);
        return exit_status::ok;
    }

private:
    std::string name(const char* what) const { return fmt::format("{}-{}", setup().resource, what); }

    bool primary_exists(const AgentWorld& world) const {
        return std::ranges::any_of(world.promoted_nodes(),
                                   [&](const std::string& node) { return process(node) == Process::Promoted; });
    }

    void forget(const std::string& node, AgentWorld& world) const {
        world.set_attribute(node, name("bootstrap"), std::nullopt);
        world.set_attribute(node, name("last-committed"), std::nullopt);
    }

    void tell_commit(const std::string& node, AgentWorld& world) const {
        const bool newest = node == setup().word("newest-node");
        world.set_attribute(node, name("last-committed"), newest ? "2" : "1");
    }

    std::int32_t start(const std::string& node, AgentWorld& world) {
        if (std::ranges::find(members_, node) == members_.end()) return 6; // not configured
        set_process(node, Process::Unpromoted);
        tell_commit(node, world);
        if (primary_exists(world)) {
            set_score(world, node, setup().score("score"));
        } else {
            remove_score(world, node);
            choose_first(world);
        }
        return exit_status::ok;
    }

    /// When all have told how far they are, the furthest begins; of equals the last one listed.
    void choose_first(AgentWorld& world) const {
        std::string best;
        std::int64_t best_commit = -1;
        for (const std::string& node : members_) {
            const auto told = world.attribute(node, name("last-committed"));
            if (!told) return;
            const std::int64_t commit = parse_integer(*told).value_or(0);
            if (commit >= best_commit) {
                best = node;
                best_commit = commit;
            }
        }
        if (best.empty()) return;
        world.set_attribute(best, name("bootstrap"), "true");
        set_score(world, best, setup().score("score"));
    }

    std::int32_t promote(const std::string& node, AgentWorld& world) {
        const bool joins = primary_exists(world);
        const bool begins = world.attribute(node, name("bootstrap")) == "true";
        if (!joins && !begins) {
            // Nobody is there to join.
            remove_score(world, node);
            return exit_status::ok;
        }
        set_process(node, Process::Promoted);
        world.set_attribute(node, name("last-committed"), std::nullopt);
        if (begins && !joins) {
            for (const std::string& member : members_) set_score(world, member, setup().score("score"));
        }
        world.set_attribute(node, name("bootstrap"), std::nullopt);
        return exit_status::ok;
    }

    std::int32_t monitor(const AgentOperation& operation, AgentWorld& world) {
        const std::string& node = operation.node;
        if (process(node) == Process::Promoted) {
            if (operation.interval_ms == 0) set_score(world, node, setup().score("score"));
            return exit_status::running_promoted;
        }
        if (process(node) == Process::None) return exit_status::not_running;
        if (!world.attribute(node, name("last-committed"))) return exit_status::not_running;
        if (primary_exists(world)) {
            set_score(world, node, setup().score("score"));
        } else {
            choose_first(world);
        }
        return exit_status::ok;
    }

    std::vector<std::string> members_;
};

} // namespace

// clang-format off
PlayedProfile galera_profile() {
    using Kind = AgentParameter::Kind;
    return {{
        "galera",
        "A Galera cluster of MariaDB or MySQL",
        {"ocf:heartbeat:galera"},
        "ClusterLabs/resource-agents heartbeat/galera.in at bf01ad08; times are assumed",
        {
            {"score", Kind::Score, "100", "the score of a node that may be promoted", {}, {}},
            {"newest-node", Kind::Node, "", "a node that has committed more than all others", {}, {}},
            time_parameter("start", 1'000),
            time_parameter("stop", 2'000),
            time_parameter("promote", 5'000),
            time_parameter("demote", 2'000),
            time_parameter("monitor", 500),
        },
        {
            "A start publishes how far the node has committed (last-committed). If there is a primary, the node gets the "
            "score. Otherwise, when all nodes of wsrep_cluster_address have published this, the node that has committed most "
            "gets the score and may bootstrap the cluster (bootstrap).",
            "The monitor of an unpromoted instance sets the score in the same way.",
            "The promotion that bootstraps the cluster gives the score to all nodes. Without a primary and without bootstrap, "
            "a promotion removes the node's own score and starts nothing.",
            "A demotion or a stop removes the score and the published values; a demotion then publishes the last commit again.",
            "A probe that finds a primary gives it the score.",
        },
    }, made_rules<GaleraRules>};
}
// clang-format on

} // namespace placement
