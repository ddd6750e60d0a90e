#pragma once

#include <string>
#include <vector>

#include <pugixml.hpp>

namespace placement {

/// A CIB that was upgraded and written down looks as if its defaults had never been cluster properties, which releases before the
/// upgrade tell apart. A comment before such a pair keeps that. Marks the pairs with these ids among the defaults.
void mark_former_properties(pugi::xml_node configuration, const std::vector<std::string>& ids);
/// The ids of the marked ones.
std::vector<std::string> marked_former_properties(pugi::xml_node configuration);

} // namespace placement
