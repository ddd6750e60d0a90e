#pragma once

#include <string>
#include <string_view>

namespace placement::conformance {

/// What a release's crm_simulate prints and writes, as it is but for blank lines.
struct ReleaseText {
    std::string summary; ///< all but the scores
    std::string scores;
    std::string graph;
    std::string dot;
};

/// The same of one run that prints the scores among the rest: they are the lines below their heading, up to a blank line.
ReleaseText with_scores_apart(std::string_view output);

/// A text without what depends on whether the scores were printed with the rest: headings of scores, several blank lines where
/// one is enough and those at the end, and lines about parameters that are secret.
std::string evened(std::string_view text);
/// Score lines, without what a quiet run prints beside them.
std::string evened_scores(std::string_view text);

} // namespace placement::conformance
