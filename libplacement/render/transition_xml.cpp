#include <string>
#include <string_view>

#include <fmt/format.h>

#include "base/xml_text.h"
#include "placement/render.h"
#include "render/xml_writer.h"

namespace placement {

namespace {

std::string_view element_name(TransitionAction::Kind kind) {
    switch (kind) {
    case TransitionAction::Kind::Pseudo: return "pseudo_event";
    case TransitionAction::Kind::Cluster: return "crm_event";
    case TransitionAction::Kind::Resource: break;
    }
    return "rsc_op";
}

/// With the instance's number, where the history knows the resource by another name.
std::string internal_key(const Schedule& schedule, const TransitionAction& action) {
    const Action& scheduled = schedule.actions[action.action];
    if (!scheduled.resource) return {};
    const Resource& resource = schedule.cluster->resources[scheduled.resource];
    return resource.history_id.empty() ? std::string() : text(scheduled.key, resource.id);
}

/// What an action has where it is an input of another, too.
void write_start(XmlWriter& xml, const Schedule& schedule, const TransitionAction& action) {
    xml.open(element_name(action.kind));
    if (action.in_cib_only) xml.attribute("mode", "cib");
    xml.attribute("id", std::to_string(number(action.action)));
    xml.attribute("operation", action.operation);
    xml.attribute_unless_empty("operation_key", action.key.text());
    xml.attribute_unless_empty("internal_operation_key", internal_key(schedule, action));
    if (action.node.empty()) return;
    xml.attribute("on_node", action.node);
    xml.attribute("on_node_uuid", action.node_id);
    xml.attribute_unless_empty("router_node", action.router);
}

void write_resource(XmlWriter& xml, const ResourceElement& resource) {
    if (resource.element.empty()) return;
    xml.open(resource.element);
    xml.attribute("id", resource.id);
    xml.attribute_unless_empty("long-id", resource.long_id);
    xml.attribute_unless_empty("class", resource.standard);
    xml.attribute_unless_empty("provider", resource.provider);
    xml.attribute_unless_empty("type", resource.agent);
    xml.close();
}

void write_node(XmlWriter& xml, const std::string& id, const char* maintenance = nullptr) {
    xml.open("node");
    xml.attribute("id", id);
    if (maintenance != nullptr) xml.attribute("node_in_maintenance", maintenance);
    xml.close();
}

bool is_left_out(std::string_view attribute, const Wording& words) {
    if (words.notifications_name_both_roles) return false;
    return attribute.starts_with("CRM_meta_notify_promoted_") || attribute.starts_with("CRM_meta_notify_unpromoted_");
}

/// What can be no name in XML, such as one that begins with a digit, becomes an element. (Pacemaker: hash2smartfield)
void write_attributes(XmlWriter& xml, const ActionAttributes& attributes, const Wording& words) {
    xml.open("attributes");
    attributes.for_each([&](const std::string& name, const std::string& value) {
        if (!is_xml_name(name) || is_left_out(name, words)) return;
        xml.attribute(name, name == "crm_feature_set" ? words.feature_set : std::string_view(value));
    });
    attributes.for_each([&](const std::string& name, const std::string& value) {
        if (is_xml_name(name)) return;
        xml.open("param");
        xml.attribute("name", name);
        xml.attribute("value", value);
        xml.close();
    });
    xml.close();
}

/// (Pacemaker: create_graph_action)
void write_action(XmlWriter& xml, const Schedule& schedule, const TransitionAction& action, const Wording& words) {
    write_start(xml, schedule, action);
    xml.attribute_unless_empty("shutdown-lock", action.particulars->lock_time);
    write_resource(xml, *action.resource);
    write_attributes(xml, action.attributes, words);
    if (action.has_downed) {
        xml.open("downed");
        for (const std::string& id : action.particulars->downed) write_node(xml, id);
        xml.close();
    }
    if (action.has_maintenance) {
        xml.open("maintenance");
        for (const auto& [id, in_maintenance] : action.particulars->maintenance) write_node(xml, id, in_maintenance ? "1" : "0");
        xml.close();
    }
    xml.close();
}

void write_synapse(XmlWriter& xml, const Schedule& schedule, std::size_t index, const Wording& words) {
    const Transition& transition = schedule.transition;
    const Synapse& synapse = transition.synapses[index];
    xml.open("synapse");
    xml.attribute("id", std::to_string(index));
    if (synapse.priority > 0) xml.attribute("priority", std::to_string(synapse.priority));
    xml.open("action_set");
    write_action(xml, schedule, transition.actions[synapse.action], words);
    xml.close();
    xml.open("inputs");
    for (const std::uint32_t input : transition.inputs_of(synapse)) {
        xml.open("trigger");
        write_start(xml, schedule, transition.actions[input]);
        xml.close();
        xml.close();
    }
    xml.close();
    xml.close();
}

} // namespace

std::string transition_xml(const Schedule& schedule, const Wording& words) {
    XmlWriter xml;
    xml.open("transition_graph");
    for (const auto& [name, value] : schedule.transition.attributes) {
        xml.attribute(name == "fencing-timeout" ? words.fencing_timeout : std::string_view(name),
                      name == "transition_id" ? words.transition_id : std::string_view(value));
    }
    for (std::size_t index = 0; index < schedule.transition.synapses.size(); ++index) {
        write_synapse(xml, schedule, index, words);
    }
    xml.close();
    return std::move(xml).text();
}

} // namespace placement
