#include "placement/diagnostic.h"

#include <string>

#include <doctest/doctest.h>

using namespace placement;

TEST_CASE("an input error says file, line and column") {
    const InputError error("cib.xml", {12, 7}, "no such element");
    CHECK(std::string(error.what()) == "cib.xml:12:7: no such element");
    CHECK(error.file() == "cib.xml");
    CHECK(error.position() == Position{12, 7});
    CHECK(error.message() == "no such element");
}

TEST_CASE("an input error without a position says the file alone") {
    CHECK(std::string(InputError("cib.xml", {}, "is empty").what()) == "cib.xml: is empty");
}

TEST_CASE("what is not supported is named with its line") {
    CHECK(std::string(NotSupported("bundle `web`", {81, 5}).what()) == "not supported yet: bundle `web` (line 81)");
    CHECK(std::string(NotSupported("bundle `web`", {}).what()) == "not supported yet: bundle `web`");
}

TEST_CASE("an unknown name comes with the nearest ones") {
    CHECK(std::string(UnknownName("node", "x", {}).what()) == "no node `x`");
    CHECK(std::string(UnknownName("node", "nod1", {"node1"}).what()) == "no node `nod1`; did you mean `node1`?");
    CHECK(std::string(UnknownName("node", "nod", {"a", "b", "c"}).what()) ==
          "no node `nod`; did you mean `a`, `b` or `c`?");
}
