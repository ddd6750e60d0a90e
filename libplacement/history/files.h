#pragma once

#include <string>
#include <vector>

#include "placement/diagnostic.h"
#include "placement/history.h"

/// The files that were given, wherever they are: in folders, in archives, alone.
namespace placement {

struct FoundFile {
    std::string path; ///< as it is shown: the folder's or archive's path, and the path in it
    std::string bytes;
};

/// Reads those whose name `wanted` holds for. Links are not followed; what leaves the archive it is in, is too large or exceeds the
/// limits is left out and told. Throws InputError for a path that cannot be read.
std::vector<FoundFile> find_files(const std::string& path, const HistoryLimits& limits, bool (*wanted)(std::string_view path),
                                  Diagnostics& diagnostics);

} // namespace placement
