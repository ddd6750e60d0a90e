#include "cib/head.h"

#include <doctest/doctest.h>

// The attributes of <cib> alone.
using namespace placement;

namespace {

std::string date_in(const std::string& text) {
    for (const auto& [name, value] : head_of_cib(text, "x")) {
        if (name == "execution-date") return value;
    }
    return "none";
}

} // namespace

TEST_CASE("the head has the attributes, whatever follows it") {
    CHECK(date_in(R"(<cib epoch="1" execution-date="5"><configuration>)") == "5");
    CHECK(date_in(R"(<cib execution-date="5"/>)") == "5");
    CHECK(date_in("<cib a='>' execution-date = \"5\" ><x/></cib>") == "5");
    CHECK(date_in(R"(<cib a="&lt;" execution-date="5">)") == "5");
}

TEST_CASE("declarations and comments may stand before it") {
    CHECK(date_in("<?xml version=\"1.0\"?>\n<!-- <cib execution-date=\"1\"/> -->\n<cib execution-date=\"5\">") == "5");
}

TEST_CASE("what does not begin with a <cib> has no head") {
    CHECK(head_of_cib("", "x").empty());
    CHECK(head_of_cib("<configuration/>", "x").empty());
    CHECK(head_of_cib("<cibs a=\"1\">", "x").empty());
    CHECK(head_of_cib("<cib execution-date=\"5", "x").empty());
    CHECK(head_of_cib("<!-- never ends", "x").empty());
}
