#pragma once

#include <cstddef>
#include <optional>

#include "cib/source_text.h"

namespace placement {

/// How deep elements may be nested; what Pacemaker's parser allows.
inline constexpr std::size_t deepest_nesting = 256;

/// How many elements and attributes are read at most, which bounds the memory that they take at about 1 GiB.
inline constexpr std::size_t most_elements_and_attributes = 16'000'000;

struct WellFormedText {
    /// The first character of text between elements that is not blank. A CIB has none; Pacemaker drops it.
    std::optional<std::size_t> stray_text;
};

/// Checks that the text is one XML element and nothing is wrong with it: tags that match, attributes that are given
/// once, references and characters that XML knows, nesting and number within the limits above. It takes one pass and no
/// recursion. Throws InputError at the first fault. A document type with declarations of its own is refused: a CIB has
/// none, and what such declarations expand to has no bounds.
WellFormedText check_well_formed(const SourceText& source);

} // namespace placement
