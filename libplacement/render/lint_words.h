#pragma once

#include <string>

#include "placement/lint.h"

namespace placement {

/// The scenario in words: "pg01 fails, then db fails on pg02; with the score -1000 for …".
std::string scenario_text(const LintReport& report, const Proof& proof);
/// The command that runs it, quoted for a shell; empty where there is none, since the configuration was changed for it or a
/// name has characters that cannot be seen (placement/quoting.h).
std::string scenario_command(const LintReport& report, const Proof& proof);

} // namespace placement
