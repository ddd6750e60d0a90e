#pragma once

#include <deque>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "placement/schedule.h"
#include "support/sketch.h"

namespace placement {

/// The text, which lives on as those of a Cluster do.
inline const std::string& kept(const std::string& text) {
    static std::set<std::string> texts;
    return *texts.insert(text).first;
}

/// A transition written by hand, for a sketched cluster.
class HandMade {
public:
    explicit HandMade(const Sketch& sketch) : cib(sketch.cib()) { schedule.cluster = sketch.cluster(); }

    /// An operation of a Dummy.
    HandMade& operation(const std::string& resource, const std::string& task, const std::string& node,
                        const std::vector<std::uint32_t>& inputs = {}, AttributeTable attributes = {}) {
        TransitionAction action = start(TransitionAction::Kind::Resource, task, resource + "_" + task + "_0", node);
        action.resource = dummy(resource);
        action.interval_ms = static_cast<std::uint32_t>(number_in(attributes, "CRM_meta_interval"));
        action.expected_exit_status = number_in(attributes, "CRM_meta_op_target_rc");
        action.attributes = ActionAttributes(std::move(attributes));
        return add(action, inputs);
    }
    HandMade& pseudo(const std::string& key, const std::vector<std::uint32_t>& inputs = {}) {
        return add(start(TransitionAction::Kind::Pseudo, "start", key, ""), inputs);
    }
    HandMade& cluster(const std::string& task, const std::string& node, const std::string& resource = "") {
        TransitionAction action = start(TransitionAction::Kind::Cluster, task, task + "-" + node, node);
        if (!resource.empty()) action.resource = dummy(resource);
        return add(action, {});
    }
    HandMade& fencing(const std::string& kind, const std::string& node) {
        TransitionAction action = start(TransitionAction::Kind::Cluster, "stonith", "stonith-" + node + "-" + kind, node);
        action.attributes = ActionAttributes(AttributeTable{{"CRM_meta_stonith_action", kind}});
        return add(action, {});
    }
    /// The instance that the action that was added last is of.
    HandMade& as_instance(const std::string& id) {
        TransitionAction& action = schedule.transition.actions.back();
        ResourceElement element = *action.resource;
        element.long_id = kept(id);
        action.resource = kept(std::move(element));
        return *this;
    }
    /// Of the action that was added last.
    HandMade& priority(std::int32_t priority) {
        schedule.transition.synapses.back().priority = priority;
        return *this;
    }
    HandMade& attribute(const std::string& name, const std::string& value) {
        schedule.transition.attributes.emplace_back(name, value);
        return *this;
    }

    Cib cib;
    Schedule schedule;

private:
    static std::int32_t number_in(const AttributeTable& attributes, const std::string& name) {
        const auto found = attributes.find(name);
        return found == attributes.end() ? 0 : std::stoi(found->second);
    }
    static const ResourceElement& kept(ResourceElement element) {
        static std::deque<ResourceElement> elements;
        return elements.emplace_back(std::move(element));
    }
    static const std::string& kept(const std::string& text) { return placement::kept(text); }
    static const ResourceElement& dummy(const std::string& resource) {
        return kept(ResourceElement{kept("primitive"), kept(resource), {}, kept("ocf"), kept("pacemaker"), kept("Dummy")});
    }
    TransitionAction start(TransitionAction::Kind kind, const std::string& task, const std::string& key,
                           const std::string& node) const {
        TransitionAction action;
        action.action = ActionId(schedule.transition.actions.size());
        action.kind = kind;
        action.operation = kept(task);
        action.key = KeptText(kept(key));
        action.node = kept(node);
        if (!node.empty()) action.node_id = schedule.cluster->nodes[schedule.cluster->find_node(node)].id;
        return action;
    }
    HandMade& add(const TransitionAction& action, const std::vector<std::uint32_t>& inputs) {
        Synapse synapse;
        synapse.action = static_cast<std::uint32_t>(schedule.transition.actions.size());
        synapse.first_input = static_cast<std::uint32_t>(schedule.transition.inputs.size());
        synapse.input_count = static_cast<std::uint32_t>(inputs.size());
        schedule.transition.inputs.insert(schedule.transition.inputs.end(), inputs.begin(), inputs.end());
        schedule.transition.actions.push_back(action);
        schedule.actions.own().push_back(Action());
        schedule.transition.synapses.push_back(synapse);
        return *this;
    }
};

} // namespace placement
