#pragma once

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

namespace placement {

/// The numbers 0 .. count - 1 in sets that grow together. A set is known by its smallest number.
class JoinedSets {
public:
    explicit JoinedSets(std::size_t count) : parents_(count) { std::iota(parents_.begin(), parents_.end(), std::size_t{0}); }

    /// The set that the number is in.
    std::size_t of(std::size_t number) {
        while (parents_[number] != number) number = parents_[number] = parents_[parents_[number]];
        return number;
    }
    void join(std::size_t left, std::size_t right) {
        left = of(left);
        right = of(right);
        parents_[std::max(left, right)] = std::min(left, right);
    }

private:
    std::vector<std::size_t> parents_;
};

} // namespace placement
