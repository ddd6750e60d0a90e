#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "placement/cib.h"
#include "placement/diagnostic.h"

namespace placement {

/// An XML element of a configuration as a value: what was written, and where, before anything is made of it.
struct Element {
    std::string name;
    std::vector<std::pair<std::string, std::string>> attributes; ///< in the order in which they stand
    std::vector<Element> children;
    Position position; ///< unknown for what an upgrade of old spellings made

    /// The attribute's value; null where it is missing.
    const std::string* find(std::string_view attribute) const;
    /// The attribute's value; empty where it is missing.
    const std::string& get(std::string_view attribute) const;
    /// The first child of this name; null where there is none.
    const Element* child(std::string_view element) const;
    /// The children of this name.
    std::vector<const Element*> all(std::string_view element) const;
};

/// The <configuration> of a CIB in today's spelling.
Element configuration_of(const Cib& cib);

} // namespace placement
