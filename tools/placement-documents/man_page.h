#pragma once

#include <string>

#include "placement-documents/help.h"

namespace placement::documents {

/// The page for section 1.
std::string man_page(const ProgramHelp& program, const std::string& version);

} // namespace placement::documents
