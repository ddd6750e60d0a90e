#pragma once

#include <optional>
#include <string>
#include <vector>

#include <pugixml.hpp>

#include "property/generator.h"

/// What the kinds of edits find in a configuration, and how they change it.
namespace placement::edits {

using Elements = std::vector<pugi::xml_node>;

/// The elements below <configuration> for which an XPath of theirs holds ("resources//primitive").
Elements find(pugi::xml_node cib, const std::string& path);
/// One of them by chance; empty where there is none.
pugi::xml_node one_of(const Elements& elements, property::Chance& chance);

std::string id_of(pugi::xml_node element);
std::string value_of(pugi::xml_node element, const char* attribute);
void set(pugi::xml_node element, const char* attribute, const std::string& value);

/// The nvpair of this name in any set of this kind ("meta_attributes") of the element; empty where there is none.
pugi::xml_node find_pair(pugi::xml_node element, const char* set, const std::string& name);
/// Gives it the value, in a set that may have to be made. Returns "name: old -> new"; none where it has that value already.
std::optional<std::string> set_pair(pugi::xml_node element, const char* set, const std::string& name,
                                    const std::string& value);
/// Adds an element with an id that is free in the document.
pugi::xml_node add_with_id(pugi::xml_node parent, const char* name, const std::string& wanted);

/// One of the values that is not the present one.
std::string other_than(const std::string& present, std::vector<std::string> values, property::Chance& chance);

/// Removes a resource, and what refers to it. A group or clone that has nothing left goes, too.
void remove_resource(pugi::xml_node cib, pugi::xml_node resource);

} // namespace placement::edits
