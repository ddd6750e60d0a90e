#include "cib/ids.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <unordered_map>

#include <fmt/format.h>

#include "cib/upgrade_context.h"
#include "placement/schema.h"

namespace placement {

namespace {

/// Elements whose id is a reference, or a name from outside the configuration.
constexpr std::array<std::string_view, 6> not_definitions = {"node",     "resource_ref", "obj_ref",
                                                             "role_ref", "role",         "acl_target"};

bool defines_id(pugi::xml_node element) {
    return element.attribute("id") &&
           std::find(not_definitions.begin(), not_definitions.end(), element.name()) == not_definitions.end();
}

} // namespace

void check_ids(const XmlTree& tree, pugi::xml_node cib, const SourceText& source, Diagnostics& diagnostics) {
    const bool is_validated = value_of(cib, "validate-with") != "none";
    std::unordered_map<std::string_view, pugi::xml_node> first;
    for (const pugi::xml_node element : descendants(cib.child("configuration"))) {
        if (!defines_id(element)) continue;
        const auto [found, is_new] = first.try_emplace(value_of(element, "id"), element);
        if (is_new) continue;
        const std::string message =
            fmt::format("the id `{}` of this <{}> is taken by the <{}> on line {}; ids must be unique", found->first,
                        element.name(), found->second.name(), source.position(tree.offset(found->second)).line);
        if (is_validated) throw SchemaError(source.name(), source.position(tree.offset(element)), message);
        diagnostics.push_back({Severity::Error, "duplicate-id", message, source.position(tree.offset(element))});
    }
}

} // namespace placement
