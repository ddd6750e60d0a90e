#include "placement/fencing.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "fencing/device.h"
#include "fencing/host_list.h"
#include "fencing/topology.h"
#include "placement/codes.h"
#include "rules/parameters.h"

namespace placement {

namespace {

constexpr const char* watchdog_name = "watchdog";

class FencingQuery {
public:
    FencingQuery(const Cluster& cluster, NodeId target, const FencingQuestion& question)
        : cluster_(cluster), target_id_(target), target_(cluster.nodes[target]), question_(question) {}

    NodeFencing run() {
        answer_.node = target_.name;
        if (target_.is_guest()) {
            by_container();
        } else if (may_be_tried()) {
            find_members();
            const auto levels = levels_of(cluster_, target_);
            if (levels.empty()) {
                by_any_device();
            } else {
                for (const auto& [index, parts] : levels) by_level(index, parts, index == levels.rbegin()->first);
            }
        }
        return std::move(answer_);
    }

private:
    void add(std::string code, std::string text, Position position = {}, std::string device = {}) {
        answer_.obstacles.push_back({std::move(code), std::move(device), std::move(text), position});
    }

    // ---- the scheduler's part ----

    /// (Pacemaker: pe_can_fence)
    bool may_be_tried() {
        if (!cluster_.options.fencing_enabled) {
            add("fencing-disabled", "fencing is disabled");
        } else if (!cluster_.have_fencing_devices) {
            add("no-device", "no fencing device is configured");
        } else if (!question_.all_nodes_as_members && !has_authority()) {
            add("no-quorum", "the cluster has no quorum");
        } else if (std::ranges::find(question_.failing_nodes, target_.name) != question_.failing_nodes.end()) {
            add("made-to-fail", "the scenario makes it fail");
        }
        return answer_.obstacles.empty();
    }

    bool has_authority() const {
        if (cluster_.have_quorum || cluster_.options.no_quorum_policy == NoQuorumPolicy::Ignore) return true;
        if (!target_.online) return false;
        return !target_.is_remote() || cluster_.options.fence_remote_without_quorum || all_hosts_online();
    }

    bool all_hosts_online() const {
        if (!target_.connection) return true;
        const auto& hosts = cluster_.initial_nodes[target_.connection];
        for (const NodeId host : hosts.ids()) {
            if (hosts[host].listed && !cluster_.nodes[host].online) return false;
        }
        return true;
    }

    /// A guest is fenced by stopping what it lives in.
    void by_container() {
        const ResourceId connection = target_.connection;
        const ResourceId container = connection ? cluster_.resources[connection].launcher : ResourceId::none();
        if (!container) return add("container", "nothing is known of its container");
        FencingMeans means;
        means.kind = FencingMeans::Kind::Container;
        means.device = cluster_.resources[container].xml_id;
        means.position = cluster_.resources[container].position;
        for (const NodeId host : cluster_.resources[container].active_nodes) {
            const Node& on = cluster_.nodes[host];
            means.executors.push_back(on.name);
            if (on.online || on.is_guest()) continue;
            const NodeFencing of_host = FencingQuery(cluster_, host, question_).run();
            if (of_host.possible()) continue;
            add("container",
                fmt::format("its container {} is on {}, which cannot be fenced: {}", means.device, on.name, text(of_host)),
                means.position, means.device);
        }
        means.runs_there = !means.executors.empty();
        if (answer_.obstacles.empty()) answer_.means.push_back(std::move(means));
    }

    // ---- the fencers' part ----

    bool is_member(const Node& node) const {
        if (node.is_remote() || std::ranges::find(question_.fenced_nodes, node.name) != question_.fenced_nodes.end())
            return false;
        return question_.all_nodes_as_members || node.online || node.pending;
    }

    /// A node does not fence itself, unless it is the last one. To unfence itself it may.
    void find_members() {
        bool target_is_member = false;
        for (const NodeId id : cluster_.nodes.ids()) {
            if (!is_member(cluster_.nodes[id])) continue;
            if (id == target_id_) {
                target_is_member = true;
            } else {
                members_.push_back(id);
            }
        }
        if (target_is_member && (members_.empty() || question_.action == "on")) members_.push_back(target_id_);
    }

    void by_any_device() {
        for (const ResourceId device : fencing_devices(cluster_)) {
            if (cluster_.resources[device].xml_id == watchdog_name) continue;
            if (auto means = by_device(device, answer_.obstacles)) answer_.means.push_back(std::move(*means));
        }
        std::ranges::stable_sort(answer_.means, std::greater(), &FencingMeans::runs_there);
        if (auto watchdog = by_watchdog(answer_.obstacles)) answer_.means.push_back(std::move(*watchdog));
        if (answer_.means.empty() && members_.empty()) {
            answer_.obstacles.insert(answer_.obstacles.begin(),
                                     {"no-member", {}, "no other node is a member of the cluster", {}});
        }
    }

    /// All devices of a level are needed.
    void by_level(std::int32_t index, const std::vector<const FencingLevel*>& parts, bool last) {
        std::vector<FencingMeans> found;
        std::vector<FencingObstacle> obstacles;
        for (const FencingLevel* const part : parts) {
            for (const std::string& name : part->devices) {
                auto means = of_level(name, last, obstacles);
                if (!means) {
                    add_level_obstacle(index, *part, name, obstacles);
                    continue;
                }
                means->level = index;
                found.push_back(std::move(*means));
            }
        }
        if (obstacles.empty()) std::ranges::move(found, std::back_inserter(answer_.means));
    }

    void add_level_obstacle(std::int32_t index, const FencingLevel& level, const std::string& device,
                            const std::vector<FencingObstacle>& why) {
        const std::string place = level.position.known() ? fmt::format("{}, line {}", level.id, level.position.line) : level.id;
        add("level", fmt::format("level {} ({}) needs {}: {}", index, place, device, why.back().text), level.position, device);
    }

    std::optional<FencingMeans> of_level(const std::string& name, bool last, std::vector<FencingObstacle>& obstacles) {
        if (name == watchdog_name) {
            auto watchdog = by_watchdog(obstacles);
            if (watchdog && !last && !target_.online) {
                obstacles.push_back({"no-watchdog", name, "the watchdog of a lost node counts in the last level alone", {}});
                return std::nullopt;
            }
            if (!watchdog && obstacles.empty()) {
                obstacles.push_back({"no-watchdog", name, "stonith-watchdog-timeout is 0, the default", {}});
            }
            return watchdog;
        }
        for (const ResourceId device : fencing_devices(cluster_)) {
            if (cluster_.resources[device].xml_id == name) return by_device(device, obstacles);
        }
        obstacles.push_back({"unknown-device", name, "there is no such fencing device", {}});
        return std::nullopt;
    }

    std::optional<FencingMeans> by_device(ResourceId id, std::vector<FencingObstacle>& obstacles) const {
        const Resource& device = cluster_.resources[id];
        FencingMeans means;
        means.device = device.xml_id;
        means.position = device.position;
        if (auto obstacle = host_obstacle(cluster_, id, target_, means.names_hosts_itself)) {
            obstacles.push_back(std::move(*obstacle));
            return std::nullopt;
        }
        if (is_disabled_device(cluster_, id)) {
            obstacles.push_back(
                {"target-role", device.xml_id,
                 fmt::format("{} is disabled (target-role is {})", device_place(device), device.meta.at("target-role")),
                 device.position});
            return std::nullopt;
        }
        if (!find_executors(id, means, obstacles)) return std::nullopt;
        return means;
    }

    bool find_executors(ResourceId id, FencingMeans& means, std::vector<FencingObstacle>& obstacles) const {
        std::vector<FencingObstacle> bans;
        std::vector<NodeId> executors;
        for (const NodeId member : members_) {
            if (auto ban = ban_on(cluster_, id, member)) {
                bans.push_back(std::move(*ban));
            } else if (fails_from(means.device, cluster_.nodes[member].name)) {
                bans.push_back(
                    {"operation", means.device,
                     fmt::format("{} fails when {} uses it, as the scenario has it", means.device, cluster_.nodes[member].name),
                     means.position});
            } else {
                executors.push_back(member);
            }
        }
        if (executors.empty()) {
            const bool target_alone =
                !bans.empty() && bans.front().code == obstacle_codes::location && !ban_on(cluster_, id, target_id_);
            if (target_alone) {
                obstacles.push_back({"target-only", means.device,
                                     fmt::format("{}; it could be used from {}, but a node does not fence itself",
                                                 bans.front().text, target_.name),
                                     bans.front().position});
            } else {
                std::ranges::move(bans, std::back_inserter(obstacles));
            }
            if (members_.empty()) {
                obstacles.push_back({"no-member", means.device,
                                     fmt::format("no other node is there to use {}", device_place(cluster_.resources[id])),
                                     means.position});
            }
            return false;
        }
        std::stable_partition(executors.begin(), executors.end(), [&](NodeId node) { return runs_on(cluster_, id, node); });
        means.runs_there = runs_on(cluster_, id, executors.front());
        for (const NodeId node : executors) means.executors.push_back(cluster_.nodes[node].name);
        return true;
    }

    /// A reboot by several devices is an off by each.
    bool fails_from(const std::string& device, const std::string& executor) const {
        return std::ranges::any_of(question_.failing, [&](const OperationResult& each) {
            const bool same_action = each.task == question_.action || (question_.action == "reboot" && each.task == "off");
            return same_action && each.resource == device && each.exit_status != 0 && equals_ignoring_case(each.node, executor);
        });
    }

    // ---- the watchdog ----

    /// (Pacemaker: get_fencing_watchdog_timeout) What cannot be read, or is negative, stands for a value of sbd's own.
    bool watchdog_timeout_is_set() const {
        const auto found = cluster_.options.values.find("fencing-watchdog-timeout");
        if (found == cluster_.options.values.end()) return false;
        return parse_milliseconds(found->second).value_or(-1) != 0;
    }

    /// A device that is called "watchdog" says which nodes fence themselves; without it, all do.
    bool fences_itself() const {
        for (const ResourceId id : fencing_devices(cluster_)) {
            const Resource& device = cluster_.resources[id];
            if (device.xml_id != watchdog_name || device.agent != "fence_watchdog" || is_disabled_device(cluster_, id)) continue;
            const AttributeTable parameters = parameters_on(cluster_, id, nullptr);
            return host_check(parameters) != HostCheck::StaticList || names_host(parameters, target_.name);
        }
        return true;
    }

    /// (Pacemaker: is_watchdog_fencing)
    std::optional<FencingMeans> by_watchdog(std::vector<FencingObstacle>& obstacles) const {
        if (question_.action == "on") return std::nullopt;
        const bool set = watchdog_timeout_is_set();
        if (set && cluster_.options.have_watchdog && fences_itself()) {
            FencingMeans means;
            means.kind = FencingMeans::Kind::Watchdog;
            means.device = watchdog_name;
            return means;
        }
        const char* why = nullptr;
        if (set && !cluster_.options.have_watchdog) why = "stonith-watchdog-timeout is set, but the cluster has no watchdog";
        if (set && cluster_.options.have_watchdog) why = "the device `watchdog` does not name it";
        if (!set && cluster_.options.have_watchdog)
            why = "the cluster has a watchdog, but stonith-watchdog-timeout is 0, the default";
        if (why != nullptr) obstacles.push_back({"no-watchdog", {}, why, {}});
        return std::nullopt;
    }

    const Cluster& cluster_;
    NodeId target_id_;
    const Node& target_;
    const FencingQuestion& question_;
    std::vector<NodeId> members_;
    NodeFencing answer_;
};

constexpr std::size_t told_at_most = 3;

std::string means_text(const FencingMeans& means) {
    switch (means.kind) {
    case FencingMeans::Kind::Watchdog: return "its own watchdog";
    case FencingMeans::Kind::Container: return fmt::format("its container {} is stopped", means.device);
    case FencingMeans::Kind::Device: break;
    }
    return fmt::format("device {}, which {} {}{}", means.device, means.runs_there ? "runs on" : "is used from",
                       means.executors.front(), means.names_hosts_itself ? " and lists its nodes at run time" : "");
}

std::string first_means_text(const NodeFencing& fencing) {
    const std::int32_t level = fencing.means.front().level;
    std::vector<std::string> parts;
    for (const FencingMeans& means : fencing.means) {
        if (means.level == level) parts.push_back(means_text(means));
        if (level == 0) break;
    }
    const std::string all = fmt::format("{}", fmt::join(parts, ", and "));
    return level == 0 ? all : fmt::format("level {}: {}", level, all);
}

} // namespace

NodeFencing fencing_of(const Cluster& cluster, NodeId node, const FencingQuestion& question) {
    return FencingQuery(cluster, node, question).run();
}

NodeFencing fencing_of(const Schedule& schedule, const Schedule::Fencing& wanted, const FencingQuestion& question) {
    NodeFencing answer = fencing_of(*schedule.cluster, wanted.node, question);
    const bool anything_managed = std::ranges::any_of(schedule.placements, &Placement::managed);
    if (wanted.possible || !answer.possible() || anything_managed) return answer;
    answer.means.clear();
    answer.obstacles.insert(answer.obstacles.begin(),
                            {"nothing-managed", {}, "nothing in the cluster is managed, so that it fences no node", {}});
    return answer;
}

std::string text(const NodeFencing& fencing) {
    if (fencing.possible()) return first_means_text(fencing);
    // A device for other nodes explains nothing where one for this node has a reason of its own.
    std::vector<std::string> own;
    std::vector<std::string> others;
    for (const FencingObstacle& obstacle : fencing.obstacles) {
        (obstacle.code == fencing_obstacle_codes::host_list ? others : own).push_back(obstacle.text);
    }
    std::vector<std::string>& told = own.empty() ? others : own;
    const std::size_t more = told.size() - std::min(told.size(), told_at_most);
    told.resize(told.size() - more);
    return fmt::format("{}{}{}", own.empty() ? "no fencing device targets it: " : "", fmt::join(told, "; "),
                       more == 0 ? "" : fmt::format("; and {} more", more));
}

} // namespace placement
