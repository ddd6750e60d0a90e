#include "conformance/floor.h"

#include <stdexcept>

#include <doctest/doctest.h>

using namespace placement::conformance;

namespace {

const std::string rest = "summary 1\ngraph 1\ndot 1\nerrors 1\nclaims 1\n";

Counts counts(std::size_t scores, std::size_t ledger) {
    return {{"scores", scores}, {"summary", 1}, {"graph", 1}, {"dot", 1}, {"errors", 1}, {"ledger", ledger}, {"claims", 1}};
}

} // namespace

TEST_CASE("a floor is a number for each of what is counted, with comments") {
    CHECK(parse_floor("# so far\nscores 850 # of 852\n\nledger 840\n" + rest, "floor.txt") == counts(850, 840));
}

TEST_CASE("a floor that says something else is refused") {
    CHECK_THROWS_WITH_AS(parse_floor("scores 850\n" + rest, "floor.txt"), "floor.txt: it needs \"ledger NUMBER\"",
                         std::runtime_error);
    CHECK_THROWS_AS(parse_floor("scores many\nledger 1\n" + rest, "floor.txt"), std::runtime_error);
    CHECK_THROWS_AS(parse_floor("scores 1\nledger 1\ncolours 1\n" + rest, "floor.txt"), std::runtime_error);
}

TEST_CASE("numbers at the floor are well") {
    CHECK(compare(counts(850, 840), counts(850, 840)).empty());
}

TEST_CASE("a number below its floor is a fault") {
    CHECK(compare(counts(850, 840), counts(849, 840)) ==
          std::vector<std::string>{"scores: 849 is below the floor of 850"});
    CHECK(compare(counts(850, 840), counts(850, 839)) ==
          std::vector<std::string>{"ledger: 839 is below the floor of 840"});
}

TEST_CASE("a number above its floor asks to raise it") {
    CHECK(compare(counts(850, 840), counts(852, 840)) ==
          std::vector<std::string>{"scores: 852 is above the floor of 850: raise it to \"scores 852\""});
}
