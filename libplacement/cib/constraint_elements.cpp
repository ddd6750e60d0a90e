#include "cib/constraint_elements.h"

#include <string_view>

#include "cib/document.h"

namespace placement {

namespace {

void collect_parts(pugi::xml_node element, std::vector<std::string>& parts) {
    for (const pugi::xml_node child : element.children()) {
        const std::string_view name = child.name();
        if (name != "rule" && name != "resource_set") continue;
        if (const pugi::xml_attribute id = child.attribute("id")) parts.emplace_back(id.value());
        collect_parts(child, parts);
    }
}

} // namespace

std::vector<ConstraintElement> constraint_elements(const Cib& cib) {
    constexpr std::string_view prefix = "rsc_";
    std::vector<ConstraintElement> found;
    for (const pugi::xml_node element : cib.document().configuration().child("constraints").children()) {
        const std::string_view name = element.name();
        if (!name.starts_with(prefix)) continue;
        ConstraintElement constraint;
        constraint.kind = name.substr(prefix.size());
        constraint.id = element.attribute("id").value();
        collect_parts(element, constraint.parts);
        constraint.position = cib.document().position(element);
        found.push_back(std::move(constraint));
    }
    return found;
}

} // namespace placement
