#include <stdexcept>
#include <vector>

#include <doctest/doctest.h>

#include "base/all_cores.h"

using namespace placement;

TEST_CASE("every item is worked on once, in its place") {
    std::vector<int> items(1000, 1);
    on_all_cores(items, [](int& item) { ++item; });
    CHECK(items == std::vector<int>(1000, 2));
}

TEST_CASE("no items are no work") {
    std::vector<int> none;
    on_all_cores(none, [](int&) { throw std::logic_error("called"); });
    CHECK(none.empty());
}

TEST_CASE("what work throws is thrown") {
    std::vector<int> items(100, 0);
    const auto fail = [](int&) { throw std::runtime_error("no"); };
    CHECK_THROWS_AS(on_all_cores(items, fail), std::runtime_error);
}
