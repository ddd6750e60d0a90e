#include "truth/state.h"

#include <stdexcept>

#include <doctest/doctest.h>

using namespace placement::truth;

TEST_CASE("a state is read from words, an instance's number left out") {
    const State state = parse_state("db:1:n2:Promoted+failed+unmanaged ip:n1:Started db:0:n1:Unpromoted");
    CHECK(text(state) == "db:n1:Unpromoted db:n2:Promoted+failed+unmanaged ip:n1:Started");
}

TEST_CASE("a word that is not a resource, node and role is refused") {
    CHECK_THROWS_AS(parse_state("db"), std::runtime_error);
    CHECK_THROWS_AS(parse_state("n1:Started"), std::runtime_error);
}

TEST_CASE("resources differ by place, role, flags, and in how many places they are") {
    const State state = parse_state("a:n1:Started b:n1:Started c:n1:Started d:n1:Started");
    CHECK(different(state, parse_state("a:n2:Started b:n1:Promoted c:n1:Started+failed d:n1:Started d:n1:Started")) ==
          std::set<std::string>{"a", "b", "c", "d"});
    CHECK(different(state, state).empty());
    CHECK(different(state, {}).size() == 4);
}
