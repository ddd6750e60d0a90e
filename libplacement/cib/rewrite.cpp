#include "cib/rewrite.h"

#include <set>
#include <string_view>
#include <utility>

namespace placement {

namespace {

std::string_view identity(pugi::xml_node element) {
    const pugi::xml_attribute id = element.attribute("id");
    return id ? id.value() : element.attribute("id-ref").value();
}

pugi::xml_node find_equal(pugi::xml_node parent, pugi::xml_node element) {
    for (const pugi::xml_node child : parent.children(element.name())) {
        if (identity(child) == identity(element) || identity(element).empty()) return child;
    }
    return {};
}

void update(pugi::xml_node target, pugi::xml_node source) {
    for (const pugi::xml_attribute attribute : source.attributes()) {
        pugi::xml_attribute present = target.attribute(attribute.name());
        if (!present) present = target.append_attribute(attribute.name());
        present.set_value(attribute.value());
    }
    for (const pugi::xml_node child : source.children()) {
        pugi::xml_node equal = find_equal(target, child);
        if (!equal) equal = target.append_child(child.name());
        update(equal, child);
    }
}

} // namespace

bool has_equal_siblings(pugi::xml_node element) {
    std::set<std::pair<std::string_view, std::string_view>> seen;
    for (const pugi::xml_node child : element.children()) {
        if (!seen.emplace(child.name(), identity(child)).second || has_equal_siblings(child)) return true;
    }
    return false;
}

void rewrite(pugi::xml_node element) {
    if (!has_equal_siblings(element)) return;
    pugi::xml_document copy;
    update(element, copy.append_copy(element));
}

} // namespace placement
