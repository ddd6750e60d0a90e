#pragma once

#include <string_view>

namespace [[gnu::visibility("default")]] placement {

/// The library's version, "MAJOR.MINOR.PATCH".
const char* version();

/// The crm_feature_set of Pacemaker 3.0.2; it is recorded in histories and transition graphs.
inline constexpr std::string_view feature_set = "3.20.5";

} // namespace placement
