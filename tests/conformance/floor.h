#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace placement::conformance {

/// How many cases agreed once, and must from then on.
struct Floor {
    std::size_t scores = 0; ///< equal scores
    std::size_t ledger = 0; ///< ledgers that add up to the scores
};

/// Reads lines such as "scores 500" and "ledger 500"; "#" begins a comment. Throws std::runtime_error, with `name` for the
/// file, for a line that says something else and for a number that is missing.
Floor parse_floor(std::string_view text, const std::string& name);

/// What is wrong with the numbers found, a line each: one that is below its floor, and one that is above it, because a
/// floor that is not raised protects nothing.
std::vector<std::string> compare(const Floor& floor, const Floor& found);

} // namespace placement::conformance
