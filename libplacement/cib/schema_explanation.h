#pragma once

#include <string>

#include <pugixml.hpp>

#include "cib/schema_content.h"
#include "cib/schema_match.h"
#include "cib/schema_versions.h"

namespace placement {

/// Why the element does not match, and what would, for a match with one schema.
std::string schema_explanation(pugi::xml_node element, const ElementParts& parts, const SchemaElement& schema,
                               const ContentMatch& match, SchemaSet schemas);

} // namespace placement
