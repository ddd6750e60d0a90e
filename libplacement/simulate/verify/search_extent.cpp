#include "simulate/verify/search_extent.h"

#include <algorithm>

namespace placement {

void SearchExtent::follow(std::size_t tried, std::size_t followed) {
    tried_ = tried;
    followed_ = followed;
}

/// As many follow from the sequences that were not tried as from those that were, and from longer ones as well. Before any was tried,
/// as many as followed from shorter ones; what may happen first may also happen next.
double SearchExtent::growth() const {
    const std::size_t length = of_length_.size();
    if (tried_ > 0) return static_cast<double>(followed_) / static_cast<double>(tried_);
    return length > 1 ? of_length_.back() / of_length_[length - 2] : of_length_.back();
}

std::vector<double> SearchExtent::sequences_to_depth() const {
    if (of_length_.empty()) return {};
    constexpr double most = 1e300; // so that no number becomes infinite
    std::vector<double> sums;
    double sum = 0;
    double of_length = 0;
    for (std::size_t length = 0; length < depth_; ++length) {
        of_length = length < of_length_.size() ? of_length_[length] : std::min(of_length * growth(), most);
        sums.push_back(sum += of_length);
    }
    return sums;
}

} // namespace placement
