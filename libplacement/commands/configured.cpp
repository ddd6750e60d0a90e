#include "commands/configured.h"

#include <algorithm>

#include <fmt/format.h>

namespace placement {

namespace {

bool element_has_id(pugi::xml_node element, std::string_view id) { return element.attribute("id").value() == id; }

bool has_resources(pugi::xml_node element) {
    const std::string_view name = element.name();
    return name == "primitive" || name == "group" || name == "clone" || name == "bundle" || name == "template";
}

} // namespace

std::string GivenAttributes::operator[](std::string_view name) const {
    for (const auto& [each, value] : change_.attributes) {
        if (each == name) return value;
    }
    return {};
}

bool GivenAttributes::are(const std::vector<std::string_view>& required, const std::vector<std::string_view>& optional) const {
    const auto is_known = [&](std::string_view name) {
        return std::ranges::find(required, name) != required.end() || std::ranges::find(optional, name) != optional.end();
    };
    return std::ranges::all_of(required, [&](std::string_view name) { return !(*this)[name].empty(); }) &&
           std::ranges::all_of(change_.attributes,
                               [&](const auto& each) { return is_known(each.first) && !each.second.empty(); });
}

pugi::xml_node Configured::resource(std::string_view id) const {
    return configuration_.child("resources").find_node([id](pugi::xml_node element) {
        return has_resources(element) && element_has_id(element, id);
    });
}

bool Configured::is_instance(std::string_view id) const {
    for (pugi::xml_node around = resource(id).parent(); around; around = around.parent()) {
        const std::string_view name = around.name();
        if (name == "clone" || name == "bundle") return true;
    }
    return false;
}

bool Configured::is_fencing_device(std::string_view id) const {
    return std::string_view(resource(id).attribute("class").value()) == "stonith";
}

bool Configured::has_one_plain_set(pugi::xml_node parent, const char* element) {
    const pugi::xml_node set = parent.child(element);
    return !set || (!set.next_sibling(element) && set.attribute("id") && !set.child("rule"));
}

bool Configured::has_own_set_for(pugi::xml_node resource, const char* element, std::string_view name) {
    const pugi::xml_node set = resource.child(element);
    if (!set || !has_one_plain_set(resource, element)) return !set;
    const std::string own_id = fmt::format("{}-{}", resource.attribute("id").value(), element);
    const pugi::xml_node pair = set.find_child([name](pugi::xml_node each) { return each.attribute("name").value() == name; });
    return pair || element_has_id(set, own_id);
}

bool Configured::has_standard_properties() const {
    const pugi::xml_node options = configuration_.child("crm_config");
    const pugi::xml_node set = options.child("cluster_property_set");
    return has_one_plain_set(options, "cluster_property_set") && (!set || element_has_id(set, "cib-bootstrap-options"));
}

bool Configured::has_constraint_like(const ConfigurationChange& change, const std::vector<const char*>& attributes) const {
    const GivenAttributes given(change);
    const auto constraints = configuration_.child("constraints").children(change.name.c_str());
    return std::any_of(constraints.begin(), constraints.end(), [&](pugi::xml_node constraint) {
        return std::ranges::all_of(attributes,
                                   [&](const char* name) { return constraint.attribute(name).value() == given[name]; });
    });
}

std::string Configured::constraint_around(std::string_view id) const {
    const pugi::xml_node constraints = configuration_.child("constraints");
    pugi::xml_node element = constraints.find_node([id](pugi::xml_node each) { return element_has_id(each, id); });
    while (element && element.parent() != constraints) element = element.parent();
    return element.attribute("id").value();
}

std::string Configured::rule_of(std::string_view constraint) const {
    const pugi::xml_node element = configuration_.child("constraints").find_child([constraint](pugi::xml_node each) {
        return element_has_id(each, constraint);
    });
    return element.child("rule").attribute("id").value();
}

bool Configured::has_plain_node_attribute(std::string_view node, std::string_view name) const {
    const pugi::xml_node element =
        configuration_.child("nodes").find_child([node](pugi::xml_node each) { return each.attribute("uname").value() == node; });
    if (!has_one_plain_set(element, "instance_attributes")) return false;
    return !element.child("instance_attributes")
                .find_child([name](pugi::xml_node each) { return each.attribute("name").value() == name; })
                .empty();
}

bool Configured::has_operation_like(const ConfigurationChange& change) const {
    const auto operations = resource(change.id).child("operations").children("op");
    return std::any_of(operations.begin(), operations.end(),
                       [&](pugi::xml_node operation) { return operation.attribute("name").value() == change.name; });
}

bool Configured::has_id(std::string_view id) const {
    return !configuration_.find_node([id](pugi::xml_node element) { return element_has_id(element, id); }).empty();
}

bool Configured::has_bundle_without_docker() const {
    return !configuration_.child("resources")
                .find_node([](pugi::xml_node each) { return std::string_view(each.name()) == "bundle" && !each.child("docker"); })
                .empty();
}

} // namespace placement
