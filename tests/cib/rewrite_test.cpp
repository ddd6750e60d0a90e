#include <doctest/doctest.h>
#include <pugixml.hpp>

#include "cib/document.h"
#include "cib/rewrite.h"

// Elements that are handed back as a whole.
using namespace placement;

namespace {

StateElement::Pointer parsed(const char* text) {
    const auto tree = std::make_shared<XmlTree>();
    tree->document.load_string(text);
    return StateElement::from_xml(tree, tree->document.document_element());
}

} // namespace

TEST_CASE("where no siblings are equal, all is as it was changed") {
    const auto target = parsed(R"(<s><a id="1"/><a id="2"/><b id="1"><a id="1"/></b></s>)");
    CHECK_FALSE(has_equal_siblings(*target));
    write_over(*target, *parsed(R"(<s><a id="1" name="x"/><a id="2"/><b id="1"><a id="1"/></b></s>)"));
    CHECK(target->children().front()->value("name") == "x");
}

TEST_CASE("what is the last of equals counts, though the first was changed") {
    const auto target = parsed(R"(<s><a id="1" name="x"/><a id="1" name="y"/></s>)");
    CHECK(has_equal_siblings(*target));
    write_over(*target, *parsed(R"(<s><a id="1" name="new" value="1"/><a id="1" name="y"/></s>)"));
    CHECK(target->children().front()->value("name") == "y");
    CHECK(target->children().front()->value("value") == "1");
}

TEST_CASE("what has no id goes to the first of its name") {
    const auto target = parsed(R"(<s><a id="1" name="x"/><a name="y"/></s>)");
    CHECK(has_equal_siblings(*target));
    write_over(*target, *parsed(R"(<s><a id="1" name="x"/><a name="y"/></s>)"));
    CHECK(target->children().front()->value("name") == "y");
}

TEST_CASE("the first of equals gets what is in the others") {
    const auto target = parsed(R"(<s><a id="1"><b id="1"/></a><a id="1"><b id="2"/></a></s>)");
    write_over(*target, *parsed(R"(<s><a id="1"><b id="1"/></a><a id="1"><b id="2"/></a></s>)"));
    CHECK(target->children().front()->children().back()->value("id") == "2");
}
