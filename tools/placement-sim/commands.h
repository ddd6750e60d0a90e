#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "placement-sim/answer.h"

namespace placement::sim {

/// What has options of its own, by its first word.
struct Command {
    std::string_view word;
    std::string_view summary; ///< a clause
    Status (*run)(int, const char* const*, const Terminal&, std::ostream&, std::ostream&);
};

/// In alphabetical order. `explain` shares its options with an answer and is none of them.
const std::vector<Command>& commands();

/// What is wrong with a first word that is neither a command, an option nor a file; none where nothing is.
std::optional<std::string> complaint(const std::string& first_word);

/// The commands, a line each, as --help has them.
std::string commands_help();

} // namespace placement::sim
