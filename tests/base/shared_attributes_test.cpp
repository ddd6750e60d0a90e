#include <memory>
#include <string>

#include <doctest/doctest.h>

#include "placement/attributes.h"

using namespace placement;

namespace {

SharedAttributes::Table table(std::initializer_list<AttributeTable::value_type> pairs) {
    return std::make_shared<const AttributeTable>(pairs);
}

std::string text(const SharedAttributes& attributes) {
    std::string all;
    attributes.for_each([&](const std::string& name, const std::string& value) { all += name + "=" + value + " "; });
    return all;
}

} // namespace

TEST_CASE("shared attributes are in the order of names, whoever has them") {
    SharedAttributes attributes(table({{"b", "1"}, {"e", "1"}}));
    attributes.share(table({{"a", "2"}, {"d", "2"}}));
    CHECK(text(attributes) == "a=2 b=1 d=2 e=1 ");
}

TEST_CASE("its own hide shared ones, and each name is there once") {
    SharedAttributes attributes(AttributeTable{{"a", "3"}, {"c", "1"}});
    attributes.share(table({{"a", "2"}, {"b", "2"}}));
    CHECK(text(attributes) == "a=3 b=2 c=1 ");
    CHECK(*attributes.find("a") == "3");
    CHECK(*attributes.find("b") == "2");
    CHECK(*attributes.find("c") == "1");
    CHECK(attributes.find("d") == nullptr);
}

TEST_CASE("without anything there is nothing") {
    CHECK(text(SharedAttributes()).empty());
    CHECK(SharedAttributes().joined().empty());
}
