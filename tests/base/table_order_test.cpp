#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "base/table_order.h"

// The order in which Pacemaker walks a table.
using namespace placement;

namespace {

using Names = std::vector<std::string_view>;

} // namespace

TEST_CASE("names stand where their hashes put them") {
    CHECK(in_table_order({"memory", "cpu"}) == Names{"cpu", "memory"});
}

TEST_CASE("of two with one place the second goes to the next") {
    CHECK(in_table_order({"a", "h"}) == Names{"a", "h"});
    CHECK(in_table_order({"h", "a"}) == Names{"h", "a"});
}

TEST_CASE("a full table grows") {
    std::vector<std::string> many;
    for (char each = 'a'; each <= 'z'; ++each) many.emplace_back(1, each);
    const Names names(many.begin(), many.end());
    CHECK(in_table_order(names).size() == 26);
}

TEST_CASE("no names") { CHECK(in_table_order({}).empty()); }
