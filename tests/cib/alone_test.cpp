#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "cib/cib_text.h"
#include "cib/document.h"
#include "placement/cib.h"

// A CIB inside something else, and files that are something else.
using namespace placement;
using namespace placement::testing;

namespace {

const std::string small_cib = "<cib validate-with=\"pacemaker-4.0\">\n <configuration>\n  <nodes/>\n </configuration>\n</cib>\n";

std::string xml_of(const std::string& text) { return Cib::from_text(text, "a.xml").xml(); }

Position nodes_in(const std::string& text) {
    const Cib cib = Cib::from_text(text, "a.xml");
    return cib.document().position(cib.document().configuration().child("nodes"));
}

} // namespace

TEST_CASE("a CIB inside an XML document of another tool is found, and keeps its places") {
    const std::string text = "<?xml version=\"1.0\"?>\n<pacemaker-result>\n" + small_cib + "</pacemaker-result>\n";
    CHECK(xml_of(text) == xml_of(small_cib));
    CHECK(nodes_in(text) == Position{5, 3});
    CHECK(Cib::from_text(text).diagnostics().empty());
}

TEST_CASE("a CIB in a character section is found") {
    CHECK(xml_of("<pacemaker-result><xml><![CDATA[" + small_cib + "]]></xml></pacemaker-result>") == xml_of(small_cib));
}

TEST_CASE("lines of text before and after a CIB are left out, and that is told") {
    const Cib cib = Cib::from_text("warning: größer & <less\n" + small_cib + "# \n");
    REQUIRE(cib.diagnostics().size() == 1);
    CHECK(cib.diagnostics()[0].code == "stray-text");
    CHECK(cib.diagnostics()[0].position == Position{1, 1});
    CHECK(cib.xml() == xml_of(small_cib));
    CHECK(Cib::from_text(small_cib + "$ \n").diagnostics().at(0).position == Position{6, 1});
}

TEST_CASE("columns stay true after text on the same line") {
    const Cib cib = Cib::from_text("äö: " + small_cib);
    CHECK(cib.document().position(cib.document().root()) == Position{1, 5});
}

TEST_CASE("comments around a CIB are no stray text, and one that speaks of a CIB is none") {
    CHECK(Cib::from_text("<!-- as <cib><configuration/></cib> has it -->\n" + small_cib + "<!-- end -->").diagnostics().empty());
}

TEST_CASE("two CIBs are refused") {
    CHECK(contains(refusal(small_cib + small_cib), "a.xml:6:1: this is a second CIB, after the one on line 1"));
}

TEST_CASE("what is wrong inside a CIB that is found is said where it is") {
    CHECK(contains(refusal("log\n<cib>\n<configuration><a b=1/></configuration></cib>"), "a.xml:3:21: the value of the attribute b"));
}

TEST_CASE("files of other kinds are named, with the command that gives a CIB") {
    struct Other {
        std::string text;
        std::string message;
    };
    const std::vector<Other> others{
        {"node 1: n1\nprimitive a ocf:heartbeat:Dummy \\\n        op monitor interval=10s\nproperty cib-bootstrap-options: \\\n"
         "        stonith-enabled=false\n",
         "a.xml:1:1: this is what `crm configure show` prints"},
        {"Cluster Name: c\nCorosync Nodes:\n n1 n2\n\nResources:\n", "a.xml:1:1: this is what `pcs config` prints"},
        {"Cluster Summary:\n  * Stack: corosync\n", "a.xml:1:1: this is what `crm_mon` or `pcs status` prints"},
        {"# a comment\n\ntotem {\n    version: 2\n}\n", "a.xml:3:1: this is a corosync.conf"},
        {"<?xml version=\"1.0\"?>\n<pacemaker-result api-version=\"2.2\"><nodes/></pacemaker-result>",
         "a.xml:1:1: this is what `crm_mon` or another of Pacemaker's tools prints as XML, and there is no CIB in it"},
        {"<crm_mon version=\"1.1.18\"/>", "a.xml:1:1: this is what `crm_mon`"},
        {"<!DOCTYPE html>\n<html><body/></html>", "a.xml:1:1: this is a web page"},
        {"<transition_graph cluster-delay=\"60s\"/>", "a.xml:1:1: this is a transition graph"},
        {"<diff format=\"2\"/>", "a.xml:1:1: this is the difference of two CIBs"},
        {"cib: a.xml\ntests: []\n", "a.xml:1:1: this looks like a scenario file; `placement-sim test FILE` takes it"},
        {"{\"resources\": []}", "a.xml:1:1: this is JSON, and a CIB is XML"},
    };
    for (const Other& other : others) {
        CAPTURE(other.text);
        const std::string message = refusal(other.text);
        CHECK(message.substr(0, other.message.size()) == other.message);
        CHECK_FALSE(contains(message, "\n"));
    }
    CHECK(contains(refusal(others[0].text), "run `cibadmin --query"));
}

TEST_CASE("an archive of many files is named") {
    std::string tar(1024, '\0');
    tar.replace(0, 7, "report/").replace(257, 5, "ustar");
    CHECK(contains(refusal(tar), "this is a tar archive, such as `crm_report` makes: unpack it"));
    CHECK(contains(refusal("PK\x03\x04..."), "this is a zip archive"));
}

TEST_CASE("a text that is nothing known is refused as before") {
    CHECK(contains(refusal("primitive\n"), "a.xml:1:1: this is not XML"));
    CHECK(contains(refusal("\t\n\t\t\nx"), "this is not XML"));
    CHECK(contains(refusal("[remote]\nurl = x\n"), "this is not XML"));
}

TEST_CASE("many beginnings of a CIB cost no more than their length" * doctest::test_suite("large")) {
    std::string text;
    for (int i = 0; i < 2'000'000; ++i) text += "<cibx <!-- -->";
    CHECK_FALSE(refusal(text).empty());
}

TEST_CASE("many comments, and many CIBs that are none, cost no more than their length" * doctest::test_suite("large")) {
    std::string comments = "<cib validate-with=\"pacemaker-4.0\"><configuration>";
    for (int i = 0; i < 1'000'000; ++i) comments += "<!-- a comment -->\n";
    CHECK(refusal(comments + "</configuration></cib>").empty());
    std::string cibs;
    for (int i = 0; i < 1'000'000; ++i) cibs += "<cib></cib>\n";
    CHECK_FALSE(refusal(cibs).empty());
}
