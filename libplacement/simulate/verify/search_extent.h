#pragma once

#include <cstddef>
#include <vector>

namespace placement {

/// How many sequences of events there are, as far as that is known while they are tried, the shortest first.
class SearchExtent {
public:
    explicit SearchExtent(std::size_t depth) : depth_(depth) {}

    /// The sequences of the next length are known.
    void count(std::size_t sequences) { of_length_.push_back(static_cast<double>(sequences)); }
    /// From so many sequences of the length that was counted last, so many longer ones followed.
    void follow(std::size_t tried, std::size_t followed);

    std::size_t counted_to_depth() const { return of_length_.size(); }
    /// Of up to 1, 2, … events, up to the depth.
    std::vector<double> sequences_to_depth() const;

private:
    double growth() const;

    std::size_t depth_;
    std::vector<double> of_length_;
    std::size_t tried_ = 0;
    std::size_t followed_ = 0;
};

} // namespace placement
