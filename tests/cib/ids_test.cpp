#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "cib/cib_text.h"

using namespace placement;
using namespace placement::testing;

namespace {

const std::string two = "<primitive id=\"p\" class=\"ocf\" type=\"x\"/>\n<group id=\"p\"/>";

} // namespace

TEST_CASE("an id that is given twice is refused, with both places") {
    CHECK(refusal(text_of({.resources = two})) ==
          "a.xml:6:1: the id `p` of this <group> is taken by the <primitive> on line 5; ids must be unique");
}

TEST_CASE("an id that is given twice is diagnosed where nothing is validated") {
    const Cib cib = read({.schema = "none", .resources = two});
    REQUIRE(codes(cib) == std::vector<std::string>{"duplicate-id", "schema-none"});
    CHECK(cib.diagnostics()[0].position == Position{6, 1});
}

TEST_CASE("ids that refer, nodes' ids, and ids in the status may repeat") {
    const Cib cib =
        read({.nodes = "<node id=\"p\" uname=\"p\"/>",
              .resources = "<primitive id=\"p\" class=\"ocf\" type=\"x\"/>",
              .constraints = "<rsc_order id=\"o\"><resource_set id=\"s\"><resource_ref id=\"p\"/></resource_set>"
                             "</rsc_order>",
              .others = "<tags><tag id=\"t\"><obj_ref id=\"p\"/></tag></tags>",
              .status = "<node_state id=\"p\"/><node_state id=\"p\"/>"});
    CHECK(cib.diagnostics().empty());
}
