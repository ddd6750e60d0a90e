#include "cib/rewrite.h"

#include <set>
#include <string_view>
#include <utility>

#include "cib/edit_elements.h"

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

} // namespace

bool has_equal_siblings(pugi::xml_node element) {
    std::set<std::pair<std::string_view, std::string_view>> seen;
    std::set<std::string_view> names;
    for (const pugi::xml_node child : elements_in(element)) {
        const bool first_of_name = names.insert(child.name()).second;
        const bool first = seen.emplace(child.name(), identity(child)).second && (first_of_name || !identity(child).empty());
        if (!first || has_equal_siblings(child)) return true;
    }
    return false;
}

void write_over(pugi::xml_node target, pugi::xml_node changed) {
    for (const pugi::xml_attribute attribute : changed.attributes()) {
        set_attribute(target, attribute.name(), attribute.value());
    }
    for (const pugi::xml_node child : elements_in(changed)) {
        pugi::xml_node equal = find_equal(target, child);
        if (!equal) equal = target.append_child(child.name());
        write_over(equal, child);
    }
}

} // namespace placement
