#pragma once

#include <string>

#include <doctest/doctest.h>

#include "placement/explain.h"
#include "placement/schedule.h"
#include "support/sketch.h"

namespace placement {

/// A sketched cluster after the scheduler has run. The ledger of each is replayed.
class Scheduled {
public:
    explicit Scheduled(const Sketch& sketch) : Scheduled(sketch.cluster()) {}
    explicit Scheduled(const std::shared_ptr<const Cluster>& cluster)
        : schedule(placement::schedule(cluster, {.with_ledger = true})) {
        for (const std::string& fault : check_ledger(schedule)) FAIL_CHECK(fault);
    }

    ResourceId id(const std::string& resource) const {
        const ResourceId found = schedule.cluster->find_resource(resource);
        REQUIRE_MESSAGE(found.valid(), resource);
        return found;
    }
    NodeId node_id(const std::string& node) const {
        const NodeId found = schedule.cluster->find_node(node);
        REQUIRE_MESSAGE(found.valid(), node);
        return found;
    }

    /// The final score: "100", "-INFINITY", or "none" where the node is not in the table.
    std::string score(const std::string& resource, const std::string& node) const {
        const AllowedNode& allowed = schedule.scores[id(resource)][node_id(node)];
        return allowed.listed ? allowed.score.text() : "none";
    }
    /// Where the resource will be; empty for nowhere.
    std::string node(const std::string& resource) const {
        const NodeId assigned = schedule.placements[id(resource)].node;
        return assigned ? schedule.cluster->nodes[assigned].name : "";
    }
    /// The primitives made of the element with this id, and their nodes: "n1 n3", each as often as it is there, sorted.
    std::string nodes(const std::string& primitive) const { return nodes_in_role(primitive, Role::Unknown); }
    std::string promoted(const std::string& primitive) const { return nodes_in_role(primitive, Role::Promoted); }
    std::string role(const std::string& resource) const {
        return std::string(text(schedule.placements[id(resource)].role));
    }
    /// The promotion score of the instance that will be on the node: "10", or "none" where there is none.
    std::string promotion_score(const std::string& primitive, const std::string& node) const {
        for (const ResourceId each : schedule.cluster->resources.ids()) {
            const Placement& placement = schedule.placements[each];
            if (schedule.cluster->resources[each].xml_id == primitive && placement.node == node_id(node)) {
                return placement.promotion_score.text();
            }
        }
        return "none";
    }
    /// The action with this key ("a:0_start_0", "c_post_notify_running_0"), on the node if one is named; none if there is
    /// none.
    ActionId action(const std::string& key, const std::string& node = "") const {
        for (const ActionId each : schedule.actions.ids()) {
            const Action& candidate = schedule.actions[each];
            const std::string candidate_key = candidate.resource
                                                  ? text(candidate.key, schedule.cluster->resources[candidate.resource].id)
                                                  : candidate.name.get();
            if (candidate_key == key && (node.empty() || candidate.node == node_id(node))) return each;
        }
        return ActionId::none();
    }
    /// "required", "optional", or "blocked" where it is required and cannot be done; "none" where there is no such action.
    std::string need(const std::string& key, const std::string& node = "") const {
        const ActionId found = action(key, node);
        if (!found) return "none";
        if (schedule.actions[found].optional()) return "optional";
        return schedule.actions[found].runnable() ? "required" : "blocked";
    }
    /// The exit status that a monitor is to find; -1 where nothing says so.
    int expected(const std::string& key) const {
        const ActionId found = action(key);
        REQUIRE_MESSAGE(found.valid(), key);
        return schedule.actions[found].expected_exit_status;
    }
    /// What the scheduler added to the action's meta-attributes; empty where it added no such thing.
    std::string told(const std::string& key, const std::string& name) const {
        const ActionId found = action(key);
        REQUIRE_MESSAGE(found.valid(), key);
        const AttributeTable& meta = schedule.actions[found].meta;
        const auto value = meta.find(name);
        return value == meta.end() ? "" : value->second;
    }
    /// An attribute of the action in the transition: a parameter ("ip") or a meta-attribute ("CRM_meta_timeout"); "none"
    /// where the action has none of that name or is not in the transition.
    std::string executed_with(const std::string& key, const std::string& name, const std::string& node = "") const {
        const ActionId found = action(key, node);
        for (const TransitionAction& each : schedule.transition.actions) {
            if (each.action != found) continue;
            const std::string* const value = each.attributes.find(name);
            return value == nullptr ? "none" : *value;
        }
        return "none";
    }
    /// Whether one is directly before the other.
    bool ordered(const std::string& first, const std::string& then) const {
        const ActionId first_action = action(first);
        const ActionId then_action = action(then);
        REQUIRE_MESSAGE(first_action.valid(), first);
        REQUIRE_MESSAGE(then_action.valid(), then);
        for (const Relation& relation : schedule.actions[then_action].before) {
            if (relation.action == first_action && !relation.flags.none()) return true;
        }
        return false;
    }
    bool fences(const std::string& node) const {
        for (const Schedule::Fencing& each : schedule.fencing) {
            if (each.node == node_id(node)) return true;
        }
        return false;
    }

    Schedule schedule;

private:
    std::string nodes_in_role(const std::string& primitive, Role role) const {
        std::string names;
        for (const NodeId node : schedule.cluster->nodes.ids()) {
            for (const ResourceId each : schedule.cluster->resources.ids()) {
                const Placement& placement = schedule.placements[each];
                if (schedule.cluster->resources[each].xml_id != primitive || placement.node != node) continue;
                if (role != Role::Unknown && placement.role != role) continue;
                names += (names.empty() ? "" : " ") + schedule.cluster->nodes[node].name;
            }
        }
        return names;
    }
};

} // namespace placement
