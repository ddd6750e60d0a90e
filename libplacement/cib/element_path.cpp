#include "cib/element_path.h"

#include <string_view>

#include <fmt/format.h>

namespace placement {

std::string element_key(pugi::xml_node element) {
    const std::string_view name = element.name();
    const char* what = name == "nvpair" && element.attribute("name") ? "name" : "id";
    return fmt::format("{} {}", name, element.attribute(what).value());
}

pugi::xml_node child_with_key(pugi::xml_node parent, const std::string& key) {
    return parent.find_child([&](pugi::xml_node child) { return element_key(child) == key; });
}

pugi::xml_node element_at(pugi::xml_node configuration, const ElementPath& path) {
    pugi::xml_node element = configuration;
    for (const std::string& key : path) element = child_with_key(element, key);
    return element;
}

ElementPath parent_path(const ElementPath& path) { return {path.begin(), path.end() - 1}; }

} // namespace placement
