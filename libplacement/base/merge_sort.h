#pragma once

#include <cstddef>
#include <iterator>
#include <utility>
#include <vector>

namespace placement {

/// Stable merge sort by a three-way comparison (negative: left first). Unlike std::stable_sort it is defined for any
/// comparison, even one that is no strict weak order; it halves and compares as GLib's g_list_sort does, which such
/// comparisons make visible: of an odd number the second half gets one more.
template <typename Value, typename Compare>
void merge_sort(std::vector<Value>& values, const Compare& compare);

/// Puts the value before the first one that does not come before it. (GLib: g_list_insert_sorted)
template <typename Value, typename Compare>
void insert_sorted(std::vector<Value>& values, Value value, const Compare& compare) {
    auto place = values.begin();
    while (place != values.end() && compare(value, *place) > 0) ++place;
    values.insert(place, std::move(value));
}

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
std::vector<Value> halved_and_merged(std::vector<Value> values, const Compare& compare) {
    if (values.size() < 2) return values;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::vector<Value> left(std::make_move_iterator(values.begin()), std::make_move_iterator(middle));
    std::vector<Value> right(std::make_move_iterator(middle), std::make_move_iterator(values.end()));
    return merge(halved_and_merged(std::move(left), compare), halved_and_merged(std::move(right), compare), compare);
}

} // namespace detail

template <typename Value, typename Compare>
void merge_sort(std::vector<Value>& values, const Compare& compare) {
    values = detail::halved_and_merged(std::move(values), compare);
}

} // namespace placement
