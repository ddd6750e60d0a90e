#include <algorithm>

#include "base/text.h"
#include "placement/carry_out.h"
#include "simulate/operation_record.h"

namespace placement {

namespace {

/// The resource that the history knows by this name, or none. (Pacemaker: pe_find_resource)
ResourceId find_by_history_name(const Cluster& cluster, const std::string& name) {
    for (const ResourceId id : cluster.resources.ids()) {
        const Resource& resource = cluster.resources[id];
        if (resource.id == name || resource.history_id == name) return id;
    }
    return ResourceId::none();
}

[[noreturn]] void unknown_resource(const Cluster& cluster, const std::string& name) {
    std::vector<std::string> names;
    for (const Resource& resource : cluster.resources) {
        if (!resource.is_primitive()) continue;
        const std::string& known = resource.history_id.empty() ? resource.id : resource.history_id;
        if (std::ranges::find(names, known) == names.end()) names.push_back(known);
    }
    throw UnknownName("resource", name, nearest_names(name, names));
}

/// (Pacemaker: pcmk__inject_scheduler_input)
class Injector {
public:
    Injector(const Cib& cib, const Cluster& cluster, Time at) : edit_(cib), cluster_(cluster), at_(at) {}

    InjectedCib inject(std::vector<Injection> injections) {
        std::ranges::stable_sort(injections, {}, &Injection::kind);
        // With a node that may be new, nodes are added as they are met.
        add_nodes_ = std::ranges::any_of(
            injections, [](const Injection& injection) { return injection.kind == Injection::Kind::NodeUp; });
        std::vector<Modification> modifications;
        for (Injection& injection : injections) {
            std::vector<InjectedAttribute> attributes = apply(injection);
            edit_.count_update();
            modifications.push_back({std::move(injection), std::move(attributes)});
        }
        return {edit_.cib(), std::move(modifications)};
    }

private:
    std::vector<InjectedAttribute> apply(const Injection& injection) {
        const std::string& subject = injection.subject;
        switch (injection.kind) {
        case Injection::Kind::Quorum: edit_.set_root_attribute("have-quorum", subject); break;
        case Injection::Kind::Watchdog: edit_.set_cluster_property("have-watchdog", subject); break;
        case Injection::Kind::NodeUp: set_node(subject, member_state(true)); break;
        case Injection::Kind::NodeDown: leave(subject); break;
        case Injection::Kind::NodeFails: lose(subject); break;
        case Injection::Kind::TicketGranted: edit_.set_ticket_state(subject, "granted", "true"); break;
        case Injection::Kind::TicketRevoked: edit_.set_ticket_state(subject, "granted", "false"); break;
        case Injection::Kind::TicketStandby: edit_.set_ticket_state(subject, "standby", "true"); break;
        case Injection::Kind::TicketActive: edit_.set_ticket_state(subject, "standby", "false"); break;
        case Injection::Kind::OperationResult: return end_operation(OperationResult::parse(subject));
        }
        return {};
    }

    void set_node(const std::string& node, const XmlAttributes& state) {
        require_node(edit_, node, std::nullopt, add_nodes_);
        edit_.set_node_state(node, state);
        edit_.rewrite_node_state(node);
        edit_.count_update();
    }

    void leave(const std::string& node) {
        set_node(node, member_state(false));
        edit_.remove_operation_history(node);
        edit_.count_update();
        edit_.remove_transient_attributes(node);
    }

    void lose(const std::string& node) {
        XmlAttributes state = member_state(true);
        state.front().second = "false";
        set_node(node, state);
    }

    /// (Pacemaker: inject_action)
    std::vector<InjectedAttribute> end_operation(const OperationResult& result) {
        const ResourceId id = find_by_history_name(cluster_, result.resource);
        if (!id || !cluster_.resources[id].is_primitive()) unknown_resource(cluster_, result.resource);
        const Resource& resource = cluster_.resources[id];
        require_node(edit_, result.node, std::nullopt, add_nodes_);
        edit_.rewrite_node_state(result.node);
        const bool infinite = result.task == task::stop ||
                              (result.task == task::start && cluster_.options.start_failure_is_fatal);
        std::vector<InjectedAttribute> attributes = inject_fail_count(edit_, result, infinite, at_);
        FinishedOperation operation;
        operation.resource = result.resource;
        operation.task = result.task;
        operation.interval_ms = result.interval_ms;
        operation.exit_status = result.exit_status;
        operation.exit_reason = "Simulated action result";
        operation.at = at_;
        record(edit_, result.node, result.resource,
               agent_attributes(resource.standard, resource.provider, resource.agent), operation);
        return attributes;
    }

    CibEdit edit_;
    const Cluster& cluster_;
    Time at_;
    bool add_nodes_ = false;
};

} // namespace

InjectedCib inject(const Cib& cib, const Cluster& cluster, const std::vector<Injection>& injections, Time at) {
    return Injector(cib, cluster, at).inject(injections);
}

} // namespace placement
