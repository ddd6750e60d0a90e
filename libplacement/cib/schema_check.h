#pragma once

#include <cstddef>

#include <pugixml.hpp>

#include "cib/document.h"
#include "cib/schema_versions.h"
#include "cib/source_text.h"
#include "placement/diagnostic.h"

namespace placement {

/// Which of the schemas allow the CIB as it stands: every element in its place with the attributes that it must and may
/// have, their values, no id twice, and no reference to what is not there. It takes one pass.
///
/// A reference that any schema from `first` on wants to lead to an element must do so in all later ones, too: the
/// reference remembers it from its first look.
SchemaSet schemas_that_allow(pugi::xml_node cib, SchemaVersion first);

/// What the schema does not allow, in the order of the text, references last; at most `most`.
Diagnostics schema_faults(const XmlTree& tree, pugi::xml_node cib, const SourceText& source, SchemaVersion schema,
                          std::size_t most);

} // namespace placement
