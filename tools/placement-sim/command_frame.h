#pragma once

#include <functional>
#include <iosfwd>
#include <string>

#include "placement-sim/arguments.h"

namespace CLI {
class App;
}

/// What all commands do alike around what they are asked.
namespace placement::sim {

/// To be called where something was caught: says on one line what it is, and gives the exit status. `who` begins the line;
/// `cib`, where it is given, in its place where the CIB is not supported.
Status failure(const std::string& who, std::ostream& err, const std::string& cib = "");

/// Where reading the command line ended with a text.
Status told_instead(const Parsed& parsed, const std::string& who, std::ostream& out, std::ostream& err);

/// Reads the command line, whose first word is the program's, and does what is asked; or says what is wrong, or what
/// --help asks for.
Status in_command(CLI::App& app, int count, const char* const* words, std::ostream& out, std::ostream& err,
                  const std::function<Status()>& ask);

} // namespace placement::sim
