#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "placement/cib.h"
#include "placement/diagnostic.h"

namespace [[gnu::visibility("default")]] placement {

/// An XML element of a configuration as a value: what was written, and where, before it is interpreted.
struct Element {
    std::string name;
    std::vector<std::pair<std::string, std::string>> attributes; ///< in document order
    std::vector<Element> children;
    Position position; ///< unknown for elements created when old syntax was converted

    /// The attribute's value; null if it is missing.
    const std::string* find(std::string_view attribute) const;
    /// The attribute's value; empty if it is missing.
    const std::string& get(std::string_view attribute) const;
    /// The first child with this name; null if there is none.
    const Element* child(std::string_view element) const;
    /// The children with this name.
    std::vector<const Element*> all(std::string_view element) const;
};

/// The <configuration> of a CIB in the current syntax.
Element configuration_of(const Cib& cib);

} // namespace placement
