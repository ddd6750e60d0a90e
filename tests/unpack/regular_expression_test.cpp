#include "unpack/regular_expression.h"

#include <string>

#include <doctest/doctest.h>

#include "placement/diagnostic.h"

using namespace placement;

namespace {

std::string repeat(const std::string& text, std::size_t times) {
    std::string all;
    for (std::size_t i = 0; i < times; ++i) all += text;
    return all;
}

bool is_taken(const std::string& pattern) { return RegularExpression::compile(pattern).has_value(); }

bool matches(const std::string& pattern, const std::string& text) {
    return RegularExpression::compile(pattern).value().match(text).has_value();
}

} // namespace

TEST_CASE("a pattern's limits are where they are said to be") {
    CHECK(is_taken(repeat("a", 10'000)));
    CHECK_FALSE(is_taken(repeat("a", 10'001)));
    CHECK(is_taken(repeat("(", 200) + "a" + repeat(")", 200)));
    CHECK_FALSE(is_taken(repeat("(", 201) + "a" + repeat(")", 201)));
    CHECK(is_taken("(a{1,100}){1,100}"));
    CHECK_FALSE(is_taken("(a{1,100}){1,101}"));
    CHECK(is_taken(R"((a*)\1)"));
    CHECK_FALSE(is_taken(R"((a*)(b*)\1\2)"));
    CHECK(is_taken(R"((a*)\\1\\2)"));
}

TEST_CASE("a back-reference is compared with short names") {
    CHECK(matches(R"(^(a*)\1$)", repeat("a", 100)));
    CHECK_THROWS_WITH_AS(matches(R"(^(a*)\1$)", repeat("a", 101)),
                         "a pattern with a back-reference is compared with names of at most 100 characters (limit); one has 101",
                         LimitReached);
}

TEST_CASE("patterns that other engines take for ever for are matched at once") {
    for (const char* pattern : {"(a*)*b", "(a|a)*b", "((a+)+)+b", "(a|aa)+b", "(.*)(.*)(.*)(.*)(.*)b", "(a?){100}b"}) {
        CAPTURE(pattern);
        CHECK_FALSE(matches(pattern, repeat("a", 2000)));
    }
}
