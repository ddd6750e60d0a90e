#pragma once

#include <string>
#include <string_view>

namespace placement {

/// A value as it stands between the quotes of an XML attribute, control characters by their hexadecimal number.
/// (Pacemaker: pcmk__xml_escape)
std::string escaped_attribute(std::string_view value);

} // namespace placement
