#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "rule_samples.h"

using namespace placement;
using namespace placement::samples;

namespace {

AttributeSet set_of(const char* id, std::int64_t score, std::vector<std::pair<const char*, const char*>> pairs) {
    AttributeSet set;
    set.id = id;
    set.score = Score(score);
    for (const auto& [name, value] : pairs) set.pairs.push_back({name, value, {}});
    return set;
}

AttributeTable merged(const AttributeSets& sets, const char* first_id = "", AttributeTable target = {}) {
    merge_attributes(sets, at("2024-01-01"), target, first_id);
    return target;
}

} // namespace

TEST_CASE("the set with the higher score wins") {
    const AttributeSets sets = {set_of("low", 1, {{"a", "low"}, {"b", "low"}}), set_of("high", 2, {{"a", "high"}})};
    CHECK(merged(sets) == AttributeTable{{"a", "high"}, {"b", "low"}});
}

TEST_CASE("of equal scores the set configured last wins") {
    const AttributeSets sets = {set_of("first", 5, {{"a", "first"}}), set_of("second", 5, {{"a", "second"}}),
                                set_of("third", 5, {{"a", "third"}})};
    CHECK(merged(sets) == AttributeTable{{"a", "third"}});
}

TEST_CASE("within a set the first of equal names wins") {
    CHECK(merged({set_of("set", 0, {{"a", "1"}, {"a", "2"}})}) == AttributeTable{{"a", "1"}});
}

TEST_CASE("one set may be put before all others") {
    const AttributeSets sets = {set_of("bootstrap", -5, {{"a", "bootstrap"}}),
                                set_of("high", 1'000'000, {{"a", "high"}})};
    CHECK(merged(sets, "bootstrap") == AttributeTable{{"a", "bootstrap"}});
}

TEST_CASE("what the target has stays") {
    CHECK(merged({set_of("set", 0, {{"a", "new"}})}, "", {{"a", "old"}}) == AttributeTable{{"a", "old"}});
}

TEST_CASE("#default takes a name away and leaves it to later sets") {
    const AttributeSets sets = {set_of("high", 2, {{"a", "#Default"}, {"b", "1"}, {"b", "#default"}}),
                                set_of("low", 1, {{"b", "2"}})};
    CHECK(merged(sets, "", {{"a", "old"}}) == AttributeTable{{"b", "2"}});
}

TEST_CASE("a set whose rule fails is left out, and the next change known") {
    AttributeSet set = set_of("future", 0, {{"a", "1"}});
    DateExpression future = dates(DateExpression::Operation::InRange);
    future.start = "2025-01-01";
    set.rule = rule_of(future);
    AttributeTable target;
    NextChange change;
    merge_attributes({set}, at("2024-01-01"), target, {}, &change);
    CHECK(target.empty());
    CHECK(change == Time::parse("2025-01-01").seconds);
    merge_attributes({set}, at("2025-01-01"), target);
    CHECK(target == AttributeTable{{"a", "1"}});
}

TEST_CASE("very many pairs are merged as few are") {
    AttributeSets few = {set_of("low", 1, {{"b", "low"}, {"c", "low"}, {"d", "low"}}),
                         set_of("high", 2, {{"b", "#default"}, {"d", "high"}, {"d", "again"}, {"t", "#default"}})};
    const AttributeTable target{{"t", "target"}, {"u", "target"}};
    AttributeSets many = few;
    for (int i = 10'000; i-- > 0;) many.front().pairs.push_back({"z" + std::to_string(i), "many", {}});
    AttributeTable expected = merged(few, "", target);
    for (int i = 0; i < 10'000; ++i) expected.emplace("z" + std::to_string(i), "many");
    CHECK(merged(many, "", target) == expected);
}

TEST_CASE("many attributes are added as one by one") {
    std::vector<AttributeTable::value_type> pairs;
    AttributeTable one_by_one{{"a5", "first"}};
    AttributeTable at_once = one_by_one;
    for (int i = 0; i < 200; ++i) {
        pairs.emplace_back("a" + std::to_string(i * 7 % 101), std::to_string(i));
        one_by_one.emplace(pairs.back().first, pairs.back().second);
    }
    at_once.merge(pairs);
    CHECK(at_once == one_by_one);
}
