#include "simulate/comparison.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "simulate/waits_for_fencing.h"

namespace placement {

namespace {

const char* kind_of(const Resource& resource) {
    if (resource.is_group()) return "group";
    if (resource.is_clone()) return "clone";
    if (resource.is_bundle()) return "bundle";
    return "primitive";
}

bool is_promotable(const Resource& resource) {
    return resource.promotable || (resource.is_clone() && resource.clone().promotable) ||
           (resource.is_bundle() && resource.bundle().promoted_max > 0);
}

// ---- where things run ----

/// Calls `visit` for each primitive in the resource that stands for a service: not for a bundle's own machinery, unless
/// the bundle has nothing else inside.
template <typename Visit>
void each_primitive(const Cluster& cluster, ResourceId id, const Visit& visit) {
    const Resource& resource = cluster.resources[id];
    if (resource.is_primitive()) {
        visit(id);
    } else if (resource.is_bundle()) {
        for (const BundleReplica& replica : resource.bundle().replicas) {
            const ResourceId inside = replica.child ? replica.child : replica.container;
            if (inside) each_primitive(cluster, inside, visit);
        }
    } else {
        for (const ResourceId child : resource.children) each_primitive(cluster, child, visit);
    }
}

void sort_by_node(std::vector<RunningOn>& running) {
    std::ranges::stable_sort(running, {}, &RunningOn::node);
}

/// The role as it is told: an instance of a promotable clone that is not promoted is Unpromoted.
Role told_role(const Cluster& cluster, ResourceId primitive, Role role) {
    if (role == Role::Promoted || role == Role::Unpromoted) return role;
    for (ResourceId each = primitive; each; each = cluster.resources[each].parent) {
        if (cluster.resources[each].is_clone() && cluster.resources[each].clone().promotable) return Role::Unpromoted;
    }
    return Role::Started;
}

/// What is known to run where. `at_rest`: of what was on a lost node nobody knows any more.
std::vector<RunningOn> running(const Cluster& cluster, const std::vector<ResourceId>& resources, bool at_rest) {
    std::vector<RunningOn> running;
    for (const ResourceId id : resources) {
        each_primitive(cluster, id, [&](ResourceId primitive) {
            const Resource& resource = cluster.resources[primitive];
            if (resource.role == Role::Stopped) return;
            for (const NodeId node : resource.active_nodes) {
                if (at_rest && !cluster.nodes[node].online) continue;
                running.push_back(
                    {cluster.nodes[node].name, told_role(cluster, primitive, resource.role), resource.id});
            }
        });
    }
    sort_by_node(running);
    return running;
}

// ---- differences ----

const RunningOn* on_node(const std::vector<RunningOn>& running, const std::string& node) {
    const auto found = std::ranges::find(running, node, &RunningOn::node);
    return found == running.end() ? nullptr : &*found;
}

void compare_role(const RunningOn& before, const RunningOn& after, std::vector<Change>& changes) {
    if (before.role == after.role) return;
    if (after.role == Role::Promoted) {
        changes.push_back({Change::Kind::Promotes, "", after.node, after.role});
    } else if (before.role == Role::Promoted) {
        changes.push_back({Change::Kind::Demotes, before.node, "", after.role});
    }
}

std::vector<Change> compare_places(const std::vector<RunningOn>& before, const std::vector<RunningOn>& after) {
    std::vector<RunningOn> gone;
    std::vector<RunningOn> come;
    std::vector<Change> changes;
    for (const RunningOn& was : before) {
        if (const RunningOn* is = on_node(after, was.node)) {
            compare_role(was, *is, changes);
        } else {
            gone.push_back(was);
        }
    }
    std::ranges::copy_if(after, std::back_inserter(come),
                         [&](const RunningOn& is) { return on_node(before, is.node) == nullptr; });
    if (before.size() == 1 && after.size() == 1 && gone.size() == 1 && come.size() == 1) {
        changes.push_back({Change::Kind::Moves, gone[0].node, come[0].node, come[0].role});
        return changes;
    }
    for (const RunningOn& was : gone) changes.push_back({Change::Kind::Stops, was.node, "", was.role});
    for (const RunningOn& is : come) changes.push_back({Change::Kind::Starts, "", is.node, is.role});
    return changes;
}

/// The starts that were done, as resource (by the id of its element) and node.
using Starts = std::set<std::pair<std::string, std::string>>;

Starts starts_in(const SettledCluster& settled) {
    Starts starts;
    for (const SettledCluster::Round& round : settled.rounds) {
        const Schedule& schedule = round.schedule;
        for (const CarriedOutStep& step : round.carried_out.steps) {
            if (step.kind != CarriedOutStep::Kind::Resource || step.operation != task::start || step.failed_with) continue;
            const Action& action = schedule.actions[schedule.transition.actions[step.action].action];
            starts.insert({schedule.cluster->resources[action.resource].xml_id, step.node});
        }
    }
    return starts;
}

/// What was started again where it ran.
void add_restarts(const Starts& starts, const Cluster& at_rest, ResourceOutcome& outcome) {
    for (const RunningOn& is : outcome.after) {
        if (on_node(outcome.before, is.node) == nullptr) continue;
        const ResourceId instance = at_rest.find_resource(is.instance);
        if (!instance || !starts.contains({at_rest.resources[instance].xml_id, is.node})) continue;
        outcome.changes.push_back({Change::Kind::Restarts, is.node, is.node, is.role});
    }
}

std::ptrdiff_t count_promoted(const std::vector<RunningOn>& running) {
    return std::ranges::count(running, Role::Promoted, &RunningOn::role);
}

Fate fate_of(const std::vector<RunningOn>& before, const std::vector<RunningOn>& after) {
    if (before.empty()) return after.empty() ? Fate::Down : Fate::Starts;
    if (after.empty()) return Fate::Lost;
    const auto promoted_before = count_promoted(before);
    const auto promoted_after = count_promoted(after);
    if (promoted_before > 0 && promoted_after == 0) return Fate::LostPromoted;
    if (after.size() < before.size() || promoted_after < promoted_before) return Fate::Reduced;
    return Fate::Runs;
}

// ---- all resources ----

/// The resources with an id in the configuration: one, or every instance.
class ByXmlId {
public:
    explicit ByXmlId(const Cluster& cluster) {
        for (const ResourceId id : cluster.resources.ids()) resources_[cluster.resources[id].xml_id].push_back(id);
    }

    const std::vector<ResourceId>& operator[](std::string_view xml_id) const {
        static const std::vector<ResourceId> none;
        const auto found = resources_.find(xml_id);
        return found == resources_.end() ? none : found->second;
    }

private:
    std::unordered_map<std::string_view, std::vector<ResourceId>> resources_;
};

class ResourceList {
public:
    ResourceList(const Cluster& before, const Cluster& after, Starts starts)
        : before_(before), after_(after), of_before_(before), of_after_(after), starts_(std::move(starts)) {}

    std::vector<ResourceOutcome> run() {
        for (const ResourceId top : before_.top_resources) add(before_, top, "");
        for (const ResourceId top : after_.top_resources) add(after_, top, "");
        return std::move(outcomes_);
    }

private:
    void add(const Cluster& cluster, ResourceId id, const std::string& parent) {
        const Resource& resource = cluster.resources[id];
        if (!seen_.insert(resource.xml_id).second) return;
        outcomes_.push_back(outcome(resource, parent));
        const std::string xml_id = resource.xml_id;
        if (resource.is_bundle()) {
            const ResourceId child = resource.bundle().child;
            if (child) for (const ResourceId inside : cluster.resources[child].children) add(cluster, inside, xml_id);
            return;
        }
        for (const ResourceId child : resource.children) add(cluster, child, xml_id);
    }

    ResourceOutcome outcome(const Resource& resource, const std::string& parent) const {
        ResourceOutcome outcome;
        outcome.id = resource.xml_id;
        outcome.kind = kind_of(resource);
        outcome.parent = parent;
        outcome.promotable = is_promotable(resource);
        outcome.position = resource.position;
        outcome.before = running(before_, of_before_[resource.xml_id], false);
        outcome.after = running(after_, of_after_[resource.xml_id], true);
        outcome.fate = fate_of(outcome.before, outcome.after);
        if (!resource.is_group()) outcome.changes = compare_places(outcome.before, outcome.after);
        if (!resource.is_group()) add_restarts(starts_, after_, outcome);
        return outcome;
    }

    const Cluster& before_;
    const Cluster& after_;
    ByXmlId of_before_;
    ByXmlId of_after_;
    Starts starts_;
    std::unordered_set<std::string_view> seen_;
    std::vector<ResourceOutcome> outcomes_;
};

// ---- nodes ----

const char* state_of(const Node& node) {
    if (node.unclean) return node.online ? "unclean (online)" : "unclean";
    if (node.pending) return "pending";
    if (!node.online) return "offline";
    if (node.shutdown) return "shutting down";
    if (node.maintenance) return "maintenance";
    if (node.standby || node.standby_on_failure) return "standby";
    return "online";
}

void add_blocking(const Schedule& schedule, const std::vector<ResourceId>& resources, Role role,
                  ResourceOutcome& outcome) {
    for (const ResourceId id : resources) {
        each_primitive(*schedule.cluster, id, [&](ResourceId primitive) {
            for (const Obstacle& obstacle : what_blocks(schedule, primitive, role)) {
                const bool told = std::ranges::find(outcome.kept_down_by, obstacle.text, &Obstacle::text) !=
                                  outcome.kept_down_by.end();
                if (!told) outcome.kept_down_by.push_back(obstacle);
            }
        });
    }
}

void explain_loss(const Schedule& schedule, const std::vector<SettledCluster::FailedFencing>& failed,
                  const std::vector<ResourceId>& resources, ResourceOutcome& outcome) {
    if (resources.empty()) {
        Obstacle obstacle;
        obstacle.code = "removed";
        obstacle.text = "it is no longer in the configuration";
        outcome.kept_down_by.push_back(obstacle);
        return;
    }
    const Role role = outcome.fate == Fate::LostPromoted ||
                              (outcome.fate == Fate::Reduced && count_promoted(outcome.after) < count_promoted(outcome.before))
                          ? Role::Promoted
                          : Role::Started;
    for (const ResourceId id : resources) {
        for (Obstacle& obstacle : waits_for_fencing(schedule, id, failed)) {
            if (std::ranges::find(outcome.kept_down_by, obstacle.text, &Obstacle::text) != outcome.kept_down_by.end()) continue;
            outcome.kept_down_by.push_back(std::move(obstacle));
        }
    }
    add_blocking(schedule, resources, role, outcome);
    if (!outcome.kept_down_by.empty() && outcome.fate >= Fate::LostPromoted) return;
    for (const ResourceId id : resources) {
        const std::vector<Obstacle> found = obstacles(schedule, id, role);
        outcome.kept_down_by.insert(outcome.kept_down_by.end(), found.begin(), found.end());
        if (!found.empty()) return;
    }
}

} // namespace

std::vector<NodeOutcome> compare_nodes(const Cluster& before, const Schedule& schedule, const FencingQuestion& question) {
    std::vector<NodeOutcome> nodes;
    for (const NodeId id : schedule.cluster->nodes.ids()) {
        const Node& after = schedule.cluster->nodes[id];
        NodeOutcome outcome;
        outcome.name = after.name;
        outcome.kind = after.kind;
        outcome.after = state_of(after);
        const NodeId same = before.find_node(after.name);
        outcome.before = same ? state_of(before.nodes[same]) : "";
        const auto fencing = std::ranges::find(schedule.fencing, id, &Schedule::Fencing::node);
        if (fencing != schedule.fencing.end()) {
            outcome.fencing = true;
            outcome.fenced_by = fencing_of(*schedule.cluster, id, question);
            outcome.fencing_possible = fencing->possible && outcome.fenced_by.possible();
            outcome.fencing_reason = fencing->reason;
        }
        nodes.push_back(std::move(outcome));
    }
    return nodes;
}

std::vector<ResourceOutcome> compare_resources(const Cluster& before, const SettledCluster& settled) {
    return ResourceList(before, *settled.schedule.cluster, starts_in(settled)).run();
}

std::vector<ResourceOutcome> recorded_resources(const Cluster& cluster) {
    return ResourceList(cluster, cluster, {}).run();
}

void explain_losses(const Schedule& schedule, const std::vector<SettledCluster::FailedFencing>& failed,
                    std::vector<ResourceOutcome>& resources, Fate from) {
    const ByXmlId at_rest(*schedule.cluster);
    for (ResourceOutcome& outcome : resources) {
        if (outcome.fate >= from) explain_loss(schedule, failed, at_rest[outcome.id], outcome);
    }
}

bool anything_lost(const std::vector<ResourceOutcome>& resources, Fate from) {
    return std::ranges::any_of(resources, [&](const ResourceOutcome& each) { return each.fate >= from; });
}

bool is_service(const std::vector<ResourceOutcome>& resources, const ResourceOutcome& resource) {
    const auto parent_of = [&](const ResourceOutcome& each) {
        return std::ranges::find(resources, each.parent, &ResourceOutcome::id);
    };
    if (resource.kind == "group") return false;
    if (resource.kind == "primitive") {
        const auto parent = parent_of(resource);
        return parent == resources.end() || parent->kind == "group";
    }
    return std::ranges::none_of(resources, [&](const ResourceOutcome& each) {
        return each.parent == resource.id && each.kind == "group";
    });
}

} // namespace placement
