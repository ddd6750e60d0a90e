#pragma once

#include <string>

#include "cib/source_text.h"

namespace placement {

/// Throws InputError for an archive of many files, such as crm_report makes.
void refuse_archives_of_files(const std::string& bytes, const std::string& name);

/// Throws InputError for a text without a CIB that is known to be something else that a cluster or its tools write: what it is, and
/// which command gives the CIB. Returns for every other text.
void refuse_other_files(const SourceText& source);

} // namespace placement
