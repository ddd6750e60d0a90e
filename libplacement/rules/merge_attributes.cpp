#include <algorithm>
#include <map>
#include <string>

#include "base/merge_sort.h"
#include "base/text.h"
#include "rules/evaluate.h"

namespace placement {

namespace {

/// In the order in which they are merged. (Pacemaker: pcmk__cmp_nvpair_blocks)
std::vector<const AttributeSet*> by_precedence(const AttributeSets& sets, std::string_view first_id) {
    std::vector<const AttributeSet*> ordered;
    // The reference collects the sets from the last to the first, and sorts stably.
    std::for_each(sets.rbegin(), sets.rend(), [&ordered](const AttributeSet& set) { ordered.push_back(&set); });
    merge_sort(ordered, [first_id](const AttributeSet* left, const AttributeSet* right) {
        if (!first_id.empty() && left->id == first_id) return -1;
        if (!first_id.empty() && right->id == first_id) return 1;
        return left->score > right->score ? -1 : left->score < right->score ? 1 : 0;
    });
    return ordered;
}

template <typename Table>
void merge_pairs(const AttributeSet& set, Table& target) {
    for (const NameValuePair& pair : set.pairs) {
        if (equals_ignoring_case(pair.value, "#default")) {
            target.erase(pair.name);
        } else {
            target.try_emplace(pair.name, pair.value);
        }
    }
}

template <typename Table>
void merge_sets(const AttributeSets& sets, const RuleInput& input, Table& target, std::string_view first_id,
                NextChange* next_change) {
    const auto merge = [&](const AttributeSet& set) {
        if (!set.rule || passes(*set.rule, input, next_change)) merge_pairs(set, target);
    };
    if (sets.size() == 1) return merge(sets.front());
    for (const AttributeSet* set : by_precedence(sets, first_id)) merge(*set);
}

bool are_many(const AttributeSets& sets) {
    constexpr std::size_t many = 200;
    std::size_t count = sets.size();
    for (const AttributeSet& set : sets) count += set.pairs.size();
    return count > many;
}

} // namespace

void merge_attributes(const AttributeSets& sets, const RuleInput& input, AttributeTable& target,
                      std::string_view first_id, NextChange* next_change) {
    if (!are_many(sets)) return merge_sets(sets, input, target, first_id, next_change);
    // Each that is added to an AttributeTable moves those behind it.
    std::map<std::string, std::string> all(target.begin(), target.end());
    merge_sets(sets, input, all, first_id, next_change);
    target = AttributeTable();
    target.merge({all.begin(), all.end()});
}

bool has_rules(const AttributeSets& sets) {
    return std::ranges::any_of(sets, [](const AttributeSet& set) { return set.rule.has_value(); });
}

} // namespace placement
