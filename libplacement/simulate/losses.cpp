#include <algorithm>

#include "base/last_failure.h"
#include "placement/codes.h"
#include "simulate/carry_out/waits_for_fencing.h"
#include "simulate/comparison.h"

namespace placement {

namespace {

class Loss {
public:
    Loss(const Schedule& schedule, const std::vector<SettledCluster::FailedFencing>& failed,
         const std::vector<ResourceId>& resources, ResourceOutcome& outcome)
        : schedule_(schedule), failed_(failed), cluster_(*schedule.cluster), resources_(resources), outcome_(outcome) {}

    void explain() {
        if (resources_.empty()) return add("removed", "it is no longer in the configuration");
        failures();
        const bool says_all =
            std::ranges::none_of(outcome_.kept_down_by, [](const Obstacle& each) { return each.code == obstacle_codes::failed; });
        if (!outcome_.kept_down_by.empty() && says_all && outcome_.fate > Fate::LostPromoted) return;
        waiting();
        blocked();
        if (!outcome_.kept_down_by.empty() && says_all && outcome_.fate >= Fate::LostPromoted) return;
        vain_promotions();
        for (const ResourceId id : resources_) {
            const std::vector<Obstacle> found = obstacles(schedule_, id, missing_role());
            for (const Obstacle& each : found) add(each);
            if (!found.empty()) return;
        }
        if (outcome_.fate == Fate::Stuck) add("not-recovered", "it is dead, and the cluster does nothing that brings it back");
    }

private:
    void add(const char* code, const char* text) {
        Obstacle obstacle;
        obstacle.code = code;
        obstacle.text = text;
        add(std::move(obstacle));
    }

    void add_on(const std::string& node, const char* code, const char* text) {
        Obstacle obstacle;
        obstacle.code = code;
        obstacle.node = node;
        obstacle.text = text;
        obstacle.position = outcome_.position;
        add(std::move(obstacle));
    }

    void add(Obstacle obstacle) {
        const bool told = std::ranges::any_of(outcome_.kept_down_by, [&](const Obstacle& each) {
            return each.text == obstacle.text && each.node == obstacle.node;
        });
        if (told) return;
        // "the cluster has no quorum" may be told again with the policy.
        const auto shorter = std::ranges::find_if(outcome_.kept_down_by, [&](const Obstacle& each) {
            return each.code == obstacle.code && each.node == obstacle.node && obstacle.text.starts_with(each.text + ",");
        });
        if (shorter != outcome_.kept_down_by.end())
            *shorter = std::move(obstacle);
        else
            outcome_.kept_down_by.push_back(std::move(obstacle));
    }

    /// What is dead where it is.
    void failures() {
        for (const RunningOn& each : outcome_.after) {
            if (each.state == InstanceState::Undetected)
                add_on(each.node, "undetected", "it is dead, and no recurring monitor tells the cluster");
            if (each.state == InstanceState::Unknown) left_running(each);
            if (each.state != InstanceState::Failed) continue;
            const ResourceId instance = cluster_.find_resource(each.instance);
            const NodeId node = cluster_.find_node(each.node);
            if (!instance || !node) continue;
            for (Obstacle& obstacle : why_stuck(cluster_, instance, node)) add(std::move(obstacle));
        }
    }

    /// On a node that has left, and is not to be fenced.
    void left_running(const RunningOn& place) {
        const NodeId node = cluster_.find_node(place.node);
        if (!node || is_uncertain(cluster_, node)) return;
        add_on(place.node, "unmanaged",
               "it was not managed and was left running when the node left the cluster, which knows no more of it");
    }

    Role missing_role() const {
        const bool fewer_promoted = count_promoted(outcome_.after) < count_promoted(outcome_.before);
        return outcome_.state == ServiceState::NotPromoted || (outcome_.fate == Fate::Reduced && fewer_promoted) ? Role::Promoted
                                                                                                                 : Role::Started;
    }

    /// Where it is to be promoted, and its last attempt failed.
    void vain_promotions() {
        if (missing_role() != Role::Promoted) return;
        for (const ResourceId id : resources_) {
            each_primitive(cluster_, id, [&](ResourceId primitive) {
                const Placement& planned = schedule_.placements[primitive];
                if (!planned.node || planned.role != Role::Promoted || cluster_.resources[primitive].role == Role::Promoted)
                    return;
                const OperationHistory* const failure = last_failure(cluster_, primitive, planned.node);
                if (failure == nullptr || failure->task != task::promote) return;
                const std::string text = failure_text(failure) + ", and the cluster tries again";
                add_on(cluster_.nodes[planned.node].name, "failed", text.c_str());
            });
        }
    }

    void waiting() {
        for (const ResourceId id : resources_) {
            for (Obstacle& obstacle : waits_for_fencing(schedule_, id, failed_)) add(std::move(obstacle));
        }
    }

    void blocked() {
        for (const ResourceId id : resources_) {
            each_primitive(cluster_, id, [&](ResourceId primitive) {
                for (Obstacle& obstacle : what_blocks(schedule_, primitive, missing_role())) add(std::move(obstacle));
            });
        }
    }

    const Schedule& schedule_;
    const std::vector<SettledCluster::FailedFencing>& failed_;
    const Cluster& cluster_;
    const std::vector<ResourceId>& resources_;
    ResourceOutcome& outcome_;
};

} // namespace

void explain_losses(const Schedule& schedule, const std::vector<SettledCluster::FailedFencing>& failed,
                    std::vector<ResourceOutcome>& resources, Fate from) {
    const ResourcesByElement at_rest(*schedule.cluster);
    for (ResourceOutcome& outcome : resources) {
        if (outcome.fate >= from) Loss(schedule, failed, at_rest[outcome.id], outcome).explain();
    }
}

} // namespace placement
