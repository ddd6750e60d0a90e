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
    CHECK(sorted_lines("b:  1 \n\n a: 2\n") == sorted_lines("a:2\nb:1"));
    CHECK(sorted_lines("a: 1\n") != sorted_lines("a: 1\na: 1\n"));
}

TEST_CASE("differences name what is missing and what is too much") {
    CHECK(differences({"a", "b", "b"}, {"b", "c"}) == std::vector<std::string>{"- a", "- b", "+ c"});
}

TEST_CASE("the order of a summary's lines counts") {
    CHECK(differences(lines_of("a\nb\n"), lines_of("b\na\n")) == std::vector<std::string>{"~ a"});
    CHECK(differences(lines_of(" a\nb\n\n"), lines_of("a\n b")).empty());
}

TEST_CASE("of a graph the feature set and the batch limit do not count") {
    CHECK(graph_lines("<g batch-limit=\"0\" id=\"1\"/>\n<a crm_feature_set=\"3.0\"/>") ==
          graph_lines("<g id=\"1\"/>\n<a crm_feature_set=\"3.20\"/>"));
}

TEST_CASE("between the ends of a Graphviz text neither order nor repetition counts") {
    CHECK(dot_lines("digraph {\nb\na\nb\n}\n") == dot_lines("digraph {\na\nb\n}\n"));
    CHECK(dot_lines("digraph {\na\n}\n") != dot_lines("}\na\ndigraph {\n"));
}

TEST_CASE("a CIB's most special feature comes first") {
    CHECK(features("<cib><group id='g'><primitive/></group></cib>").front() == "group");
    CHECK(features("<clone ><nvpair name=\"promotable\"/>").front() == "promotable clone");
    CHECK(features("").front() == "primitive");
}
