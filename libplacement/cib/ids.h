#pragma once

#include <pugixml.hpp>

#include "cib/document.h"
#include "cib/source_text.h"
#include "placement/diagnostic.h"

namespace placement {

/// Finds ids that are given to two elements of the configuration. Pacemaker refuses such a CIB, so this throws SchemaError;
/// with validate-with="none", where Pacemaker does not look, it is the diagnostic "duplicate-id". (Ids that refer to
/// another element, and nodes' ids, are others'.)
void check_ids(const XmlTree& tree, pugi::xml_node cib, const SourceText& source, Diagnostics& diagnostics);

} // namespace placement
