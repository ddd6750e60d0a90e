#pragma once

#include <string>
#include <string_view>

#include "render/paint.h"

namespace placement {

/// The text as one line with its end, whatever the names in it hold: all text for people is made of these, so that no name can
/// begin a line of its own or act on a terminal (placement/quoting.h). The colours that `paint` makes stay.
std::string as_line(std::string_view text, const Paint& paint = Paint(false));

/// The same where tabs are part of the layout, as crm_simulate has them; those of names stay, too.
std::string as_line_with_tabs(std::string_view text);

} // namespace placement
