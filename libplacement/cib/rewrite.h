#pragma once

#include <pugixml.hpp>

namespace placement {

/// Whether two children of one element in it, or of itself, have the same name and id.
bool has_equal_siblings(pugi::xml_node element);

/// Writes the element over itself, as who reads it, changes it and hands the whole of it back does: each child goes to
/// the first of its siblings that has its name and id, so that the last of equals is what the first becomes. Nothing
/// changes where no siblings are equal. (Pacemaker: update_xe)
void rewrite(pugi::xml_node element);

} // namespace placement
