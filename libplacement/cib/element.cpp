#include "placement/element.h"

#include <algorithm>

#include "cib/document.h"

namespace placement {

namespace {

const std::string nothing;

Element element_of(const CibDocument& document, pugi::xml_node node) {
    Element element;
    element.name = node.name();
    element.position = document.position(node);
    for (const pugi::xml_attribute attribute : node.attributes()) {
        element.attributes.emplace_back(attribute.name(), attribute.value());
    }
    for (const pugi::xml_node child : node.children()) {
        if (child.type() == pugi::node_element) element.children.push_back(element_of(document, child));
    }
    return element;
}

} // namespace

const std::string* Element::find(std::string_view attribute) const {
    const auto found = std::ranges::find(attributes, attribute, &std::pair<std::string, std::string>::first);
    return found == attributes.end() ? nullptr : &found->second;
}

const std::string& Element::get(std::string_view attribute) const {
    const std::string* const value = find(attribute);
    return value == nullptr ? nothing : *value;
}

const Element* Element::child(std::string_view element) const {
    const auto found = std::ranges::find(children, element, &Element::name);
    return found == children.end() ? nullptr : &*found;
}

std::vector<const Element*> Element::all(std::string_view element) const {
    std::vector<const Element*> found;
    for (const Element& each : children) {
        if (each.name == element) found.push_back(&each);
    }
    return found;
}

Element configuration_of(const Cib& cib) { return element_of(cib.document(), cib.document().configuration()); }

} // namespace placement
