#include "cib/edit_elements.h"

#include <new>

#include <fmt/format.h>

#include "base/xml_text.h"

namespace placement {

namespace {

/// pugixml does nothing where it has no memory.
void require_memory(bool done) {
    if (!done) throw std::bad_alloc();
}

} // namespace

std::vector<pugi::xml_node> elements_in(pugi::xml_node parent) {
    std::vector<pugi::xml_node> elements;
    for (const pugi::xml_node child : parent.children()) {
        if (child.type() == pugi::node_element) elements.push_back(child);
    }
    return elements;
}

bool has_id(pugi::xml_node element, std::string_view id) { return !id.empty() && element.attribute("id").value() == id; }

bool is_part_of_constraint(pugi::xml_node element) {
    const std::string_view name = element.name();
    return name == "rule" || name == "resource_set";
}

pugi::xml_node find_child(pugi::xml_node parent, const char* element, const char* attribute, std::string_view value) {
    for (const pugi::xml_node child : parent.children(element)) {
        if (child.attribute(attribute).value() == value) return child;
    }
    return {};
}

pugi::xml_node child_or_new(pugi::xml_node parent, const char* element) {
    pugi::xml_node child = parent.child(element);
    if (child) return child;
    child = parent.append_child(element);
    require_memory(child || !parent);
    return child;
}

bool set_attribute(pugi::xml_node element, std::string_view name, std::string_view value) {
    const std::string key(name);
    pugi::xml_attribute attribute = element.attribute(key.c_str());
    if (attribute && attribute.value() == value) return false;
    if (!attribute) attribute = element.append_attribute(key.c_str());
    require_memory(attribute.set_value(std::string(value).c_str()) || !element);
    return true;
}

pugi::xml_node append_with_id(pugi::xml_node parent, const char* element, std::string_view id) {
    pugi::xml_node child = parent.append_child(element);
    require_memory(child || !parent);
    set_attribute(child, "id", id);
    return child;
}

pugi::xml_node find_pair(pugi::xml_node set, std::string_view name) { return find_child(set, "nvpair", "name", name); }

std::string pair_id(pugi::xml_node set, std::string_view name) {
    return as_xml_id(fmt::format("{}-{}", set.attribute("id").value(), name));
}

bool set_pair(pugi::xml_node set, std::string_view name, std::string_view value) {
    if (const pugi::xml_node pair = find_pair(set, name)) return set_attribute(pair, "value", value);
    const std::string id = pair_id(set, name);
    pugi::xml_node pair = find_child(set, "nvpair", "id", id); // another name's pair, which then is this one's
    if (!pair) pair = append_with_id(set, "nvpair", id);
    set_attribute(pair, "name", name);
    set_attribute(pair, "value", value);
    return true;
}

pugi::xml_node set_with(pugi::xml_node parent, const char* element, std::string_view name) {
    for (const pugi::xml_node set : parent.children(element)) {
        if (find_pair(set, name)) return set;
    }
    return {};
}

pugi::xml_node set_for(pugi::xml_node parent, const char* element, std::string_view name) {
    if (const pugi::xml_node set = set_with(parent, element, name)) return set;
    return first_unconditional_set(parent, element);
}

pugi::xml_node unconditional_set_with(pugi::xml_node parent, const char* element, std::string_view name) {
    for (const pugi::xml_node set : parent.children(element)) {
        if (!set.child("rule") && find_pair(set, name)) return set;
    }
    return {};
}

pugi::xml_node first_unconditional_set(pugi::xml_node parent, const char* element) {
    for (const pugi::xml_node set : parent.children(element)) {
        if (set.attribute("id") && !set.child("rule")) return set;
    }
    return {};
}

void remove_from_sets(pugi::xml_node parent, const char* element, std::string_view name) {
    for (pugi::xml_node set : parent.children(element)) {
        while (const pugi::xml_node pair = find_pair(set, name)) set.remove_child(pair);
    }
}

} // namespace placement
