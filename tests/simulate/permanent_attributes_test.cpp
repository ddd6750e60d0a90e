#include "simulate/sequence/permanent_attributes.h"

#include <doctest/doctest.h>

#include "support/sketch.h"

// Configurations that agents' attributes lead to are made once.
using namespace placement;

namespace {

std::shared_ptr<const XmlTree> configuration(const CibEdit& edit) { return edit.document().configuration_part.tree; }

bool contains(CibEdit& edit, const std::string& text) { return edit.cib().xml().find(text) != std::string::npos; }

} // namespace

TEST_CASE("an attribute that an agent sets is in the configuration") {
    CibEdit edit(Sketch("n1").cib());
    PermanentAttributes attributes;
    attributes.set(edit, "n1", "status", "LATEST");
    CHECK(contains(edit, R"(name="status" value="LATEST")"));
    CHECK(attributes.all().at("n1 status") == "LATEST");
}

TEST_CASE("an attribute that an agent removes is not") {
    CibEdit edit(Sketch("n1").cib());
    PermanentAttributes attributes;
    attributes.set(edit, "n1", "status", "LATEST");
    attributes.set(edit, "n1", "status", std::nullopt);
    CHECK_FALSE(contains(edit, "LATEST"));
    CHECK(attributes.all().at("n1 status").empty());
}

TEST_CASE("the same attributes lead to the same configuration, which is made once") {
    CibEdit one(Sketch("n1").cib());
    CibEdit other(one.cib());
    PermanentAttributes attributes;
    PermanentAttributes copy = attributes;
    attributes.set(one, "n1", "status", "LATEST");
    copy.set(other, "n1", "status", "LATEST");
    CHECK(configuration(one) == configuration(other));
}

TEST_CASE("a value that was written over does not count") {
    CibEdit one(Sketch("n1").cib());
    CibEdit other(one.cib());
    PermanentAttributes attributes;
    PermanentAttributes copy = attributes;
    attributes.set(one, "n1", "status", "ASYNC");
    attributes.set(one, "n1", "status", "LATEST");
    copy.set(other, "n1", "status", "LATEST");
    CHECK(configuration(one) == configuration(other));
    CHECK(contains(one, "LATEST"));
}

TEST_CASE("what somebody else changes meanwhile stays") {
    CibEdit edit(Sketch("n1").cib());
    PermanentAttributes attributes;
    attributes.set(edit, "n1", "status", "LATEST");
    edit.set_node_attribute("n1", "rack", "7");
    attributes.set(edit, "n1", "status", "ASYNC");
    CHECK(contains(edit, R"(name="rack" value="7")"));
    CHECK(contains(edit, "ASYNC"));
    CHECK_FALSE(contains(edit, "LATEST"));
}
