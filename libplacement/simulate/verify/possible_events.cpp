#include "simulate/verify/possible_events.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "base/operation_status.h"
#include "placement/action.h"
#include "simulate/carry_out/executor.h"

namespace placement {

namespace {

bool is_away(const Node& node) { return !node.online && !node.pending; }

class Search {
public:
    Search(const Scene& scene, const AgentsElsewhere& agents, std::size_t may_break)
        : scene_(scene), cluster_(scene.cluster.state()), agents_(agents), may_break_(may_break) {}

    std::vector<Possibility> run() {
        nodes();
        if (may_break_ > 0) {
            instances();
            under_way();
        }
        return std::move(found_);
    }

private:
    void add(Event event) { found_.push_back({std::move(event)}); }

    void nodes() {
        for (const Node& node : cluster_.nodes) {
            if (node.is_remote()) continue;
            if (is_away(node)) {
                found_.push_back(agents_.join(node.name));
            } else if (may_break_ > 0 && node.online && !node.unclean) {
                add(NodeFails{node.name});
                if (!node.shutdown) add(NodeLeaves{node.name});
                // Fencing fails: that is broken, too.
                if (may_break_ > 1 && cluster_.options.fencing_enabled)
                    found_.push_back({FencingWillFail{node.name}, NodeFails{node.name}});
            }
        }
    }

    void instances() {
        std::set<std::pair<std::string, std::string>> seen;
        for (const Resource& resource : cluster_.resources) {
            if (!resource.is_primitive() || resource.removed || resource.fencing_device || resource.role <= Role::Stopped)
                continue;
            for (const NodeId id : resource.active_nodes) {
                const Node& node = cluster_.nodes[id];
                if (resource.failed || !node.online || node.unclean) continue;
                if (seen.emplace(resource.xml_id, node.name).second) add(ResourceFails{resource.id, node.name});
            }
        }
    }

    /// What the transition does now may fail, and then does so every time.
    void under_way() {
        if (!scene_.transition) return;
        for (const RunningAction& running : scene_.transition->running()) {
            const TransitionAction& action = scene_.transition->action(running.synapse);
            if (running.lost || action.kind != TransitionAction::Kind::Resource) continue;
            const std::string resource = without_instance(action.resource->id);
            if (!is_made_to_fail(cluster_, resource, action.operation)) continue;
            add(OperationWillFail{{resource, std::string(action.operation), 0, action.node, exit_status::unknown_error}});
        }
    }

    const Scene& scene_;
    const Cluster& cluster_;
    const AgentsElsewhere& agents_;
    std::size_t may_break_;
    std::vector<Possibility> found_;
};

} // namespace

bool is_made_to_fail(const Cluster& cluster, const std::string& resource, std::string_view operation) {
    const bool can_fail = operation == task::start || operation == task::stop || operation == task::promote ||
                          operation == task::demote || operation == task::migrate_to || operation == task::migrate_from;
    return can_fail && std::ranges::none_of(cluster.resources,
                                            [&](const Resource& each) { return each.xml_id == resource && each.fencing_device; });
}

std::vector<Possibility> possible_events(const Scene& scene, const AgentsElsewhere& agents, std::size_t may_break) {
    return Search(scene, agents, may_break).run();
}

} // namespace placement
