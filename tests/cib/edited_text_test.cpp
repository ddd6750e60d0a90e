#include <string>

#include <doctest/doctest.h>

#include "placement/cib.h"
#include "placement/patch.h"

// The user's own text with edits: everything else stays as it is, byte by byte.
using namespace placement;

namespace {

/// A CIB that Pacemaker takes, around constraints as they are written.
std::string around(const std::string& resources, const std::string& constraints, const std::string& more = "") {
    return "<cib crm_feature_set=\"3.20.5\" validate-with=\"pacemaker-4.0\" epoch=\"1\" num_updates=\"0\" admin_epoch=\"0\">\n"
           "  <configuration>\n    <crm_config/>\n    <nodes/>\n    " +
           resources + "\n    " + constraints + "\n" + more + "  </configuration>\n  <status/>\n</cib>\n";
}

const char* const two_resources = "<resources>\n"
                                  "      <!-- the database -->\n"
                                  "      <primitive  type='Dummy' class=\"ocf\" id='a' provider=\"pacemaker\" />\n"
                                  "      <primitive id=\"b\" class=\"ocf\" provider=\"pacemaker\" type=\"Dummy\"/>\n"
                                  "    </resources>";

EditedText edited(const std::string& before, const std::string& after) {
    return text_of(Cib::from_text(before), Cib::from_text(after));
}

/// What becomes of the constraints `before` where they are edited to say `after`, however that is written.
std::string constraints_of(const std::string& before, const std::string& after) {
    const EditedText result =
        edited(around(two_resources, before),
               around("<resources>"
                      "<primitive id=\"a\" class=\"ocf\" provider=\"pacemaker\" type=\"Dummy\"/>"
                      "<primitive id=\"b\" class=\"ocf\" provider=\"pacemaker\" type=\"Dummy\"/></resources>",
                      after));
    CHECK(result.reason == "");
    REQUIRE(result.of_original);
    const std::string head = around(two_resources, "");
    const std::size_t begin = head.find("</resources>") + std::string("</resources>\n    ").size();
    CHECK(result.text.substr(0, begin) == head.substr(0, begin));
    const std::size_t end = result.text.find("\n  </configuration>");
    return result.text.substr(begin, end - begin);
}

} // namespace

TEST_CASE("the value of an attribute is set where it is, in its quotes") {
    CHECK(constraints_of("<constraints><rsc_order then='b' kind='Mandatory'  id=\"o\" first='a'/></constraints>",
                         R"(<constraints><rsc_order id="o" first="a" then="b" kind="Optional"/></constraints>)") ==
          "<constraints><rsc_order then='b' kind='Optional'  id=\"o\" first='a'/></constraints>");
}

TEST_CASE("an attribute is added after the others, and taken away with the blank before it") {
    CHECK(constraints_of("<constraints><rsc_order id='o' first='a' then='b' /></constraints>",
                         R"(<constraints><rsc_order id="o" first="a" then="b" kind="Optional"/></constraints>)") ==
          "<constraints><rsc_order id='o' first='a' then='b' kind='Optional' /></constraints>");
    CHECK(constraints_of(R"(<constraints><rsc_order id="o"  kind="Optional" first="a" then="b"/></constraints>)",
                         R"(<constraints><rsc_order id="o" first="a" then="b"/></constraints>)") ==
          R"(<constraints><rsc_order id="o" first="a" then="b"/></constraints>)");
}

TEST_CASE("where attributes have lines of their own, a new one has, too") {
    CHECK(constraints_of("<constraints><rsc_order id=\"o\"\n   first=\"a\"\n   then=\"b\"/></constraints>",
                         R"(<constraints><rsc_order id="o" first="a" then="b" kind="Optional"/></constraints>)") ==
          "<constraints><rsc_order id=\"o\"\n   first=\"a\"\n   then=\"b\"\n   kind=\"Optional\"/></constraints>");
}

TEST_CASE("an element is taken away with its line, and its neighbours' comments stay") {
    CHECK(constraints_of("<constraints>\n"
                         "      <rsc_location id=\"l\" rsc=\"a\" node=\"n\" score=\"1\"/> <!-- home -->\n"
                         "      <rsc_order id=\"o\" first=\"a\" then=\"b\"/>\n"
                         "    </constraints>",
                         R"(<constraints><rsc_location id="l" rsc="a" node="n" score="1"/></constraints>)") ==
          "<constraints>\n"
          "      <rsc_location id=\"l\" rsc=\"a\" node=\"n\" score=\"1\"/> <!-- home -->\n"
          "    </constraints>");
}

TEST_CASE("an element is added behind its neighbour, with its indentation, and behind its comment") {
    CHECK(constraints_of("<constraints>\n"
                         "      <rsc_location id=\"l\" rsc=\"a\" node=\"n\" score=\"1\"/> <!-- home -->\n"
                         "    </constraints>",
                         R"(<constraints><rsc_location id="l" rsc="a" node="n" score="1"/>)"
                         R"(<rsc_order id="o" first="a" then="b"/></constraints>)") ==
          "<constraints>\n"
          "      <rsc_location id=\"l\" rsc=\"a\" node=\"n\" score=\"1\"/> <!-- home -->\n"
          "      <rsc_order id=\"o\" first=\"a\" then=\"b\"/>\n"
          "    </constraints>");
}

TEST_CASE("an empty parent is opened") {
    const char* const after =
        R"(<constraints><rsc_order id="o" first="a" then="b"/><rsc_order id="p" first="b" then="a"/></constraints>)";
    const char* const expected = "<constraints>\n"
                                 "      <rsc_order id=\"o\" first=\"a\" then=\"b\"/>\n"
                                 "      <rsc_order id=\"p\" first=\"b\" then=\"a\"/>\n"
                                 "    </constraints>";
    CHECK(constraints_of("<constraints/>", after) == expected);
    CHECK(constraints_of("<constraints />", after) == expected);
    CHECK(constraints_of("<constraints></constraints>", after) == expected);
    CHECK(constraints_of("<constraints>\n    </constraints>", after) == expected);
}

TEST_CASE("before the first neighbour, and between two") {
    const auto order = [](const std::string& id) { return "<rsc_order id=\"" + id + "\" first=\"a\" then=\"b\"/>"; };
    const std::string all = "<constraints>" + order("o") + order("p") + order("q") + "</constraints>";
    CHECK(constraints_of("<constraints>\n      " + order("q") + "\n    </constraints>", all) ==
          "<constraints>\n      " + order("o") + "\n      " + order("p") + "\n      " + order("q") + "\n    </constraints>");
    CHECK(constraints_of("<constraints>" + order("o") + order("q") + "</constraints>", all) == all);
}

TEST_CASE("what is in another order is moved with what is in it") {
    const auto order = [](const std::string& id, const std::string& more = "") {
        return "<rsc_order id=\"" + id + "\" first=\"a\" then=\"b\"" + more + "/>";
    };
    CHECK(constraints_of("<constraints>" + order("o") + "<!-- c -->" + order("p") + "</constraints>",
                         "<constraints>" + order("p", R"( kind="Optional")") + order("o") + "</constraints>") ==
          "<constraints>" + order("p", R"( kind="Optional")") + "<!-- c -->" + order("o") + "</constraints>");
}

TEST_CASE("an element with content, and one whose parent is not there") {
    const std::string before = around(two_resources, "<constraints/>");
    const std::string defaults = "<rsc_defaults><meta_attributes id=\"d\"><nvpair id=\"p\" name=\"priority\" value=\"1\"/>"
                                 "</meta_attributes></rsc_defaults>";
    const EditedText result = edited(before, around(two_resources, "<constraints/>", defaults));
    CHECK(result.of_original);
    CHECK(result.text == around(two_resources, "<constraints/>",
                                "    <rsc_defaults>\n      <meta_attributes id=\"d\">\n"
                                "        <nvpair id=\"p\" name=\"priority\" value=\"1\"/>\n"
                                "      </meta_attributes>\n    </rsc_defaults>\n"));
    CHECK(result.before == before);
}

TEST_CASE("lines keep their ends") {
    std::string before = around(two_resources, "<constraints/>");
    for (std::size_t at = before.find('\n'); at != std::string::npos; at = before.find('\n', at + 2)) before.insert(at, "\r");
    const EditedText result =
        edited(before, around(two_resources, R"(<constraints><rsc_order id="o" first="a" then="b"/></constraints>)"));
    REQUIRE(result.of_original);
    CHECK(result.text.find("<constraints>\r\n      <rsc_order id=\"o\" first=\"a\" then=\"b\"/>\r\n    </constraints>\r\n") !=
          std::string::npos);
}

TEST_CASE("what a value may not have in XML is escaped, for the quotes that are there") {
    const std::string before =
        around(two_resources, "<constraints><rsc_order id='o' first='a' then='b' kind='x'/></constraints>");
    const EditedText result =
        edited(before, around(two_resources,
                              R"(<constraints><rsc_order id="o" first="a" then="b" kind="&lt;'&amp;&quot;"/></constraints>)"));
    REQUIRE(result.of_original);
    CHECK(result.text.find("kind='&lt;&apos;&amp;&quot;'") != std::string::npos);
}

TEST_CASE("where there is something around the CIB, the whole CIB is written") {
    const std::string before = around(two_resources, "<constraints/>");
    const EditedText result = edited("log: " + before, around(two_resources, "<constraints/>", "<rsc_defaults/>"));
    CHECK_FALSE(result.of_original);
    CHECK(result.reason.find("around the CIB") != std::string::npos);
    CHECK(result.before == Cib::from_text(before).xml());
    CHECK(result.text.find("<rsc_defaults/>") != std::string::npos);
}

TEST_CASE("an older syntax stays where the edits are not, and is given up where they are") {
    std::string before =
        around("<resources><master id=\"m\">"
               "<primitive id=\"a\" class=\"ocf\" provider=\"pacemaker\" type=\"Stateful\"/></master></resources>",
               "<constraints/>");
    before.replace(before.find("pacemaker-4.0"), 13, "pacemaker-3.9");
    const Cib original = Cib::from_text(before);
    const std::string today = original.xml();
    std::string added = today;
    added.replace(today.find("<constraints/>"), 14,
                  R"(<constraints><rsc_location id="l" rsc="m" node="n" score="1"/></constraints>)");
    const EditedText with_constraint = text_of(original, Cib::from_text(added));
    CHECK(with_constraint.of_original);
    CHECK(with_constraint.text.find("<master id=\"m\">") != std::string::npos);

    const std::size_t promotable = today.find("name=\"promotable\" value=\"true\"");
    REQUIRE(promotable != std::string::npos);
    std::string changed = today;
    const EditedText with_value = text_of(original, Cib::from_text(changed.replace(promotable + 25, 4, "false")));
    CHECK_FALSE(with_value.of_original);
    CHECK(with_value.reason.find("today's syntax") != std::string::npos);
    CHECK(with_value.text.find("value=\"false\"") != std::string::npos);
}

TEST_CASE("a state that differs stays") {
    const std::string before = around(two_resources, "<constraints/>");
    std::string after = around(two_resources, "<constraints/>", "    <op_defaults/>\n");
    after.replace(after.find("<status/>"), 9, "<status><node_state id=\"1\" uname=\"n\"/></status>");
    const EditedText result = edited(before, after);
    CHECK(result.of_original);
    CHECK(result.text == around(two_resources, "<constraints/>", "    <op_defaults/>\n"));
}
