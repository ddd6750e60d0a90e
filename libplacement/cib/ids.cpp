#include "cib/ids.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "cib/id_table.h"
#include "cib/upgrade_context.h"
#include "placement/schema.h"

namespace placement {

namespace {

/// Elements whose id is a reference, or a name from outside the configuration.
constexpr std::array<std::string_view, 6> not_definitions = {"node",     "resource_ref", "obj_ref",
                                                             "role_ref", "role",         "acl_target"};

bool defines_id(std::string_view element) {
    return std::find(not_definitions.begin(), not_definitions.end(), element) == not_definitions.end();
}

} // namespace

void check_ids(const XmlTree& tree, pugi::xml_node cib, const SourceText& source, Diagnostics& diagnostics) {
    const bool is_validated = value_of(cib, "validate-with") != "none";
    IdTable first;
    for (const pugi::xml_node element : descendants(cib.child("configuration"))) {
        const pugi::xml_attribute id = element.attribute("id");
        if (!id || !defines_id(element.name())) continue;
        const IdTable::Entry& found = first.add(id.value(), element);
        if (found.element == element) continue;
        const std::string message =
            fmt::format("the id `{}` of this <{}> is taken by the <{}> on line {}; ids must be unique", found.id, element.name(),
                        found.element.name(), source.position(tree.offset(found.element)).line);
        if (is_validated) throw SchemaError(source.name(), source.position(tree.offset(element)), message);
        diagnostics.push_back({Severity::Error, "duplicate-id", message, source.position(tree.offset(element))});
    }
}

} // namespace placement
