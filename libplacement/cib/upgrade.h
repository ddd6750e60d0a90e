#pragma once

#include <string>
#include <vector>

#include <pugixml.hpp>

#include "cib/document.h"
#include "cib/source_text.h"
#include "placement/diagnostic.h"

namespace placement {

/// Brings a CIB's old spellings to those of schema 4.0, in place, as Pacemaker 3.0.2 does before it schedules; each
/// step that changed something leaves a note. Returns the ids of the pairs that were cluster properties and are defaults
/// of all resources or operations now. Throws InputError for a schema that it does not know.
/// (Pacemaker: pcmk__update_configured_schema)
std::vector<std::string> upgrade(XmlTree& tree, pugi::xml_node cib, const SourceText& source, Diagnostics& diagnostics);

} // namespace placement
