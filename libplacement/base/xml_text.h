#pragma once

#include <string>
#include <string_view>

namespace placement {

/// The reference that stands for a character of which markup is made; empty for any other.
constexpr std::string_view markup_reference(char character) {
    switch (character) {
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '&': return "&amp;";
    case '"': return "&quot;";
    default: return {};
    }
}

/// A value as it stands between the quotes of an XML attribute: what is not seen by its hexadecimal number, and what no XML can
/// hold as visible() shows it. (Pacemaker: pcmk__xml_escape)
std::string escaped_attribute(std::string_view value);

/// The same between tags, where quotes, line ends and tabs stay as they are.
std::string escaped_content(std::string_view text);

/// An id that XML allows: what it does not allow becomes a dot. (Pacemaker: pcmk__xml_sanitize_id)
std::string as_xml_id(std::string text);

/// Whether an element or attribute may be called so; no colon, which would ask for a namespace.
bool is_xml_name(std::string_view text);

} // namespace placement
