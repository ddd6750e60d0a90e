#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "simulate/agents/agent_profiles.h"

namespace placement {

namespace {

/// The database on a node is a primary or a secondary by its own configuration, whatever the cluster calls it; the
/// cluster's roles (Process) are marks. (SAPHanaSR: ra/saphana-controller-lib)
class SapHanaRules final : public AgentRules {
public:
    explicit SapHanaRules(AgentSetup setup) : AgentRules(std::move(setup)) {
        const auto sid = this->setup().configured.find("SID");
        for (const char c : sid == this->setup().configured.end() ? std::string() : sid->second) {
            sid_ += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        }
        primaries_ = this->setup().promoted;
        if (!primaries_.empty()) latest_ = *primaries_.begin();
        up_ = this->setup().running;
    }

    std::unique_ptr<AgentRules> clone() const override { return std::make_unique<SapHanaRules>(*this); }

    void observe(const AgentWorld& world) override {
        for (const std::string& node : setup().nodes) {
            const std::string state = world.attribute(node, name("sync_state")).value_or("");
            const bool follows = up_.contains(node) && !primaries_.contains(node);
            if (state == "SOK" || (state.empty() && follows)) in_sync_.insert(node);
        }
    }

    std::int32_t end(const AgentOperation& operation, AgentWorld& world) override {
        const std::string& node = operation.node;
        if (operation.is("start")) return start(node, world);
        if (operation.is("stop")) return stop(node, world);
        if (operation.is("promote")) return promote(node, world);
        if (operation.is("demote")) {
            mark(world, node, "DEMOTED");
            if (process(node) == Process::Promoted) set_process(node, Process::Unpromoted);
            return exit_status::ok;
        }
        if (operation.is("monitor")) return monitor(operation, world);
        return exit_status::ok;
    }

    void die(const std::string& node) override {
        up_.erase(node);
        // What the cluster calls it stays as it is: its monitor tells a failed primary from what is stopped.
    }

    std::string memory() const override {
        std::string memory = AgentRules::memory();
        for (const auto& [what, nodes] :
             {std::pair{"up", &up_}, {"primary", &primaries_}, {"in sync", &in_sync_}, {"waiting", &waiting_}}) {
            for (const std::string& node : *nodes) memory += fmt::format("{} {};", node, what);
        }
        return memory + latest_;
    }

private:
    std::string name(const char* what) const { return fmt::format("hana_{}_{}", sid_, what); }

    void mark(AgentWorld& world, const std::string& node, const char* state) const {
        world.set_attribute(node, name("clone_state"), state);
    }
    void tell_sync(AgentWorld& world, const std::string& node, const char* state) const {
        world.set_attribute(node, name("sync_state"), state);
    }

    bool primary_up_elsewhere(const std::string& node) const {
        return std::ranges::any_of(primaries_, [&](const std::string& other) { return other != node && up_.contains(other); });
    }

    /// A primary database that another one has replaced, wherever that is by now.
    bool replaced(const std::string& node) const { return latest_ != node && primaries_.contains(latest_); }

    std::int32_t start(const std::string& node, AgentWorld& world) {
        mark(world, node, "DEMOTED");
        if (primaries_.contains(node) && replaced(node)) return start_replaced(node, world);
        if (!primaries_.contains(node)) return start_secondary(node, world);
        set_process(node, Process::Unpromoted);
        if (!up_.contains(node) && takeover_is_due(node)) {
            mark(world, node, "WAITING4LPA");
            set_score(world, node, setup().score("waiting-score"));
            waiting_.insert(node);
            return exit_status::ok;
        }
        return start_primary(node, world);
    }

    std::int32_t start_primary(const std::string& node, AgentWorld& world) {
        up_.insert(node);
        waiting_.erase(node);
        set_score(world, node, setup().score("primary-score"));
        return exit_status::ok;
    }

    /// A secondary has all data, and is preferred to a restart.
    bool takeover_is_due(const std::string& node) const {
        return setup().word("prefer-site-takeover") == "true" && std::ranges::any_of(in_sync_, [&](const std::string& other) {
                   return other != node && up_.contains(other) && !primaries_.contains(other);
               });
    }

    std::int32_t start_replaced(const std::string& node, AgentWorld& world) {
        if (setup().word("automated-register") != "true") {
            mark(world, node, "WAITING4REG");
            set_score(world, node, setup().score("waiting-score"));
            return exit_status::not_running;
        }
        primaries_.erase(node);
        return start_secondary(node, world);
    }

    std::int32_t start_secondary(const std::string& node, AgentWorld& world) {
        in_sync_.erase(node);
        tell_sync(world, node, "SFAIL");
        set_process(node, Process::Unpromoted);
        if (primary_up_elsewhere(node)) {
            set_score(world, node, setup().score("starting-score"));
            up_.insert(node);
            waiting_.erase(node);
        } else {
            mark(world, node, "WAITING4PRIM");
            set_score(world, node, setup().score("unfit-score"));
            waiting_.insert(node);
        }
        return exit_status::ok;
    }

    std::int32_t stop(const std::string& node, AgentWorld& world) {
        mark(world, node, "UNDEFINED");
        up_.erase(node);
        waiting_.erase(node);
        set_process(node, Process::None);
        return exit_status::ok;
    }

    std::int32_t promote(const std::string& node, AgentWorld& world) {
        if (!primaries_.contains(node)) {
            if (!in_sync_.contains(node) || !up_.contains(node)) return exit_status::unknown_error;
            set_score(world, node, setup().score("takeover-score"));
            primaries_.insert(node);
        }
        latest_ = node;
        mark(world, node, "PROMOTED");
        tell_sync(world, node, "PRIM");
        set_process(node, Process::Promoted);
        return exit_status::ok;
    }

    std::int32_t monitor(const AgentOperation& operation, AgentWorld& world) {
        const std::string& node = operation.node;
        if (operation.interval_ms == 0) return up_.contains(node) ? status(node) : exit_status::not_running;
        return primaries_.contains(node) ? monitor_primary(node, world) : monitor_secondary(node, world);
    }

    std::int32_t monitor_primary(const std::string& node, AgentWorld& world) {
        if (up_.contains(node)) {
            set_score(world, node, setup().score("primary-score"));
            tell_sync(world, node, "PRIM");
            return status(node);
        }
        if (waiting_.contains(node)) return await_takeover(node, world);
        set_score(world, node, setup().score(takeover_is_due(node) ? "failed-primary-score" : "stopped-primary-score"));
        return process(node) == Process::Promoted ? exit_status::failed_promoted : exit_status::not_running;
    }

    /// Once it is replaced it is started anew as what it is to be; if nobody can replace it any more, it starts.
    std::int32_t await_takeover(const std::string& node, AgentWorld& world) {
        if (replaced(node)) {
            waiting_.erase(node);
            return start_replaced(node, world);
        }
        if (takeover_is_due(node)) return exit_status::ok;
        mark(world, node, "DEMOTED");
        return start_primary(node, world);
    }

    std::int32_t monitor_secondary(const std::string& node, AgentWorld& world) {
        if (waiting_.contains(node)) {
            if (primary_up_elsewhere(node)) {
                mark(world, node, "DEMOTED");
                start_secondary(node, world);
            }
            return exit_status::ok;
        }
        if (!up_.contains(node)) return exit_status::not_running;
        // Once it is connected, it has all data by its next monitor.
        if (primary_up_elsewhere(node)) in_sync_.insert(node);
        const bool in_sync = in_sync_.contains(node);
        tell_sync(world, node, in_sync ? "SOK" : "SFAIL");
        set_score(world, node, setup().score(in_sync ? "secondary-score" : "unfit-score"));
        return status(node);
    }

    std::string sid_;
    std::set<std::string> up_;
    std::set<std::string> primaries_; ///< by the database's own configuration
    std::string latest_;              ///< the one that was promoted last (lpa_…_lpt)
    std::set<std::string> in_sync_;
    std::set<std::string> waiting_;
};

} // namespace

// clang-format off
PlayedProfile saphana_profile() {
    using Kind = AgentParameter::Kind;
    return {{
        "saphana",
        "SAP HANA with system replication, scale-up",
        {"ocf:suse:SAPHana", "ocf:suse:SAPHanaController"},
        "SUSE/SAPHanaSR ra/saphana-controller-lib and ra/saphana-controller-common-lib at 9ca24b18 (the score tables for "
        "scale-up); times are assumed",
        {
            {"primary-score", Kind::Score, "150", "the score of a running primary", {}, {}},
            {"secondary-score", Kind::Score, "100", "the score of a running secondary that is in sync", {}, {}},
            {"takeover-score", Kind::Score, "145", "the score of a secondary that takes over", {}, {}},
            {"failed-primary-score", Kind::Score, "5",
             "the score of a primary that is down while a secondary may take over", {}, {}},
            {"stopped-primary-score", Kind::Score, "90", "the score of a primary that is down while no secondary may take over", {}, {}},
            {"starting-score", Kind::Score, "0", "the score of a secondary that is starting", {}, {}},
            {"waiting-score", Kind::Score, "-9000", "the score of a former primary that waits for a takeover or must be "
                                                    "registered", {}, {}},
            {"unfit-score", Kind::Score, "-INFINITY", "the score of a secondary that is not in sync, or is waiting", {}, {}},
            {"prefer-site-takeover", Kind::Choice, "true",
             "whether a takeover by a secondary is preferred to a restart of the primary", {"true", "false"}, "PREFER_SITE_TAKEOVER"},
            {"automated-register", Kind::Choice, "false",
             "whether a former primary is registered as a secondary automatically", {"true", "false"}, "AUTOMATED_REGISTER"},
            time_parameter("start", 10'000),
            time_parameter("stop", 5'000),
            time_parameter("promote", 5'000),
            time_parameter("demote", 500),
            time_parameter("monitor", 1'000),
        },
        {
            "A primary's monitor gives it primary-score. If the database is down, the monitor gives failed-primary-score if a "
            "secondary is in sync and takeover is preferred, otherwise stopped-primary-score, and returns 9 for a promoted "
            "instance.",
            "A secondary's monitor gives it secondary-score if it is in sync, otherwise unfit-score.",
            "A secondary starts only if the primary is running; otherwise it waits with unfit-score.",
            "A primary that starts while a secondary is in sync and takeover is preferred waits for the takeover with "
            "waiting-score.",
            "Promoting a secondary is a takeover: the secondary must be in sync, and gets takeover-score. A demotion only "
            "marks the instance; the database keeps running.",
            "A former primary that starts becomes a secondary if automated-register is true; otherwise its start fails with "
            "exit status 7, and it gets waiting-score.",
        },
    }, made_rules<SapHanaRules>};
}
// clang-format on

} // namespace placement
