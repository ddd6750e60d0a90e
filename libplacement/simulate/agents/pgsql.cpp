#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "simulate/agents/agent_profiles.h"

namespace placement {

namespace {

/// How far a node's data is: all that replicas got before the primary was lost, or a little less. What the agent writes
/// are log positions; only their order counts.
constexpr const char* newest_position = "0000000003000200";
constexpr const char* older_position = "0000000003000100";

/// (resource-agents: heartbeat/pgsql)
class PgsqlRules final : public AgentRules {
public:
    explicit PgsqlRules(AgentSetup setup) : AgentRules(std::move(setup)) { read_parameters(); }

    std::unique_ptr<AgentRules> clone() const override { return std::make_unique<PgsqlRules>(*this); }

    void observe(const AgentWorld& world) override {
        for (const std::string& node : nodes_) {
            const std::string data = world.permanent_attribute(node, name("data-status")).value_or("");
            if (process(node) == Process::Promoted || data == "LATEST" || is_synchronous(data)) newest_.insert(node);
        }
        if (newest_.empty()) newest_.insert(nodes_.begin(), nodes_.end());
    }

    void begin(const AgentOperation& operation, AgentWorld& world) override {
        const std::string& node = operation.node;
        if (operation.is("start")) {
            set_status(world, node, node, "STOP");
            forget_baseline(world, node);
            set_score(world, node, no_);
            notes_.erase(node);
            forget_position(world, node);
        } else if (operation.is("stop")) {
            set_score(world, node, no_);
            forget_position(world, node);
        } else if (operation.is("demote")) {
            set_score(world, node, no_);
            forget_baseline(world, node);
        } else if (operation.is("promote") && process(node) == Process::Unpromoted) {
            begin_promotion(node, world);
        }
    }

    std::int32_t end(const AgentOperation& operation, AgentWorld& world) override {
        const std::string& node = operation.node;
        if (operation.is("start")) return end_start(node, world);
        if (operation.is("stop")) return end_stop(node, world);
        if (operation.is("demote")) return end_demote(operation, world);
        if (operation.is("promote")) return end_promotion(node, world);
        if (operation.is("monitor")) return monitor(operation, world);
        if (operation.is("notify")) notify(operation, world);
        return exit_status::ok;
    }

    std::optional<std::int64_t> milliseconds(const AgentOperation& operation) const override {
        if (operation.is("start") && locked_.contains(operation.node)) return setup().number("refused-start-time");
        return AgentRules::milliseconds(operation);
    }

    void die(const std::string& node) override {
        // What a primary leaves behind when it dies is there from its promotion on.
        if (process(node) == Process::Promoted && setup().word("lock-file") == "yes") locked_.insert(node);
        AgentRules::die(node);
    }

    std::string memory() const override {
        std::string memory = AgentRules::memory();
        for (const std::string& node : locked_) memory += fmt::format("locked {};", node);
        for (const std::string& node : newest_) memory += fmt::format("newest {};", node);
        for (const auto& [node, note] : notes_) memory += fmt::format("{} noted {} {};", node, note.seen, note.positions);
        if (!synchronous_.empty()) memory += fmt::format("synchronous {};", synchronous_);
        return memory;
    }

    std::int64_t monitors_until_rest() const override { return checks_ + 2; }

private:
    /// What a node that looks for the newest data has written down.
    struct Note {
        std::string positions;
        std::int64_t seen = 0; ///< how often it was the same after the first time
    };

    void read_parameters() {
        yes_ = setup().score("promoted-score");
        sync_ = setup().score("sync-score");
        no_ = setup().score("other-score");
        checks_ = setup().number("log-checks");
        synchronous_mode_ = setup().word("replication") == "sync";
        nodes_ = setup().nodes;
        const auto listed = setup().configured.find("node_list");
        if (listed != setup().configured.end()) nodes_ = split(listed->second, " \t\n");
    }

    std::string name(const char* what) const { return fmt::format("{}-{}", setup().resource, what); }

    static bool is_synchronous(const std::string& data) { return data == "STREAMING|SYNC"; }

    /// Nobody but the node itself takes it out of STOP, and nobody tells of a node that is not there.
    void set_status(AgentWorld& world, const std::string& by, const std::string& node, const char* status) const {
        const auto members = world.members();
        if (std::ranges::find(members, node) == members.end()) return;
        const std::string before = world.attribute(node, name("status")).value_or("");
        if (by != node && (before == "STOP" || before == "UNKNOWN")) return;
        world.set_attribute(node, name("status"), status);
    }

    void set_data(AgentWorld& world, const std::string& node, const char* status) const {
        world.set_permanent_attribute(node, name("data-status"), status);
    }

    /// The score of another node: only one that is there is changed.
    void set_other_score(AgentWorld& world, const std::string& node, Score value) const {
        const auto members = world.members();
        if (std::ranges::find(members, node) == members.end() || !score(world, node)) return;
        set_score(world, node, value);
    }

    void forget_baseline(AgentWorld& world, const std::string& node) const {
        world.set_attribute(node, name("master-baseline"), std::nullopt);
    }
    void forget_position(AgentWorld& world, const std::string& node) const {
        world.set_attribute(node, name("xlog-loc"), std::nullopt);
    }
    void tell_baseline(AgentWorld& world, const std::string& node) const {
        world.set_attribute(node, name("master-baseline"), position(node));
    }
    std::string position(const std::string& node) const { return newest_.contains(node) ? newest_position : older_position; }

    void begin_promotion(const std::string& node, AgentWorld& world) {
        notes_.erase(node);
        for (const std::string& other : nodes_) {
            if (other == node) continue;
            set_data(world, other, "DISCONNECT");
            set_other_score(world, other, no_);
        }
        tell_baseline(world, node);
    }

    std::int32_t end_start(const std::string& node, AgentWorld& world) {
        if (locked_.contains(node)) return exit_status::unknown_error;
        set_process(node, Process::Unpromoted);
        set_status(world, node, node, "HS:alone");
        return exit_status::ok;
    }

    std::int32_t end_stop(const std::string& node, AgentWorld& world) {
        const bool ran = process(node) != Process::None;
        set_process(node, Process::None);
        set_status(world, node, node, "STOP");
        if (ran) forget_baseline(world, node);
        return exit_status::ok;
    }

    /// A demoted primary is stopped; where no replica runs, its lock goes with it.
    std::int32_t end_demote(const AgentOperation& operation, AgentWorld& world) {
        const std::string& node = operation.node;
        const bool ran = process(node) != Process::None;
        const bool replicas = std::ranges::any_of(
            nodes_, [&](const std::string& other) { return other != node && process(other) == Process::Unpromoted; });
        if (ran && replicas && setup().word("lock-file") == "yes") locked_.insert(node);
        if (ran && !replicas) locked_.erase(node);
        set_process(node, Process::None);
        set_status(world, node, node, "STOP");
        return exit_status::ok;
    }

    std::int32_t end_promotion(const std::string& node, AgentWorld& world) {
        if (process(node) == Process::None) return exit_status::unknown_error;
        if (process(node) == Process::Promoted) return exit_status::ok;
        set_process(node, Process::Promoted);
        newest_ = {node};
        synchronous_.clear();
        set_data(world, node, "LATEST");
        set_score(world, node, yes_);
        set_status(world, node, node, "PRI");
        return exit_status::ok;
    }

    std::int32_t monitor(const AgentOperation& operation, AgentWorld& world) {
        const std::string& node = operation.node;
        if (operation.interval_ms == 0) return probe(node, world);
        if (process(node) == Process::Promoted) {
            set_data(world, node, "LATEST");
            set_status(world, node, node, "PRI");
            control_replicas(node, world);
        } else if (process(node) == Process::Unpromoted) {
            if (world.promoted_nodes().empty()) {
                set_status(world, node, node, "HS:alone");
                look_for_newest(node, world);
            } else if (world.permanent_attribute(node, name("data-status")) == "DISCONNECT") {
                set_status(world, node, node, "HS:alone");
            }
        }
        return status(node);
    }

    std::int32_t probe(const std::string& node, AgentWorld& world) {
        if (process(node) == Process::Promoted) set_score(world, node, yes_);
        if (process(node) == Process::Unpromoted) set_score(world, node, no_);
        return status(node);
    }

    /// The primary says of each other node how it follows. Among those that do, one is synchronous: the one that was, or
    /// else the first.
    void control_replicas(const std::string& primary, AgentWorld& world) {
        std::vector<std::string> connected;
        for (const std::string& node : nodes_) {
            if (node != primary && process(node) == Process::Unpromoted) connected.push_back(node);
        }
        if (std::ranges::find(connected, synchronous_) == connected.end()) {
            const auto was = std::ranges::find_if(connected, [&](const std::string& node) {
                return is_synchronous(world.permanent_attribute(node, name("data-status")).value_or(""));
            });
            synchronous_ = was != connected.end() ? *was : connected.empty() ? "" : connected.front();
        }
        for (const std::string& node : nodes_) {
            if (node == primary) continue;
            const bool is_connected = std::ranges::find(connected, node) != connected.end();
            control_replica(primary, node, is_connected, world);
        }
    }

    void control_replica(const std::string& primary, const std::string& node, bool connected, AgentWorld& world) {
        if (!connected) {
            set_data(world, node, "DISCONNECT");
            set_other_score(world, node, no_);
            newest_.erase(node);
        } else if (!synchronous_mode_) {
            set_data(world, node, "STREAMING|ASYNC");
            set_other_score(world, node, nodes_.size() <= 2 ? sync_ : no_);
            set_status(world, primary, node, "HS:async");
            newest_.insert(node);
        } else if (node == synchronous_) {
            set_data(world, node, "STREAMING|SYNC");
            set_other_score(world, node, sync_);
            set_status(world, primary, node, "HS:sync");
            newest_.insert(node);
        } else {
            set_data(world, node, "STREAMING|POTENTIAL");
            set_other_score(world, node, no_);
            set_status(world, primary, node, "HS:potential");
            newest_.erase(node);
        }
    }

    /// A replica without a primary waits until the positions that all nodes tell have stayed equal for so many monitors
    /// after the first; then, if its own is the newest, it asks to be promoted.
    void look_for_newest(const std::string& node, AgentWorld& world) {
        const std::string data = world.permanent_attribute(node, name("data-status")).value_or("");
        const bool fit =
            data.empty() || data == "LATEST" || is_synchronous(data) || (!synchronous_mode_ && data == "STREAMING|ASYNC");
        if (!fit) return;
        world.set_attribute(node, name("xlog-loc"), position(node));
        std::string positions;
        std::string newest;
        for (const std::string& other : nodes_) {
            const auto told = world.attribute(other, name("xlog-loc"));
            if (!told) continue;
            positions += fmt::format("{} {} ", other, *told);
            newest = std::max(newest, *told);
        }
        Note& note = notes_[node];
        if (note.positions != positions) {
            note = {positions, 0};
            return;
        }
        if (++note.seen < checks_) return;
        note = {positions, 0};
        if (newest == position(node)) {
            set_score(world, node, yes_);
            notes_.erase(node);
        } else {
            set_data(world, node, "DISCONNECT");
        }
    }

    static bool names(const std::vector<std::string>& nodes, const std::string& node) {
        return std::ranges::find(nodes, node) != nodes.end();
    }

    void notify(const AgentOperation& operation, AgentWorld& world) {
        const std::string& node = operation.node;
        if (operation.is_notification("post", "promote")) {
            forget_position(world, node);
            if (!names(operation.changed_nodes, node)) forget_baseline(world, node);
        } else if (operation.is_notification("post", "demote")) {
            const bool first_demoted = !operation.changed_nodes.empty() && operation.changed_nodes.front() == node;
            if (first_demoted || names(operation.promoted_nodes, node)) return;
            tell_baseline(world, node);
            set_status(world, node, node, "HS:alone");
        } else if (operation.is_notification("post", "start") || operation.is_notification("post", "stop")) {
            const bool looks = setup().word("replicas-checked") == "at-once";
            if (looks && names(operation.promoted_nodes, node) && process(node) == Process::Promoted) {
                control_replicas(node, world);
            }
        }
    }

    Score yes_;
    Score sync_;
    Score no_;
    std::int64_t checks_ = 3;
    bool synchronous_mode_ = false;
    std::vector<std::string> nodes_;
    std::set<std::string> locked_; ///< where a lock forbids the start
    std::set<std::string> newest_; ///< where the data is as new as can be
    std::map<std::string, Note> notes_;
    std::string synchronous_;
};

} // namespace

// clang-format off
PlayedProfile pgsql_profile() {
    using Kind = AgentParameter::Kind;
    return {{
        "pgsql",
        "PostgreSQL with streaming replication (rep_mode sync or async)",
        {"ocf:heartbeat:pgsql"},
        "ClusterLabs/resource-agents heartbeat/pgsql at bf01ad08; times measured in runs of the outage's schedulers (start "
        "1.5 s, promotion 2 s), otherwise assumed",
        {
            {"promoted-score", Kind::Score, "1000", "the score of a primary, and of a replica that asks to be promoted", {}},
            {"sync-score", Kind::Score, "100", "the score that the primary gives its synchronous replica", {}},
            {"other-score", Kind::Score, "-INFINITY", "the score of all other nodes", {}},
            {"replication", Kind::Choice, "async", "how data is replicated", {"sync", "async"}, "rep_mode"},
            {"log-checks", Kind::Count, "3",
             "after how many monitors with unchanged log positions, not counting the first, a replica asks to be promoted",
             {}, "xlog_check_count"},
            {"replicas-checked", Kind::Choice, "by-monitor",
             "when a primary checks its replicas: only in its monitor, or also as soon as a replica has started or stopped, "
             "as the agent does if notifications are not cut short",
             {"by-monitor", "at-once"}},
            {"lock-file", Kind::Choice, "yes", "whether a primary that did not stop cleanly leaves a lock file", {"yes", "no"}},
            time_parameter("start", 1'500),
            {"refused-start-time", Kind::Milliseconds, "300", "how long a start takes that fails because of the lock file", {}},
            time_parameter("stop", 200),
            time_parameter("promote", 2'000),
            time_parameter("demote", 300),
            time_parameter("monitor", 500),
        },
        {
            "A start, stop or demotion first gives its own node other-score.",
            "A promotion first gives all other nodes other-score; when it ends, it gives its own node promoted-score.",
            "A start fails on a node where a primary died: its lock file is still there.",
            "A demotion stops the primary; the lock file stays if replicas are running.",
            "A primary's monitor gives its synchronous replica sync-score and all other nodes other-score; in a cluster of "
            "two nodes, an asynchronous replica gets sync-score.",
            "Without a primary, a replica's monitor publishes its log position if its data was synchronous or the latest. "
            "When all published positions have stayed the same for log-checks monitors after the first, and its own is the "
            "newest, it gives itself promoted-score.",
            "A probe gives a primary promoted-score and a replica other-score.",
            "After a demotion, each replica publishes its position (master-baseline); after a promotion, the positions are "
            "removed.",
        },
    }, made_rules<PgsqlRules>};
}
// clang-format on

} // namespace placement
