#pragma once

#include <string>
#include <vector>

#include "placement/cib.h"
#include "placement/diagnostic.h"

namespace placement {

/// A comment in a CIB's text, which the document does not keep.
struct SourceComment {
    std::string text;
    Position position;
    /// The element that follows it, with all that is in it: from its beginning up to, but without, `end`; an unknown `end` is the
    /// end of the text. Unknown both where no element follows.
    Position begin;
    Position end;
};

/// The comments whose text, after blanks, begins with `prefix`, in the order of the text.
std::vector<SourceComment> comments_with(const Cib& cib, std::string_view prefix);

} // namespace placement
