#include <fmt/format.h>

#include "base/xml_text.h"
#include "cib/edit.h"
#include "cib/edit_elements.h"
#include "cib/schema_versions.h"

// What administrators edit in a configuration by hand or with pcs and crm: constraints, operations, parameters and defaults.
namespace placement {

namespace {

/// The first id of "base", "base-1", "base-2", … that nothing has.
std::string free_id(const CibEdit& edit, const std::string& base) {
    std::string id = base;
    for (int number = 1; edit.is_id_taken(id); ++number) id = fmt::format("{}-{}", base, number);
    return id;
}

std::string_view attribute_of(const XmlAttributes& attributes, std::string_view name) {
    for (const auto& [each, value] : attributes) {
        if (each == name) return value;
    }
    return {};
}

/// What a bundle launches its replicas in.
bool is_container(std::string_view element) { return element == "podman" || element == "docker" || element == "rkt"; }

/// As pcs writes it: "db-monitor-interval-10s"; what is before a colon is no name for XML.
std::string operation_id(std::string_view resource, std::string_view task, const XmlAttributes& attributes) {
    const std::string_view interval = attribute_of(attributes, "interval");
    return as_xml_id(fmt::format("{}-{}-interval-{}", resource, task, interval.empty() ? "0s" : interval));
}

/// Schemas before 3.7 have the former names of the roles alone, which all later ones have, too.
std::string_view in_schema(const CibDocument& document, std::string_view name, std::string_view value) {
    const std::optional<SchemaVersion> schema = schema_of_name(document.named_schema);
    const bool is_role = name == "role" || name == "rsc-role" || name == "with-rsc-role";
    if (!schema || *schema >= schema_3_7 || !is_role) return value;
    if (value == "Promoted") return "Master";
    return value == "Unpromoted" ? "Slave" : value;
}

} // namespace

bool CibEdit::is_id_taken(std::string_view id) const {
    return !document_.configuration().find_node([id](pugi::xml_node element) { return has_id(element, id); }).empty();
}

template <typename Find>
bool CibEdit::set_or_remove_attribute(const Find& find, std::string_view name, std::string_view value) {
    if (!find()) return false;
    editable_configuration();
    pugi::xml_node element = find();
    if (value.empty()) {
        configuration_changed_ |= element.remove_attribute(std::string(name).c_str());
    } else {
        configuration_changed_ |= set_attribute(element, name, in_schema(document_, name, value));
    }
    return true;
}

template <typename Find>
void CibEdit::set_or_remove_pair(const Find& find, const char* element, std::string_view set_id, std::string_view name,
                                 std::string_view value) {
    const bool is_set = !unconditional_set_with(find(), element, name).empty();
    if (value.empty() && !is_set) return;
    editable_configuration();
    const pugi::xml_node parent = find();
    pugi::xml_node set = unconditional_set_with(parent, element, name);
    if (value.empty()) {
        for (; set; set = unconditional_set_with(parent, element, name)) set.remove_child(find_pair(set, name));
        configuration_changed_ = true;
        return;
    }
    if (!set) set = first_unconditional_set(parent, element);
    if (!set) set = append_with_id(parent, element, free_id(*this, as_xml_id(std::string(set_id))));
    configuration_changed_ |= set_pair(set, name, value);
}

void CibEdit::add_constraint(const std::string& element, std::string_view id, const XmlAttributes& attributes) {
    pugi::xml_node constraints = child_or_new(editable_configuration(), "constraints");
    const pugi::xml_node constraint = append_with_id(constraints, element.c_str(), id);
    for (const auto& [name, value] : attributes) set_attribute(constraint, name, in_schema(document_, name, value));
    configuration_changed_ = true;
}

pugi::xml_node CibEdit::find_constraint_part(std::string_view id) const {
    const pugi::xml_node constraints = document_.configuration().child("constraints");
    return constraints.find_node([&](pugi::xml_node element) {
        return (element.parent() == constraints || is_part_of_constraint(element)) && has_id(element, id);
    });
}

bool CibEdit::set_constraint_attribute(std::string_view id, std::string_view name, std::string_view value) {
    return set_or_remove_attribute([&] { return find_constraint_part(id); }, name, value);
}

std::string CibEdit::constraint_element(std::string_view id) const { return find_constraint_part(id).name(); }

std::vector<std::string> CibEdit::tag_ids() const {
    std::vector<std::string> ids;
    for (const pugi::xml_node tag : document_.configuration().child("tags").children("tag")) {
        ids.emplace_back(tag.attribute("id").value());
    }
    return ids;
}

std::vector<std::string> CibEdit::operation_ids() const {
    std::vector<std::string> ids;
    document_.configuration().child("resources").find_node([&ids](pugi::xml_node element) {
        if (std::string_view(element.name()) == "op") ids.emplace_back(element.attribute("id").value());
        return false;
    });
    return ids;
}

std::string CibEdit::owner_of_operation(std::string_view id) const {
    return find_configured_operation(id).parent().parent().attribute("id").value();
}

pugi::xml_node CibEdit::find_configured_operation(std::string_view id) const {
    return document_.configuration().child("resources").find_node([id](pugi::xml_node element) {
        return std::string_view(element.name()) == "op" && has_id(element, id);
    });
}

bool CibEdit::set_configured_operation(std::string_view id, std::string_view name, std::string_view value) {
    return set_or_remove_attribute([&] { return find_configured_operation(id); }, name, value);
}

bool CibEdit::add_configured_operation(std::string_view resource, std::string_view task, const XmlAttributes& attributes) {
    const std::string element = resource_element(resource);
    if (element != "primitive" && element != "template") return false;
    const std::string id = free_id(*this, operation_id(resource, task, attributes));
    editable_configuration();
    const pugi::xml_node operation = append_with_id(child_or_new(find_resource(resource), "operations"), "op", id);
    set_attribute(operation, "name", task);
    for (const auto& [name, value] : attributes) set_attribute(operation, name, in_schema(document_, name, value));
    configuration_changed_ = true;
    return true;
}

bool CibEdit::set_parameter(std::string_view resource, std::string_view name, std::string_view value) {
    if (!find_resource(resource)) return false;
    set_or_remove_pair([&] { return find_resource(resource); }, "instance_attributes",
                       fmt::format("{}-instance_attributes", resource), name, value);
    return true;
}

bool CibEdit::set_utilization(std::string_view resource, std::string_view name, std::string_view value) {
    const std::string_view element = find_resource(resource).name();
    if (element != "primitive" && element != "template") return false;
    set_or_remove_pair([&] { return find_resource(resource); }, "utilization", fmt::format("{}-utilization", resource), name,
                       value);
    return true;
}

bool CibEdit::set_capacity(std::string_view node, std::string_view name, std::string_view value) {
    if (!is_node_configured(node)) return false;
    const auto find_node = [&] { return find_child(document_.configuration().child("nodes"), "node", "uname", node); };
    set_or_remove_pair(find_node, "utilization", fmt::format("nodes-{}-utilization", find_node().attribute("id").value()), name,
                       value);
    return true;
}

bool CibEdit::set_container_attribute(std::string_view bundle, std::string_view name, std::string_view value) {
    return set_or_remove_attribute(
        [&] {
            const pugi::xml_node element = find_resource(bundle);
            if (std::string_view(element.name()) != "bundle") return pugi::xml_node();
            return element.find_child([](pugi::xml_node child) { return is_container(child.name()); });
        },
        name, value);
}

bool CibEdit::is_node_configured(std::string_view node) const {
    for (const pugi::xml_node each : document_.configuration().child("nodes").children("node")) {
        if (each.attribute("uname").value() == node) return true;
    }
    return false;
}

std::vector<std::string> CibEdit::configured_node_ids() const {
    std::vector<std::string> ids;
    for (const pugi::xml_node each : document_.configuration().child("nodes").children("node"))
        ids.emplace_back(each.attribute("id").value());
    return ids;
}

bool CibEdit::remove_node(std::string_view id) {
    if (!find_child(document_.configuration().child("nodes"), "node", "id", id)) return false;
    pugi::xml_node nodes = editable_configuration().child("nodes");
    nodes.remove_child(find_child(nodes, "node", "id", id));
    configuration_changed_ = true;
    return true;
}

void CibEdit::set_own_resource_default(std::string_view name, std::string_view value) {
    if (!value.empty()) child_or_new(editable_configuration(), "rsc_defaults");
    set_or_remove_pair([&] { return document_.configuration().child("rsc_defaults"); }, "meta_attributes",
                       "rsc_defaults-meta_attributes", name, value);
}

} // namespace placement
