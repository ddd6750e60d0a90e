#pragma once

#include <optional>
#include <string>
#include <vector>

#include "placement/behavior.h"
#include "placement/scenario.h"

namespace CLI {
class App;
}

/// What the options that several commands have mean.
namespace placement::sim {

/// What --quorum says; none for the empty text.
std::optional<QuorumRule> quorum_rule(const std::string& text);

/// What --at says; throws std::invalid_argument.
Time time_of(const std::string& text);

/// Adds --pacemaker; where it is not repeatable, the last one counts.
void add_release_option(CLI::App& app, std::vector<std::string>& releases, bool repeatable = false);
/// What --pacemaker says, the default release where it says nothing; throws std::invalid_argument.
Release release_of(const std::vector<std::string>& releases);

/// A complaint of several lines on one.
std::string on_one_line(std::string text);

} // namespace placement::sim
