#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <pugixml.hpp>

/// Elements of a CIB that is being changed: finding them, making them, their attributes and name-value pairs.
namespace placement {

/// The elements in an element, without comments.
std::vector<pugi::xml_node> elements_in(pugi::xml_node parent);
bool has_id(pugi::xml_node element, std::string_view id);
/// Whether it is a part of a constraint that has an id and attributes of its own: a rule or a resource set.
bool is_part_of_constraint(pugi::xml_node element);
pugi::xml_node find_child(pugi::xml_node parent, const char* element, const char* attribute, std::string_view value);
pugi::xml_node child_or_new(pugi::xml_node parent, const char* element);
pugi::xml_node append_with_id(pugi::xml_node parent, const char* element, std::string_view id);
/// Whether that changes anything.
bool set_attribute(pugi::xml_node element, std::string_view name, std::string_view value);

/// The id that Pacemaker would make for the set's pair of this name.
std::string pair_id(pugi::xml_node set, std::string_view name);

/// The pair that Pacemaker reads where a set has the name more than once.
pugi::xml_node find_pair(pugi::xml_node set, std::string_view name);
/// Whether that changes anything.
bool set_pair(pugi::xml_node set, std::string_view name, std::string_view value);
pugi::xml_node set_with(pugi::xml_node parent, const char* element, std::string_view name);
/// The set that has the name, or else the first that no rule limits.
pugi::xml_node set_for(pugi::xml_node parent, const char* element, std::string_view name);
/// The first set that no rule limits and that has the name.
pugi::xml_node unconditional_set_with(pugi::xml_node parent, const char* element, std::string_view name);
/// The first set of its own that no rule limits.
pugi::xml_node first_unconditional_set(pugi::xml_node parent, const char* element);
void remove_from_sets(pugi::xml_node parent, const char* element, std::string_view name);

} // namespace placement
