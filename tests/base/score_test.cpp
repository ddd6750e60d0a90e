#include "placement/score.h"

#include <doctest/doctest.h>

using placement::Score;

TEST_CASE("a score is brought to the two infinities") {
    CHECK(Score(1'000'000).is_plus_infinity());
    CHECK(Score(7'000'000'000) == Score::infinity());
    CHECK(Score(-1'000'000).is_minus_infinity());
    CHECK(Score(-1'000'001) == Score::minus_infinity());
    CHECK_FALSE(Score(999'999).is_infinite());
}

TEST_CASE("minus infinity wins over infinity, and infinity over numbers") {
    CHECK(Score::infinity() + Score::minus_infinity() == Score::minus_infinity());
    CHECK(Score::infinity() + Score(-5) == Score::infinity());
    CHECK(Score::minus_infinity() + Score(5) == Score::minus_infinity());
}

TEST_CASE("a sum beyond an end is infinite") {
    CHECK(Score(600'000) + Score(600'000) == Score::infinity());
    CHECK(Score(-600'000) + Score(-400'000) == Score::minus_infinity());
}

TEST_CASE("the negative of an infinity is the other") {
    CHECK(-Score::infinity() == Score::minus_infinity());
    CHECK(-Score(20) == Score(-20));
}

TEST_CASE("scores are shown as Pacemaker shows them") {
    CHECK(Score::infinity().text() == "INFINITY");
    CHECK(Score::minus_infinity().text() == "-INFINITY");
    CHECK(Score(-200).text() == "-200");
    CHECK(Score().text() == "0");
}

TEST_CASE("a score is read as it is written") {
    CHECK(Score::parse("-INFINITY") == Score::minus_infinity());
    CHECK(Score::parse("+INFINITY") == Score::infinity());
    CHECK(Score::parse("-20") == Score(-20));
    CHECK_FALSE(Score::parse("20x"));
    CHECK_FALSE(Score::parse(""));
}
