#include "simulate/standing.h"
#include "placement/cluster.h"
#include "placement/ids.h"

#include <algorithm>
#include <unordered_set>

namespace placement {

namespace {

const DeadProcess* dead_process(const std::vector<DeadProcess>& dead, const Resource& resource, const std::string& node) {
    const auto found = std::ranges::find_if(
        dead, [&](const DeadProcess& each) { return each.node == node && each.resource == process_name(resource); });
    return found == dead.end() ? nullptr : &*found;
}

/// What the guest lives in, where that is dead.
const DeadProcess* dead_container(const Cluster& cluster, const std::vector<DeadProcess>& dead, const Node& node) {
    const ResourceId container =
        node.is_guest() && node.connection ? cluster.resources[node.connection].launcher : ResourceId::none();
    if (!container) return nullptr;
    for (const NodeId host : cluster.resources[container].active_nodes) {
        const DeadProcess* const process = dead_process(dead, cluster.resources[container], cluster.nodes[host].name);
        if (process != nullptr) return process;
    }
    return nullptr;
}

/// The last thing that the node's history says of the resource is a failure.
bool ended_in_failure(const Cluster& cluster, ResourceId resource, NodeId node) {
    for (const OperationReference& failed : cluster.failed_operations) {
        const ResourceHistory& history = cluster.histories[failed.history];
        if (history.resource != resource || history.node != node) continue;
        std::size_t last = history.operations.size();
        for (std::size_t i = 0; i < history.operations.size(); ++i) {
            if (history.operations[i].affects_state) last = i;
        }
        if (last == failed.operation) return true;
    }
    return false;
}

InstanceState instance_state(const Cluster& cluster, ResourceId id, NodeId node, const std::vector<DeadProcess>& dead) {
    const Resource& resource = cluster.resources[id];
    if (is_uncertain(cluster, node)) return InstanceState::Unknown;
    if (has_failed_on(cluster, id, node) || has_ignored_failure(cluster, id, node)) return InstanceState::Failed;
    const DeadProcess* process = dead_process(dead, resource, cluster.nodes[node].name);
    if (process == nullptr) process = dead_container(cluster, dead, cluster.nodes[node]);
    if (process == nullptr) return InstanceState::Running;
    return process->detected ? InstanceState::Failed : InstanceState::Undetected;
}

bool works(const RunningOn& each) { return each.state == InstanceState::Running; }
bool has_promoted_role(const RunningOn& each) { return each.role == Role::Promoted; }

/// What those that do not work have in common at worst: none of them, and it is `otherwise`.
ServiceState worst(const std::vector<RunningOn>& instances, ServiceState otherwise) {
    const auto any = [&](InstanceState state) {
        return std::ranges::find(instances, state, &RunningOn::state) != instances.end();
    };
    if (any(InstanceState::Failed)) return ServiceState::Stuck;
    if (any(InstanceState::Unknown)) return ServiceState::Unknown;
    if (any(InstanceState::Undetected)) return ServiceState::Undetected;
    return otherwise;
}

/// How many instances are so somewhere. One that is active on several nodes is one all the same.
template <typename Predicate>
std::size_t count_instances(const std::vector<RunningOn>& running, const Predicate& predicate) {
    std::unordered_set<std::string_view> instances;
    for (const RunningOn& each : running) {
        if (predicate(each)) instances.insert(each.instance);
    }
    return instances.size();
}

} // namespace

Role told_role(const Cluster& cluster, ResourceId primitive) {
    const Role role = cluster.resources[primitive].role;
    if (role == Role::Promoted || role == Role::Unpromoted) return role;
    for (ResourceId each = primitive; each; each = cluster.resources[each].parent) {
        if (cluster.resources[each].is_clone() && cluster.resources[each].clone().promotable) return Role::Unpromoted;
    }
    return Role::Started;
}

bool has_ignored_failure(const Cluster& cluster, ResourceId primitive, NodeId node) {
    return cluster.resources[primitive].ignore_failure && ended_in_failure(cluster, primitive, node);
}

bool has_failed_on(const Cluster& cluster, ResourceId id, NodeId node) {
    const Resource& resource = cluster.resources[id];
    if (!resource.failed) return false;
    const auto failed_there = [&](NodeId each) { return ended_in_failure(cluster, id, each); };
    return resource.active_nodes.size() < 2 || failed_there(node) || std::ranges::none_of(resource.active_nodes, failed_there);
}

bool is_uncertain(const Cluster& cluster, NodeId id) {
    const Node& node = cluster.nodes[id];
    if (node.unclean) return true;
    if (node.online || !node.is_guest() || !node.connection) return false;
    const ResourceId container = cluster.resources[node.connection].launcher;
    return container && std::ranges::any_of(cluster.resources[container].active_nodes,
                                            [&](NodeId host) { return cluster.nodes[host].unclean; });
}

std::vector<RunningOn> standing(const Cluster& cluster, const std::vector<ResourceId>& resources,
                                const std::vector<DeadProcess>& dead) {
    std::vector<RunningOn> running;
    for (const ResourceId id : resources) {
        each_primitive(cluster, id, [&](ResourceId primitive) {
            const Resource& resource = cluster.resources[primitive];
            if (resource.role == Role::Stopped) return;
            for (const NodeId on : resource.active_nodes) {
                const Node& node = cluster.nodes[on];
                if (!node.online && !is_uncertain(cluster, on)) continue;
                running.push_back(
                    {node.name, told_role(cluster, primitive), resource.id, instance_state(cluster, primitive, on, dead)});
            }
        });
    }
    std::ranges::stable_sort(running, {}, &RunningOn::node);
    return running;
}

bool is_left_alone(const Cluster& cluster, const std::vector<ResourceId>& resources) {
    bool any = false;
    bool all = true;
    for (const ResourceId id : resources) {
        each_primitive(cluster, id, [&](ResourceId primitive) {
            any = true;
            all = all && !cluster.resources[primitive].managed;
        });
    }
    return any && all;
}

std::size_t count_promoted(const std::vector<RunningOn>& running) {
    return static_cast<std::size_t>(std::ranges::count_if(running, has_promoted_role));
}

ServiceState state_of(const std::vector<RunningOn>& before, const std::vector<RunningOn>& after) {
    const std::size_t working = count_instances(after, works);
    if (working == 0) return worst(after, ServiceState::Down);
    const std::size_t ran = count_instances(before, [](const RunningOn&) { return true; });
    const std::size_t promoted_before = count_instances(before, has_promoted_role);
    const std::size_t promoted =
        count_instances(after, [](const RunningOn& each) { return works(each) && has_promoted_role(each); });
    if (promoted_before > 0 && promoted == 0) {
        std::vector<RunningOn> were_promoted;
        std::ranges::copy_if(after, std::back_inserter(were_promoted), has_promoted_role);
        return worst(were_promoted, ServiceState::NotPromoted);
    }
    return working < ran || promoted < promoted_before ? ServiceState::Reduced : ServiceState::Running;
}

Fate fate_of(bool ran, ServiceState state) {
    if (!ran) return serves(state) ? Fate::Starts : Fate::Down;
    switch (state) {
    case ServiceState::Running: return Fate::Runs;
    case ServiceState::Reduced: return Fate::Reduced;
    case ServiceState::NotPromoted: return Fate::LostPromoted;
    case ServiceState::Undetected: return Fate::Undetected;
    case ServiceState::Unknown: return Fate::Unknown;
    case ServiceState::Stuck: return Fate::Stuck;
    case ServiceState::Down: break;
    }
    return Fate::Lost;
}

std::string_view text(InstanceState state) {
    switch (state) {
    case InstanceState::Running: return "running";
    case InstanceState::Failed: return "failed";
    case InstanceState::Unknown: return "unknown";
    case InstanceState::Undetected: break;
    }
    return "undetected";
}

std::string_view text(ServiceState state) {
    switch (state) {
    case ServiceState::Running: return "running";
    case ServiceState::Reduced: return "reduced";
    case ServiceState::NotPromoted: return "not-promoted";
    case ServiceState::Undetected: return "undetected";
    case ServiceState::Unknown: return "unknown";
    case ServiceState::Stuck: return "stuck";
    case ServiceState::Down: break;
    }
    return "down";
}

} // namespace placement
