#pragma once

#include <string>

#include "placement/cib.h"

/// The CIB of the cluster that the machine is a node of.
namespace placement::sim {

/// Stands for it where a file's name is wanted.
inline constexpr const char* live_cluster = "--live";

/// The CIB of the file, of standard input for "-", or of the live cluster. Throws InputError, and std::runtime_error where the
/// cluster cannot be asked.
Cib read_cib(const std::string& path);

} // namespace placement::sim
