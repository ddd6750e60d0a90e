#pragma once

#include <functional>
#include <iosfwd>
#include <string>

#include "placement-sim/arguments.h"
#include "placement/cib.h"
#include "placement/error.h"

namespace CLI {
class App;
class ParseError;
} // namespace CLI

/// What all commands do alike around what they are asked.
namespace placement::sim {

/// Does what is asked. What is thrown on the way is told on `err` in one line, and gives the exit status. `who` begins the
/// line; `cib`, where it is given, in its place where the CIB is not supported.
Status reported(const std::string& who, std::ostream& err, const std::function<Status()>& ask, const std::string& cib = "");

/// Reads the command line, whose first word is the program's, and does what is asked; or says what is wrong, or what
/// --help asks for.
Status in_command(CLI::App& app, int count, const char* const* words, std::ostream& out, std::ostream& err,
                  const std::function<Status()>& ask);

/// No service runs before anything fails, which is told on `err`; and what may help, unless all nodes are or were taken to be online.
Status nothing_runs_before(const Cib& cib, bool assumed_online, std::ostream& err);

/// What is wrong with the words of a command line, on one line: of an option that is not known, which one may be meant.
InvalidArgument wrong_usage(const CLI::App& app, const CLI::ParseError& error, int count, const char* const* words);

} // namespace placement::sim
