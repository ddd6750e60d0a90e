#include "edits/observed.h"

#include <fmt/format.h>

#include "placement/fencing.h"
#include "placement/schedule.h"
#include "placement/unpack.h"
#include "simulate/simulate.h"
#include "truth/failures.h"

namespace placement::edits {

namespace {

std::multiset<std::string> actions_of(const Transition& transition) {
    std::multiset<std::string> actions;
    for (const Synapse& synapse : transition.synapses) {
        const TransitionAction& action = transition.actions[synapse.action];
        if (action.kind == TransitionAction::Kind::Pseudo) continue;
        actions.insert(action.key.text() + " on " + action.node);
    }
    return actions;
}

std::set<std::string> monitors_of(const Cluster& cluster) {
    std::set<std::string> monitors;
    for (const Resource& resource : cluster.resources) {
        for (const OperationConfiguration& operation : resource.operations) {
            if (operation.interval_ms == 0 || !operation.enabled) continue;
            const auto on_fail = operation.attributes.find("on-fail");
            monitors.insert(fmt::format("{}: {} every {} ms as {}, on-fail={}", resource.xml_id, operation.name,
                                        operation.interval_ms, operation.role ? text(*operation.role) : "",
                                        on_fail == operation.attributes.end() ? "" : on_fail->second));
        }
    }
    return monitors;
}

std::map<std::string, std::string> fencing_of_all(const Cluster& cluster) {
    std::map<std::string, std::string> fencing;
    for (const NodeId node : cluster.nodes.ids()) {
        std::string with;
        for (const FencingMeans& means : fencing_of(cluster, node, {.all_nodes_as_members = true}).means) {
            with += fmt::format("{}{} (level {})", with.empty() ? "" : ", ", means.device, means.level);
        }
        fencing[cluster.nodes[node].name] = with.empty() ? "nothing" : with;
    }
    return fencing;
}

} // namespace

Observed observe(const Cib& cib, Time at) {
    const auto cluster = unpack(cib, at);
    Observed observed;
    observed.transition = actions_of(schedule(cluster).transition);
    observed.monitors = monitors_of(*cluster);
    observed.fencing = fencing_of_all(*cluster);
    for (const truth::Failure& failure : truth::single_failures(*cluster)) {
        const Outcome outcome = simulate({.cib = cib, .events = failure.events, .release = default_release, .at = at}, {.before = cluster});
        observed.ends[failure.name] = truth::state_of(*outcome.at_rest);
    }
    return observed;
}

std::vector<std::string> aspects_that_differ(const Observed& one, const Observed& other) {
    std::vector<std::string> aspects;
    if (one.transition != other.transition) aspects.emplace_back("transition");
    if (one.ends != other.ends) aspects.emplace_back("states");
    if (one.monitors != other.monitors) aspects.emplace_back("monitors");
    if (one.fencing != other.fencing) aspects.emplace_back("fencing");
    return aspects;
}

} // namespace placement::edits
