#include "base/text.h"

#include <doctest/doctest.h>

using namespace placement;

TEST_CASE("booleans are known in any case") {
    for (const char* text : {"true", "TRUE", "on", "Yes", "y", "1"}) CHECK(parse_bool(text) == true);
    for (const char* text : {"false", "OFF", "no", "N", "0"}) CHECK(parse_bool(text) == false);
}

TEST_CASE("what is not a boolean is none, and not true") {
    for (const char* text : {"", "2", "t", " true", "enabled"}) {
        CHECK(parse_bool(text) == std::nullopt);
        CHECK_FALSE(is_true(text));
    }
    CHECK(is_true("yes"));
}

TEST_CASE("an integer may have blanks and a sign before it and anything after it") {
    CHECK(parse_integer("42") == 42);
    CHECK(parse_integer(" \t+42") == 42);
    CHECK(parse_integer("-42 nodes") == -42);
}

TEST_CASE("without a digit there is no integer") {
    for (const char* text : {"", "abc", "-", "+-1", "- 1"}) CHECK(parse_integer(text) == std::nullopt);
}

TEST_CASE("an integer has 64 bits") {
    CHECK(parse_integer("999999999999999999") == 999'999'999'999'999'999);
    CHECK(parse_integer("-999999999999999999") == -999'999'999'999'999'999);
    CHECK(parse_integer("1000000000000000000") == 1'000'000'000'000'000'000);
    CHECK(parse_integer("9223372036854775807") == INT64_MAX);
    CHECK(parse_integer("-9223372036854775808") == INT64_MIN);
    CHECK(parse_integer("9223372036854775808") == std::nullopt);
    CHECK(parse_integer("-9223372036854775809") == std::nullopt);
}

TEST_CASE("a scanned integer says what follows it and whether it fits") {
    const auto scanned = scan_integer("-99999999999999999999 s");
    REQUIRE(scanned);
    CHECK_FALSE(scanned->fits);
    CHECK(scanned->value == INT64_MIN);
    CHECK(scanned->rest == " s");
}

TEST_CASE("an integer from a minimum on is brought into its range") {
    CHECK(parse_integer_from("3", 1) == 3);
    CHECK(parse_integer_from("0", 1) == 1);
    CHECK(parse_integer_from("none", 1) == 1);
    CHECK(parse_integer_from("99999999999999999999", 1) == INT32_MAX);
}

TEST_CASE("a score is an infinity in capitals or a leading integer") {
    CHECK(parse_score("INFINITY").score == Score::infinity());
    CHECK(parse_score("+INFINITY").score == Score::infinity());
    CHECK(parse_score("-INFINITY").score == Score::minus_infinity());
    CHECK(parse_score("-200").score == Score(-200));
    CHECK(parse_score("12abc").score == Score(12));
    CHECK(parse_score("99999999999999999999").score == Score::infinity());
    CHECK(parse_score("12abc").valid);
}

TEST_CASE("an invalid score is the default") {
    for (const char* text : {"", "abc", "infinity", "-infinity"}) {
        CHECK_FALSE(parse_score(text, Score(7)).valid);
        CHECK(parse_score(text, Score(7)).score == Score(7));
    }
}

TEST_CASE("colours are 0 as scores unless a health strategy gives them others") {
    CHECK(parse_score("red", Score(7)).score == Score(0));
    CHECK(parse_score("red").valid);
    const HealthScores health{Score::minus_infinity(), Score(-5), Score(3)};
    CHECK(parse_score("RED", Score(), health).score == Score::minus_infinity());
    CHECK(parse_score("yellow", Score(), health).score == Score(-5));
    CHECK(parse_score("Green", Score(), health).score == Score(3));
}

TEST_CASE("an interval is in seconds unless it has a unit") {
    CHECK(parse_interval("30") == 30'000u);
    CHECK(parse_interval("30s") == 30'000u);
    CHECK(parse_interval(" 30 sec") == 30'000u);
    CHECK(parse_interval("250ms") == 250u);
    CHECK(parse_interval("2500us") == 2u);
    CHECK(parse_interval("2min") == 120'000u);
    CHECK(parse_interval("1h") == 3'600'000u);
    CHECK(parse_interval("0") == 0u);
}

TEST_CASE("a unit is known by its first letters, and fractions are cut off") {
    CHECK(parse_interval("5 months") == 300'000u);
    CHECK(parse_interval("1Hello") == 3'600'000u);
    CHECK(parse_interval("1.9s") == 1'000u);
}

TEST_CASE("an interval may be an ISO 8601 duration") {
    CHECK(parse_interval("PT5M") == 300'000u);
    CHECK(parse_interval("P1D") == 86'400'000u);
    CHECK(parse_interval("P1Y") == 4'294'967'000u);
}

TEST_CASE("what is not an interval is refused") {
    for (const char* text : {"", "soon", "-5", "5 days", "PT0S", "PT5", "P-1D"}) {
        CAPTURE(text);
        CHECK(parse_interval(text) == std::nullopt);
    }
}

TEST_CASE("an interval ends at 32 bits of milliseconds") {
    CHECK(parse_interval("4294967295ms") == 4'294'967'295u);
    CHECK(parse_interval("4294968") == 4'294'967'295u);
    CHECK(parse_interval("99999999999999999999h") == 4'294'967'295u);
}

TEST_CASE("numbers in names are ordered by value") {
    CHECK(compare_naturally("node9", "node10") < 0);
    CHECK(compare_naturally("node10", "node9") > 0);
    CHECK(compare_naturally("node7", "node007") < 0);
    CHECK(compare_naturally("1", "a") < 0);
}

TEST_CASE("letters in names are ordered without case") {
    CHECK(compare_naturally("Node1", "nODE1") == 0);
    CHECK(compare_naturally("A", "b") < 0);
    CHECK(compare_naturally("node", "node1") < 0);
}

TEST_CASE("bytes beyond ASCII come after letters") {
    CHECK(compare_naturally("\xc3\xa9", "a") > 0);
}

TEST_CASE("numbers too large for 64 bits are ordered by length alone") {
    CHECK(compare_naturally("z99999999999999999999", "z99999999999999999998") == 0);
}

TEST_CASE("texts are split at any separator, without empty parts") {
    CHECK(split("a, b,,c", ", ") == std::vector<std::string>{"a", "b", "c"});
    CHECK(split("", ",").empty());
    CHECK(split(",", ",").empty());
}

TEST_CASE("case is put aside for ASCII alone") {
    CHECK(equals_ignoring_case("Started", "STARTED"));
    CHECK_FALSE(equals_ignoring_case("Started", "Start"));
    CHECK(to_lower("ÄB") == "Äb");
}

TEST_CASE("the nearest names come first") {
    const std::vector<std::string> nodes = {"web-2", "web-1", "database"};
    CHECK(nearest_names("web1", nodes) == std::vector<std::string>{"web-1", "web-2"});
    CHECK(nearest_names("databsae", nodes) == std::vector<std::string>{"database"});
    CHECK(nearest_names("WEB-1", nodes, 1) == std::vector<std::string>{"web-1"});
}

TEST_CASE("a name that was broken off means the whole one") {
    CHECK(nearest_names("vip-with", {"vip-with-primary", "database"}) == std::vector<std::string>{"vip-with-primary"});
}

TEST_CASE("a node's short name means the one with its domain, and the other way round") {
    const std::vector<std::string> nodes{"z1.example.com", "z2.example.com", "z10.example.com", "z2"};
    CHECK(nearest_names("z1", nodes).front() == "z1.example.com");
    CHECK(nearest_names("Z10", nodes).front() == "z10.example.com");
    CHECK(nearest_names("z2.other.org", nodes).front() == "z2");
    CHECK(nearest_names("z3", {"z1.example.com"}).empty());
}

TEST_CASE("names that nobody can have meant are not offered") {
    CHECK(nearest_names("x", {"y", "longer"}).empty());
    CHECK(nearest_names(std::string(100'000, 'x'), {std::string(100'000, 'x')}).empty());
}
