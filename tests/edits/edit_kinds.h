#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <pugixml.hpp>

#include "property/generator.h"

/// Each kind of edit that an administrator makes of a configuration.
namespace placement::edits {

struct EditKind {
    std::string_view name;
    /// Makes one edit of the kind in the document, whose root is <cib>. Returns what it did, in a few words; none where the
    /// cluster has nothing for it, and then the document is as it was.
    std::optional<std::string> (*make)(pugi::xml_node cib, property::Chance& chance);
};

std::span<const EditKind> edit_kinds();

} // namespace placement::edits
