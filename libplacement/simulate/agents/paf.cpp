#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "simulate/agents/agent_profiles.h"

namespace placement {

namespace {

/// (PAF: script/pgsqlms)
class PafRules final : public AgentRules {
public:
    explicit PafRules(AgentSetup setup) : AgentRules(std::move(setup)) {}

    std::unique_ptr<AgentRules> clone() const override { return std::make_unique<PafRules>(*this); }

    std::int32_t end(const AgentOperation& operation, AgentWorld& world) override {
        const std::string& node = operation.node;
        if (operation.is("start")) return start(node, world);
        if (operation.is("stop")) return stop(node);
        if (operation.is("demote")) return demote(node, world);
        if (operation.is("promote")) return promote(node, world);
        if (operation.is("monitor")) return monitor(operation, world);
        if (operation.is("notify")) notify(operation);
        return exit_status::ok;
    }

    void die(const std::string& node) override {
        if (process(node) != Process::None) crashed_.insert_or_assign(node, process(node));
        AgentRules::die(node);
    }

    std::string memory() const override {
        std::string memory = AgentRules::memory();
        for (const auto& [node, was] : crashed_) memory += fmt::format("{} crashed {};", node, static_cast<int>(was));
        for (const std::string& node : clean_primaries_) memory += fmt::format("{} was primary;", node);
        return memory;
    }

private:
    std::int32_t start(const std::string& node, AgentWorld& world) {
        if (process(node) == Process::Unpromoted) return exit_status::ok;
        if (process(node) == Process::Promoted || crashed_.contains(node)) return exit_status::unknown_error;
        set_process(node, Process::Unpromoted);
        if (clean_primaries_.erase(node) > 0 && !any_score(world)) set_score(world, node, setup().score("first-score"));
        return exit_status::ok;
    }

    bool any_score(const AgentWorld& world) const {
        return std::ranges::any_of(setup().nodes, [&](const std::string& node) { return score(world, node).has_value(); });
    }

    std::int32_t stop(const std::string& node) {
        if (crashed_.contains(node)) return exit_status::unknown_error;
        if (process(node) == Process::Promoted) clean_primaries_.insert(node);
        set_process(node, Process::None);
        return exit_status::ok;
    }

    std::int32_t demote(const std::string& node, AgentWorld& world) {
        if (crashed_.contains(node)) return exit_status::unknown_error;
        if (process(node) == Process::Unpromoted) return exit_status::ok;
        stop(node);
        return start(node, world);
    }

    /// Whoever has newer data is given the chance instead.
    std::int32_t promote(const std::string& node, AgentWorld& world) {
        if (process(node) == Process::Promoted) return exit_status::ok;
        if (process(node) == Process::None && start(node, world) != exit_status::ok) return exit_status::unknown_error;
        const std::string& newest = setup().word("newest-node");
        if (newest != node && process(newest) == Process::Unpromoted) {
            set_score(world, node, setup().score("first-score"));
            set_score(world, newest, setup().score("best-score"));
            return exit_status::unknown_error;
        }
        set_process(node, Process::Promoted);
        return exit_status::ok;
    }

    std::int32_t monitor(const AgentOperation& operation, AgentWorld& world) {
        const std::string& node = operation.node;
        const auto crashed = crashed_.find(node);
        if (crashed != crashed_.end()) {
            return crashed->second == Process::Promoted ? exit_status::failed_promoted : exit_status::unknown_error;
        }
        if (process(node) == Process::Promoted) rank_standbys(node, world);
        return status(node);
    }

    /// All standbys are taken to be equally near to the primary, so that names decide their order.
    void rank_standbys(const std::string& primary, AgentWorld& world) const {
        set_score(world, primary, setup().score("promoted-score"));
        std::vector<std::string> members = world.members();
        std::ranges::sort(members);
        std::int64_t rank = 0;
        for (const std::string& node : members) {
            if (node == primary) continue;
            if (process(node) != Process::Unpromoted) {
                set_score(world, node, setup().score("disconnected-score"));
                continue;
            }
            set_score(world, node, Score(setup().score("best-score").value() - rank * setup().number("step")));
            ++rank;
        }
    }

    /// What crashed is started once before it is demoted or stopped, so that it can be recovered where it is.
    void notify(const AgentOperation& operation) {
        const auto crashed = crashed_.find(operation.node);
        if (crashed == crashed_.end() || setup().word("recovers") == "no") return;
        const bool concerned = std::ranges::find(operation.changed_nodes, operation.node) != operation.changed_nodes.end();
        const bool primary = crashed->second == Process::Promoted;
        if (!concerned || !operation.is_notification("pre", primary ? "demote" : "stop")) return;
        set_process(operation.node, crashed->second);
        crashed_.erase(crashed);
    }

    std::map<std::string, Process> crashed_; ///< as what it ran
    std::set<std::string> clean_primaries_;  ///< shut down as primaries
};

} // namespace

// clang-format off
PlayedProfile paf_profile() {
    using Kind = AgentParameter::Kind;
    return {{
        "paf",
        "PostgreSQL by PAF (pgsqlms)",
        {"ocf:heartbeat:pgsqlms"},
        "ClusterLabs/PAF script/pgsqlms at 9653351a; times are assumed",
        {
            {"promoted-score", Kind::Score, "1001", "the score that a primary gives itself", {}, {}},
            {"best-score", Kind::Score, "1000", "the score of the standby that is closest to the primary", {}, {}},
            {"step", Kind::Count, "10", "how many points less each further standby gets", {}, {}},
            {"disconnected-score", Kind::Score, "-1000", "the score of a node that is not a standby of the primary", {}, {}},
            {"first-score", Kind::Score, "1",
             "the score of a former primary that starts when no node has a score, and of a standby that gives way to newer "
             "data", {}, {}},
            {"newest-node", Kind::Node, "", "a node that has newer data than all others when the primary is gone", {}, {}},
            {"recovers", Kind::Choice, "yes", "whether a crashed instance can be started again", {"yes", "no"}, {}},
            time_parameter("start", 1'000),
            time_parameter("stop", 500),
            time_parameter("promote", 1'000),
            time_parameter("demote", 1'500),
            time_parameter("monitor", 300),
        },
        {
            "A primary's monitor gives its own node promoted-score, the first standby best-score, each further standby step "
            "less, and all other cluster members disconnected-score.",
            "A start gives first-score to a former primary that was shut down cleanly, if no node has a score.",
            "A demotion stops the primary and starts it as a standby. A stop sets no score, and neither does a promotion that "
            "succeeds.",
            "A promotion fails if another standby has newer data: that standby gets best-score, and the promotion's own node "
            "first-score.",
            "The monitor of a crashed instance returns 9 (a primary) or 1 (a standby). The instance can be neither stopped "
            "nor demoted until the notification before the stop or demotion has started it again, which needs notify=true.",
        },
    }, made_rules<PafRules>};
}
// clang-format on

} // namespace placement
