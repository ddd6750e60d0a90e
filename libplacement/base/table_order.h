#pragma once

#include <string_view>
#include <vector>

namespace placement {

/// The names in the order in which a table of Pacemaker's is walked that they were put into one by one: that of the
/// slots in which a GLib table with text as its keys keeps them. Pacemaker prints some tables in it.
std::vector<std::string_view> in_table_order(const std::vector<std::string_view>& names);

} // namespace placement
