#pragma once

#include <string>
#include <vector>

#include <pugixml.hpp>

#include "cib/document.h"
#include "cib/source_text.h"
#include "placement/diagnostic.h"

namespace placement {

struct Upgraded {
    /// The ids of the pairs that were cluster properties and are defaults of all resources or operations now.
    std::vector<std::string> former_properties;
    /// As in CibDocument.
    std::vector<FormerOption> former_options;
    /// As in CibDocument.
    Diagnostics schema_violations;
};

/// Brings a CIB's old spellings to those of schema 4.0, in place, as Pacemaker 3.0.2 does before it schedules; each
/// step that changed something leaves a note. Pacemaker goes from schema to schema and refuses a CIB that one of them does not
/// allow; such a CIB gets the steps that its spellings ask for. Throws SchemaError for a schema that it does not know, and
/// where it cannot tell what is meant. (Pacemaker: pcmk__update_configured_schema)
Upgraded upgrade(XmlTree& tree, pugi::xml_node cib, const SourceText& source, Diagnostics& diagnostics);

} // namespace placement
