#pragma once

#include <cstddef>
#include <string>

namespace placement::bench {

struct Size {
    std::size_t nodes = 8;
    std::size_t resources = 100;
    /// Of each kind: location, colocation, ordering.
    std::size_t constraints = 20;
};

/// A healthy cluster as a CIB: a fifth of the resources are primitives, the others members of groups of four; each runs
/// where a location constraint prefers it. Every program can read it: it is of an old schema.
std::string generated_cluster(const Size& size);

} // namespace placement::bench
