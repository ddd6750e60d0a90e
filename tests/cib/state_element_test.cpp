#include <doctest/doctest.h>
#include <pugixml.hpp>

#include "cib/document.h"
#include "cib/state_element.h"

// Elements that are shared until they change.
using namespace placement;

namespace {

StateElement::Pointer element_of(const char* text) {
    const auto tree = std::make_shared<XmlTree>();
    tree->document.load_string(text, pugi::parse_default | pugi::parse_comments);
    return StateElement::from_xml(tree, tree->document.document_element());
}

std::string text_of(const StateElement& element) {
    XmlTree tree;
    append_copy(tree, tree.document, element);
    std::string text;
    struct Writer final : pugi::xml_writer {
        explicit Writer(std::string& target) : text(target) {}
        void write(const void* data, std::size_t size) override { text.append(static_cast<const char*>(data), size); }
        std::string& text;
    } writer(text);
    tree.document.save(writer, "", pugi::format_raw | pugi::format_no_declaration);
    return text;
}

} // namespace

TEST_CASE("an element says what the text says, comments included") {
    const char* const text = R"(<a x="1" y="&lt;"><!--c--><b/><b id="2"/></a>)";
    CHECK(text_of(*element_of(text)) == text);
}

TEST_CASE("an attribute is changed in its place, or comes last") {
    const auto element = element_of(R"(<a x="1" y="2"/>)");
    CHECK(element->set("x", "3"));
    CHECK(element->set("z", "4"));
    CHECK_FALSE(element->set("z", "4"));
    CHECK(text_of(*element) == R"(<a x="3" y="2" z="4"/>)");
}

TEST_CASE("several attributes are changed at once") {
    const auto element = element_of(R"(<a x="1" y="2"/>)");
    CHECK(element->set({{"y", "3"}, {"z", "4"}}));
    CHECK_FALSE(element->set({{"y", "3"}, {"z", "4"}}));
    CHECK(text_of(*element) == R"(<a x="1" y="3" z="4"/>)");
}

TEST_CASE("a change of a copy leaves the original alone, and shares what it does not touch") {
    const auto original = element_of(R"(<a><b/><c/></a>)");
    StateElement copy(*original);
    copy.own(0).set("x", "1");
    CHECK(text_of(*original) == R"(<a><b/><c/></a>)");
    CHECK(text_of(copy) == R"(<a><b x="1"/><c/></a>)");
    CHECK(copy.children()[1] == original->children()[1]);
}

TEST_CASE("what is owned already is not copied again") {
    const auto original = element_of(R"(<a><b/></a>)");
    StateElement copy(*original);
    const StateElement* const first = &copy.own(0);
    CHECK(&copy.own(0) == first);
}

TEST_CASE("a copy knows its place in the text, and a new element has none") {
    const auto original = element_of(R"(<a> <b/></a>)");
    StateElement copy(*original);
    CHECK(copy.own(0).offset() == 4);
    CHECK(copy.append("c").offset() == StateElement::nowhere);
}

TEST_CASE("the fingerprint is forgotten with a change of what is inside") {
    const auto element = element_of(R"(<a><b/></a>)");
    element->keep(Fingerprint{.low = 1, .high = 2});
    CHECK(element->fingerprint()->high == 2);
    element->own(0).set("x", "1");
    CHECK_FALSE(element->fingerprint());
}

TEST_CASE("elements say the same in any order of attributes, and whatever the comments") {
    CHECK(say_the_same(*element_of(R"(<a x="1" y="2"><b/></a>)"), *element_of(R"(<a y="2" x="1"><!--c--><b/></a>)")));
    CHECK_FALSE(say_the_same(*element_of(R"(<a x="1"/>)"), *element_of(R"(<a x="2"/>)")));
    CHECK_FALSE(say_the_same(*element_of(R"(<a><b/><c/></a>)"), *element_of(R"(<a><c/><b/></a>)")));
}

TEST_CASE("children go, and others are made where there are none") {
    const auto element = element_of(R"(<a><b/><c/><b/></a>)");
    CHECK(element->remove_if([](const StateElement& child) { return child.is("b"); }));
    element->own_or_new("c").set("x", "1");
    element->own_or_new("d").append_with_id("e", "5");
    CHECK(text_of(*element) == R"(<a><c x="1"/><d><e id="5"/></d></a>)");
}
