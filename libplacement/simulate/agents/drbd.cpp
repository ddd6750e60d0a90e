#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "simulate/agents/agent_profiles.h"

namespace placement {

namespace {

/// (drbd-utils: scripts/drbd.ocf)
class DrbdRules final : public AgentRules {
public:
    explicit DrbdRules(AgentSetup setup) : AgentRules(std::move(setup)) {}

    std::unique_ptr<AgentRules> clone() const override { return std::make_unique<DrbdRules>(*this); }

    void observe(const AgentWorld& world) override {
        for (const std::string& node : setup().nodes) {
            if (process(node) != Process::None || score(world, node)) peers_.insert(node);
        }
    }

    std::int32_t end(const AgentOperation& operation, AgentWorld& world) override {
        const std::string& node = operation.node;
        if (operation.is("start")) {
            peers_.insert(node);
            set_process(node, Process::Unpromoted);
            update_score(node, world);
            return exit_status::ok;
        }
        if (operation.is("stop")) return stop(node, world);
        if (operation.is("promote")) return promote(node);
        if (operation.is("demote")) {
            if (process(node) == Process::None) return exit_status::not_running;
            set_process(node, Process::Unpromoted);
            return exit_status::ok;
        }
        if (operation.is("monitor")) return monitor(node, world);
        if (operation.is("notify") && operation.notification == "post" && process(node) != Process::None) {
            synchronize();
            update_score(node, world);
        }
        return exit_status::ok;
    }

    void die(const std::string& node) override {
        const bool primary_elsewhere = others_promoted(node);
        AgentRules::die(node);
        if (primary_elsewhere) outdated_.insert(node);
    }

    std::string memory() const override {
        std::string memory = AgentRules::memory();
        for (const std::string& node : outdated_) memory += fmt::format("{} outdated;", node);
        return memory;
    }

private:
    bool others_promoted(const std::string& node) const {
        return std::ranges::any_of(peers_,
                                   [&](const std::string& peer) { return peer != node && process(peer) == Process::Promoted; });
    }

    /// Who configures a cluster for two has most often configured the device for them.
    bool may_be_two() const {
        const std::string& word = setup().word("two-primaries");
        return word == "by-promoted-max" ? setup().promoted_at_most > 1 : word == "yes";
    }

    bool up_to_date_elsewhere(const std::string& node) const {
        return std::ranges::any_of(peers_, [&](const std::string& peer) {
            return peer != node && process(peer) != Process::None && !outdated_.contains(peer);
        });
    }

    /// A stopped replica misses what the primary goes on to write.
    std::int32_t stop(const std::string& node, AgentWorld& world) {
        if (others_promoted(node)) outdated_.insert(node);
        set_process(node, Process::None);
        remove_score(world, node);
        return exit_status::ok;
    }

    /// Without good data of its own or a peer's, a device cannot become primary.
    std::int32_t promote(const std::string& node) {
        if (process(node) == Process::None) return exit_status::unknown_error;
        if (others_promoted(node) && !may_be_two()) return exit_status::unknown_error;
        if (outdated_.contains(node) && !up_to_date_elsewhere(node)) return exit_status::unknown_error;
        set_process(node, Process::Promoted);
        // Who is not there now is left behind.
        for (const std::string& peer : peers_) {
            if (process(peer) == Process::None) outdated_.insert(peer);
        }
        return exit_status::ok;
    }

    std::int32_t monitor(const std::string& node, AgentWorld& world) {
        if (process(node) == Process::None) return exit_status::not_running;
        synchronize();
        update_score(node, world);
        return status(node);
    }

    /// What is connected to good data has it soon.
    void synchronize() {
        std::set<std::string> now_current;
        for (const std::string& node : outdated_) {
            if (process(node) != Process::None && up_to_date_elsewhere(node)) now_current.insert(node);
        }
        for (const std::string& node : now_current) outdated_.erase(node);
    }

    void update_score(const std::string& node, AgentWorld& world) const {
        const Score score = score_of(node);
        if (score.value() <= 0) {
            remove_score(world, node);
        } else {
            set_score(world, node, score);
        }
    }

    Score score_of(const std::string& node) const {
        if (outdated_.contains(node)) {
            return up_to_date_elsewhere(node) ? setup().score("remote-score") : setup().score("consistent-score");
        }
        if (process(node) == Process::Promoted) return setup().score("best-score");
        const bool unknown_peer = std::ranges::any_of(
            peers_, [&](const std::string& peer) { return process(peer) == Process::None && !outdated_.contains(peer); });
        return unknown_peer ? setup().score("local-score") : setup().score("best-score");
    }

    std::set<std::string> peers_;
    std::set<std::string> outdated_;
};

} // namespace

// clang-format off
PlayedProfile drbd_profile() {
    using Kind = AgentParameter::Kind;
    return {{
        "drbd",
        "DRBD, a mirrored block device",
        {"ocf:linbit:drbd"},
        "LINBIT/drbd-utils scripts/drbd.ocf at b4b2f5b9; times are assumed",
        {
            {"consistent-score", Kind::Score, "0",
             "the score if the data may be outdated and no peer has better data", {}, "adjust_master_score[1]"},
            {"remote-score", Kind::Score, "10", "the score if only a peer has good data", {}, "adjust_master_score[2]"},
            {"local-score", Kind::Score, "1000",
             "the score with good data and a peer whose state is unknown", {}, "adjust_master_score[3]"},
            {"best-score", Kind::Score, "10000",
             "the score with good data if the state of all peers is known, and of a primary", {}, "adjust_master_score[4]"},
            {"two-primaries", Kind::Choice, "by-promoted-max",
             "whether two nodes may be primary at the same time; by-promoted-max: where promoted-max is more than 1",
             {"by-promoted-max", "yes", "no"}, {}},
            time_parameter("start", 1'000),
            time_parameter("stop", 300),
            time_parameter("promote", 300),
            time_parameter("demote", 300),
            time_parameter("monitor", 200),
        },
        {
            "A start, a monitor and each post notification set the node's own score: best-score for a primary, and for a "
            "replica with good data that knows the state of its peers; local-score for a replica with good data that does "
            "not; remote-score if only a peer has good data; consistent-score if no node is known to have good data.",
            "A score of 0 or less is removed instead of being set.",
            "A stop removes the score. A replica that stops or dies while another node is primary has outdated data until it "
            "is connected to good data again, which is assumed to have happened by its next monitor.",
            "A promotion fails if neither the node nor a peer has good data, or if another node is primary and two may not "
            "be.",
        },
    }, made_rules<DrbdRules>};
}
// clang-format on

} // namespace placement
