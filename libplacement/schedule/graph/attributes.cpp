#include "schedule/graph/attributes.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "placement/version.h"
#include "rules/evaluate.h"
#include "rules/operation_configuration.h"
#include "rules/parameters.h"
#include "schedule/graph/transition_action.h"
#include "schedule/state/connection_address.h"
#include "schedule/state/resources.h"

namespace placement {

namespace {

/// "CRM_meta_on_fail" of "on-fail". (Pacemaker: crm_meta_name)
std::string meta_name(std::string_view name) {
    std::string result = "CRM_meta_";
    result += name;
    std::replace(result.begin(), result.end(), '-', '_');
    return result;
}

/// Names that the cluster made up for itself are not passed on. (Pacemaker: hash2metafield)
void add_meta(AttributeTable& attributes, std::string_view name, std::string value) {
    if (name.find_first_of("#:") == std::string_view::npos) attributes.emplace(meta_name(name), std::move(value));
}

/// Both together; of equal names the first table's counts. Each is in order, and so the whole is filled in order.
AttributeTable joined(AttributeTable left, AttributeTable right) {
    if (left.empty()) return right;
    AttributeTable all;
    all.reserve(left.size() + right.size());
    auto one = left.begin();
    const auto take = [&all](AttributeTable::value_type& pair) { all.emplace(std::move(pair.first), std::move(pair.second)); };
    for (AttributeTable::value_type& other : right) {
        for (; one != left.end() && one->first <= other.first; ++one) take(*one);
        take(other);
    }
    for (; one != left.end(); ++one) take(*one);
    return all;
}

std::string truth(bool value) { return value ? "true" : "false"; }

const std::string* value_of(const AttributeTable& table, std::string_view name) {
    const auto found = table.find(name);
    return found == table.end() ? nullptr : &found->second;
}

// ---- the operation --------------------------------------------------------------------------------------------

/// A notification of any kind is configured as "notify"; it is known by its key, in which a resource's name may say the
/// same.
bool looks_like_notification(const Cluster& cluster, const Action& action) {
    constexpr std::string_view mark = "_notify_";
    if (action.key.notification != NotificationKind::None || action.key.task == task::notify) return true;
    return (cluster.resources[action.resource].id + "_").find(mark) != std::string::npos;
}

const OperationConfiguration* configured(const Cluster& cluster, const Action& action) {
    const Resource& resource = cluster.resources[action.resource];
    const auto* found = find_operation(resource, action.configured_task(), action.key.interval_ms);
    if (found == nullptr && looks_like_notification(cluster, action)) {
        found = find_exact_operation(resource, task::notify, 0);
    }
    return found;
}

/// The instance attributes of the <op> itself. (Pacemaker: pcmk__unpack_action_rsc_params)
AttributeTable operation_parameters(const Cluster& cluster, const Action& action, const OperationConfiguration* configured,
                                    NextChange* next_change = nullptr) {
    AttributeTable parameters;
    if (configured == nullptr || !action.node) return parameters;
    RuleInput input;
    input.now = cluster.now;
    input.node_attributes = &cluster.nodes[action.node].attributes;
    merge_attributes(configured->instance_attributes, input, parameters, {}, next_change);
    return parameters;
}

AttributeTable operation_meta_attributes(const Cluster& cluster, const Action& action, const OperationConfiguration* configured) {
    AttributeTable meta = action.meta;
    if (action.expected_exit_status >= 0) meta.insert_or_assign("op_target_rc", std::to_string(action.expected_exit_status));
    if (action.resource) {
        meta = joined(std::move(meta), effective_operation_meta(cluster, action.resource, action.node, action.configured_task(),
                                                                action.key.interval_ms, configured));
    }
    AttributeTable attributes;
    attributes.reserve(meta.size());
    for (auto& [name, value] : meta) add_meta(attributes, name, std::move(value));
    return attributes;
}

AttributeTable fenced_node_attributes(const Cluster& cluster, const Action& action) {
    AttributeTable attributes;
    if (!cluster.behavior.fencing_has_node_attributes || action.task != task::fence || !action.node) return attributes;
    for (const auto& [name, value] : cluster.nodes[action.node].attributes) add_meta(attributes, name, value);
    return attributes;
}

// ---- where containers are ----------------------------------------------------------------------------------------

struct Hosts {
    struct Container {
        NodeId now;
        NodeId next;
    };
    std::map<ResourceId, Container> containers;  ///< of guests
    std::map<ResourceId, std::string> addresses; ///< of connections that are made to the host of their container
};

Hosts hosts_of(const WorkingState& state) {
    Hosts hosts;
    for (const ResourceId id : state.resources.ids()) {
        if (!state.resource(id).remote_connection) continue;
        if (const std::string_view address = host_address(state, id); !address.empty()) hosts.addresses.emplace(id, address);
        const ResourceId container = state.resource(id).launcher;
        if (container)
            hosts.containers.insert_or_assign(container,
                                              Hosts::Container{current_node(state, container), state[container].assigned_node});
    }
    return hosts;
}

// ---- the resource ---------------------------------------------------------------------------------------------

/// (Pacemaker: pe_rsc_params, pcmk__substitute_remote_addr)
AttributeTable resource_parameters(const Cluster& cluster, const Hosts& hosts, const Action& action) {
    const AttributeTable* node_attributes = action.node ? &cluster.nodes[action.node].attributes : nullptr;
    AttributeTable parameters = parameters_on(cluster, action.resource, node_attributes);
    const auto address = parameters.find("addr");
    if (address == parameters.end() || address->second != "#uname") return parameters;
    if (const auto host = hosts.addresses.find(action.resource); host != hosts.addresses.end()) address->second = host->second;
    return parameters;
}

/// The number at the end of an instance's id, also of a member of an instance that is a group.
std::string_view instance_number(const Cluster& cluster, ResourceId id) {
    const Resource& resource = cluster.resources[id];
    const auto colon = resource.id.rfind(':');
    if (colon == std::string::npos) return {};
    for (ResourceId parent = resource.parent; parent; parent = cluster.resources[parent].parent) {
        if (cluster.resources[parent].is_clone()) return std::string_view(resource.id).substr(colon + 1);
    }
    return {};
}

/// (Pacemaker: pcmk__primitive_add_graph_meta)
void add_primitive_meta(const Cluster& cluster, ResourceId id, AttributeTable& attributes) {
    const Resource& resource = cluster.resources[id];
    if (const std::string_view number = instance_number(cluster, id); !number.empty()) {
        attributes.insert_or_assign("CRM_meta_clone", std::string(number));
    } else if (const std::string* configured = value_of(resource.meta, "clone")) {
        attributes.insert_or_assign("CRM_meta_clone", *configured);
    }
    if (const std::string* guest = value_of(resource.meta, "remote-node")) {
        attributes.insert_or_assign("CRM_meta_remote_node", *guest);
    }
    for (ResourceId part = id; part; part = cluster.resources[part].parent) {
        const ResourceId container = cluster.resources[part].launcher;
        if (container) attributes.insert_or_assign("CRM_meta_container", cluster.resources[container].id);
    }
    if (const std::string* address = value_of(resource.meta, "external-ip")) {
        attributes.insert_or_assign("pcmk_external_ip", *address);
    }
}

/// (Pacemaker: pcmk__clone_add_graph_meta)
void add_clone_meta(const Resource& resource, AttributeTable& attributes) {
    const Clone& clone = resource.clone();
    attributes.insert_or_assign("CRM_meta_globally_unique", truth(resource.unique));
    attributes.insert_or_assign("CRM_meta_notify", truth(resource.notify));
    attributes.insert_or_assign("CRM_meta_clone_max", std::to_string(clone.clone_max));
    attributes.insert_or_assign("CRM_meta_clone_node_max", std::to_string(clone.clone_node_max));
    if (!resource.promotable) return;
    const std::string most = std::to_string(clone.promoted_max);
    const std::string most_on_node = std::to_string(clone.promoted_node_max);
    attributes.insert_or_assign("CRM_meta_promoted_max", most);
    attributes.insert_or_assign("CRM_meta_promoted_node_max", most_on_node);
    attributes.insert_or_assign("CRM_meta_master_max", most);
    attributes.insert_or_assign("CRM_meta_master_node_max", most_on_node);
}

void add_resource_meta(const Cluster& cluster, ResourceId resource, AttributeTable& attributes) {
    for (ResourceId part = resource; part; part = cluster.resources[part].parent) {
        const Resource& configured = cluster.resources[part];
        if (configured.is_primitive()) add_primitive_meta(cluster, part, attributes);
        if (configured.is_clone()) add_clone_meta(configured, attributes);
    }
}

// ---- the guest ------------------------------------------------------------------------------------------------

/// What the action does, of a notification what it is about.
std::string_view subject(const Action& action) {
    if (action.task != task::notify && action.task != task::notified) return action.task;
    const std::string* about = value_of(action.meta, "notify_operation");
    return about == nullptr ? std::string_view() : std::string_view(*about);
}

/// The host of the container in which the action is done: what undoes happens where it is, what does where it will be.
NodeId physical_host(const Hosts& hosts, const Action& action, ResourceId container) {
    const auto found = hosts.containers.find(container);
    if (found == hosts.containers.end()) return {};
    const std::string_view task = subject(action);
    if (task == task::stop || task == task::stopped || task == task::demote || task == task::demoted) {
        return found->second.now;
    }
    if (task == task::start || task == task::started || task == task::monitor || task == task::promote ||
        task == task::promoted) {
        return found->second.next;
    }
    return {};
}

/// (Pacemaker: pcmk__add_guest_meta_to_xml)
void add_guest_meta(const Cluster& cluster, const Hosts& hosts, const Action& action, AttributeTable& attributes) {
    if (!action.node || !cluster.nodes[action.node].is_guest()) return;
    const ResourceId container = cluster.resources[cluster.nodes[action.node].connection].launcher;
    const NodeId host = physical_host(hosts, action, container);
    if (!host) return;
    constexpr std::string_view target = "container-attribute-target";
    if (const std::string* value = value_of(cluster.resources[action.resource].meta, target)) {
        add_meta(attributes, target, *value);
    }
    add_meta(attributes, "physical-host", cluster.nodes[host].name);
}

// ---- rules ----------------------------------------------------------------------------------------------------

bool depends_on_rules(const Cluster& cluster, const Action& action, const OperationConfiguration* configured) {
    if (has_rules(cluster.operation_defaults)) return true;
    if (configured != nullptr && (has_rules(configured->meta_attributes) || has_rules(configured->instance_attributes))) {
        return true;
    }
    return cluster.resources[action.resource].fencing_device; // its parameters say how long its monitor takes
}

/// Whether the same action on another node may be executed with something else.
bool depends_on_node(const Cluster& cluster, const Action& action, const OperationConfiguration* operation) {
    if (depends_on_rules(cluster, action, operation)) return true;
    for (ResourceId part = action.resource; part; part = cluster.resources[part].parent) {
        const Resource& resource = cluster.resources[part];
        if (resource.remote_connection || has_rules(resource.parameters)) return true;
    }
    return false;
}

/// The parameters, and of what recurs how long it may take.
AttributeTable digested_attributes(const Cluster& cluster, const Hosts& hosts, const Action& action) {
    const OperationConfiguration* operation = configured(cluster, action);
    AttributeTable attributes =
        joined(operation_parameters(cluster, action, operation), resource_parameters(cluster, hosts, action));
    if (action.key.interval_ms == 0) return attributes;
    return joined(std::move(attributes), operation_meta_attributes(cluster, action, operation));
}

AttributeTable all_attributes(const Cluster& cluster, const Hosts& hosts, const Action& action) {
    AttributeTable attributes;
    attributes.emplace("crm_feature_set", feature_set);
    if (!action.resource) {
        attributes = joined(std::move(attributes), fenced_node_attributes(cluster, action));
        return joined(std::move(attributes), operation_meta_attributes(cluster, action, nullptr));
    }
    const OperationConfiguration* operation = configured(cluster, action);
    attributes = joined(std::move(attributes), operation_parameters(cluster, action, operation));
    if (action.node || cluster.resources[action.resource].is_primitive()) {
        attributes = joined(std::move(attributes), resource_parameters(cluster, hosts, action));
    }
    attributes = joined(std::move(attributes), operation_meta_attributes(cluster, action, operation));
    add_resource_meta(cluster, action.resource, attributes);
    add_guest_meta(cluster, hosts, action, attributes);
    return attributes;
}

// ---- made when asked for -----------------------------------------------------------------------------------------

/// All that are made are kept.
class AttributeMaker final : public AttributeSource {
public:
    AttributeMaker(std::shared_ptr<const Cluster> cluster, Shared<ActionTable> actions, Hosts hosts)
        : cluster_(std::move(cluster)), actions_(std::move(actions)), hosts_(std::move(hosts)) {}

    const SharedAttributes& of(ActionId id) const override {
        const std::lock_guard<std::mutex> lock(one_at_a_time_);
        const auto [place, is_new] = made_.try_emplace(id.index());
        if (is_new) place->second = make(id);
        return place->second;
    }

    AttributeTable digested(ActionId id) const override {
        const Action& action = actions_[id];
        return action.resource ? digested_attributes(*cluster_, hosts_, action) : AttributeTable();
    }

private:
    /// What was made for an action, and serves others.
    struct Example {
        ActionId action;
        SharedAttributes::Table attributes;
    };

    SharedAttributes make(ActionId id) const {
        const Action& action = actions_[id];
        SharedAttributes::Table shared;
        if (action.resource && action.node && !cluster_->nodes[action.node].is_guest()) shared = common(id);
        SharedAttributes attributes =
            shared ? SharedAttributes(std::move(shared)) : SharedAttributes(all_attributes(*cluster_, hosts_, action));
        if (shows_node(action)) attributes.share(on_node(action.node));
        return attributes;
    }

    SharedAttributes::Table common(ActionId id) const {
        const Action& action = actions_[id];
        if (action.resource != resource_) {
            resource_ = action.resource;
            of_resource_.clear();
        }
        for (const Example& example : of_resource_) {
            const Action& like = actions_[example.action];
            if (like.key == action.key && like.configured_task() == action.configured_task() && like.meta == action.meta &&
                like.expected_exit_status == action.expected_exit_status) {
                return example.attributes;
            }
        }
        if (depends_on_node(*cluster_, action, configured(*cluster_, action))) return nullptr;
        auto made = std::make_shared<const AttributeTable>(all_attributes(*cluster_, hosts_, action));
        constexpr std::size_t most = 8; // of a clone's notifications each is another
        if (of_resource_.size() < most) of_resource_.push_back({id, made});
        return made;
    }

    /// What says where an action is executed.
    SharedAttributes::Table on_node(NodeId id) const {
        if (of_nodes_.size() <= id.index()) of_nodes_.resize(id.index() + 1);
        SharedAttributes::Table& table = of_nodes_[id.index()];
        const Node& node = cluster_->nodes[id];
        if (!table) {
            table = std::make_shared<const AttributeTable>(
                AttributeTable{{"CRM_meta_on_node", node.name}, {"CRM_meta_on_node_uuid", node.id}});
        }
        return table;
    }

    std::shared_ptr<const Cluster> cluster_;
    Shared<ActionTable> actions_;
    Hosts hosts_;
    mutable std::mutex one_at_a_time_; ///< for all that follows
    mutable std::unordered_map<std::size_t, SharedAttributes> made_;
    mutable ResourceId resource_;
    mutable std::vector<Example> of_resource_;
    mutable std::vector<SharedAttributes::Table> of_nodes_;
};

} // namespace

void recheck_by_operation_rules(WorkingState& state) {
    NextChange next_change;
    for (const ActionId id : state.actions.ids()) {
        const Action& action = state.actions[id];
        if (!action.resource) continue;
        const OperationConfiguration* operation = configured(state.cluster, action);
        if (!depends_on_rules(state.cluster, action, operation)) continue;
        operation_parameters(state.cluster, action, operation, &next_change);
        effective_operation_meta(state.cluster, action.resource, action.node, action.configured_task(), action.key.interval_ms,
                                 operation, &next_change);
    }
    recheck_by(state, next_change);
}

void give_attributes(Transition& transition, const WorkingState& state, std::shared_ptr<const Cluster> cluster,
                     Shared<ActionTable> actions) {
    const auto source = std::make_shared<const AttributeMaker>(std::move(cluster), std::move(actions), hosts_of(state));
    for (const Synapse& synapse : transition.synapses) {
        TransitionAction& action = transition.actions[synapse.action];
        action.attributes = ActionAttributes(source, action.action);
    }
}

} // namespace placement
