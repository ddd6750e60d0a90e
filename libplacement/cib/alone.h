#pragma once

#include <optional>
#include <string>

#include "placement/diagnostic.h"

namespace placement {

/// A text of which nothing but its CIB is left.
struct CibAlone {
    /// Each character around the CIB is a blank, so that everything in it stays where it was. What an XML document may have
    /// around its element (a declaration, comments) stays.
    std::string text;
    /// Somewhere in it a <cib> begins.
    bool has_cib = false;
    /// Where text that is no XML stood around it.
    std::optional<Position> left_out = {};
    /// Another XML document stood around it.
    bool in_xml = false;
};

/// Looks for the CIB in a text: <cib …> with a <configuration>, up to its </cib>. A text without such a one, and one that has
/// nothing else in it, stays as it is. Throws InputError for several of them.
CibAlone cib_alone(std::string text, const std::string& name);

} // namespace placement
