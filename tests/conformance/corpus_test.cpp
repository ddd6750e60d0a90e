#include "conformance/corpus.h"
#include "conformance/features.h"

#include <doctest/doctest.h>

using namespace placement::conformance;

TEST_CASE("a row of the corpus has a name, a description and arguments") {
    const auto cases = parse_cases("simple1\tOffline\t\norigin\tTime \t-t '2014-05-07 00:28:00'\n");
    REQUIRE(cases.size() == 2);
    CHECK(cases[0].name == "simple1");
    CHECK(cases[0].arguments.empty());
    CHECK(argument_of(cases[1], "-t") == "2014-05-07 00:28:00");
    CHECK(argument_of(cases[1], "-q").empty());
    CHECK(argument_of(cases[0], "-t").empty());
}

TEST_CASE("words are split as by a shell") {
    CHECK(split_words("  a 'b c'd \"\" ") == std::vector<std::string>{"a", "b cd", ""});
}

TEST_CASE("score tables are compared without white space and order") {
    CHECK(comparable_lines("b:  1 \n\n a: 2\n") == comparable_lines("a:2\nb:1"));
    CHECK(comparable_lines("a: 1\n") != comparable_lines("a: 1\na: 1\n"));
}

TEST_CASE("differences name what is missing and what is too much") {
    CHECK(differences({"a", "b", "b"}, {"b", "c"}) == std::vector<std::string>{"- a", "- b", "+ c"});
}

TEST_CASE("a CIB's most special feature comes first") {
    CHECK(features("<cib><group id='g'><primitive/></group></cib>").front() == "group");
    CHECK(features("<clone ><nvpair name=\"promotable\"/>").front() == "promotable clone");
    CHECK(features("").front() == "primitive");
}
