#include "simulate/sequence/operations.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/operation_status.h"
#include "base/text.h"
#include "simulate/carry_out/executor.h"
#include "simulate/events/events.h"

namespace placement {

namespace {

std::string instance_of(const TransitionAction& action) {
    return action.resource->long_id.empty() ? action.resource->id : action.resource->long_id;
}

std::string described(const TransitionAction& action) {
    if (action.kind == TransitionAction::Kind::Cluster) {
        const bool fences = action.operation == task::fence;
        return fmt::format("{} {}", fences ? meta_attribute(action, "stonith_action") : action.operation, action.node);
    }
    if (action.operation == task::notify) {
        return fmt::format("{} hears {}-{} on {}", instance_of(action), meta_attribute(action, "notify_type"),
                           meta_attribute(action, "notify_operation"), action.node);
    }
    const std::uint32_t interval = action.interval_ms;
    const std::string every = interval == 0 ? "" : fmt::format(" every {:g} s", interval / 1000.0);
    return fmt::format("{} {} on {}{}", action.operation, instance_of(action), action.node, every);
}

TimelineEntry& noted_action(Scene& scene, TimelineEntry::Kind kind, const TransitionAction& action) {
    TimelineEntry& entry = scene.timeline.note(kind, described(action));
    entry.node = action.node;
    entry.operation = action.operation;
    if (action.kind != TransitionAction::Kind::Resource) return entry;
    entry.resource = scene.transition->executor().name_in_history(*action.resource);
    entry.instance = instance_of(action);
    entry.interval_ms = action.interval_ms;
    return entry;
}

bool takes_time(const TransitionAction& action) {
    const bool fences = action.kind == TransitionAction::Kind::Cluster && action.operation == task::fence;
    return action.kind == TransitionAction::Kind::Resource || fences;
}

void start(Scene& scene, std::size_t synapse) {
    TransitionUnderWay& transition = *scene.transition;
    const TransitionAction& action = transition.action(synapse);
    transition.begin(synapse);
    if (takes_time(action))
        return transition.run_until(synapse, scene.clock.now_ms() + scene.durations.of(action, transition.told(action)));
    transition.executor().set_time(scene.clock.time());
    transition.add(transition.executor().execute(transition.action_index(synapse)));
    const bool shuts_down = action.kind == TransitionAction::Kind::Cluster && action.operation == task::shutdown;
    if (shuts_down) scene.leave(action.node);
    transition.finish(synapse, false);
    if (shuts_down) scene.follow_membership();
}

bool ends_monitors(std::string_view operation) {
    return operation == task::stop || operation == task::demote || operation == task::promote || operation == task::migrate_to ||
           operation == task::migrate_from;
}

/// When an action begins, the agent hears of it, and monitors go that will not fit any more.
void begin_action(Scene& scene, const TransitionAction& action) {
    const bool is_told = action.operation != task::notify && action.operation != task::delete_resource;
    if (is_told && scene.timeline.keeps_anything()) noted_action(scene, TimelineEntry::Kind::OperationBegins, action);
    if (action.kind != TransitionAction::Kind::Resource) return;
    const std::string history = scene.transition->executor().name_in_history(*action.resource);
    if (action.operation == task::cancel) {
        scene.monitors.cancel(action.node, history, action.interval_ms);
    } else if (ends_monitors(action.operation)) {
        scene.monitors.end(action.node, history);
    }
    PlayedAgent* agent = find_played(scene.agents, without_instance(action.resource->id));
    if (agent != nullptr) scene.begin(*agent, agent_operation(action, scene.transition->told(action)));
}

/// After one that fails, the rest of the transition is given up. Nobody looks again unless something has changed.
void finish_fencing(Scene& scene, std::size_t synapse) {
    TransitionUnderWay& transition = *scene.transition;
    const TransitionAction& action = transition.action(synapse);
    const CarriedOutStep step = transition.executor().execute(transition.action_index(synapse));
    const bool failed = step.failed_with.has_value();
    transition.add(step);
    const std::string end = failed ? fmt::format("fails: {}", step.means) : "done";
    scene.timeline.note(TimelineEntry::Kind::NodeChanges, fmt::format("{} {}", described(action), end)).node = action.node;
    const bool takes_down = !equals_ignoring_case(meta_attribute(action, "stonith_action"), "on");
    const bool takes_down_member = !failed && takes_down && scene.cluster.members().contains(action.node);
    if (!failed && takes_down) scene.lose_node(action.node);
    transition.finish(synapse, failed);
    if (!takes_down_member) return;
    if (transition.executor().is_remote(action.node)) return scene.abort(fmt::format("{} is fenced", action.node));
    scene.follow_membership();
}

bool is_for_agents(const TransitionAction& action) {
    return action.operation != task::cancel && action.operation != task::delete_resource && action.operation != "meta-data";
}

bool is_of(const DeadProcess& dead, const TransitionAction& action) {
    const std::string& id = action.resource->id;
    return dead.node == action.node &&
           (dead.resource == id || dead.resource == without_instance(id) || dead.resource == instance_of(action));
}

bool is_dead(const Scene& scene, const TransitionAction& action) {
    return std::ranges::any_of(scene.dead, [&](const DeadProcess& each) { return is_of(each, action); });
}

/// What was started runs, and what was stopped is expected to be dead.
void follow_death(Scene& scene, const TransitionAction& action) {
    const bool ends = action.operation == task::start || action.operation == task::stop || action.operation == task::migrate_to ||
                      action.operation == task::migrate_from;
    if (ends) std::erase_if(scene.dead, [&](const DeadProcess& each) { return is_of(each, action); });
}

/// What a probe finds is news, not a failure.
bool is_news(const TransitionAction& action, std::int32_t status) {
    const bool probe = action.operation == task::monitor && action.interval_ms == 0;
    return probe && (status == exit_status::ok || status == exit_status::not_running || status == exit_status::running_promoted);
}

ActionEnd end_of(Scene& scene, const TransitionAction& action, PlayedAgent* agent) {
    ActionEnd end{action.expected_exit_status};
    const auto wanted = scene.transition->executor().wanted_failure(action);
    if (wanted) {
        end = {wanted->exit_status, "this operation is made to fail"};
    } else if (agent != nullptr && is_for_agents(action)) {
        end.exit_status = scene.end(*agent, agent_operation(action, scene.transition->told(action)));
        end.exit_reason = "as the agent's profile has it";
    } else if (action.operation == task::monitor && is_dead(scene, action)) {
        end = {exit_status::not_running, "the process is dead"};
    }
    if (action.operation == task::notify) end.exit_status = action.expected_exit_status;
    if (is_news(action, end.exit_status)) end.counts = false;
    return end;
}

/// The connection of a guest or remote node starts: the scheduler looks what may run there. (Pacemaker: peer_update_callback)
bool brings_node_up(const Schedule& schedule, const TransitionAction& action) {
    if (action.operation != task::start) return false;
    const ResourceId resource = schedule.cluster->find_resource(action.resource->id);
    return resource && schedule.cluster->resources[resource].remote_connection;
}

void note_end(Scene& scene, const TransitionAction& action, std::int32_t status, bool failed) {
    if (!scene.timeline.keeps_anything()) return;
    if (action.operation == task::notify || action.operation == task::cancel || action.operation == task::delete_resource) return;
    TimelineEntry& entry = noted_action(scene, TimelineEntry::Kind::OperationEnds, action);
    entry.exit_status = status;
    entry.expected = action.expected_exit_status;
    if (failed) entry.text += fmt::format(" ends with {}", status);
}

void finish_operation(Scene& scene, std::size_t synapse) {
    TransitionUnderWay& transition = *scene.transition;
    const TransitionAction& action = transition.action(synapse);
    const std::string resource = without_instance(action.resource->id);
    PlayedAgent* agent = find_played(scene.agents, resource);
    const std::int32_t expected = action.expected_exit_status;
    const ActionEnd end = end_of(scene, action, agent);
    CarriedOutStep step = transition.executor().execute(transition.action_index(synapse), end);
    const bool failed = end.exit_status != expected && action.operation != task::cancel && !step.failure_ignored;
    if (failed && !step.failed_with) step.failed_with = end.exit_status;
    if (const std::uint32_t interval = action.interval_ms; interval > 0 && action.operation != task::cancel && !failed) {
        scene.monitors.start(
            {action.node, resource, step.resource, interval, expected, expected, scene.clock.now_ms() + interval, false});
    }
    if (agent != nullptr && !failed) agent->believe(action);
    if (!failed) follow_death(scene, action);
    transition.add(std::move(step));
    note_end(scene, action, end.exit_status, failed);
    transition.finish(synapse, failed);
    if (failed) return scene.abort(fmt::format("{} ends with {}", described(action), end.exit_status));
    if (!brings_node_up(scene.transition->schedule(), action)) return;
    scene.forget_dead_on(action.resource->id);
    scene.abort(fmt::format("{} comes up", action.resource->id.get()));
}

/// The instance fails that the monitor watches there.
void fail_watched(Scene& scene, const RecurringMonitor& monitor, std::int32_t status) {
    const Cluster& state = scene.cluster.state();
    const NodeId node = state.find_node(monitor.node);
    for (const ResourceId id : state.resources.ids()) {
        const Resource& resource = state.resources[id];
        if (!resource.is_primitive() || resource.xml_id != monitor.resource) continue;
        if (std::ranges::find(resource.active_nodes, node) == resource.active_nodes.end()) continue;
        return fail_resource(state, id, node, status, scene.cluster.edit(), scene.notes);
    }
}

void report(Scene& scene, const RecurringMonitor& monitor, std::int32_t status) {
    const std::string what = fmt::format("monitor {} on {} reports {}", monitor.history, monitor.node, status);
    TimelineEntry& entry = scene.timeline.note(TimelineEntry::Kind::MonitorReports, what);
    entry.node = monitor.node;
    entry.resource = monitor.history;
    entry.operation = task::monitor;
    entry.interval_ms = monitor.interval_ms;
    entry.exit_status = status;
    entry.expected = monitor.expected;
    scene.cluster.read();
    if (status != monitor.expected) fail_watched(scene, monitor, status);
    scene.abort(what);
}

} // namespace

void begin_actions(Scene& scene) {
    TransitionUnderWay& transition = *scene.transition;
    for (bool fired = true; fired;) {
        fired = false;
        for (auto synapse = transition.next_to_begin(0); synapse; synapse = transition.next_to_begin(*synapse + 1)) {
            start(scene, *synapse);
            fired = true;
        }
        for (RunningAction& running : transition.running()) {
            if (running.begun) continue;
            running.begun = true;
            begin_action(scene, transition.action(running.synapse));
        }
    }
}

void end_next_action(Scene& scene) {
    TransitionUnderWay& transition = *scene.transition;
    const RunningAction ended = transition.take_ended(scene.clock.now_ms());
    if (ended.lost) return transition.finish(ended.synapse, true);
    transition.executor().set_time(scene.clock.time());
    const bool is_operation = transition.action(ended.synapse).kind == TransitionAction::Kind::Resource;
    is_operation ? finish_operation(scene, ended.synapse) : finish_fencing(scene, ended.synapse);
}

void run_next_monitor(Scene& scene) {
    RecurringMonitor* ended = scene.monitors.pass_next(scene.clock.now_ms());
    if (ended == nullptr) return;
    const std::int32_t status = scene.end(*find_played(scene.agents, ended->resource), ended->operation());
    if (status == ended->last) return;
    ended->last = status;
    report(scene, *ended, status);
}

} // namespace placement
