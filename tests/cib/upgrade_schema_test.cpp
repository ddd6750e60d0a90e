#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "cib/cib_text.h"

using namespace placement;
using namespace placement::testing;

namespace {

const std::string master =
    "<master id=\"m\"><primitive id=\"p\" class=\"ocf\" provider=\"pacemaker\" type=\"Stateful\"/></master>";
const std::string old_property = "<cluster_property_set id=\"s\"><nvpair id=\"a\" name=\"default-resource-stickiness\" "
                                 "value=\"100\"/></cluster_property_set>";

std::string schema_of(const Cib& cib) { return std::string(cib.document().root().value("validate-with")); }

} // namespace

TEST_CASE("every schema that Pacemaker knows is read, and becomes the newest") {
    std::vector<std::string> names = {"1.0", "1.2", "1.3", "4.0"};
    for (int minor = 0; minor <= 10; ++minor) {
        names.push_back("2." + std::to_string(minor));
        names.push_back("3." + std::to_string(minor));
    }
    for (const std::string& name : names) {
        CAPTURE(name);
        CHECK(schema_of(read({.schema = "pacemaker-" + name})) == "pacemaker-4.0");
    }
}

TEST_CASE("a schema that Pacemaker does not know is refused, with those that it does") {
    for (const char* name :
         {"pacemaker-9.9", "pacemaker-1.1", "pacemaker-1.4", "pacemaker-4.1", "transitional-0.6", "x"}) {
        CAPTURE(name);
        CHECK(contains(refusal(text_of({.schema = name})), "a.xml:1:1: the schema \"" + std::string(name) +
                                                               "\" (validate-with) is not known; Pacemaker 3.0.2"));
    }
}

TEST_CASE("without a schema, any spelling is read, with a warning") {
    const Cib cib = read({.schema = "", .crm_config = old_property, .resources = master});
    CHECK(codes(cib) == std::vector<std::string>{"missing-schema", "old-spelling", "old-spelling"});
    CHECK(contains(inside(cib, "resources"), "<clone id=\"m\">"));
    CHECK(contains(inside(cib, "rsc_defaults"), "resource-stickiness"));
}

TEST_CASE("with validation off, old spellings stay as they are, and <master> is refused") {
    const Cib cib = read({.schema = "none", .crm_config = old_property});
    CHECK(codes(cib) == std::vector<std::string>{"schema-none"});
    CHECK(contains(inside(cib, "crm_config"), "default-resource-stickiness"));
    CHECK(schema_of(cib) == "none");
    CHECK(contains(refusal(text_of({.schema = "none", .resources = master})), "a.xml:5:12: <master> `m` is a <clone>"));
}

TEST_CASE("an old spelling is noted where it stands") {
    const Cib cib = read({.schema = "pacemaker-3.9", .resources = "\n  " + master});
    REQUIRE(codes(cib) == std::vector<std::string>{"old-spelling"});
    CHECK(cib.diagnostics()[0].severity == Severity::Note);
    CHECK(cib.diagnostics()[0].position == Position{6, 3});
    CHECK(cib.diagnostics()[0].message == "<master> `m` is a <clone> with promotable=\"true\" today");
}

TEST_CASE("what has no successor is left out with a warning") {
    const Cib cib =
        read({.schema = "pacemaker-3.9", .resources = "<primitive id=\"p\" class=\"upstart\" type=\"x\"/>"});
    REQUIRE(codes(cib) == std::vector<std::string>{"no-longer-supported"});
    CHECK(cib.diagnostics()[0].severity == Severity::Warning);
    CHECK(cib.diagnostics()[0].position == Position{5, 12});
}

TEST_CASE("an element that the upgrade renamed or copied keeps its place in the text") {
    const Cib cib = read({.schema = "pacemaker-3.9", .resources = "\n  " + master});
    const pugi::xml_node clone = cib.document().configuration().child("resources").child("clone");
    CHECK(cib.document().position(clone) == Position{6, 3});
    CHECK(cib.document().position(clone.child("primitive")) == Position{6, 18});
    CHECK_FALSE(cib.document().position(clone.child("meta_attributes")).known());
}

TEST_CASE("an old spelling under a schema that forbids it is refused") {
    CHECK(contains(refusal(text_of({.schema = "pacemaker-4.0", .resources = master})),
                   "a.xml:5:12: <master> `m` is a <clone> with promotable=\"true\" today; "
                   "validate-with=\"pacemaker-4.0\" does not allow it"));
    const std::string normal = "<node id=\"1\" uname=\"a\" type=\"normal\"/>";
    CHECK(contains(refusal(text_of({.schema = "pacemaker-4.0", .nodes = normal})),
                   "a.xml:4:8: the node type \"normal\""));
    CHECK(contains(refusal(text_of({.schema = "pacemaker-3.5", .nodes = normal})),
                   "a.xml:4:8: the node type \"normal\""));
}

TEST_CASE("what 2.x spelled otherwise has no effect under 3.x, if 4.0 takes it") {
    const Cib cib = read({.schema = "pacemaker-3.5", .crm_config = old_property});
    CHECK(codes(cib) == std::vector<std::string>{"ignored-spelling"});
    CHECK(contains(inside(cib, "crm_config"), "default-resource-stickiness"));
    CHECK(schema_of(cib) == "pacemaker-4.0");
}

TEST_CASE("what 2.x spelled otherwise is refused under 3.x, if 4.0 does not take the rest") {
    CHECK(contains(
        refusal(text_of({.schema = "pacemaker-3.5", .crm_config = old_property, .resources = master})),
        "a.xml:3:42: the cluster property default-resource-stickiness is resource-stickiness in <rsc_defaults> "
        "today; validate-with=\"pacemaker-3.5\" does not allow it"));
}

TEST_CASE("a CIB in today's spelling is left as it is") {
    const std::string resources =
        "<clone id=\"c\"><meta_attributes id=\"a\" score=\"1\"/><meta_attributes id=\"b\" score=\"2\"/>"
        "<primitive id=\"p\" class=\"ocf\" type=\"x\"/></clone>";
    const Cib cib = read({.schema = "pacemaker-3.9", .resources = resources});
    CHECK(cib.diagnostics().empty());
    CHECK(contains(inside(cib, "resources"),
                   "<meta_attributes id=\"a\" score=\"1\"/><meta_attributes id=\"b\" score=\"2\"/>"));
}
