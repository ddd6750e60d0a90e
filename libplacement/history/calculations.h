#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "placement/history.h"

namespace placement {

/// What a log says of the calculations that saved an input, in its order.
std::vector<LoggedCalculation> calculations_in(std::string_view text, const std::string& name);

/// Whether a text begins as a log does.
bool is_log(std::string_view text);

} // namespace placement
