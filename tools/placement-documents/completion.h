#pragma once

#include <string>

#include "placement-documents/help.h"

/// Completion of a program's commands, options and their arguments: words where there are a few, else files.
namespace placement::documents {

std::string bash_completion(const ProgramHelp& program);
std::string zsh_completion(const ProgramHelp& program);
std::string fish_completion(const ProgramHelp& program);

} // namespace placement::documents
