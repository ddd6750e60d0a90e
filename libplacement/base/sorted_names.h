#pragma once

#include <algorithm>
#include <string>
#include <vector>

namespace placement {

/// To compare names whose order says nothing.
inline std::vector<std::string> sorted_names(std::vector<std::string> names) {
    std::ranges::sort(names);
    return names;
}

} // namespace placement
