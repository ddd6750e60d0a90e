#pragma once

#include <optional>
#include <string_view>

namespace placement {

/// The page as it was built from web/, with its programs and styles in it; none if the library was built without it.
std::optional<std::string_view> built_report_page();

} // namespace placement
