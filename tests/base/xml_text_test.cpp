#include "base/xml_text.h"

#include <doctest/doctest.h>

using namespace placement;

TEST_CASE("XML: what is not seen is a reference") {
    CHECK(escaped_attribute("a\nb\t\x7f") == "a&#x0A;b&#x09;&#x7F;");
    CHECK(escaped_attribute("\u009b\u202e\u2028") == "&#x9B;&#x202E;&#x2028;");
}

TEST_CASE("XML: what it cannot hold is shown") {
    CHECK(escaped_attribute("\x1b\ufffe\uffff\xff") == "\\x1b\\ufffe\\uffff\\xff");
    CHECK(escaped_content("\x01") == "\\x01");
}

TEST_CASE("XML: text between tags keeps its lines and quotes") {
    CHECK(escaped_content("a\n\t\"<&>\r") == "a\n\t\"&lt;&amp;&gt;&#x0D;");
}

TEST_CASE("XML: what an attribute may be called") {
    CHECK(is_xml_name("CRM_meta_timeout"));
    CHECK(is_xml_name("größe-1.2"));
    for (const char* none : {"", "1a", "a b", "a=\"b", "-a", "a:b", "a\u202e", "a\n"}) CHECK_FALSE(is_xml_name(none));
}
