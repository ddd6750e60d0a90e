#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace placement::conformance {

/// What is counted: cases whose scores, summary, graph, Graphviz form and standard error equal the reference's, and whose
/// ledger adds up to the scores, and where what is said of the cluster without a constraint is what the cluster does without.
inline constexpr std::array<std::string_view, 7> counted = {"scores", "summary", "graph", "dot", "errors", "ledger", "claims"};

/// How many cases agreed once, and must from then on, by what is counted.
using Counts = std::map<std::string, std::size_t, std::less<>>;

/// Reads lines such as "scores 500"; "#" begins a comment. Throws std::runtime_error, with `name` for the file.
Counts parse_numbers(std::string_view text, const std::string& name);
/// The same, one for each of what is counted; "#" begins a comment. Throws std::runtime_error,
/// with `name` for the file, for a line that says something else and for a number that is missing.
Counts parse_floor(std::string_view text, const std::string& name);

/// What is wrong with the numbers found, a line each: one that is below its floor, and one that is above it, because a
/// floor that is not raised protects nothing.
std::vector<std::string> compare(const Counts& floor, const Counts& found);

} // namespace placement::conformance
