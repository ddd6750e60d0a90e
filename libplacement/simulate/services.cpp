#include "simulate/services.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "cib/comments.h"
#include "cib/edit.h"
#include "placement/action.h"
#include "placement/agents.h"
#include "placement/error.h"
#include "placement/unpack.h"
#include "simulate/carry_out/settle.h"
#include "simulate/events/events.h"
#include "simulate/events/quorum.h"
#include "simulate/simulate.h"

namespace placement {

namespace {

constexpr std::string_view comment_prefix = "placement-not-a-service";

/// Every cluster node is an online member, and together they have quorum.
Cib with_all_online(const Scenario& scenario, Time at) {
    CibEdit edit(scenario.cib);
    const auto cluster = unpack(scenario.cib, at, scenario.release, scenario.behavior);
    Diagnostics notes;
    for (const Node& node : cluster->nodes) {
        if (!node.is_remote()) apply(NodeJoins{node.name}, *cluster, edit, notes);
    }
    edit.set_root_attribute("have-quorum", "1");
    return edit.cib();
}

/// The tasks that operations may have in this cluster.
std::vector<std::string> known_tasks(const Cluster& cluster) {
    std::vector<std::string> tasks;
    for (const std::string_view each : {task::start, task::stop, task::monitor, task::promote, task::demote, task::notify,
                                        task::migrate_to, task::migrate_from, task::reload, task::reload_agent}) {
        tasks.emplace_back(each);
    }
    for (const Resource& resource : cluster.resources) {
        for (const OperationConfiguration& each : resource.operations) tasks.emplace_back(each.name);
    }
    return tasks;
}

/// Only primitives have operations.
void require_primitive(const Cluster& cluster, const std::string& name) {
    for (const ResourceId id : require_resources(cluster, name)) {
        if (!cluster.resources[id].is_primitive()) {
            throw InvalidArgument(fmt::format("`{}` has no operations: name a primitive in it", name));
        }
    }
}

void require_known(const OperationDuration& duration, const Cluster& cluster) {
    if (!duration.resource.empty()) require_primitive(cluster, duration.resource);
    const std::vector<std::string> tasks = known_tasks(cluster);
    if (std::ranges::find(tasks, duration.task) != tasks.end()) return;
    throw UnknownName("operation", duration.task, nearest_names(duration.task, tasks));
}

} // namespace

void require_known_names(const Scenario& scenario, const Cluster& cluster) {
    for (const std::string& name : scenario.not_services) require_resources(cluster, name);
    for (const OperationDuration& each : scenario.sequence.durations) require_known(each, cluster);
}

std::unordered_set<std::string> not_services(const Scenario& scenario) {
    std::unordered_set<std::string> names(scenario.not_services.begin(), scenario.not_services.end());
    for (const SourceComment& comment : comments_with(scenario.cib, comment_prefix)) {
        for (const std::string& word : split(comment.text.substr(comment_prefix.size()), " \t\r\n,:")) names.insert(word);
    }
    return names;
}

bool begins_as_recorded(const Scenario& scenario) { return scenario.from == StartFrom::Recorded && !scenario.assume_online; }

Cib cib_to_begin_with(const Scenario& scenario, Time at, Diagnostics& notes, StopFlag stop) {
    if (begins_as_recorded(scenario)) return scenario.cib;
    const Cib begin = scenario.assume_online ? with_all_online(scenario, at) : scenario.cib;
    end_if_wanted(stop);
    const auto recorded = unpack(begin, at, release_for(scenario.cib, scenario.release).release, scenario.behavior);
    QuorumCount count(recorded, {scenario.quorum, scenario.corosync, std::nullopt});
    const auto follow = [&](const Cluster& before, const Cluster& after, const Cib& cib) {
        return follow_membership(before, after, cib, count);
    };
    const SettledCluster settled =
        settle(begin, schedule(recorded), at, {.limit = scenario.transition_limit, .failing = scenario.failing}, stop, follow);
    if (settled.end == SettledCluster::End::Settled) return settled.cib;
    notes.push_back({Severity::Warning,
                     "not-at-rest",
                     "the cluster does not come to rest by itself: the events begin in the recorded state",
                     {}});
    return begin;
}

Scenario with_its_beginning(const Scenario& scenario, StopFlag stop) {
    if (begins_as_recorded(scenario)) return scenario;
    Scenario begun = scenario;
    begun.at = time_of(scenario);
    Diagnostics notes;
    begun.cib = cib_to_begin_with(scenario, *begun.at, notes, stop);
    begun.from = StartFrom::Recorded;
    begun.assume_online = false;
    return begun;
}

} // namespace placement
