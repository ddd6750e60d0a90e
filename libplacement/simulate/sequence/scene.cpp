#include "simulate/sequence/scene.h"

#include <utility>

#include <fmt/format.h>

namespace placement {

Scene::Scene(SequenceState state, const SequenceQuestion& question)
    : clock(question.at, state.now_ms), timeline(clock),
      cluster(state.cib, std::move(state.cluster), {question.release, question.behavior, question.quorum}, clock),
      agents(std::move(state.agents)), durations(question.options, agents),
      monitors(std::move(state.monitors), agents, durations), calls(question.options.scheduler_ms), last_change_ms(state.now_ms),
      failing(std::move(state.failing)), dead(std::move(state.dead)) {
    carry_out.whole_effects = true;
    carry_out.failing_fencing = std::move(state.failing_fencing);
}

Scene::Scene(Scene& other)
    : clock(other.clock), timeline(other.timeline, clock), cluster(other.cluster, clock), agents(other.agents),
      durations(other.durations, agents), monitors(other.monitors, agents, durations), calls(other.calls),
      carry_out(other.carry_out), last_change_ms(other.last_change_ms), failing(other.failing), dead(other.dead),
      notes(other.notes) {
    if (other.transition) transition.emplace(*other.transition, cluster.edit(), carry_out);
}

void Scene::abort(const std::string& why) {
    last_change_ms = clock.now_ms();
    calls.want(why, clock.now_ms());
    if (!transition) return calls.call(clock.now_ms());
    if (!transition->is_aborted()) timeline.note(TimelineEntry::Kind::Abort, why);
    transition->abort();
}

void Scene::begin(PlayedAgent& agent, const AgentOperation& operation) {
    AgentView view(cluster, agent);
    agent.rules->begin(operation, view);
    tell(view.changes());
}

std::int32_t Scene::end(PlayedAgent& agent, const AgentOperation& operation) {
    AgentView view(cluster, agent);
    const std::int32_t status = agent.rules->end(operation, view);
    tell(view.changes());
    return status;
}

void Scene::tell(const std::vector<AttributeChange>& changes) {
    for (const AttributeChange& change : changes) {
        const std::string what = change.after ? fmt::format("{} of {} becomes {}", change.name, change.node, *change.after)
                                              : fmt::format("{} of {} is removed", change.name, change.node);
        TimelineEntry& entry = timeline.note(TimelineEntry::Kind::AttributeChanges, what);
        entry.node = change.node;
        entry.attribute = change.name;
        entry.before = change.before;
        entry.after = change.after;
        abort(what);
    }
}

void Scene::lose_node(const std::string& node) {
    for (PlayedAgent& agent : agents) {
        agent.rules->die(node);
        agent.promoted.erase(node);
    }
    monitors.lose_node(node);
    if (transition) transition->lose_node(node, clock.now_ms());
    cluster.lose_member(node);
    forget_dead_on(node);
}

void Scene::forget_dead_on(const std::string& node) {
    std::erase_if(dead, [&](const DeadProcess& each) { return each.node == node; });
}

void Scene::follow_membership() {
    cluster.read();
    const bool had_quorum = cluster.state().have_quorum;
    cluster.follow_membership();
    if (cluster.state().have_quorum != had_quorum) abort(had_quorum ? "quorum is lost" : "quorum is gained");
}

void Scene::leave(const std::string& node) {
    for (PlayedAgent& agent : agents) {
        AgentOperation operation;
        operation.node = node;
        for (const std::string_view what : {task::demote, task::stop}) {
            if (agent.rules->process(node) == Process::None) continue;
            if (what == task::demote && agent.rules->process(node) != Process::Promoted) continue;
            operation.task = what;
            begin(agent, operation);
            end(agent, operation);
        }
    }
    lose_node(node);
}

SequenceState Scene::state() {
    return {cluster.cib(), nullptr, agents, monitors.all(), clock.now_ms(), failing, carry_out.failing_fencing, dead};
}

} // namespace placement
