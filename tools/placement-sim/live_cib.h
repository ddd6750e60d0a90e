#pragma once

#include <string>

#include "placement/cib.h"

namespace CLI {
class App;
}

/// The CIB of the cluster that the machine is a node of.
namespace placement::sim {

/// Stands for it where a file's name is wanted.
inline constexpr const char* live_cluster = "--live";

/// Adds --live.
void add_live_option(CLI::App& app, bool& live);

/// With --live, what was taken for the CIB is the argument after it, where the command has one. Throws CLI::ParseError where there
/// is no CIB, or one beside --live.
void take_live(bool live, std::string& cib, std::string* next = nullptr);

/// The CIB of the file, of standard input for "-", or of the live cluster. Throws InputError, and std::runtime_error where the
/// cluster cannot be asked.
Cib read_cib(const std::string& path);

} // namespace placement::sim
