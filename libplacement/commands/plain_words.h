#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Words that a tool takes for what they are. Whoever has others is served by cibadmin, which takes XML.
namespace placement {

/// An id or name: letters, digits, and "_", "." and "-" behind the first; and no word of the tools' languages.
bool is_plain_name(std::string_view text);
/// The same of several.
bool are_plain_names(const std::vector<std::string>& names);
/// A value: also blank-free paths, addresses, lists and negative numbers; never empty.
bool is_plain_value(std::string_view text);

} // namespace placement
