#include "simulate/events.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "simulate/operation_record.h"

namespace placement {

namespace {

template <typename... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};
template <typename... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

void note(Diagnostics& notes, const char* code, std::string message, Position position = {}) {
    notes.push_back({Severity::Warning, code, std::move(message), position});
}

void require_cluster_node(const Node& node, const char* what_happens) {
    if (!node.is_remote()) return;
    throw ImpossibleEvent(fmt::format("`{}` is a {} node and cannot {} by itself: it is up while its connection runs",
                                      node.name, node.is_guest() ? "guest" : "remote", what_happens));
}

// ---- nodes ----

void leave(CibEdit& edit, const std::string& node) {
    edit.set_node_state(node, member_state(false));
    edit.remove_operation_history(node);
    edit.remove_transient_attributes(node);
}

// ---- a resource's failure ----

struct ResourceFailure {
    ResourceId resource;
    NodeId node;
    std::int32_t exit_status = 7;      ///< not running
    std::int32_t execution_status = 0; ///< the agent answered
    std::string reason;
};

/// The name under which the node keeps the resource's history.
std::string name_in_history(const Cluster& cluster, ResourceId resource, NodeId node) {
    for (const ResourceHistory& history : cluster.histories) {
        if (history.resource == resource && history.node == node) return std::string(history.xml_id);
    }
    const Resource& what = cluster.resources[resource];
    return what.history_id.empty() ? what.id : what.history_id;
}

bool watches(const OperationConfiguration& operation, bool promoted) {
    if (operation.name != "monitor" || operation.interval_ms == 0 || !operation.enabled) return false;
    const Role role = operation.role.value_or(Role::Started);
    return promoted ? role == Role::Promoted : (role == Role::Started || role == Role::Unpromoted);
}

struct Monitor {
    std::uint32_t interval_ms = 0;
    bool failure_counts = true; ///< on-fail is not "ignore"
};

/// The recurring monitor that would notice first: the most frequent one configured for the role, else the most frequent
/// one that the history knows. None where nothing watches the resource.
std::optional<Monitor> recurring_monitor(const Cluster& cluster, ResourceId resource, NodeId node) {
    const Resource& what = cluster.resources[resource];
    std::optional<Monitor> monitor;
    const auto consider = [&](std::uint32_t interval_ms, bool counts) {
        if (!monitor || interval_ms < monitor->interval_ms) monitor = Monitor{interval_ms, counts};
    };
    for (const OperationConfiguration& operation : what.operations) {
        if (!watches(operation, what.role == Role::Promoted)) continue;
        const auto on_fail = operation.attributes.find("on-fail");
        consider(operation.interval_ms, on_fail == operation.attributes.end() || on_fail->second != "ignore");
    }
    if (monitor) return monitor;
    for (const ResourceHistory& history : cluster.histories) {
        if (history.resource != resource || history.node != node) continue;
        for (const OperationHistory& operation : history.operations) {
            if (operation.task == "monitor" && operation.interval_ms > 0) consider(operation.interval_ms, true);
        }
    }
    return monitor;
}

/// What the attribute manager makes of "value++".
std::string incremented(const std::optional<std::string>& value) {
    if (!value) return "1";
    if (*value == "INFINITY") return *value;
    std::int64_t count = 0;
    for (const char c : *value) {
        if (c < '0' || c > '9') return "1";
        count = std::min<std::int64_t>(count * 10 + (c - '0'), Score::infinite_value);
    }
    return Score(count + 1).text();
}

/// Failed probes that find a resource stopped count as no failure. (Pacemaker: update_failcount)
void count_failure(CibEdit& edit, const std::string& node, const std::string& operation, bool counts, Time now) {
    const std::string fail_count = "fail-count-" + operation;
    if (counts) edit.set_transient_attribute(node, fail_count, incremented(edit.transient_attribute(node, fail_count)));
    edit.set_transient_attribute(node, "last-failure-" + operation, fmt::format("{}", now.seconds));
}

/// A recurring operation that fails was run with the parameters that it was started with; a failure of which that is not
/// known would be forgotten.
void remember_parameters(CibEdit& edit, const std::string& node, const OperationResult& result) {
    if (result.interval_ms == 0) return;
    const std::string started = fmt::format("{}_{}_{}", result.resource, result.task, result.interval_ms);
    const std::string failure = result.resource + "_last_failure_0";
    if (edit.operation_attribute(node, result.resource, failure, "operation_key") != started) return;
    if (edit.operation_attribute(node, result.resource, started, "op-digest").empty()) return;
    for (const char* name : {"crm_feature_set", "op-digest", "op-force-restart", "op-restart-digest", "op-secure-params",
                             "op-secure-digest"}) {
        const std::string value = edit.operation_attribute(node, result.resource, started, name);
        if (!value.empty()) edit.set_operation(node, result.resource, {}, failure, {{name, value}});
    }
}

void record_failure(const Cluster& cluster, CibEdit& edit, const ResourceFailure& failure, std::uint32_t interval_ms) {
    const Resource& resource = cluster.resources[failure.resource];
    FinishedOperation operation;
    operation.resource = name_in_history(cluster, failure.resource, failure.node);
    operation.task = task::monitor;
    operation.interval_ms = interval_ms;
    operation.exit_status = failure.exit_status;
    operation.execution_status = failure.execution_status;
    operation.expected = resource.role == Role::Promoted ? 8 : 0;
    operation.exit_reason = failure.reason;
    operation.at = cluster.now;
    const std::string& node = cluster.nodes[failure.node].name;
    record(edit, node, operation.resource, agent_attributes(resource.standard, resource.provider, resource.agent), operation);
    remember_parameters(edit, node, {operation.resource, operation.task, interval_ms, node, failure.exit_status});
}

void fail(const Cluster& cluster, CibEdit& edit, const ResourceFailure& failure, Diagnostics& notes) {
    const Resource& resource = cluster.resources[failure.resource];
    const std::string& node = cluster.nodes[failure.node].name;
    const auto monitor = recurring_monitor(cluster, failure.resource, failure.node);
    if (monitor) {
        const std::string name = name_in_history(cluster, failure.resource, failure.node);
        const OperationResult result{name, std::string(task::monitor), monitor->interval_ms, node, failure.exit_status};
        count_failure(edit, node, failure_name(cluster, result), monitor->failure_counts, cluster.now);
    } else {
        note(notes, "no-recurring-monitor",
             fmt::format("`{}` has no recurring monitor: the cluster notices its failure on {} only when somebody has "
                         "it probed, and this answer assumes that",
                         resource.id, node),
             resource.position);
    }
    record_failure(cluster, edit, failure, monitor ? monitor->interval_ms : 0);
}

bool runs_on(const Resource& resource, NodeId node) {
    return std::ranges::find(resource.active_nodes, node) != resource.active_nodes.end();
}

std::string list(const std::vector<std::string>& names) {
    return fmt::format("{}", fmt::join(names, ", "));
}

/// The primitives that a failure of the resource may mean: itself, or the instances of the only primitive in a clone.
void collect_primitives(const Cluster& cluster, ResourceId resource, std::vector<ResourceId>& primitives) {
    const Resource& what = cluster.resources[resource];
    if (what.is_primitive()) {
        primitives.push_back(resource);
        return;
    }
    for (const ResourceId child : what.children) {
        if (!what.is_group()) {
            collect_primitives(cluster, child, primitives);
            continue;
        }
        std::vector<std::string> members;
        for (const ResourceId member : what.children) members.push_back(cluster.resources[member].xml_id);
        throw ImpossibleEvent(fmt::format("group `{}` does not fail by itself: name one of its members ({})",
                                          what.xml_id, list(members)));
    }
}

/// "2", "1.5".
std::string seconds_text(const TimePasses& pause) {
    if (pause.milliseconds == 0) return fmt::format("{}", pause.seconds);
    return fmt::format("{:g}", static_cast<double>(pause.seconds) + static_cast<double>(pause.milliseconds) / 1000.0);
}

class Happening {
public:
    Happening(const Cluster& cluster, CibEdit& edit, Diagnostics& notes)
        : cluster_(cluster), edit_(edit), notes_(notes) {}

    void operator()(const NodeFails& event) const {
        const NodeId id = require_node(cluster_, event.node);
        const Node& node = cluster_.nodes[id];
        if (node.is_remote()) return lose_remote(node);
        if (!node.online && !node.unclean && !node.pending) {
            note(notes_, "node-already-down", fmt::format("{} is down already; its failure changes nothing", node.name),
                 node.position);
            return;
        }
        edit_.set_node_state(node.name, member_state(true));
        edit_.set_node_state(node.name, {{"in_ccm", "false"}});
    }

    void operator()(const NodeLeaves& event) const {
        const Node& node = cluster_.nodes[require_node(cluster_, event.node)];
        require_cluster_node(node, "leave");
        leave(edit_, node.name);
    }

    void operator()(const NodeJoins& event) const {
        const Node& node = cluster_.nodes[require_node(cluster_, event.node)];
        require_cluster_node(node, "join");
        if (node.standby) {
            note(notes_, "node-in-standby", fmt::format("{} joins, but it is in standby", node.name), node.position);
        }
        edit_.set_node_state(node.name, member_state(true));
    }

    void operator()(const NodeStandby& event) const {
        const Node& node = cluster_.nodes[require_node(cluster_, event.node)];
        edit_.set_transient_attribute(node.name, "standby", "on");
    }

    void operator()(const ResourceFails& event) const {
        const NodeId node = require_node(cluster_, event.node);
        ResourceFailure failure;
        failure.resource = failing_instance(cluster_, event);
        failure.node = node;
        fail(cluster_, edit_, failure, notes_);
    }

    void operator()(const OperationEnds& event) const {
        end_operation(edit_, cluster_, event.result, cluster_.now, false);
        remember_parameters(edit_, cluster_.nodes[require_node(cluster_, event.result.node)].name, event.result);
    }

    void operator()(const TicketChanges& event) const {
        require_ticket(event.ticket);
        const bool is_standby = event.to == TicketChanges::To::Standby || event.to == TicketChanges::To::Active;
        const bool on = event.to == TicketChanges::To::Standby || event.to == TicketChanges::To::Granted;
        edit_.set_ticket_state(event.ticket, is_standby ? "standby" : "granted", on ? "true" : "false");
        if (event.to == TicketChanges::To::Granted) {
            edit_.set_ticket_state(event.ticket, "last-granted", fmt::format("{}", cluster_.now.seconds));
        }
    }

    void operator()(const WatchdogChanges& event) const {
        edit_.set_cluster_property("have-watchdog", event.present ? "true" : "false");
    }

    void operator()(const TimePasses& event) const {
        if (event.seconds >= 0 && event.milliseconds >= 0) return;
        throw ImpossibleEvent(fmt::format("{} s cannot pass: time does not go back", seconds_text(event)));
    }

    void operator()(const NodeAttributeSet& event) const {
        const Node& node = cluster_.nodes[require_node(cluster_, event.node)];
        if (event.name.empty()) throw ImpossibleEvent("a node attribute without a name cannot be set");
        if (event.permanent) {
            if (!edit_.find_node_id(node.name) || node.is_guest()) {
                throw ImpossibleEvent(fmt::format("`{}` is not in the configuration's <nodes>, and so has no permanent "
                                                  "attributes there",
                                                  node.name));
            }
            edit_.remove_node_attribute(node.name, event.name);
            if (event.value) edit_.set_node_attribute(node.name, event.name, *event.value);
        } else if (event.value) {
            edit_.set_transient_attribute(node.name, event.name, *event.value);
        } else {
            edit_.remove_transient_attribute(node.name, event.name);
        }
    }

    void operator()(const PromotionScoreSet& event) const {
        const Node& node = cluster_.nodes[require_node(cluster_, event.node)];
        const ResourceId primitive = promotable_primitive(event.resource);
        const std::size_t colon = event.resource.rfind(':');
        const std::string instance = colon == std::string::npos ? "" : event.resource.substr(colon);
        edit_.set_promotion_score(node.name, cluster_.resources[primitive].xml_id + instance, event.score.text());
    }

    void operator()(const OptionSet& event) const {
        if (event.name.empty()) throw ImpossibleEvent("a cluster property without a name cannot be set");
        edit_.set_cluster_property(event.name, event.value);
    }

    void operator()(const OperationWillFail& event) const { require_known(event.result, cluster_); }

    void operator()(const ClusterSettles&) const {}

private:
    void require_ticket(const std::string& name) const {
        std::vector<std::string> known;
        for (const Ticket& ticket : cluster_.tickets) known.push_back(ticket.id);
        if (std::ranges::find(known, name) == known.end()) throw UnknownName("ticket", name, nearest_names(name, known));
    }

    /// The primitive whose agent would set the promotion score of what has this name.
    ResourceId promotable_primitive(const std::string& name) const {
        std::vector<ResourceId> primitives;
        for (const ResourceId resource : require_resources(cluster_, name)) {
            collect_primitives(cluster_, resource, primitives);
        }
        for (const ResourceId primitive : primitives) {
            for (ResourceId at = primitive; at; at = cluster_.resources[at].parent) {
                const Resource& around = cluster_.resources[at];
                if (around.is_clone() && around.clone().promotable) return primitive;
            }
        }
        throw ImpossibleEvent(fmt::format("`{}` is in no promotable clone or bundle: nothing asks for its promotion score",
                                          name));
    }

    /// A remote node is lost when its connection is; a guest node, when the resource that it lives in dies.
    void lose_remote(const Node& node) const {
        const Resource* connection = node.connection ? &cluster_.resources[node.connection] : nullptr;
        const ResourceId failing =
            connection && node.is_guest() && connection->launcher ? connection->launcher : node.connection;
        if (!failing || cluster_.resources[failing].active_nodes.empty()) {
            note(notes_, "node-already-down", fmt::format("{} is down already; its failure changes nothing", node.name),
                 node.position);
            return;
        }
        ResourceFailure failure;
        failure.resource = failing;
        failure.node = cluster_.resources[failing].active_nodes.front();
        if (!node.is_guest()) {
            failure.exit_status = 1;
            failure.execution_status = 4;
            failure.reason = "Lost connection to remote executor";
        }
        fail(cluster_, edit_, failure, notes_);
    }

    const Cluster& cluster_;
    CibEdit& edit_;
    Diagnostics& notes_;
};

} // namespace

ResourceId failing_instance(const Cluster& cluster, const ResourceFails& event) {
    const NodeId node = require_node(cluster, event.node);
    std::vector<ResourceId> primitives;
    for (const ResourceId resource : require_resources(cluster, event.resource)) {
        collect_primitives(cluster, resource, primitives);
    }
    std::vector<std::string> elsewhere;
    for (const ResourceId primitive : primitives) {
        const Resource& what = cluster.resources[primitive];
        if (runs_on(what, node)) return primitive;
        for (const NodeId active : what.active_nodes) elsewhere.push_back(cluster.nodes[active].name);
    }
    throw ImpossibleEvent(fmt::format("`{}` does not run on {} and so cannot fail there ({})", event.resource,
                                      cluster.nodes[node].name,
                                      elsewhere.empty() ? "it is stopped" : "it runs on " + list(elsewhere)));
}

std::uint32_t watching_interval_ms(const Cluster& cluster, ResourceId resource, NodeId node) {
    const auto monitor = recurring_monitor(cluster, resource, node);
    return monitor ? monitor->interval_ms : 0;
}

void fail_resource(const Cluster& cluster, ResourceId resource, NodeId node, std::int32_t status, CibEdit& edit,
                   Diagnostics& notes) {
    ResourceFailure failure;
    failure.resource = resource;
    failure.node = node;
    failure.exit_status = status;
    fail(cluster, edit, failure, notes);
}

std::string_view text(TicketChanges::To change) {
    switch (change) {
    case TicketChanges::To::Granted: return "granted";
    case TicketChanges::To::Revoked: return "revoked";
    case TicketChanges::To::Standby: return "put in standby";
    case TicketChanges::To::Active: break;
    }
    return "taken out of standby";
}

std::string text(const Event& event) {
    return std::visit(Overloaded{
                          [](const NodeFails& e) { return fmt::format("{} fails", e.node); },
                          [](const NodeLeaves& e) { return fmt::format("{} leaves the cluster", e.node); },
                          [](const NodeJoins& e) { return fmt::format("{} joins the cluster", e.node); },
                          [](const NodeStandby& e) { return fmt::format("{} is put in standby", e.node); },
                          [](const ResourceFails& e) { return fmt::format("{} fails on {}", e.resource, e.node); },
                          [](const OperationEnds& e) { return fmt::format("{} ends", text(e.result)); },
                          [](const TicketChanges& e) { return fmt::format("ticket {} is {}", e.ticket, text(e.to)); },
                          [](const WatchdogChanges& e) {
                              return std::string(e.present ? "there is a watchdog" : "there is no watchdog");
                          },
                          [](const TimePasses& e) { return fmt::format("{} s pass", seconds_text(e)); },
                          [](const NodeAttributeSet& e) {
                              return e.value ? fmt::format("{} of {} becomes {}", e.name, e.node, *e.value)
                                             : fmt::format("{} of {} is taken away", e.name, e.node);
                          },
                          [](const PromotionScoreSet& e) {
                              return fmt::format("the promotion score of {} on {} becomes {}", e.resource, e.node,
                                                 e.score.text());
                          },
                          [](const OptionSet& e) { return fmt::format("the property {} becomes {}", e.name, e.value); },
                          [](const OperationWillFail& e) {
                              return fmt::format("{} ends so from here on", text(e.result));
                          },
                          [](const ClusterSettles&) { return std::string("the cluster comes to rest"); },
                      },
                      event);
}

void apply(const Event& event, const Cluster& cluster, CibEdit& edit, Diagnostics& notes) {
    std::visit(Happening(cluster, edit, notes), event);
}

bool changes_membership(const Event& event, const Cluster& cluster) {
    const auto is_cluster_node = [&](const std::string& name) {
        const NodeId node = cluster.find_node(name);
        return node && !cluster.nodes[node].is_remote();
    };
    return std::visit(Overloaded{
                          [&](const NodeFails& e) { return is_cluster_node(e.node); },
                          [&](const NodeLeaves& e) { return is_cluster_node(e.node); },
                          [&](const NodeJoins& e) { return is_cluster_node(e.node); },
                          [](const auto&) { return false; },
                      },
                      event);
}

} // namespace placement
