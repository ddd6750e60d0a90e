#include "simulate/comparison.h"
#include "placement/cluster.h"
#include "placement/ids.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

bool has_unique_instances(const Cluster& cluster, ResourceId id) {
    bool found = false;
    each_primitive(cluster, id, [&](ResourceId primitive) {
        const Resource& instance = cluster.resources[primitive];
        found = found || (instance.unique && instance.id != instance.xml_id);
    });
    return found;
}

/// Instances that differ from each other change by themselves.
std::vector<Change> compare_instances(const std::vector<RunningOn>& before, const std::vector<RunningOn>& after) {
    std::map<std::string, std::pair<std::vector<RunningOn>, std::vector<RunningOn>>> instances;
    for (const RunningOn& was : before) instances[was.instance].first.push_back(was);
    for (const RunningOn& is : after) instances[is.instance].second.push_back(is);
    std::vector<Change> changes;
    for (const auto& [instance, places] : instances) {
        const std::vector<Change> own = compare_places(places.first, places.second);
        changes.insert(changes.end(), own.begin(), own.end());
    }
    return changes;
}

/// What was started again where it ran: it was restarted there, or it came back from elsewhere.
void add_restarts(const CourseTracker& courses, const Cluster& at_rest, ResourceOutcome& outcome) {
    for (const RunningOn& is : outcome.after) {
        const ResourceId id = at_rest.find_resource(is.instance);
        if (!id) continue;
        const Resource& instance = at_rest.resources[id];
        const auto was_there = [&](const RunningOn& was) {
            return was.node == is.node && (!instance.unique || was.instance == is.instance);
        };
        if (std::ranges::none_of(outcome.before, was_there)) continue;
        const std::vector<std::string> nodes = courses.moves_of(instance);
        if (nodes.size() > 1 && nodes.back() == is.node) {
            outcome.changes.push_back({Change::Kind::Returns, is.node, nodes[nodes.size() - 2], is.role});
        } else if (courses.has_started(process_name(instance), is.node)) {
            outcome.changes.push_back({Change::Kind::Restarts, is.node, is.node, is.role});
        }
    }
}

// ---- all resources ----

class ResourceList {
public:
    ResourceList(const Cluster& before, const Cluster& after, const CourseTracker& courses, const ComparisonContext& context)
        : before_(before), after_(after), of_before_(before), of_after_(after), courses_(courses), context_(context) {}

    std::vector<ResourceOutcome> run() {
        for (const ResourceId top : before_.top_resources) add(before_, top, "");
        for (const ResourceId top : after_.top_resources) add(after_, top, "");
        return std::move(outcomes_);
    }

private:
    void add(const Cluster& cluster, ResourceId id, const std::string& parent) {
        const Resource& resource = cluster.resources[id];
        if (!seen_.insert(resource.xml_id).second) return;
        outcomes_.push_back(outcome(cluster, id, parent));
        const std::string xml_id = resource.xml_id;
        if (resource.is_bundle()) {
            const ResourceId child = resource.bundle().child;
            if (child)
                for (const ResourceId inside : cluster.resources[child].children) add(cluster, inside, xml_id);
            return;
        }
        for (const ResourceId child : resource.children) add(cluster, child, xml_id);
    }

    ResourceOutcome outcome(const Cluster& cluster, ResourceId id, const std::string& parent) const {
        const Resource& resource = cluster.resources[id];
        std::vector<std::string> inside;
        each_primitive(cluster, id, [&](ResourceId primitive) {
            const std::string& name = cluster.resources[primitive].xml_id;
            if (std::ranges::find(inside, name) == inside.end()) inside.push_back(name);
        });
        ResourceOutcome outcome;
        outcome.id = resource.xml_id;
        outcome.kind = kind_of(resource);
        outcome.parent = parent;
        outcome.promotable = is_promotable(resource);
        outcome.service = is_service(cluster, id, inside);
        outcome.position = resource.position;
        outcome.before = standing(before_, of_before_[resource.xml_id], {});
        outcome.after = standing(after_, of_after_[resource.xml_id], context_.dead);
        add_left_running(inside, outcome.after);
        const bool ran_between =
            std::ranges::any_of(inside, [&](const std::string& name) { return context_.ran_between.contains(name); });
        outcome.state = state_of(outcome.before, outcome.after);
        const bool ceased = outcome.state == ServiceState::Down && !outcome.before.empty();
        if (ceased && is_left_alone(after_, of_after_[resource.xml_id])) outcome.state = ServiceState::Stuck;
        outcome.fate = fate_of(!outcome.before.empty() || (ran_between && !serves(outcome.state)), outcome.state);
        outcome.course = sum_of(courses_, inside);
        if (resource.is_group()) return outcome;
        outcome.changes = has_unique_instances(cluster, id) ? compare_instances(outcome.before, outcome.after)
                                                            : compare_places(outcome.before, outcome.after);
        add_restarts(courses_, after_, outcome);
        return outcome;
    }

    void add_left_running(const std::vector<std::string>& inside, std::vector<RunningOn>& after) const {
        for (const LeftRunning& each : context_.left_running) {
            if (std::ranges::find(inside, each.element) == inside.end() || on_node(after, each.place.node) != nullptr) continue;
            after.insert(std::ranges::upper_bound(after, each.place.node, {}, &RunningOn::node), each.place);
        }
    }

    /// A primitive, or what stands for the one in it.
    bool is_service(const Cluster& cluster, ResourceId id, const std::vector<std::string>& inside) const {
        const Resource& resource = cluster.resources[id];
        if (resource.is_group()) return false;
        const auto excluded = [&](const std::string& name) { return context_.not_services.contains(name); };
        for (ResourceId around = id; around; around = cluster.resources[around].parent) {
            if (excluded(cluster.resources[around].xml_id)) return false;
        }
        if (std::ranges::any_of(inside, excluded)) return false;
        bool devices_alone = true;
        bool holds_group = false;
        each_primitive(cluster, id, [&](ResourceId primitive) {
            devices_alone = devices_alone && cluster.resources[primitive].fencing_device;
            const ResourceId around = cluster.resources[primitive].parent;
            holds_group = holds_group || (primitive != id && around && cluster.resources[around].is_group());
        });
        if (devices_alone || holds_group) return false;
        if (resource.remote_connection && resource.launcher) return false; // comes with the guest
        if (!resource.is_primitive()) return true;
        return !resource.parent || cluster.resources[resource.parent].is_group();
    }

    const Cluster& before_;
    const Cluster& after_;
    ResourcesByElement of_before_;
    ResourcesByElement of_after_;
    const CourseTracker& courses_;
    const ComparisonContext& context_;
    std::unordered_set<std::string_view> seen_;
    std::vector<ResourceOutcome> outcomes_;
};

} // namespace

std::vector<ResourceOutcome> compare_resources(const Cluster& before, const Cluster& after, const CourseTracker& courses,
                                               const ComparisonContext& context) {
    return ResourceList(before, after, courses, context).run();
}

std::vector<ResourceOutcome> recorded_resources(const Cluster& cluster, const std::unordered_set<std::string>& not_services,
                                                const std::vector<DeadProcess>& dead) {
    const CourseTracker nothing(cluster);
    return ResourceList(cluster, cluster, nothing, {not_services, {}, dead}).run();
}

bool anything_lost(const std::vector<ResourceOutcome>& resources, Fate from) {
    return std::ranges::any_of(resources, [&](const ResourceOutcome& each) { return each.fate >= from; });
}

} // namespace placement
