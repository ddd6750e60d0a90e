#include "simulate/verify/judge.h"

#include <algorithm>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "base/joined_sets.h"
#include "base/text.h"
#include "placement/action.h"
#include "placement/codes.h"
#include "placement/edit.h"
#include "placement/explain.h"
#include "simulate/comparison.h"
#include "simulate/constrained_pairs.h"
#include "simulate/events/overloaded.h"
#include "simulate/sequence/happening.h"
#include "simulate/services.h"
#include "simulate/standing.h"
#include "simulate/verify/play_to_rest.h"

namespace placement {

namespace {

/// Colocations and orderings of the resources, but for those that say what the one needs of the other; and what a command left
/// behind, which nobody meant to keep.
std::vector<std::string> constraints_without_needs(const Cluster& cluster, const std::set<std::string>& resources) {
    std::vector<std::string> ids;
    const auto add = [&](const std::string& id, ResourceId one, ResourceId other) {
        const bool concerns = (one && resources.contains(cluster.resources[cluster.top(one)].xml_id)) ||
                              (other && resources.contains(cluster.resources[cluster.top(other)].xml_id));
        if (concerns && std::ranges::find(ids, id) == ids.end()) ids.push_back(id);
    };
    for (const Colocation& each : cluster.colocations) {
        const bool is_need = each.score.is_infinite() && each.score.value() > 0;
        if (each.configured && !is_need) add(each.id, each.dependent, each.primary);
    }
    for (const LocationConstraint& each : cluster.locations) {
        if (is_left_by_command(each.id)) add(each.id, each.resource, each.resource);
    }
    for (const OrderingConstraint& each : cluster.orderings) {
        if (each.kind == OrderingConstraint::Kind::Mandatory) continue;
        add(each.id, each.first.resource, each.then.resource);
        for (const OrderingConstraint::Set& set : each.sets) {
            for (const ResourceId resource : set.resources) add(each.id, resource, resource);
        }
    }
    return ids;
}

std::string listed(const std::vector<std::string>& names) { return fmt::format("{}", fmt::join(names, ", ")); }

bool is_exclusive(const Cluster& cluster, const Resource& resource) {
    for (ResourceId at = resource.parent; at; at = cluster.resources[at].parent) {
        if (cluster.resources[at].is_clone() || cluster.resources[at].is_bundle()) return false;
    }
    return true;
}

/// Whether the service does its work there.
bool is_up(const RunningOn& place, bool promotable) {
    return place.state == InstanceState::Running && (!promotable || place.role == Role::Promoted);
}

/// One that is still configured; none where there is none.
ResourceId configured_resource(const Cluster& cluster, const std::string& element) {
    for (const ResourceId id : cluster.resources.ids()) {
        if (cluster.resources[id].xml_id == element && !cluster.resources[id].removed) return id;
    }
    return {};
}

/// How many of its instances may be promoted at the same time; one of what is no clone.
std::size_t promoted_at_most(const Cluster& cluster, ResourceId id) {
    std::int32_t most = 1;
    for (ResourceId at = id; at; at = cluster.resources[at].parent) {
        const Resource& resource = cluster.resources[at];
        if (resource.is_clone()) most = std::max(most, resource.clone().promoted_max);
        if (resource.is_bundle()) most = std::max(most, resource.bundle().promoted_max);
    }
    return static_cast<std::size_t>(most);
}

/// Whether what runs on the node goes down with one that was fenced: with itself, or with the one that a guest is on.
bool goes_down_with(const std::set<std::string>& fenced, const Cluster& cluster, const std::string& name) {
    if (fenced.contains(name)) return true;
    const NodeId node = cluster.find_node(name);
    if (!node || !cluster.nodes[node].is_guest()) return false;
    const ResourceId container = cluster.resources[cluster.nodes[node].connection].launcher;
    return container && std::ranges::none_of(cluster.resources[container].active_nodes, [&](NodeId host) {
               return cluster.nodes[host].online && !fenced.contains(cluster.nodes[host].name);
           });
}

} // namespace

Judge::Judge(const Scenario& scenario, const SequenceQuestion& question, const VerifyOptions& options, Playing& at_rest,
             std::unordered_set<std::string> not_services)
    : scenario_(scenario), question_(question), options_(options),
      asks_at_all_times_(std::ranges::any_of(options.always, &Expectation::at_all_times)),
      at_rest_(at_rest.scene().cluster.shared_state()), agents_elsewhere_(at_rest.scene().cluster.cib(), at_rest.scene().agents),
      not_services_(std::move(not_services)) {
    const Cluster& cluster = at_rest.scene().cluster.state();
    for (const ResourceOutcome& each : recorded_resources(cluster, not_services_, at_rest.scene().dead)) {
        const auto up = [&](const RunningOn& place) { return is_up(place, each.promotable); };
        if (!each.service || std::ranges::none_of(each.after, up)) continue;
        const ResourceId configured = configured_resource(cluster, each.id);
        if (!configured) continue;
        Service service{each.id, each.promotable, promoted_at_most(cluster, configured), {}};
        for (const RunningOn& place : each.before) service.nodes.insert(place.node);
        services_.push_back(std::move(service));
    }
    for (const Node& node : cluster.nodes) {
        if (!node.is_remote() && !node.online) away_.insert(node.name);
    }
    JoinedSets groups(cluster.resources.size()); // of what has to do with each other
    each_constrained_pair(
        cluster, [&](ResourceId one, ResourceId other) { groups.join(cluster.top(one).index(), cluster.top(other).index()); });
    std::optional<std::size_t> demanding;
    for (const ResourceId id : cluster.resources.ids()) {
        const Resource& resource = cluster.resources[id];
        if (resource.launcher) groups.join(cluster.top(id).index(), cluster.top(resource.launcher).index());
        // What is in a bundle has its top resource below the bundle.
        if (resource.parent) groups.join(cluster.top(id).index(), cluster.top(resource.parent).index());
        // What shares the nodes' capacity has to do with each other.
        if (!resource.utilization.empty() && cluster.options.placement_strategy != PlacementStrategy::Default) {
            const std::size_t top = cluster.top(id).index();
            groups.join(top, demanding.value_or(top));
            demanding = top;
        }
    }
    for (const ResourceId id : cluster.resources.ids()) {
        groups_[cluster.resources[cluster.top(id)].xml_id] = groups.of(cluster.top(id).index());
        for (ResourceId at = id; at; at = cluster.resources[at].parent) {
            const std::string& name = cluster.resources[at].xml_id;
            if (std::ranges::find(services_, name, &Service::id) != services_.end())
                service_of_[cluster.resources[id].xml_id] = name;
        }
    }
    for (const PlayedAgent& agent : at_rest.scene().agents) {
        for (const Resource& resource : cluster.resources) {
            if (resource.xml_id != agent.resource || !resource.parent || !cluster.resources[resource.parent].is_clone()) continue;
            if (cluster.resources[resource.parent].clone().promotable)
                promoted_at_most_[agent.resource] = promoted_at_most(cluster, resource.parent);
        }
    }
}

std::size_t Judge::group_of(const Cluster& cluster, ResourceId resource) const {
    const auto found = groups_.find(cluster.resources[cluster.top(resource)].xml_id);
    return found == groups_.end() ? cluster.resources.size() : found->second;
}

Judge::Standings Judge::standings(const Cluster& cluster, const std::vector<DeadProcess>& dead) const {
    Standings standings;
    const ResourcesByElement resources(cluster);
    for (const Service& service : services_) {
        for (const RunningOn& place : standing(cluster, resources[service.id], dead)) {
            if (place.state == InstanceState::Unknown) standings.unknown.insert(service.id);
            if (is_up(place, service.promotable)) ++standings.up[service.id];
        }
    }
    return standings;
}

void Judge::affect(const Cluster& cluster, ResourceId resource, Trail& trail) const {
    trail.affected.insert(group_of(cluster, resource));
    // What runs on a guest or remote node depends on its connection, and on what that is in.
    for (const Node& node : cluster.nodes) {
        if (!node.connection) continue;
        const ResourceId container = cluster.resources[node.connection].launcher;
        if (node.connection != resource && container != resource) continue;
        for (const ResourceId each : node.active_resources) trail.affected.insert(group_of(cluster, each));
    }
}

void Judge::follow(const std::vector<Event>& events, const Cluster& before, Trail& trail) const {
    const auto everything_on = [&](const std::string& name, bool crashes) {
        const NodeId node = before.find_node(name);
        if (!node) return;
        for (const ResourceId id : before.resources.ids()) {
            const Resource& resource = before.resources[id];
            if (!resource.is_primitive() || std::ranges::find(resource.active_nodes, node) == resource.active_nodes.end())
                continue;
            affect(before, id, trail);
            const auto service = service_of_.find(resource.xml_id);
            if (!crashes || service == service_of_.end() || resource.remote_connection) continue;
            const bool promoted = resource.role == Role::Promoted;
            if (promoted || is_exclusive(before, resource)) ++trail.not_fenced[name][service->second];
        }
    };
    const auto resource = [&](const std::string& name) {
        for (const ResourceId id : before.resources.ids()) {
            if (before.resources[id].id == name || before.resources[id].xml_id == name) affect(before, id, trail);
        }
    };
    for (const Event& event : events) {
        std::visit(Overloaded{[&](const NodeFails& e) { everything_on(e.node, true); },
                              [&](const NodeLeaves& e) { everything_on(e.node, false); },
                              [&](const NodeJoins& e) { trail.not_fenced.erase(e.node); },
                              [&](const ResourceFails& e) {
                                  ++trail.failed_instances;
                                  resource(e.resource);
                              },
                              [&](const OperationWillFail& e) { resource(e.result.resource); }, [](const auto&) {}},
                   event);
    }
}

std::vector<Violation> Judge::transition(const TransitionUnderWay& ended, Trail& trail) const {
    std::vector<Violation> found;
    std::set<std::string> fenced;
    for (const CarriedOutStep& step : ended.carried_out().steps) {
        if (step.kind == CarriedOutStep::Kind::Fencing && !step.failed_with) fenced.insert(step.node);
    }
    for (const std::string& node : fenced) trail.not_fenced.erase(node);
    if (!asks_for(Property::NoInterruption)) return found;
    const Cluster& scheduled = *ended.schedule().cluster;
    std::vector<std::string> interrupted;
    for (const CarriedOutStep& step : ended.carried_out().steps) {
        const bool interrupts = step.kind == CarriedOutStep::Kind::Resource &&
                                (step.operation == task::stop || step.operation == task::demote) &&
                                !goes_down_with(fenced, scheduled, step.node);
        if (!interrupts) continue;
        const TransitionAction& action = ended.schedule().transition.actions[step.action];
        const ResourceId id =
            scheduled.find_resource(action.resource->long_id.empty() ? action.resource->id : action.resource->long_id);
        if (!id) continue;
        // What stops for want of quorum has to do with the nodes that are missing, wherever they are.
        if (!scheduled.have_quorum) trail.affected.insert(group_of(scheduled, id));
        if (trail.affected.contains(group_of(scheduled, id))) continue;
        const auto service = service_of_.find(scheduled.resources[id].xml_id);
        if (service == service_of_.end()) continue;
        if (std::ranges::find(interrupted, service->second) == interrupted.end()) interrupted.push_back(service->second);
    }
    for (const std::string& service : interrupted) {
        found.push_back({Property::NoInterruption,
                         {service},
                         fmt::format("{} is interrupted, although nothing that it has to do with has failed", service),
                         {}});
    }
    return found;
}

std::vector<Violation> Judge::moment(Scene& scene) const {
    std::vector<Violation> found;
    if (asks_at_all_times_) expectations_of_moment(scene, found);
    if (!asks_for(Property::NeverTwice)) return found;
    for (const PlayedAgent& agent : scene.agents) {
        const auto most = promoted_at_most_.find(agent.resource);
        if (most == promoted_at_most_.end()) continue;
        const std::vector<std::string> promoted(agent.promoted.begin(), agent.promoted.end());
        if (promoted.size() <= most->second) continue;
        const auto service = service_of_.find(agent.resource);
        found.push_back({Property::NeverTwice,
                         {service == service_of_.end() ? agent.resource : service->second},
                         fmt::format("{} is promoted on {} at the same time", agent.resource, listed(promoted)),
                         {}});
    }
    return found;
}

std::vector<Violation> Judge::rest(Playing& playing, const Trail& trail, bool is_home) const {
    std::vector<Violation> found;
    const Scene& scene = playing.scene();
    const Cluster& cluster = scene.cluster.state();
    const Standings now = standings(cluster, scene.dead);
    if (asks_for(Property::NeverTwice)) started_unfenced(now, trail, found);
    if (asks_for(Property::ServiceRuns)) services_that_run(playing, now, trail, found);
    if (is_home) services_left_behind(cluster, now, found);
    return found;
}

void Judge::started_unfenced(const Standings& now, const Trail& trail, std::vector<Violation>& found) const {
    for (const Service& service : services_) {
        const auto up = now.up.find(service.id);
        if (up == now.up.end()) continue;
        std::vector<std::string> nodes;
        std::size_t perhaps = 0; // that may still be up
        for (const auto& [node, services] : trail.not_fenced) {
            const auto left = services.find(service.id);
            if (left == services.end()) continue;
            nodes.push_back(node);
            perhaps += left->second;
        }
        if (up->second + perhaps <= service.up_at_most) continue;
        for (const std::string& node : nodes) {
            const std::string what =
                service.up_at_most == 1
                    ? fmt::format("{} is up elsewhere, and may still run on {}, which was not fenced", service.id, node)
                    : fmt::format(
                          "{} is promoted {} times elsewhere, and may still be on {}, which was not fenced; at most {} may be",
                          service.id, up->second, node, service.up_at_most);
            found.push_back({Property::NeverTwice, {service.id}, what, {}});
        }
    }
}

bool Judge::needs_another(const Cluster& cluster, const std::string& service, const std::set<std::string>& others) const {
    const auto service_named = [&](ResourceId id) {
        const auto found = service_of_.find(cluster.resources[id].xml_id);
        return found == service_of_.end() ? std::string() : found->second;
    };
    const auto within = [&](ResourceId id, const std::string& name) {
        // A constraint with a group stands for all that is in it.
        bool found = service_named(id) == name;
        each_primitive(cluster, id, [&](ResourceId primitive) { found = found || service_named(primitive) == name; });
        return found;
    };
    const auto other_within = [&](ResourceId id) {
        return std::ranges::any_of(others, [&](const std::string& other) { return other != service && within(id, other); });
    };
    // Members of a group need those before them.
    for (const Resource& group : cluster.resources) {
        if (!group.is_group()) continue;
        bool one_before = false;
        for (const ResourceId member : group.children) {
            if (one_before && service_named(member) == service) return true;
            one_before = one_before || (service_named(member) != service && others.contains(service_named(member)));
        }
    }
    for (const Colocation& each : cluster.colocations) {
        if (each.score.is_infinite() && each.score.value() > 0 && within(each.dependent, service) && other_within(each.primary))
            return true;
    }
    for (const OrderingConstraint& each : cluster.orderings) {
        if (each.kind == OrderingConstraint::Kind::Mandatory && each.first.resource && each.then.resource &&
            within(each.then.resource, service) && other_within(each.first.resource))
            return true;
    }
    return false;
}

bool Judge::runs_with(Playing& playing, const std::vector<ConfigurationChange>& changes, const std::string& service) const {
    SequenceState state = playing.scene().state();
    state.cib = changed(state.cib, changes);
    Playing trial(std::move(state), question_);
    trial.scene().timeline.keep_nothing();
    trial.begin();
    if (!play_to_rest(trial, question_)) return false;
    trial.scene().cluster.read();
    return standings(trial.scene().cluster.state(), trial.scene().dead).up.contains(service);
}

std::string Judge::reason(const Cluster& cluster, const Service& service) const {
    const Schedule explained = schedule(std::make_shared<const Cluster>(cluster), {.with_ledger = true});
    const Role role = service.promotable ? Role::Promoted : Role::Started;
    for (const ResourceId id : require_resources(cluster, service.id)) {
        const std::vector<Obstacle> found = obstacles(explained, id, role);
        if (found.empty()) continue;
        // What applies everywhere comes first; of the nodes, one that is there, and where it was up, says most.
        const auto says = [&](const Obstacle& each) {
            return (each.code == obstacle_codes::node_offline ? 0 : 2) + (service.nodes.contains(each.node) ? 1 : 0);
        };
        const Obstacle& told = found.front().node.empty() ? found.front() : *std::ranges::max_element(found, {}, says);
        if (told.code == obstacle_codes::node_offline) return "no node that could run it is online";
        return told.node.empty() ? told.text : fmt::format("on {}: {}", told.node, told.text);
    }
    return {};
}

std::string Judge::unknown_death_of(const Scene& scene, const std::string& service) const {
    const auto is_of_service = [&](const DeadProcess& process) {
        const auto of = service_of_.find(process.element);
        return of != service_of_.end() && of->second == service;
    };
    const auto dead = std::ranges::find_if(scene.dead, is_of_service);
    if (dead == scene.dead.end() || !standings(scene.cluster.state(), {}).up.contains(service)) return {};
    return dead->detected ? "it is dead, and the cluster has forgotten that it failed"
                          : "it is dead, and no recurring monitor tells the cluster";
}

void Judge::services_that_run(Playing& playing, const Standings& now, const Trail& trail, std::vector<Violation>& found) const {
    const Cluster& cluster = playing.scene().cluster.state();
    std::set<std::string> down;
    for (const Service& service : services_) {
        if (!now.up.contains(service.id)) down.insert(service.id);
    }
    if (down.empty()) return;
    const bool waits_on_purpose =
        std::ranges::any_of(cluster.nodes, [&](const Node& node) { return node.unclean && trail.fencing_fails(node.name); });
    if (waits_on_purpose) return;
    for (const Service& service : services_) {
        if (!down.contains(service.id) || needs_another(cluster, service.id, down)) continue;
        std::optional<Violation> fault = cluster.have_quorum ? fault_of(playing, service, now) : std::nullopt;
        if (fault) {
            found.push_back(std::move(*fault));
        } else if (trail.is_one_event()) {
            found.push_back({Property::ServiceRuns, {service.id}, reason(cluster, service), {}, {}, false});
        }
    }
}

std::optional<Violation> Judge::fault_of(Playing& playing, const Service& service, const Standings& now) const {
    const Cluster& cluster = playing.scene().cluster.state();
    Violation fault{Property::ServiceRuns, {service.id}, {}, {}};
    if (now.unknown.contains(service.id)) {
        const auto node = std::ranges::find_if(cluster.nodes, &Node::unclean);
        fault.what = fmt::format("{} waits for {} to be fenced, and nothing fences it", service.id,
                                 node == cluster.nodes.end() ? "its node" : node->name);
        return fault;
    }
    if (playing.scene().calls.looks_again() && runs_with(playing, {}, service.id)) {
        fault.what = fmt::format("{} stays down until the scheduler runs again, although a node could run it: at the latest "
                                 "after cluster-recheck-interval ({})",
                                 service.id, cluster.options.values.at("cluster-recheck-interval"));
        return fault;
    }
    const std::vector<std::string> constraints = constraints_without_needs(
        cluster, {cluster.resources[cluster.top(require_resources(cluster, service.id).front())].xml_id});
    std::vector<ConfigurationChange> all;
    all.reserve(constraints.size());
    for (const std::string& id : constraints) all.push_back(ConfigurationChange::without(id));
    const std::string unknown_death = unknown_death_of(playing.scene(), service.id);
    if (unknown_death.empty() && (all.empty() || !runs_with(playing, all, service.id))) return std::nullopt;
    for (const std::string& id : constraints) {
        if (unknown_death.empty() && runs_with(playing, {ConfigurationChange::without(id)}, service.id))
            fault.decisive.push_back(id);
    }
    const std::string why = unknown_death.empty() ? reason(cluster, service) : unknown_death;
    fault.what = fmt::format("{} {}, although a node could run it{}{}", service.id,
                             service.promotable ? "is promoted nowhere" : "stays down", why.empty() ? "" : ": ", why);
    return fault;
}

bool Judge::is_everything_back(const Scene& scene) const {
    const bool fails = scene.failing.size() != question_.failing.size() || !scene.carry_out.failing_fencing.empty();
    return !fails && std::ranges::none_of(scene.cluster.state().nodes, [&](const Node& node) {
        return !node.is_remote() && !node.online && !away_.contains(node.name);
    });
}

void Judge::mend(Playing& at_rest) const {
    Scene& scene = at_rest.scene();
    const std::shared_ptr<const Cluster> cluster = scene.cluster.shared_state();
    scene.failing = question_.failing;
    scene.carry_out.failing_fencing.clear();
    for (const Node& node : cluster->nodes) {
        if (node.is_remote() || node.online || away_.contains(node.name)) continue;
        for (const Event& event : agents_elsewhere_.join(node.name)) let_happen(event, scene);
    }
    scene.abort("everything is back");
}

std::vector<Violation> Judge::left_behind(Playing& mended) const {
    std::vector<Violation> found;
    Scene& scene = mended.scene();
    if (!play_to_rest(mended, question_)) return found; // a loop is another matter
    scene.cluster.read();
    services_left_behind(scene.cluster.state(), standings(scene.cluster.state(), scene.dead), found);
    return found;
}

void Judge::services_left_behind(const Cluster& cluster, const Standings& now, std::vector<Violation>& found) const {
    std::set<std::string> down;
    for (const Service& service : services_) {
        if (!now.up.contains(service.id)) down.insert(service.id);
    }
    for (const Service& service : services_) {
        if (!down.contains(service.id) || needs_another(cluster, service.id, down)) continue;
        const std::string why = reason(cluster, service);
        found.push_back(
            {Property::ComesHome,
             {service.id},
             fmt::format("{} stays down even when all that failed is back{}{}", service.id, why.empty() ? "" : ": ", why),
             {}});
    }
}

std::vector<Violation> Judge::expectations(const Trail& trail) const {
    std::vector<Violation> found;
    if (std::ranges::all_of(options_.always, &Expectation::at_all_times)) return found;
    Scenario scenario = scenario_;
    scenario.events = events_of(trail);
    const Predicted predicted = predict(std::move(scenario));
    for (std::size_t i = 0; i < options_.always.size(); ++i) {
        if (options_.always[i].at_all_times) continue;
        const CheckedExpectation checked = check(options_.always[i], predicted);
        if (checked.met) continue;
        found.push_back({Property::Always,
                         {checked.subject},
                         fmt::format("{}: expected {}, predicted {}", checked.subject, checked.expected, checked.predicted),
                         {},
                         i});
    }
    return found;
}

/// As the cluster would see itself, which it does not do at this moment.
void Judge::expectations_of_moment(Scene& scene, std::vector<Violation>& found) const {
    PlayedCluster now(scene.cluster, scene.clock);
    now.read();
    const CourseTracker nothing(*at_rest_);
    const auto resources = compare_resources(*at_rest_, now.state(), nothing, {not_services_, {}, scene.dead});
    for (std::size_t i = 0; i < options_.always.size(); ++i) {
        if (!options_.always[i].at_all_times) continue;
        const CheckedExpectation checked = check(options_.always[i], resources);
        if (checked.met) continue;
        found.push_back(
            {Property::Always,
             {checked.subject},
             fmt::format("{}: expected {} at all times, and it is {}", checked.subject, checked.expected, checked.predicted),
             {},
             i});
    }
}

std::vector<Violation> Judge::unrest(Playing& playing, const std::string& how) const {
    if (!asks_for(Property::ComesToRest)) return {};
    Playing now = playing.fork();
    now.scene().cluster.read();
    const Standings standing = standings(now.scene().cluster.state(), now.scene().dead);
    Violation violation{Property::ComesToRest, {}, how, {}};
    for (const Service& service : services_) {
        if (!standing.up.contains(service.id)) violation.services.push_back(service.id);
    }
    if (!violation.services.empty())
        violation.what +=
            fmt::format("; meanwhile {} {} down", listed(violation.services), violation.services.size() == 1 ? "is" : "are");
    return {violation};
}

} // namespace placement
