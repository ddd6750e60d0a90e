#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <pugixml.hpp>

#include "placement/cib.h"
#include "placement/diagnostic.h"

namespace placement {

/// What a Cib holds: the document's two halves in today's spelling, each immutable and shared between Cibs, and where
/// each element stood in the text.
struct CibDocument {
    class Half;

    std::string name;
    std::shared_ptr<const std::string> source;
    std::shared_ptr<const Half> configuration_half;
    std::shared_ptr<const Half> status_half;
    Diagnostics diagnostics;

    /// The <cib> element, for its attributes alone.
    pugi::xml_node root() const;
    /// <configuration>; always there.
    pugi::xml_node configuration() const;
    /// <status>; empty where the CIB has none.
    pugi::xml_node status() const;
    /// Where the element stood in the text; unknown for one that an event or an upgrade made.
    Position position(pugi::xml_node element) const;
};

} // namespace placement
