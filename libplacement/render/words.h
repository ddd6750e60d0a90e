#pragma once

#include <cstddef>
#include <string>

#include <fmt/format.h>

#include "placement/diagnostic.h"

/// Parts of sentences.
namespace placement {

/// "1 test", "2 tests".
inline std::string counted(std::size_t number, const char* what) {
    return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
}

/// " (line 12)", or nothing where the line is not known.
inline std::string shown_line(Position position) {
    return position.known() ? fmt::format(" (line {})", position.line) : "";
}

} // namespace placement
