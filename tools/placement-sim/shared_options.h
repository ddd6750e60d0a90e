#pragma once

#include <optional>
#include <string>

#include "placement/scenario.h"

/// What the options that several commands have mean.
namespace placement::sim {

/// What --quorum says; none for the empty text.
std::optional<QuorumRule> quorum_rule(const std::string& text);

/// What --at says; throws std::invalid_argument.
Time time_of(const std::string& text);

/// A complaint of several lines on one.
std::string on_one_line(std::string text);

} // namespace placement::sim
