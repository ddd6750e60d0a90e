#include "cib/upgrade_context.h"

#include <algorithm>

namespace placement {

Position UpgradeContext::position(pugi::xml_node element) const {
    for (; element; element = element.parent()) {
        const std::size_t offset = tree.offset(element);
        if (offset != std::string::npos) return source.position(offset);
    }
    return {};
}

void UpgradeContext::tell(const OldSpelling& old) {
    const bool left_out = old.today == OldSpelling::Today::LeftOut;
    diagnostics.push_back({left_out ? Severity::Warning : Severity::Note,
                           left_out ? "no-longer-supported" : "old-spelling", old.message, position(old.element)});
}

void UpgradeContext::rename(pugi::xml_node element, const char* name) {
    tree.remember(element, tree.offset(element));
    element.set_name(name);
}

std::vector<pugi::xml_node> descendants(pugi::xml_node top, const char* name) {
    std::vector<pugi::xml_node> found;
    pugi::xml_node node = top.first_child();
    while (node) {
        if (node.type() == pugi::node_element && (name == nullptr || is_named(node, name))) found.push_back(node);
        if (node.first_child()) {
            node = node.first_child();
            continue;
        }
        while (node != top && !node.next_sibling()) node = node.parent();
        node = node == top ? pugi::xml_node() : node.next_sibling();
    }
    return found;
}

std::vector<pugi::xml_node> children(pugi::xml_node parent, const char* name) {
    const auto range = parent.children(name);
    return {range.begin(), range.end()};
}

std::vector<pugi::xml_node> primitives_and_templates(pugi::xml_node top) {
    std::vector<pugi::xml_node> found;
    for (const pugi::xml_node element : descendants(top)) {
        if (is_named(element, "primitive") || is_named(element, "template")) found.push_back(element);
    }
    return found;
}

bool is_named(pugi::xml_node element, std::string_view name) { return element.name() == name; }

std::string_view value_of(pugi::xml_node element, const char* attribute) {
    return element.attribute(attribute).value();
}

void set_value(pugi::xml_node element, const char* attribute, const std::string& value) {
    pugi::xml_attribute present = element.attribute(attribute);
    if (!present) present = element.append_attribute(attribute);
    present.set_value(value.c_str());
}

bool has_pair(pugi::xml_node set, std::string_view name) {
    const auto pairs = set.children("nvpair");
    return std::any_of(pairs.begin(), pairs.end(),
                       [&](pugi::xml_node pair) { return pair.attribute("name") && value_of(pair, "name") == name; });
}

bool has_rule(pugi::xml_node set) { return !set.child("rule").empty(); }

} // namespace placement
