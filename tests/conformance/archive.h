#pragma once

#include <map>
#include <string>

namespace placement::conformance {

/// The files of a .tar.xz archive, by path. Throws std::runtime_error.
std::map<std::string, std::string> read_archive(const std::string& path);

} // namespace placement::conformance
