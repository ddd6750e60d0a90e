#pragma once

#include <string>
#include <vector>

#include <fmt/format.h>

namespace placement {

/// "on pg02 pg03", "nowhere".
inline std::string on_nodes(const std::vector<std::string>& nodes) {
    return nodes.empty() ? "nowhere" : fmt::format("on {}", fmt::join(nodes, " "));
}

} // namespace placement
