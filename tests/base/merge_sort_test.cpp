#include "base/merge_sort.h"

#include <string>

#include <doctest/doctest.h>

using namespace placement;

namespace {

int by_value(int left, int right) {
    return left - right;
}

} // namespace

TEST_CASE("values are sorted") {
    std::vector<int> values = {5, 1, 4, 2, 3};
    merge_sort(values, by_value);
    CHECK(values == std::vector<int>{1, 2, 3, 4, 5});
}

TEST_CASE("nothing and one value are sorted already") {
    std::vector<int> none;
    merge_sort(none, by_value);
    CHECK(none.empty());
    std::vector<int> one = {1};
    merge_sort(one, by_value);
    CHECK(one == std::vector<int>{1});
}

TEST_CASE("equal values keep their order") {
    std::vector<std::string> values = {"b1", "a1", "b2", "a2", "b3"};
    merge_sort(values, [](const std::string& left, const std::string& right) { return left[0] - right[0]; });
    CHECK(values == std::vector<std::string>{"a1", "a2", "b1", "b2", "b3"});
}

TEST_CASE("of an odd number the second half gets one more") {
    // The first value is compared last, with the sorted other two.
    std::vector<std::string> compared;
    std::vector<int> values = {1, 2, 3};
    merge_sort(values, [&compared](int left, int right) {
        compared.push_back(std::to_string(left) + std::to_string(right));
        return left - right;
    });
    CHECK(compared == std::vector<std::string>{"23", "12"});
}

TEST_CASE("a comparison that contradicts itself still ends") {
    std::vector<int> values = {3, 1, 2};
    merge_sort(values, [](int, int) { return 1; });
    CHECK(values == std::vector<int>{2, 1, 3});
}

TEST_CASE("a value is inserted before the first that does not come before it") {
    std::vector<std::string> values = {"a1", "b1", "c1"};
    const auto by_letter = [](const std::string& left, const std::string& right) { return left[0] - right[0]; };
    insert_sorted(values, std::string("b2"), by_letter);
    CHECK(values == std::vector<std::string>{"a1", "b2", "b1", "c1"});
    insert_sorted(values, std::string("d1"), by_letter);
    CHECK(values.back() == "d1");
}
