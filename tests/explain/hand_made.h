#pragma once

#include <memory>
#include <string>
#include <utility>

#include "placement/schedule.h"

/// Schedules made by hand, so that a test shows all that its words come from.
namespace placement {

class HandMade {
public:
    Cluster cluster;
    Schedule schedule;

    NodeId node(const std::string& name) {
        Node node;
        node.id = name;
        node.name = name;
        node.online = true;
        cluster.node_by_name[name] = NodeId(cluster.nodes.size());
        return cluster.nodes.push_back(node);
    }

    ResourceId primitive(const std::string& id) {
        Resource resource;
        resource.id = id;
        resource.xml_id = id;
        resource.element = "primitive";
        cluster.resource_by_id[id] = ResourceId(cluster.resources.size());
        const ResourceId added = cluster.resources.push_back(resource);
        cluster.top_resources.push_back(added);
        return added;
    }

    LocationId location(const std::string& id, ResourceId resource, std::uint32_t line) {
        LocationConstraint constraint;
        constraint.id = id;
        constraint.resource = resource;
        constraint.position = {line, 3};
        return cluster.locations.push_back(constraint);
    }

    ColocationId colocation(const std::string& id, ResourceId dependent, ResourceId primary, Score score) {
        Colocation constraint;
        constraint.id = id;
        constraint.dependent = dependent;
        constraint.primary = primary;
        constraint.score = score;
        constraint.position = {7, 3};
        return cluster.colocations.push_back(constraint);
    }

    /// One more resource after begin().
    ResourceId add_later(Resource resource) {
        schedule.scores.push_back(IdVector<NodeId, AllowedNode>(cluster.nodes.size()));
        schedule.placements.push_back({});
        return cluster.resources.push_back(std::move(resource));
    }

    /// Call once all nodes and resources are there; before it nothing can be recorded.
    void begin() {
        cluster.have_quorum = true;
        cluster.have_fencing_devices = true;
        schedule.scores = IdVector<ResourceId, IdVector<NodeId, AllowedNode>>(
            cluster.resources.size(), IdVector<NodeId, AllowedNode>(cluster.nodes.size()));
        schedule.placements = IdVector<ResourceId, Placement>(cluster.resources.size());
        schedule.ledger.emplace();
        finish();
    }

    /// Adds to a score, with the entry in the ledger.
    void add(ResourceId resource, NodeId node, Score change, Cause cause) {
        AllowedNode& allowed = schedule.scores[resource][node];
        LedgerEntry entry;
        entry.resource = resource;
        entry.node = node;
        if (allowed.listed) entry.before = allowed.score;
        entry.change = change;
        allowed.score = allowed.listed ? allowed.score + change : change;
        allowed.listed = true;
        entry.after = allowed.score;
        entry.cause = cause;
        schedule.ledger->push_back(entry);
    }

    /// Sets a score, with the entry in the ledger.
    void set(ResourceId resource, NodeId node, Score score, Cause cause) {
        AllowedNode& allowed = schedule.scores[resource][node];
        LedgerEntry entry;
        entry.resource = resource;
        entry.node = node;
        if (allowed.listed) entry.before = allowed.score;
        entry.after = score;
        entry.cause = cause;
        allowed.score = score;
        allowed.listed = true;
        schedule.ledger->push_back(entry);
    }

    /// Changes the cluster after begin().
    void finish() { schedule.cluster = std::make_shared<const Cluster>(cluster); }

    void place(ResourceId resource, NodeId node, Role role = Role::Started) {
        schedule.placements[resource].node = node;
        schedule.placements[resource].role = role;
    }
};

inline Cause because(CauseKind kind, std::uint32_t id = 0, ResourceId via = {}) {
    Cause cause;
    cause.kind = kind;
    cause.id = id;
    cause.via = via;
    return cause;
}

} // namespace placement
