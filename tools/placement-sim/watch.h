#pragma once

#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "placement-sim/arguments.h"

/// --watch: a command answers again each time one of its files is saved.
namespace placement::sim {

struct Watch {
    std::vector<const char*> words; ///< the command line without --watch
    std::vector<std::string> files; ///< those among its words that it reads
};

/// None if the words have no --watch. Throws InvalidArgument if there is no file to watch.
std::optional<Watch> watch_of(int count, const char* const* words);

/// Answers, and again after each change of a file, or of a CIB or corosync.conf that a scenario file among them names, which it looks for after each `pause`, until that returns false. A file that is
/// not there for a moment, as while an editor puts a new one in its place, has not changed. Gives the last answer's status.
Status keep_watching(const Watch& watch, const std::function<Status()>& answer, std::ostream& out,
                     const std::function<bool()>& pause);

/// Whether the name of a locale ("de_DE.UTF-8") says that it is of UTF-8.
bool is_utf8_locale(std::string_view locale);

} // namespace placement::sim
