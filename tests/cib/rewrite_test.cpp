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

TEST_CASE("nothing changes where no siblings are equal") {
    const auto document = parsed(R"(<s><a id="1"/><a id="2"/><b id="1"><a id="1"/></b></s>)");
    CHECK_FALSE(has_equal_siblings(document.document_element()));
    rewrite(document.document_element());
    CHECK(document.document_element().last_child().first_child().attributes().begin() !=
          document.document_element().last_child().first_child().attributes().end());
}

TEST_CASE("the last of equals is what the first becomes") {
    const auto document = parsed(R"(<s><a id="1" name="x" value="1"/><a id="1" name="y"/></s>)");
    const pugi::xml_node top = document.document_element();
    CHECK(has_equal_siblings(top));
    rewrite(top);
    CHECK(std::string_view(top.first_child().attribute("name").value()) == "y");
    CHECK(std::string_view(top.first_child().attribute("value").value()) == "1");
    CHECK(std::string_view(top.last_child().attribute("name").value()) == "y");
}

TEST_CASE("the first of equals gets what is in the others") {
    const auto document = parsed(R"(<s><a id="1"><b id="1"/></a><a id="1"><b id="2"/></a></s>)");
    rewrite(document.document_element());
    CHECK(std::string_view(document.document_element().first_child().last_child().attribute("id").value()) == "2");
}
