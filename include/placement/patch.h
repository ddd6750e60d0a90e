#pragma once

#include <cstddef>
#include <string>

#include "placement/cib.h"

/// Edits of a configuration as a change of the text that somebody keeps.
namespace [[gnu::visibility("default")]] placement {

struct EditedText {
    std::string text;   ///< with the edits
    std::string before; ///< what to compare it with: the text as it was given, or the original in the same layout
    /// The text is the one that was given, with nothing changed but the edits: comments, layout and the order of attributes stay.
    /// False: it is the whole CIB in the current syntax, as Cib::xml() has it.
    bool of_original = true;
    std::string reason; ///< why it is not the text that was given: a sentence without a full stop; else empty
};

/// The text from which `original` was read, with what was edited in the configuration since. The state stays as it was. The new
/// text is read again and compared with `edited`; where it would not say the same, the whole CIB is written instead.
EditedText text_of(const Cib& original, const Cib& edited);

/// What changes the one text into the other, as `diff --unified` writes it and `patch` reads it, with `context` lines around each
/// change; empty where nothing does. Throws NotSupported where the library was built without dtl.
std::string unified_diff(const std::string& before, const std::string& after, const std::string& before_name,
                         const std::string& after_name, std::size_t context = 3);

} // namespace placement
