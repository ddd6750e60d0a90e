#include "explain/left_alone.h"

#include <fmt/format.h>

#include "base/multiply_active.h"
#include "explain/words.h"

namespace placement {

namespace {

const char* plain_name(MultipleActive value) {
    switch (value) {
    case MultipleActive::StopStart: return "stop_start";
    case MultipleActive::StopOnly: return "stop_only";
    case MultipleActive::Block: return "block";
    case MultipleActive::StopUnexpected: return "stop_unexpected";
    }
    return "";
}

/// The lost ticket that freezes the resource; null where none does.
const TicketConstraint* freezing(const Cluster& cluster, ResourceId resource) {
    for (const TicketConstraint& constraint : cluster.ticket_constraints) {
        if (constraint.loss_policy != TicketConstraint::LossPolicy::Freeze || cluster.tickets[constraint.ticket].granted)
            continue;
        for (ResourceId each = resource; each; each = cluster.resources[each].parent) {
            if (each == constraint.resource) return &constraint;
        }
    }
    return nullptr;
}

} // namespace

std::string several_nodes_words(const Cluster& cluster, const Resource& resource) {
    const bool migrates = resource.partial_migration_source || resource.partial_migration_target;
    if (migrates || !is_multiply_active(cluster, resource)) return {};
    return fmt::format("it is active on several nodes (multiple-active={})", plain_name(resource.multiple_active));
}

std::string blocked_words(const Cluster& cluster, const Resource& resource) {
    if (resource.multiple_active == MultipleActive::Block && is_multiply_active(cluster, resource)) {
        return "is blocked as long as it is active on several nodes (multiple-active=block)";
    }
    return "is blocked after a failure until somebody cleans it up";
}

Obstacle left_alone(const Schedule& schedule, ResourceId id) {
    const Cluster& cluster = *schedule.cluster;
    const Resource& resource = cluster.resources[id];
    Obstacle obstacle;
    obstacle.code = "unmanaged";
    obstacle.text = "it is unmanaged: the cluster neither starts nor stops it";
    obstacle.position = resource.position;
    if (resource.blocked) {
        obstacle.code = "blocked";
        obstacle.text = "it " + blocked_words(cluster, resource);
    } else if (const TicketConstraint* constraint = freezing(cluster, id);
               constraint != nullptr && resource.managed && schedule.placements[id].blocked) {
        obstacle.code = "ticket";
        obstacle.text =
            fmt::format("ticket {} is not granted, and the cluster neither starts nor stops it: loss-policy is freeze "
                        "(ticket constraint {})",
                        cluster.tickets[constraint->ticket].id, place_of(constraint->id, constraint->position));
        obstacle.constraint = constraint->id;
        obstacle.position = constraint->position;
    }
    return obstacle;
}

} // namespace placement
