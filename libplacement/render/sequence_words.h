#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "placement/sequence.h"

/// A sequence in words, for whatever form it is shown in.
namespace placement {

/// "12.6".
std::string seconds_text(std::int64_t milliseconds);

/// What the run of the scheduler wants, a clause a resource or node: "Promote Postgresql:0 (Unpromoted -> Promoted pg01)".
/// "nothing" where it wants nothing.
std::vector<std::string> wanted_by(const SchedulerRun& run);

/// Sentences on how it ended: at rest, or the loop with what feeds it and what would end it.
std::vector<std::string> end_of(const Sequence& sequence);
/// The same in fewer words.
std::vector<std::string> short_end_of(const Sequence& sequence);
/// The loop in the same way; how often something was stopped is said only if it is known when the sequence ended.
std::vector<std::string> short_words(const Loop& loop, std::optional<std::int64_t> end_ms = std::nullopt);

} // namespace placement
