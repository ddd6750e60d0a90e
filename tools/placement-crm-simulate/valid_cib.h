#pragma once

#include <string>

#include "placement/cib.h"

namespace placement::crm_simulate {

/// Reads a CIB that Pacemaker would take. Throws SchemaError for one whose schema does not allow it, and what Cib::from_file
/// throws.
Cib read_valid_cib(const std::string& path);

} // namespace placement::crm_simulate
