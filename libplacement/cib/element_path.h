#pragma once

#include <string>
#include <vector>

#include <pugixml.hpp>

/// Where an element of a configuration is, in a way that another configuration understands: a key a level below <configuration>.
namespace placement {

using ElementPath = std::vector<std::string>;

/// What tells an element from the others beside it. A pair is known by its name, whatever its id.
std::string element_key(pugi::xml_node element);
/// The first child with this key; empty where there is none.
pugi::xml_node child_with_key(pugi::xml_node parent, const std::string& key);
/// Empty where there is none.
pugi::xml_node element_at(pugi::xml_node configuration, const ElementPath& path);
/// The path of what the element is in; an element always has one.
ElementPath parent_path(const ElementPath& path);

} // namespace placement
