#pragma once

#include "cib/state_element.h"

namespace placement {

/// Whether one child of an element in it, or of itself, is taken for another when the whole is written: it has the same name and
/// id, or no id, and another of its name comes before it.
bool has_equal_siblings(const StateElement& element);

/// Writes `changed` over `target`, as who reads an element, changes it and hands the whole of it back does: each child goes to the
/// first of the target's children that has its name and id, so that the last of equals is what the first becomes, even where the
/// first was changed. Where no siblings are equal, the target becomes as `changed` is. (Pacemaker: update_xe)
void write_over(StateElement& target, const StateElement& changed);

} // namespace placement
