#include "placement/attributes.h"

#include <algorithm>
#include <iterator>
#include <stdexcept>

namespace placement {

const std::string& AttributeTable::at(std::string_view name) const {
    const const_iterator found = find(name);
    if (found == end()) throw std::out_of_range("no attribute of this name");
    return found->second;
}

void AttributeTable::merge(std::vector<value_type> pairs) {
    if (pairs.size() <= few) {
        for (value_type& pair : pairs) insert(std::move(pair));
        return;
    }
    pairs_.insert(pairs_.end(), std::make_move_iterator(pairs.begin()), std::make_move_iterator(pairs.end()));
    std::ranges::stable_sort(pairs_, {}, &value_type::first);
    const auto is_same_name = [](const value_type& left, const value_type& right) { return left.first == right.first; };
    pairs_.erase(std::unique(pairs_.begin(), pairs_.end(), is_same_name), pairs_.end());
}

AttributeTable::iterator AttributeTable::place_of(std::string_view name) {
    // What is added in order goes to the end at once.
    if (pairs_.empty() || pairs_.back().first < name) return pairs_.end();
    return std::lower_bound(pairs_.begin(), pairs_.end(), name,
                            [](const value_type& pair, std::string_view wanted) { return pair.first < wanted; });
}

AttributeTable SharedAttributes::joined() const {
    AttributeTable all;
    for_each([&](const std::string& name, const std::string& value) { all.emplace(name, value); });
    return all;
}

} // namespace placement
