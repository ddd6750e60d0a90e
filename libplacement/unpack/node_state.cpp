#include "unpack/node_state.h"

#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "base/text.h"
#include "unpack/status_wishes.h"

namespace placement {

namespace {

bool attribute_is_true(const Node& node, std::string_view name) {
    const std::string* value = find_attribute(node, name);
    return value != nullptr && is_true(*value);
}

/// (Pacemaker: pe__shutdown_requested)
bool is_shutdown_requested(const Node& node) {
    const std::string* value = find_attribute(node, "shutdown");
    return value != nullptr && *value != "0";
}

/// What membership and controller say of a cluster node: since when, or 0 for not at all.
class Membership {
public:
    Membership(StatusContext& context, const StateElement& node_state)
        : context_(context), element_(node_state), join(attribute(node_state, "join").value_or("")),
          expected(attribute(node_state, "expected")), member_since(read_member_since()), online_since(read_online_since()) {}

private:
    StatusContext& context_;
    const StateElement& element_;

public:
    std::string_view join;
    std::optional<std::string_view> expected;
    /// Negative: the cluster has never seen it.
    std::int64_t member_since;
    std::int64_t online_since;

private:
    void warn(const char* name, std::string_view value, std::string_view instead) {
        context_.unpacking.warn("unreadable-node-state", context_.unpacking.position(element_),
                                fmt::format("{}=\"{}\" of node `{}` is neither a word nor a time that is known here; {}",
                                            name, value, attribute(element_, "uname").value_or("?"), instead));
    }

    /// A boolean before feature set 3.18, since then a time. (Pacemaker: unpack_node_member)
    std::int64_t read_member_since() {
        const auto text = attribute(element_, "in_ccm");
        if (!text) return -1;
        if (const auto member = parse_bool(*text)) return *member ? context_.cluster.now.seconds : 0;
        if (!context_.cluster.behavior.node_states_have_times) return 0;
        const auto since = parse_integer(*text);
        if (since && *since >= 0) return *since;
        warn("in_ccm", *text, "the node counts as never seen");
        return -1;
    }

    /// (Pacemaker: unpack_node_online)
    std::int64_t read_online_since() {
        const auto text = attribute(element_, "crmd");
        if (!text || equals_ignoring_case(*text, "offline")) return 0;
        if (equals_ignoring_case(*text, "online")) return 1;
        if (!context_.cluster.behavior.node_states_have_times) return 0;
        const auto since = parse_integer(*text);
        if (since && *since >= 0) return *since;
        warn("crmd", *text, "the node counts as offline");
        return 0;
    }
};

/// Whether somebody has asked for the node to be fenced. (Pacemaker: unpack_node_terminate)
bool is_termination_requested(StatusContext& context, const Node& node, Position position) {
    const std::string* text = find_attribute(node, "terminate");
    if (text == nullptr) return false;
    if (const auto wanted = parse_bool(*text)) return *wanted;
    if (const auto when = parse_integer(*text)) return *when > 0;
    context.unpacking.warn("unreadable-terminate", position,
                           fmt::format("`{}` as the attribute terminate of node `{}` is ignored: it must be a boolean or "
                                       "a time",
                                       *text, node.name));
    return false;
}

/// Whether the node has been a member without a controller for longer than is allowed.
bool is_pending_too_long(Cluster& cluster, const Membership& membership) {
    const std::int64_t limit = seconds_of(cluster.options.node_pending_timeout_ms);
    if (limit == 0 || membership.member_since <= 0 || membership.online_since > 0) return false;
    if (membership.member_since <= cluster.now.seconds - limit) return true;
    if (membership.member_since <= INT64_MAX - limit) recheck_by(cluster, membership.member_since + limit);
    return false;
}

void wait_for(Node& node) {
    node.standby = true;
    node.pending = true;
}

/// (Pacemaker: determine_online_status_fencing)
bool is_online_with_fencing(StatusContext& context, NodeId id, const Membership& membership, bool termination) {
    Node& node = context.cluster.nodes[id];
    const auto fence = [&](const char* reason, bool priority_delay = false) {
        fence_node(context, id, reason, priority_delay);
    };
    const bool is_member = membership.member_since > 0;
    const bool has_controller = membership.online_since > 0;
    if (node.shutdown) return has_controller;
    if (membership.member_since < 0) {
        fence("peer has not been seen by the cluster");
        return false;
    }
    if (membership.join == "banned") {
        fence("peer failed Pacemaker membership criteria");
    } else if (termination) {
        if (!is_member && !has_controller && membership.join == "down") return false; // it has been done
        fence("fencing was requested");
    } else if (!membership.expected || *membership.expected == "down") {
        if (is_pending_too_long(context.cluster, membership)) {
            fence("peer pending timed out on joining the process group");
        } else if (is_member || has_controller) {
            wait_for(node);
        }
    } else if (!is_member) {
        fence("peer is no longer part of the cluster", true);
    } else if (!has_controller) {
        fence("peer process is no longer available");
    } else if (membership.join == "pending" || membership.join == "down") {
        wait_for(node);
    } else if (membership.join != "member") {
        fence("peer was in an unknown state");
    }
    return is_member;
}

/// (Pacemaker: determine_online_status_no_fencing)
bool is_online_without_fencing(StatusContext& context, NodeId id, const Membership& membership) {
    if (membership.member_since <= 0) return false;
    if (membership.online_since > 0) return equals_ignoring_case(membership.join, "member");
    if (context.cluster.nodes[id].expected_up) fence_node(context, id, "peer is unexpectedly down");
    return false;
}

/// (Pacemaker: determine_online_status)
void apply_membership(StatusContext& context, NodeId id, const StateElement& node_state) {
    Cluster& cluster = context.cluster;
    Node& node = cluster.nodes[id];
    node.shutdown = is_shutdown_requested(node);
    if (!node.shutdown && equals_ignoring_case(attribute(node_state, "expected").value_or(""), "member")) {
        node.expected_up = true;
    }
    bool online = false;
    if (cluster.options.fencing_enabled) {
        const bool termination = is_termination_requested(context, node, context.unpacking.position(node_state));
        online = is_online_with_fencing(context, id, Membership(context, node_state), termination);
    } else {
        online = is_online_without_fencing(context, id, Membership(context, node_state));
    }
    if (online) node.online = true;
    if (!online || node.shutdown) node.base_score = Score::minus_infinity();
}

void add_transient_attributes(StatusContext& context, NodeId id, const StateElement& node_state) {
    const StateElement* const attributes = node_state.child("transient_attributes");
    add_node_attributes(context.unpacking, id,
                        attributes == nullptr ? NodeSets() : read_transient_sets(context.unpacking, *attributes), true);
}

/// (Pacemaker: unpack_transient_attributes)
void apply_transient_attributes(StatusContext& context, NodeId id, const StateElement& node_state) {
    add_transient_attributes(context, id, node_state);
    Node& node = context.cluster.nodes[id];
    if (attribute_is_true(node, "standby")) node.standby = true;
    if (attribute_is_true(node, "maintenance")) node.maintenance = true;
    const std::string* discovery = find_attribute(node, "resource-discovery-enabled");
    if (discovery != nullptr && !is_true(*discovery)) {
        context.unpacking.warn("ignored-resource-discovery", context.unpacking.position(node_state),
                               fmt::format("resource-discovery-enabled of node `{}` is ignored: resource discovery cannot "
                                           "be disabled for a cluster node",
                                           node.name));
    }
}

/// A number other than 0, such as remote nodes have for "yes".
bool is_nonzero(const StateElement& element, const char* name) {
    return parse_integer_from(attribute(element, name).value_or(""), 0) != 0;
}

} // namespace

NodeId find_node_of_state(const Cluster& cluster, const StateElement& node_state) {
    const auto id = attribute(node_state, "id");
    if (!id) return {};
    return find_node_by_id_or_name(cluster, *id, attribute(node_state, "uname").value_or(""));
}

void apply_node_state(StatusContext& context, const StateElement& node_state) {
    Cluster& cluster = context.cluster;
    const Position position = context.unpacking.position(node_state);
    if (!attribute(node_state, "id")) {
        context.unpacking.error("node-state-without-id", position, "a node's state is ignored: it needs the node's id");
        return;
    }
    if (!attribute(node_state, "uname") && !cluster.behavior.nameless_node_states_count) {
        context.unpacking.warn("unreadable-node-state", position, "a node's state is ignored: it needs the node's name");
        return;
    }
    const NodeId id = find_node_of_state(cluster, node_state);
    if (!id) {
        context.unpacking.note("removed-node", position,
                               fmt::format("the state of node `{}` (id `{}`) is ignored: the configuration has no such "
                                           "node",
                                           attribute(node_state, "uname").value_or("unknown"),
                                           *attribute(node_state, "id")));
        return;
    }
    Node& node = cluster.nodes[id];
    if (node.is_remote()) {
        node.remote_was_fenced = is_nonzero(node_state, "node_fenced");
        return;
    }
    apply_transient_attributes(context, id, node_state);
    node.unclean = false;
    node.seen = true;
    apply_membership(context, id, node_state);
    if (!cluster.have_quorum && node.online && cluster.options.no_quorum_policy == NoQuorumPolicy::Fence) {
        fence_node(context, id, "cluster does not have quorum");
    }
}

void apply_connection_state(Cluster& cluster, NodeId id) {
    Node& node = cluster.nodes[id];
    if (!node.connection) {
        node.online = false;
        return;
    }
    const Resource& connection = cluster.resources[node.connection];
    const Resource* container = connection.launcher ? &cluster.resources[connection.launcher] : nullptr;
    const Node* host = container != nullptr && connection.active_nodes.size() == 1
                           ? &cluster.nodes[connection.active_nodes.front()]
                           : nullptr;
    if (connection.role == Role::Started) {
        node.online = true;
        if (connection.next_role == Role::Stopped) node.shutdown = true;
    }
    if (container != nullptr && container->failed) {
        node.online = false;
        node.remote_needs_reset = true;
    } else if (connection.failed) {
        node.online = false;
    } else if (connection.role == Role::Stopped || (container != nullptr && container->role == Role::Stopped)) {
        node.online = false;
        node.remote_needs_reset = false;
    } else if (host != nullptr && !host->online && host->unclean) {
        node.online = false;
        node.remote_needs_reset = true;
    }
}

void apply_remote_attributes(StatusContext& context, NodeId id, const StateElement& node_state) {
    Cluster& cluster = context.cluster;
    Node& node = cluster.nodes[id];
    node.remote_in_maintenance = is_nonzero(node_state, "node_in_maintenance");
    if (!node.remote_needs_reset) {
        node.unclean = false;
        node.seen = true;
    }
    add_transient_attributes(context, id, node_state);
    if (is_shutdown_requested(node)) {
        node.shutdown = true;
        if (node.connection && !cluster.behavior.remote_shutdowns_outlast_histories) {
            set_next_role(cluster.resources[node.connection], Role::Stopped, "remote shutdown");
        }
    }
    if (attribute_is_true(node, "standby")) node.standby = true;
    const bool unmanaged = node.connection && !cluster.resources[node.connection].managed;
    if (attribute_is_true(node, "maintenance") || unmanaged) node.maintenance = true;

    const std::string* discovery = find_attribute(node, "resource-discovery-enabled");
    if (discovery == nullptr || is_true(*discovery)) return;
    if (!node.is_guest() && !cluster.options.fencing_enabled) {
        context.unpacking.warn("ignored-resource-discovery", context.unpacking.position(node_state),
                               fmt::format("resource-discovery-enabled of remote node `{}` is ignored: fencing is disabled",
                                           node.name));
        return;
    }
    node.probes_allowed = false;
}

} // namespace placement
