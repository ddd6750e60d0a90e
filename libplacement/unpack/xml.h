#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <pugixml.hpp>

#include "cib/state_element.h"

/// Small readers of XML elements.
namespace placement {

/// An attribute's value, which may be empty; none where it is missing. (Pacemaker: pcmk__xe_get)
std::optional<std::string_view> attribute(pugi::xml_node element, const char* name);
std::optional<std::string_view> attribute(const StateElement& element, std::string_view name);
/// The same as a string.
std::optional<std::string> attribute_text(pugi::xml_node element, const char* name);
/// The same as a string, empty for none.
std::string attribute_or_empty(pugi::xml_node element, const char* name);

/// The elements among an element's children, whatever their name.
std::vector<pugi::xml_node> child_elements(pugi::xml_node parent);
/// Whether the element has this name.
bool is_element(pugi::xml_node element, std::string_view name);

/// Where elements with ids are: what an id-ref asks.
class ElementIndex {
public:
    /// Everything under the roots, in this order.
    explicit ElementIndex(const std::vector<pugi::xml_node>& roots);
    /// The first element of this name that has this id; empty if there is none.
    pugi::xml_node find(std::string_view name, std::string_view id) const;

private:
    std::unordered_map<std::string, std::vector<pugi::xml_node>> elements_;
};

} // namespace placement
