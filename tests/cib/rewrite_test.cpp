#include <doctest/doctest.h>
#include <pugixml.hpp>

#include "cib/rewrite.h"

// Elements that are handed back as a whole.
using namespace placement;

namespace {

pugi::xml_document parsed(const char* text) {
    pugi::xml_document document;
    document.load_string(text);
    return document;
}

} // namespace

TEST_CASE("where no siblings are equal, all is as it was changed") {
    const auto target = parsed(R"(<s><a id="1"/><a id="2"/><b id="1"><a id="1"/></b></s>)");
    CHECK_FALSE(has_equal_siblings(target.document_element()));
    const auto changed = parsed(R"(<s><a id="1" name="x"/><a id="2"/><b id="1"><a id="1"/></b></s>)");
    write_over(target.document_element(), changed.document_element());
    CHECK(std::string_view(target.document_element().first_child().attribute("name").value()) == "x");
}

TEST_CASE("what is the last of equals counts, though the first was changed") {
    const auto target = parsed(R"(<s><a id="1" name="x"/><a id="1" name="y"/></s>)");
    const auto changed = parsed(R"(<s><a id="1" name="new" value="1"/><a id="1" name="y"/></s>)");
    CHECK(has_equal_siblings(target.document_element()));
    write_over(target.document_element(), changed.document_element());
    const pugi::xml_node top = target.document_element();
    CHECK(std::string_view(top.first_child().attribute("name").value()) == "y");
    CHECK(std::string_view(top.first_child().attribute("value").value()) == "1");
}

TEST_CASE("what has no id goes to the first of its name") {
    const auto target = parsed(R"(<s><a id="1" name="x"/><a name="y"/></s>)");
    CHECK(has_equal_siblings(target.document_element()));
    write_over(target.document_element(), parsed(R"(<s><a id="1" name="x"/><a name="y"/></s>)").document_element());
    CHECK(std::string_view(target.document_element().first_child().attribute("name").value()) == "y");
}

TEST_CASE("the first of equals gets what is in the others") {
    const auto target = parsed(R"(<s><a id="1"><b id="1"/></a><a id="1"><b id="2"/></a></s>)");
    write_over(target.document_element(), parsed(R"(<s><a id="1"><b id="1"/></a><a id="1"><b id="2"/></a></s>)").document_element());
    CHECK(std::string_view(target.document_element().first_child().last_child().attribute("id").value()) == "2");
}
