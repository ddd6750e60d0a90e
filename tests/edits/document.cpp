#include "edits/document.h"

#include <set>

namespace placement::edits {

namespace {

/// The attributes of constraints, sets, tags and levels that name resources.
constexpr const char* references[] = {"rsc", "with-rsc", "first", "then"};

bool refers_to(pugi::xml_node constraint, const std::set<std::string>& ids) {
    for (const char* attribute : references) {
        if (ids.contains(constraint.attribute(attribute).value())) return true;
    }
    return false;
}

std::set<std::string> ids_in(pugi::xml_node resource) {
    std::set<std::string> ids{id_of(resource)};
    for (const pugi::xpath_node inside : resource.select_nodes(".//primitive | .//group")) ids.insert(id_of(inside.node()));
    return ids;
}

void remove(pugi::xml_node element) { element.parent().remove_child(element); }

/// Sets without members, and constraints without sets that had some.
void remove_emptied(pugi::xml_node set) {
    const pugi::xml_node constraint = set.parent();
    if (set.child("resource_ref")) return;
    remove(set);
    if (!constraint.child("resource_set")) remove(constraint);
}

} // namespace

Elements find(pugi::xml_node cib, const std::string& path) {
    Elements elements;
    for (const pugi::xpath_node each : cib.child("configuration").select_nodes(path.c_str())) elements.push_back(each.node());
    return elements;
}

pugi::xml_node one_of(const Elements& elements, property::Chance& chance) {
    return elements.empty() ? pugi::xml_node() : elements[chance.below(elements.size())];
}

std::string id_of(pugi::xml_node element) { return element.attribute("id").value(); }

std::string value_of(pugi::xml_node element, const char* attribute) { return element.attribute(attribute).value(); }

void set(pugi::xml_node element, const char* attribute, const std::string& value) {
    pugi::xml_attribute present = element.attribute(attribute);
    if (!present) present = element.append_attribute(attribute);
    present.set_value(value.c_str());
}

pugi::xml_node find_pair(pugi::xml_node element, const char* set, const std::string& name) {
    for (const pugi::xml_node each : element.children(set)) {
        if (const pugi::xml_node pair = each.find_child_by_attribute("nvpair", "name", name.c_str())) return pair;
    }
    return {};
}

std::optional<std::string> set_pair(pugi::xml_node element, const char* set_name, const std::string& name,
                                    const std::string& value) {
    pugi::xml_node pair = find_pair(element, set_name, name);
    const std::string old = pair ? value_of(pair, "value") : "not set";
    if (pair && old == value) return std::nullopt;
    if (!pair) {
        pugi::xml_node container = element.child(set_name);
        if (!container) container = add_with_id(element, set_name, id_of(element) + "-" + set_name);
        pair = add_with_id(container, "nvpair", id_of(container) + "-" + name);
        set(pair, "name", name);
    }
    set(pair, "value", value);
    return name + ": " + old + " -> " + value;
}

pugi::xml_node add_with_id(pugi::xml_node parent, const char* name, const std::string& wanted) {
    std::string id = wanted;
    const pugi::xml_node root = parent.root();
    for (int number = 2; root.select_node(("//*[@id='" + id + "']").c_str()); ++number) {
        id = wanted + "-" + std::to_string(number);
    }
    // In a resource or operation, attribute sets stand in front of everything else that may be there.
    const bool in_front = std::string_view(name).ends_with("_attributes") || std::string_view(name) == "utilization";
    pugi::xml_node added = in_front ? parent.prepend_child(name) : parent.append_child(name);
    set(added, "id", id);
    return added;
}

std::string other_than(const std::string& present, std::vector<std::string> values, property::Chance& chance) {
    std::erase(values, present);
    return chance.one_of(values);
}

void remove_resource(pugi::xml_node cib, pugi::xml_node resource) {
    for (pugi::xml_node around = resource.parent(); around; around = around.parent()) {
        const std::string name = around.name();
        if (name != "group" && name != "clone" && name != "bundle") break;
        if (around.select_nodes("primitive | group").size() == 1) resource = around;
    }
    const std::set<std::string> gone = ids_in(resource);
    for (const pugi::xml_node constraint : find(cib, "constraints/*")) {
        if (refers_to(constraint, gone)) remove(constraint);
    }
    for (const char* path : {"constraints//resource_ref", "tags//obj_ref"}) {
        for (const pugi::xml_node reference : find(cib, path)) {
            if (!gone.contains(id_of(reference))) continue;
            const pugi::xml_node set = reference.parent();
            remove(reference);
            if (std::string_view(set.name()) == "resource_set") {
                remove_emptied(set);
            } else if (!set.first_child()) {
                remove(set);
            }
        }
    }
    remove(resource);
}

} // namespace placement::edits
