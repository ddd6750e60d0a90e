#include "schedule/graph/transition.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

#include "base/text.h"
#include "schedule/actions/notifications.h"
#include "schedule/graph/attributes.h"
#include "schedule/graph/transition_action.h"
#include "schedule/ordering/propagate.h"
#include "schedule/state/actions.h"
#include "schedule/state/inputs.h"

namespace placement {

namespace {

class Graph {
public:
    explicit Graph(WorkingState& state) : state_(state) {
        std::size_t likely = 0;
        for (const ActionId id : state.actions.ids()) likely += state.actions[id].optional() ? 0U : 1U;
        transition_.actions.reserve(likely);
        transition_.synapses.reserve(likely);
        entries_.resize(state.actions.size(), no_entry);
    }

    /// What is in a collective resource comes before what it does itself, and its instances are told of it all.
    void add_resource(ResourceId resource) {
        const Resource& configured = state_.resource(resource);
        if (configured.is_bundle()) return add_bundle(configured.bundle());
        if (configured.is_clone()) {
            settle_flags(resource);
            notify_instances(state_, resource);
            add_children(resource);
        }
        add_actions(resource);
        add_children(resource);
    }

    void add_maintenance_update() {
        if (maintenance_changes(state_).empty()) return;
        const ActionId update = named_pseudo_action(state_, task::maintenance_nodes);
        state_.actions[update].flags.set(ActionFlag::AlwaysInGraph);
    }

    void add_all_actions() {
        for (std::size_t index = state_.actions.size(); index-- > 0;) add(ActionId(index));
    }

    Transition take() {
        transition_.names = names_;
        return std::move(transition_);
    }

private:
    static constexpr std::uint32_t no_entry = std::numeric_limits<std::uint32_t>::max();

    void add_bundle(const Bundle& bundle) {
        if (bundle.child) add_resource(bundle.child);
        for (const BundleReplica& replica : bundle.replicas) {
            if (replica.ip) add_resource(replica.ip);
            add_resource(replica.container);
            if (replica.remote) add_resource(replica.remote);
        }
    }

    void settle_flags(ResourceId clone) {
        const std::vector<ActionId>& actions = state_[clone].actions;
        for (std::size_t index = actions.size(); index-- > 0;) action_flags(state_, actions[index], NodeId::none());
    }

    void add_actions(ResourceId resource) {
        const std::vector<ActionId>& actions = state_[resource].actions;
        for (std::size_t index = actions.size(); index-- > 0;) add(actions[index]);
    }

    void add_children(ResourceId resource) {
        const std::vector<ResourceId> children = state_[resource].children;
        for (const ResourceId child : children) add_resource(child);
    }

    /// (Pacemaker: add_action_to_graph)
    void add(ActionId id) {
        merge_inputs(state_, id);
        Action& action = state_.actions[id];
        if (action.is(ActionFlag::InGraph) || !belongs_in_graph(state_, id)) return;
        action.flags.set(ActionFlag::InGraph);

        Synapse synapse;
        synapse.priority = priority_of(action);
        synapse.action = entry_of(id);
        synapse.first_input = static_cast<std::uint32_t>(transition_.inputs.size());
        TransitionAction& entry = transition_.actions[synapse.action];
        describe(state_, entry);
        if (action.resource && !action.pseudo()) entry.resource = element(action.resource);
        for (std::size_t index = 0; index < action.before.size(); ++index) {
            if (!is_input(state_, id, index)) continue;
            action.before[index].flags.set(RelationFlag::InGraph);
            transition_.inputs.push_back(entry_of(action.before[index].action));
            ++synapse.input_count;
        }
        transition_.synapses.push_back(synapse);
    }

    std::int32_t priority_of(const Action& action) const {
        const std::int64_t of_resource = action.resource ? state_[action.resource].priority : 0;
        return static_cast<std::int32_t>(std::max<std::int64_t>({of_resource, action.priority, 0}));
    }

    std::uint32_t entry_of(ActionId id) {
        if (id.index() >= entries_.size()) entries_.resize(id.index() + 1, no_entry); // made while the graph is
        std::uint32_t& entry = entries_[id.index()];
        if (entry == no_entry) {
            entry = static_cast<std::uint32_t>(transition_.actions.size());
            transition_.actions.push_back(identify(state_, id, *names_));
        }
        return entry;
    }

    const ResourceElement& element(ResourceId id) {
        if (id.index() >= element_of_.size()) element_of_.resize(id.index() + 1, nullptr);
        const ResourceElement*& known = element_of_[id.index()];
        if (known == nullptr) known = &names_->resources.emplace_back(element_of(state_.resource(id)));
        return *known;
    }

    WorkingState& state_;
    Transition transition_;
    std::shared_ptr<TransitionNames> names_ = std::make_shared<TransitionNames>();
    std::vector<const ResourceElement*> element_of_; ///< by resource
    std::vector<std::uint32_t> entries_; ///< by action, in Transition::actions
};

/// What the graph says of the whole.
std::vector<std::pair<std::string, std::string>> graph_attributes(const WorkingState& state) {
    const Cluster& cluster = state.cluster;
    const AttributeTable& options = cluster.options.values;
    const auto option = [&](const char* name) {
        const auto found = options.find(name);
        return found == options.end() ? std::string() : found->second;
    };
    std::vector<std::pair<std::string, std::string>> attributes{
        {"cluster-delay", option("cluster-delay")},
        {"fencing-timeout", option("fencing-timeout")},
        {"failed-stop-offset", "INFINITY"},
        {"failed-start-offset", cluster.options.start_failure_is_fatal ? "INFINITY" : "1"},
        {"batch-limit", option("batch-limit")},
        {"transition_id", "1"},
    };
    const std::string migration_limit = option("migration-limit");
    if (parse_integer(migration_limit).value_or(0) > 0) attributes.emplace_back("migration-limit", migration_limit);
    if (state.recheck_by > 0) attributes.emplace_back("recheck-by", std::to_string(state.recheck_by));
    return attributes;
}

} // namespace

Transition make_transition(WorkingState& state) {
    recheck_by_operation_rules(state);
    Graph graph(state);
    for (const ResourceId top : state.assignment_order) graph.add_resource(top);
    graph.add_maintenance_update();
    graph.add_all_actions();
    Transition transition = graph.take();
    transition.attributes = graph_attributes(state);
    return transition;
}

} // namespace placement
