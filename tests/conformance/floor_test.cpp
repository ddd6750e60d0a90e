#include "conformance/floor.h"

#include <stdexcept>

#include <doctest/doctest.h>

using namespace placement::conformance;

TEST_CASE("a floor is two numbers, with comments") {
    const Floor floor = parse_floor("# so far\nscores 850 # of 852\n\nledger 840\n", "floor.txt");
    CHECK(floor.scores == 850);
    CHECK(floor.ledger == 840);
}

TEST_CASE("a floor that says something else is refused") {
    CHECK_THROWS_WITH_AS(parse_floor("scores 850\n", "floor.txt"),
                         "floor.txt: it needs \"scores NUMBER\" and \"ledger NUMBER\"", std::runtime_error);
    CHECK_THROWS_AS(parse_floor("scores many\nledger 1\n", "floor.txt"), std::runtime_error);
    CHECK_THROWS_AS(parse_floor("scores 1\nledger 1\ngraphs 1\n", "floor.txt"), std::runtime_error);
}

TEST_CASE("numbers at the floor are well") {
    CHECK(compare({850, 840}, {850, 840}).empty());
}

TEST_CASE("a number below its floor is a fault") {
    CHECK(compare({850, 840}, {849, 840}) == std::vector<std::string>{"scores: 849 is below the floor of 850"});
    CHECK(compare({850, 840}, {850, 839}) == std::vector<std::string>{"ledger: 839 is below the floor of 840"});
}

TEST_CASE("a number above its floor asks to raise it") {
    CHECK(compare({850, 840}, {852, 840}) ==
          std::vector<std::string>{"scores: 852 is above the floor of 850: raise it to \"scores 852\""});
}
