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

/// Merges [begin, middle) and [middle, end), each of them sorted, by way of `room`.
template <typename Value, typename Compare>
void merge(std::vector<Value>& values, std::size_t begin, std::size_t middle, std::size_t end,
           std::vector<Value>& room, const Compare& compare) {
    room.clear();
    std::size_t left = begin;
    std::size_t right = middle;
    while (left < middle && right < end) {
        room.push_back(std::move(compare(values[left], values[right]) <= 0 ? values[left++] : values[right++]));
    }
    while (left < middle) room.push_back(std::move(values[left++]));
    while (right < end) room.push_back(std::move(values[right++]));
    std::move(room.begin(), room.end(), values.begin() + static_cast<std::ptrdiff_t>(begin));
}

template <typename Value, typename Compare>
void sort_range(std::vector<Value>& values, std::size_t begin, std::size_t end, std::vector<Value>& room,
                const Compare& compare) {
    if (end - begin < 2) return;
    const std::size_t middle = begin + (end - begin) / 2;
    sort_range(values, middle, end, room, compare);
    sort_range(values, begin, middle, room, compare);
    merge(values, begin, middle, end, room, compare);
}

} // namespace detail

template <typename Value, typename Compare>
void merge_sort(std::vector<Value>& values, const Compare& compare) {
    std::vector<Value> room;
    room.reserve(values.size());
    detail::sort_range(values, 0, values.size(), room, compare);
}

} // namespace placement
