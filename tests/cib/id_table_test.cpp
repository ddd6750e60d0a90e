#include <doctest/doctest.h>

#include <string>
#include <vector>

#include <pugixml.hpp>

#include "cib/id_table.h"

using namespace placement;

TEST_CASE("the first element of each id is found, however many ids there are") {
    pugi::xml_document document;
    std::vector<std::string> ids = {""};
    for (int i = 0; i < 5000; ++i) ids.push_back(std::string(static_cast<std::size_t>(i % 20), 'x') + std::to_string(i));
    IdTable table;
    std::vector<pugi::xml_node> first;
    for (const std::string& id : ids) {
        CHECK_FALSE(table.contains(id));
        first.push_back(document.append_child("a"));
        CHECK(table.add(id, first.back()).element == first.back());
    }
    for (std::size_t i = 0; i < ids.size(); ++i) {
        CHECK(table.contains(ids[i]));
        CHECK(table.add(ids[i], document.append_child("b")).element == first[i]);
        CHECK_FALSE(table.contains(ids[i] + "-"));
    }
}
