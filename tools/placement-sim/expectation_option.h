#pragma once

#include <string>
#include <vector>

#include "placement/expectation.h"

namespace placement::sim {

/// What an option says that takes expectations, as in `expect` of a scenario file. Throws InputError, whose place is in the option's
/// text.
std::vector<Expectation> expectations_of(const std::string& option, const std::vector<std::string>& texts, const Cib& cib);

} // namespace placement::sim
