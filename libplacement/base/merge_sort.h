#pragma once

#include <cstddef>
#include <iterator>
#include <utility>
#include <vector>

namespace placement {

/// Stable merge sort by a three-way comparison (negative: left first). Unlike std::stable_sort it is defined for any
/// comparison, even one that is no strict weak order; it compares in the order in which GLib's g_list_sort does, which
/// such comparisons make visible.
template <typename Value, typename Compare>
void merge_sort(std::vector<Value>& values, const Compare& compare);

namespace detail {

template <typename Value, typename Compare>
std::vector<Value> merge(std::vector<Value> left, std::vector<Value> right, const Compare& compare) {
    std::vector<Value> merged;
    merged.reserve(left.size() + right.size());
    std::size_t l = 0;
    std::size_t r = 0;
    while (l < left.size() && r < right.size()) {
        if (compare(left[l], right[r]) <= 0) {
            merged.push_back(std::move(left[l++]));
        } else {
            merged.push_back(std::move(right[r++]));
        }
    }
    std::move(left.begin() + static_cast<std::ptrdiff_t>(l), left.end(), std::back_inserter(merged));
    std::move(right.begin() + static_cast<std::ptrdiff_t>(r), right.end(), std::back_inserter(merged));
    return merged;
}

template <typename Value, typename Compare>
std::vector<Value> sorted(std::vector<Value> values, const Compare& compare) {
    if (values.size() < 2) return values;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() + 1) / 2);
    std::vector<Value> left(std::make_move_iterator(values.begin()), std::make_move_iterator(middle));
    std::vector<Value> right(std::make_move_iterator(middle), std::make_move_iterator(values.end()));
    return merge(sorted(std::move(left), compare), sorted(std::move(right), compare), compare);
}

} // namespace detail

template <typename Value, typename Compare>
void merge_sort(std::vector<Value>& values, const Compare& compare) {
    values = detail::sorted(std::move(values), compare);
}

} // namespace placement
