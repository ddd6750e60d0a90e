#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "placement/cib.h"
#include "placement/time.h"

/// Whether a diff tells what edits change.
namespace placement::edits {

/// Whether a diff of the two says that anything differs.
using SaysDifferent = std::function<bool(const Cib& before, const Cib& after)>;

struct JudgedEdit {
    std::string kind;
    std::string text;
    std::vector<std::string> differs; ///< see aspects_that_differ; empty: an edit that changes nothing
    bool told = false;

    bool missed() const { return !differs.empty() && !told; }
    /// Nothing that is observed differs, and the diff says that something does; which may be right.
    bool surplus() const { return differs.empty() && told; }
};

/// So many edits of the cluster. Throws what reading, simulating and the diff throw.
std::vector<JudgedEdit> check(const Cib& cib, Time at, std::uint64_t seed, std::size_t count, const SaysDifferent& diff);

} // namespace placement::edits
