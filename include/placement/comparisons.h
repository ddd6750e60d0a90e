#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "placement/behavior.h"

namespace [[gnu::visibility("default")]] placement {

/// How many of the inputs of Pacemaker's regression tests a release's own scheduler and ours answered alike.
struct ReleaseComparison {
    Release release = default_release;
    std::size_t inputs = 0; ///< that the release itself answered
    std::size_t equal = 0;  ///< in all that follows
    std::size_t places = 0; ///< of every resource after the transition, with its role
    std::size_t scores = 0;
    std::size_t graph = 0; ///< the actions of the transition, and what each waits for
    /// Whether the test suite repeats it, where the answers are at hand. If not, it was done once (docs/releases.md).
    bool repeated = true;
    friend bool operator==(const ReleaseComparison&, const ReleaseComparison&) = default;
};
/// Oldest first; a release that was not compared in this way is missing.
std::span<const ReleaseComparison> comparisons();
/// That release's; null if it is missing.
const ReleaseComparison* comparison_of(Release release);

/// With how much of what a release's own scheduler does ours was compared.
enum class ComparedExtent : std::uint8_t {
    None,
    Part, ///< with some kinds of resources only (docs/releases.md)
    Full, ///< with all regression inputs that it answers: comparisons()
};
/// "none", "part", "full".
std::string_view text(ComparedExtent extent);
ComparedExtent compared_extent(Release release);
/// A clause: "2.1.5 itself answers 849 of 849 regression inputs the same way", "1.1.11 itself was compared only in part".
std::string comparison_words(Release release);

} // namespace placement
