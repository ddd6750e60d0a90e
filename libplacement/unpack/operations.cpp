#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "unpack/known_names.h"
#include "unpack/resource_building.h"

namespace placement {

namespace {

/// Operations with one key replace each other between a template and a resource: the same name, and the same role where
/// it is Promoted or Stopped. (Pacemaker: template_op_key)
std::string template_key(pugi::xml_node operation) {
    std::string_view role = attribute(operation, "role").value_or("Unknown");
    for (const std::string_view common : {"Started", "Unpromoted", "Slave"}) {
        if (equals_ignoring_case(role, common)) role = "Unknown";
    }
    return fmt::format("{}-{}", attribute(operation, "name").value_or("(null)"), role);
}

std::vector<pugi::xml_node> operation_elements(UnpackContext& context, const ResourceSource& source) {
    const pugi::xml_node own = source.own.child("operations");
    const pugi::xml_node base = source.base.child("operations");
    const pugi::xml_node listed = resolve_reference(context, own ? own : base);
    std::vector<pugi::xml_node> result = child_elements(listed);
    if (own && base && listed == own) {
        std::set<std::string> configured;
        for (const pugi::xml_node operation : result) configured.insert(template_key(operation));
        for (const pugi::xml_node operation : child_elements(base)) {
            if (!configured.contains(template_key(operation))) result.push_back(operation);
        }
    }
    std::erase_if(result, [](pugi::xml_node element) { return !is_element(element, "op"); });
    return result;
}

OperationConfiguration read_operation(UnpackContext& context, pugi::xml_node element) {
    OperationConfiguration operation;
    operation.id = attribute_or_empty(element, "id");
    operation.name = attribute_or_empty(element, "name");
    operation.interval_text = attribute_or_empty(element, "interval");
    operation.position = context.position(element);
    if (!operation.interval_text.empty()) {
        const auto interval = parse_interval(operation.interval_text);
        if (!interval) {
            context.error("invalid-interval", operation.position,
                          fmt::format("`{}` is not an interval; operation `{}` has none", operation.interval_text, operation.id));
        }
        operation.interval_ms = interval.value_or(0);
    }
    if (const auto role = attribute(element, "role")) operation.role = known_role(*role, context.cluster);
    operation.enabled = parse_bool(attribute(element, "enabled").value_or("true")).value_or(true);
    std::vector<AttributeTable::value_type> attributes;
    for (const pugi::xml_attribute item : element.attributes()) attributes.emplace_back(item.name(), item.value());
    operation.attributes.merge(std::move(attributes));
    operation.meta_attributes = read_attribute_sets(context, element, "meta_attributes");
    operation.instance_attributes = read_attribute_sets(context, element, "instance_attributes");
    return operation;
}

} // namespace

std::vector<OperationConfiguration> read_operations(UnpackContext& context, const ResourceSource& source) {
    std::vector<OperationConfiguration> operations;
    std::map<std::pair<std::string, std::uint32_t>, std::string> recurring;
    const std::vector<pugi::xml_node> elements = operation_elements(context, source);
    operations.reserve(elements.size());
    for (const pugi::xml_node element : elements) {
        operations.push_back(read_operation(context, element));
        const OperationConfiguration& operation = operations.back();
        if (operation.interval_ms == 0) continue;
        const auto [first, is_new] = recurring.emplace(std::pair(operation.name, operation.interval_ms), operation.id);
        if (is_new) continue;
        context.error("duplicate-operation", operation.position,
                      fmt::format("operation `{}` has the same name and interval as `{}`; use each pair once a resource",
                                  operation.id, first->second));
    }
    return operations;
}

} // namespace placement
