#include "cib/former_properties.h"

#include <algorithm>
#include <string_view>

namespace placement {

namespace {

constexpr const char* mark = " placement: was a cluster property ";

template <typename Visit>
void each_default(pugi::xml_node configuration, const Visit& visit) {
    for (const char* const section : {"rsc_defaults", "op_defaults"}) {
        for (pugi::xml_node set : configuration.child(section).children("meta_attributes")) {
            for (pugi::xml_node pair = set.child("nvpair"); pair; pair = pair.next_sibling("nvpair")) visit(set, pair);
        }
    }
}

bool is_marked(pugi::xml_node pair) {
    const pugi::xml_node before = pair.previous_sibling();
    return before.type() == pugi::node_comment && std::string_view(before.value()) == mark;
}

} // namespace

void mark_former_properties(pugi::xml_node configuration, const std::vector<std::string>& ids) {
    each_default(configuration, [&](pugi::xml_node set, pugi::xml_node pair) {
        const bool is_one = std::ranges::find(ids, pair.attribute("id").value()) != ids.end();
        if (is_one && !is_marked(pair)) set.insert_child_before(pugi::node_comment, pair).set_value(mark);
    });
}

std::vector<std::string> marked_former_properties(pugi::xml_node configuration) {
    std::vector<std::string> ids;
    each_default(configuration, [&](pugi::xml_node, pugi::xml_node pair) {
        if (is_marked(pair)) ids.emplace_back(pair.attribute("id").value());
    });
    return ids;
}

} // namespace placement
