#pragma once

#include <string>
#include <string_view>

namespace placement {

/// A value as it stands between the quotes of an XML attribute: what is not seen by its hexadecimal number, and what no XML can
/// hold as visible() shows it. (Pacemaker: pcmk__xml_escape)
std::string escaped_attribute(std::string_view value);

/// The same between tags, where quotes, line ends and tabs stay as they are.
std::string escaped_content(std::string_view text);

/// Whether an element or attribute may be called so; no colon, which would ask for a namespace.
bool is_xml_name(std::string_view text);

} // namespace placement
