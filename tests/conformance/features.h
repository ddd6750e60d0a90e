#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace placement::conformance {

/// The features that a CIB's text uses, the most special one first: "bundle", "guest or remote node", "utilization",
/// "ticket", "promotable clone", …; always ends with "primitive".
std::vector<std::string> features(std::string_view xml);

} // namespace placement::conformance
