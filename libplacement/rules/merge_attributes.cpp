#include <algorithm>
#include <map>
#include <optional>
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

void merge_pairs(const AttributeSet& set, AttributeTable& target) {
    for (const NameValuePair& pair : set.pairs) {
        if (equals_ignoring_case(pair.value, "#default")) {
            target.erase(pair.name);
        } else {
            target.try_emplace(pair.name, pair.value);
        }
    }
}

/// The same for very many: in a table each that is added would move those behind it.
class ManyPairs {
public:
    explicit ManyPairs(const AttributeTable& target) { values_.insert(target.begin(), target.end()); }

    void merge(const AttributeSet& set) {
        for (const NameValuePair& pair : set.pairs) {
            if (equals_ignoring_case(pair.value, "#default")) {
                values_.erase(pair.name);
            } else {
                values_.try_emplace(pair.name, pair.value);
            }
        }
    }

    AttributeTable table() const {
        AttributeTable result;
        result.merge({values_.begin(), values_.end()});
        return result;
    }

private:
    std::map<std::string, std::string> values_;
};

bool are_many(const AttributeSets& sets) {
    constexpr std::size_t many = 200;
    std::size_t count = sets.size();
    for (const AttributeSet& set : sets) count += set.pairs.size();
    return count > many;
}

} // namespace

void merge_attributes(const AttributeSets& sets, const RuleInput& input, AttributeTable& target,
                      std::string_view first_id, NextChange* next_change) {
    std::optional<ManyPairs> many;
    if (are_many(sets)) many.emplace(target);
    const auto merge = [&](const AttributeSet& set) {
        if (set.rule && !passes(*set.rule, input, next_change)) return;
        if (many) {
            many->merge(set);
        } else {
            merge_pairs(set, target);
        }
    };
    if (sets.size() == 1) {
        merge(sets.front());
    } else {
        for (const AttributeSet* set : by_precedence(sets, first_id)) merge(*set);
    }
    if (many) target = many->table();
}

} // namespace placement
