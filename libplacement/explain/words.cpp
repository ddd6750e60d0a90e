#include "explain/words.h"

#include <fmt/format.h>

#include "base/preparation.h"
#include "base/role_words.h"
#include "base/text.h"
#include "placement/explain.h"

namespace placement {

namespace {

const Colocation* colocation_of(const Schedule& schedule, const Cause& cause) {
    if (cause.kind != CauseKind::Colocation) return nullptr;
    return schedule.cluster->colocations.find(ColocationId(cause.id));
}

const LocationConstraint* location_of(const Schedule& schedule, const Cause& cause) {
    if (cause.kind != CauseKind::Location && cause.kind != CauseKind::NodeHealth) return nullptr;
    return schedule.cluster->locations.find(LocationId(cause.id));
}

const TicketConstraint* ticket_of(const Schedule& schedule, const Cause& cause) {
    if (cause.kind != CauseKind::Ticket) return nullptr;
    return schedule.cluster->ticket_constraints.find(TicketConstraintId(cause.id));
}

std::string name(const Cluster& cluster, ResourceId resource) { return resource ? cluster.resources[resource].id : ""; }

/// Whether `resource` is `other`, or one holds the other.
bool related(const Cluster& cluster, ResourceId resource, ResourceId other) {
    for (ResourceId each = resource; each; each = cluster.resources[each].parent) {
        if (each == other) return true;
    }
    for (ResourceId each = other; each; each = cluster.resources[each].parent) {
        if (each == resource) return true;
    }
    return false;
}

std::string in_words(const Cluster& cluster, const Colocation& colocation) {
    return fmt::format("colocation {}: {} with {}, {}", colocation.id,
                       with_role(name(cluster, colocation.dependent), colocation.dependent_role),
                       with_role(name(cluster, colocation.primary), colocation.primary_role), colocation.score.text());
}

std::string colocation_words(const Schedule& schedule, const LedgerEntry& entry) {
    const Cluster& cluster = *schedule.cluster;
    const ResourceId via = entry.cause.via;
    const Colocation* colocation = colocation_of(schedule, entry.cause);
    if (!colocation) return via ? fmt::format("kept together with {}", name(cluster, via)) : "kept together";
    const std::string constraint = in_words(cluster, *colocation);
    if (!entry.change && !via) return fmt::format("preferences that would take it below 0 leave it there ({})", constraint);
    if (related(cluster, entry.resource, colocation->dependent)) return constraint;
    const bool takes = entry.change && *entry.change < Score();
    return fmt::format("{} by {} through {}", takes ? "taken" : "given", name(cluster, via ? via : colocation->dependent),
                       constraint);
}

std::string reconnect_words(const Resource& connection) {
    return fmt::format("the connection failed and waits {} s before it is tried again (reconnect_interval)",
                       connection.remote_reconnect_ms / 1000);
}

std::string on_fail_stop_words(const Resource& resource) {
    const std::string expiry = resource.failure_timeout_ms > 0 ? fmt::format("the failure expires (failure-timeout={} s) or ",
                                                                             resource.failure_timeout_ms / 1000)
                                                               : "";
    return fmt::format("it failed, and on-fail=stop keeps it stopped until {}it is cleaned up", expiry);
}

std::string wish_words(const Cluster& cluster, const LedgerEntry& entry) {
    if (entry.cause.id >= preparation_of(cluster).wishes.size()) return "what the status asks for";
    const std::string& reason = preparation_of(cluster).wishes[entry.cause.id].reason;
    const Resource& resource = cluster.resources[entry.resource];
    if (reason == "on-fail" && resource.remote_reconnect_ms > 0) return reconnect_words(resource);
    if (reason == "on-fail") return on_fail_stop_words(resource);
    if (reason == "__stop_fail__") return "its stop failed there, and it is not known to be stopped";
    if (reason == "multiple-active") return "it is active on several nodes (multiple-active=stop_only)";
    if (reason == "masked-probe-failure") return "it cannot be probed there";
    if (reason == "hard-error") return "its agent cannot run there (a failure that no retry on the node can mend)";
    if (reason == "fatal-error") return "its configuration is not valid for its agent (a failure that no retry can mend)";
    if (reason == "__removed_do_not_run__") return "it is no longer in the configuration";
    if (reason == "not_managed_default") return "it runs here and is unmanaged";
    if (reason == "__action_migration_auto__") return "its migration to the node failed";
    return reason.empty() ? "what the status asks for" : reason;
}

/// The task of the last failure that the node's history has of any instance of the resource.
std::string failed_task(const Cluster& cluster, const Resource& resource, NodeId node) {
    std::string task;
    for (const OperationReference& failed : cluster.failed_operations) {
        const ResourceHistory& history = cluster.histories[failed.history];
        const bool is_of_it = history.resource && cluster.resources[history.resource].xml_id == resource.xml_id;
        if (is_of_it && history.node == node) task = history.operations[failed.operation].task;
    }
    return task;
}

/// What a fail count of INFINITY comes from, by the names of the node's attributes or else by its history.
std::string fatal_failure_words(const Cluster& cluster, const Resource& resource, NodeId node) {
    constexpr std::string_view prefix = "fail-count-";
    const std::string own = shown_name(resource);
    std::string others;
    std::string operation;
    for (const auto& [attribute, value] : cluster.nodes[node].attributes) {
        if (!attribute.starts_with(prefix) || !parse_score(value).score.is_plus_infinity()) continue;
        const std::string_view of = std::string_view(attribute).substr(prefix.size());
        const std::size_t end_of_name = of.find('#');
        const std::string failed(of.substr(0, of.find_first_of(":#")));
        if (failed == own) {
            others.clear();
            operation = end_of_name == std::string_view::npos ? "" : of.substr(end_of_name + 1, of.rfind('_') - end_of_name - 1);
            break;
        }
        if (cluster.behavior.fail_count_names == FailCountNames::OfResource && failed.starts_with(own))
            others += (others.empty() ? "" : ", ") + failed;
    }
    if (!others.empty()) {
        return fmt::format("those of {} count, too, because its name begins with {} (Pacemaker {})", others, own,
                           text(cluster.release));
    }
    if (operation.empty()) operation = failed_task(cluster, resource, node);
    if (operation == "start") return "its start failed, which counts as INFINITY (start-failure-is-fatal)";
    if (operation == "stop") return "its stop failed, which counts as INFINITY";
    return "INFINITY, as after a start or a stop that fails";
}

/// "", or ", until the failure expires (failure-timeout=60 s)".
std::string expiry_words(const Resource& resource) {
    if (resource.failure_timeout_ms == 0) return "";
    return fmt::format(", until the failure expires (failure-timeout={} s)", resource.failure_timeout_ms / 1000);
}

std::string threshold_words(const Cluster& cluster, const LedgerEntry& entry) {
    const ResourceId failing = entry.cause.via ? entry.cause.via : entry.resource;
    const Resource& resource = cluster.resources[failing];
    const std::string expiry = expiry_words(resource);
    const std::string of =
        shown_name(resource) == shown_name(cluster.resources[entry.resource]) ? "" : " of " + shown_name(resource);
    const FailCount* failures = entry.node ? cluster.fail_count(failing, entry.node) : nullptr;
    const std::string threshold = Score(resource.migration_threshold).text();
    if (!failures) return fmt::format("failures{}, with a migration-threshold of {}{}", of, threshold, expiry);
    if (Score(failures->count).is_plus_infinity() && Score(resource.migration_threshold).is_plus_infinity()) {
        return fmt::format("failures{}: {}{}", of, fatal_failure_words(cluster, resource, entry.node), expiry);
    }
    return fmt::format("failures{}: {}, with a migration-threshold of {}{}", of, Score(failures->count).text(), threshold,
                       expiry);
}

/// "node health: #health-disk is red (node-health-strategy=migrate-on-red)"
std::string health_words(const Cluster& cluster, NodeId node) {
    std::string attributes;
    for (const auto& [attribute, value] : cluster.nodes[node].attributes) {
        if (attribute.starts_with("#health"))
            attributes += fmt::format("{} {} is {}", attributes.empty() ? ":" : ",", attribute, value);
    }
    return fmt::format("node health{} (node-health-strategy={})", attributes, cluster.options.values.at("node-health-strategy"));
}

std::string promotion_attribute_words(const Cluster& cluster, const LedgerEntry& entry) {
    if (entry.cause.via && entry.cause.via != entry.resource) {
        return fmt::format("promotion score of {}", name(cluster, entry.cause.via));
    }
    const Resource& resource = cluster.resources[entry.resource];
    const std::string attribute = "master-" + (resource.history_id.empty() ? shown_name(resource) : resource.history_id);
    const AttributeTable* attributes = resource.is_primitive() && entry.node ? &cluster.nodes[entry.node].attributes : nullptr;
    const bool missing = attributes != nullptr && !attributes->contains(attribute);
    if (attributes != nullptr && !missing && (entry.change ? entry.change : entry.after) == Score(-1)) {
        const auto given = attributes->find(attribute);
        if (parse_score(given->second).score != Score(-1)) {
            return fmt::format("the agent's promotion score does not count, because it is not known to run there (node attribute "
                               "{} is {})",
                               attribute, given->second);
        }
    }
    return missing ? fmt::format("the agent gave no promotion score (no node attribute {})", attribute)
                   : fmt::format("promotion score from the agent (node attribute {})", attribute);
}

/// Instances are kept off nodes for several reasons at once; the plainest is told.
std::string instance_limit_words(const Schedule& schedule, const LedgerEntry& entry) {
    const Cluster& cluster = *schedule.cluster;
    const ResourceId parent = cluster.resources[entry.resource].parent;
    if (parent && entry.node) {
        const AllowedNode& allowed = schedule.scores[parent][entry.node];
        if (!allowed.listed || allowed.score < Score()) {
            return fmt::format("{} itself may not run here", name(cluster, parent));
        }
        if (!cluster.nodes[entry.node].online) return "the node is not online";
    }
    return "no place for another instance (clone-max, clone-node-max, or the node cannot run any)";
}

/// Why a resource is kept off what is, or is not, a node inside a container.
std::string guest_words(const Cluster& cluster, const LedgerEntry& entry) {
    const Resource& resource = cluster.resources[entry.resource];
    if (entry.after && *entry.after >= Score()) return "the node is the one inside its container";
    if (resource.fencing_device) return "a fencing device does not run on remote or guest nodes";
    if (resource.remote_connection) return "a connection to a remote or guest node does not run on remote or guest nodes";
    if (entry.node && !cluster.nodes[entry.node].is_remote()) return "it runs only on the nodes inside its bundle's containers";
    if (!resource.launched.empty()) return "what a guest node runs in does not run on remote or guest nodes";
    return "the node is not the one inside its container";
}

std::int64_t utilization_of(const AttributeTable& utilization, const std::string& name) {
    const auto found = utilization.find(name);
    return found == utilization.end() ? 0 : parse_integer(found->second).value_or(0);
}

/// What the resources that were given the node leave of its capacity.
std::int64_t capacity_left(const Schedule& schedule, NodeId node, const std::string& name) {
    const Cluster& cluster = *schedule.cluster;
    std::int64_t left = utilization_of(cluster.nodes[node].utilization, name);
    for (const ResourceId id : cluster.resources.ids()) {
        if (schedule.placements[id].node == node) left -= utilization_of(cluster.resources[id].utilization, name);
    }
    return left;
}

std::string capacity_words(const Schedule& schedule, const LedgerEntry& entry) {
    const std::string words = "the node has too little capacity left";
    if (!entry.node) return words;
    const Cluster& cluster = *schedule.cluster;
    std::string short_of;
    for (const auto& [name, asked] : cluster.resources[entry.resource].utilization) {
        const std::int64_t left = capacity_left(schedule, entry.node, name);
        if (parse_integer(asked).value_or(0) <= left) continue;
        short_of += fmt::format("{}{} asked {}, left {} of {}", short_of.empty() ? "" : "; ", name, asked, left,
                                utilization_of(cluster.nodes[entry.node].utilization, name));
    }
    // What has to be together is counted together.
    return fmt::format("{}: {}", words, short_of.empty() ? "not enough for all that must be there together" : short_of);
}

std::string ticket_words(const Cluster& cluster, const TicketConstraint& constraint) {
    const Ticket& ticket = cluster.tickets[constraint.ticket];
    return fmt::format("ticket constraint {}: ticket {} is {}", constraint.id, ticket.id,
                       ticket.granted ? "in standby" : "not granted");
}

/// Why its role is to be Stopped: as configured, as its failure asks for, or because a first attempt found no node.
std::string target_role_words(const Schedule& schedule, const LedgerEntry& entry) {
    if (entry.table == LedgerEntry::Table::Promotion) return "it is to be promoted";
    const Resource& resource = schedule.cluster->resources[entry.resource];
    const std::string& reason = resource.next_role_reason;
    if (resource.next_role != Role::Stopped) return "it is to be stopped";
    if (reason == "target-role") return "its target-role is Stopped";
    if (reason == "on-fail=stop") return on_fail_stop_words(resource);
    if (reason == "remote reset") return reconnect_words(resource);
    if (reason == "remote shutdown") return "the remote node that it leads to is shutting down";
    return "it is to be stopped";
}

/// Where other instances of the same anonymous clone run.
std::string nodes_of_other_instances(const Cluster& cluster, const Resource& resource) {
    std::string nodes;
    if (resource.unique) return nodes;
    for (const Resource& other : cluster.resources) {
        if (other.xml_id != resource.xml_id || other.failed) continue;
        for (const NodeId node : other.active_nodes) {
            if (!cluster.nodes[node].online || cluster.nodes[node].unclean) continue;
            nodes += (nodes.empty() ? "" : " ") + cluster.nodes[node].name;
        }
    }
    return nodes;
}

std::string via_words(const Cluster& cluster, const LedgerEntry& entry, std::string_view text) {
    return entry.cause.via ? fmt::format("{} {}", text, name(cluster, entry.cause.via)) : std::string(text);
}

} // namespace

std::string place_of(const std::string& id, Position position) {
    return position.known() ? fmt::format("{}, line {}", id, position.line) : id;
}

std::string_view past_participle(std::string_view task) {
    if (task == task::start || task == task::started) return "started";
    if (task == task::stop || task == task::stopped) return "stopped";
    if (task == task::promote || task == task::promoted) return "promoted";
    if (task == task::demote || task == task::demoted) return "demoted";
    return "done with";
}

const std::string& shown_name(const Resource& resource) {
    return resource.unique || resource.xml_id.empty() ? resource.id : resource.xml_id;
}

std::string where_it_stands(const Cluster& cluster, const Resource& resource) {
    if (resource.active_nodes.empty()) {
        const std::string others = nodes_of_other_instances(cluster, resource);
        return others.empty() ? "is stopped" : fmt::format("runs on {} alone", others);
    }
    const Node& node = cluster.nodes[resource.active_nodes.front()];
    if (node.unclean) return fmt::format("may still run on {}, which is unclean", node.name);
    return resource.failed ? fmt::format("has failed on {}", node.name) : "is to be stopped";
}

std::string words(const Schedule& schedule, const LedgerEntry& entry) {
    const Cluster& cluster = *schedule.cluster;
    const bool symmetric = cluster.options.symmetric_cluster;
    switch (entry.cause.kind) {
    case CauseKind::Start:
        if (entry.after && *entry.after < Score()) return "the score that the node itself starts from";
        return symmetric ? "every node is allowed" : "before any constraint";
    case CauseKind::Wish: return wish_words(cluster, entry);
    case CauseKind::Location: {
        const LocationConstraint* location = location_of(schedule, entry.cause);
        return location ? fmt::format("location constraint {}", location->id) : "a location constraint";
    }
    case CauseKind::Stickiness: return "stickiness: it runs here";
    case CauseKind::NodeHealth: return health_words(cluster, entry.node);
    case CauseKind::MigrationThreshold: return threshold_words(cluster, entry);
    case CauseKind::ShutdownLock: return "locked to the node that was shut down";
    case CauseKind::ExclusiveDiscovery: return "resource-discovery=exclusive names other nodes";
    case CauseKind::Ticket: {
        const TicketConstraint* constraint = ticket_of(schedule, entry.cause);
        if (!constraint) return "a ticket is not granted";
        return ticket_words(cluster, *constraint);
    }
    case CauseKind::Colocation: return colocation_words(schedule, entry);
    case CauseKind::InstanceLimit: return instance_limit_words(schedule, entry);
    case CauseKind::Capacity: return capacity_words(schedule, entry);
    case CauseKind::TargetRole: return target_role_words(schedule, entry);
    case CauseKind::PromotionAttribute: return promotion_attribute_words(cluster, entry);
    case CauseKind::PromotionBase: return via_words(cluster, entry, "node score of");
    case CauseKind::NotPromotable: return entry.node ? "its role forbids promotion" : "it will not run anywhere";
    case CauseKind::Guest: return guest_words(cluster, entry);
    case CauseKind::Restore: return "a trial is undone";
    case CauseKind::Copy: return via_words(cluster, entry, "taken over from");
    }
    return {};
}

std::string constraint_id(const Schedule& schedule, const Cause& cause) {
    if (const Colocation* colocation = colocation_of(schedule, cause)) return colocation->id;
    const LocationConstraint* const location = location_of(schedule, cause);
    if (location != nullptr && !location->node_health) return location->id;
    if (const TicketConstraint* ticket = ticket_of(schedule, cause)) return ticket->id;
    return {};
}

Position cause_position(const Schedule& schedule, const LedgerEntry& entry) {
    const Cluster& cluster = *schedule.cluster;
    if (const Colocation* colocation = colocation_of(schedule, entry.cause)) return colocation->position;
    if (const LocationConstraint* location = location_of(schedule, entry.cause)) return location->position;
    if (const TicketConstraint* ticket = ticket_of(schedule, entry.cause)) return ticket->position;
    if (entry.cause.kind == CauseKind::Wish && entry.cause.id < preparation_of(cluster).wishes.size()) {
        return preparation_of(cluster).wishes[entry.cause.id].position;
    }
    return {};
}

} // namespace placement
