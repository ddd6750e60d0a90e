#include "placement/compact_vector.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include <doctest/doctest.h>

using namespace placement;

namespace {

CompactVector<int> counted_to(int last) {
    CompactVector<int> numbers;
    for (int number = 1; number <= last; ++number) numbers.push_back(number);
    return numbers;
}

} // namespace

TEST_CASE("a compact vector keeps what is added, in its order") {
    const CompactVector<int> numbers = counted_to(100);
    REQUIRE(numbers.size() == 100);
    for (std::size_t index = 0; index < numbers.size(); ++index) CHECK(numbers[index] == static_cast<int>(index) + 1);
}

TEST_CASE("an empty compact vector has nothing to visit") {
    const CompactVector<int> none;
    CHECK(none.empty());
    CHECK(none.begin() == none.end());
    CHECK(CompactVector<int>(none).empty());
}

TEST_CASE("a copy of a compact vector is one of its own") {
    CompactVector<int> numbers = counted_to(3);
    const CompactVector<int> copy = numbers;
    numbers[0] = 7;
    numbers.push_back(4);
    CHECK(copy.size() == 3);
    CHECK(copy[0] == 1);
}

TEST_CASE("a compact vector that is moved from is empty") {
    CompactVector<int> from = counted_to(3);
    CompactVector<int> to = counted_to(1);
    to = std::move(from);
    CHECK(to.size() == 3);
    CHECK(CompactVector<int>(std::move(to)).size() == 3);
}

TEST_CASE("a compact vector ends where it is told to, and goes on from there") {
    CompactVector<int> numbers = counted_to(10);
    numbers.end_at(numbers.begin() + 2);
    numbers.push_back(9);
    CHECK(std::ranges::equal(numbers, std::vector<int>{1, 2, 9}));
    numbers.end_at(numbers.begin());
    CHECK(numbers.empty());
}
