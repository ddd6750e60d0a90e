#include <utility>
#include <vector>

#include "base/text.h"
#include "unpack/resource_building.h"

namespace placement {

namespace {

/// (Pacemaker: dup_attr)
void take_over(const AttributeTable& from, AttributeTable& to) {
    std::vector<AttributeTable::value_type> pairs;
    pairs.reserve(from.size());
    for (const auto& [name, value] : from) {
        if (!equals_ignoring_case(value, "#default")) pairs.emplace_back(name, value);
    }
    to.merge(std::move(pairs));
}

void take_over_attributes(UnpackContext& context, const ResourceSource& source, AttributeTable& meta) {
    std::vector<AttributeTable::value_type> pairs{{"id", std::string(*source.attribute("id"))}};
    for (const pugi::xml_attribute item : (source.base ? source.base : source.own).attributes()) {
        const std::string_view value = item.value();
        if (equals_ignoring_case(value, "#default")) {
            context.warn("deprecated-default-value", context.position(source.own),
                         "`#default` as a value is deprecated: leave the name out instead");
        } else {
            pairs.emplace_back(item.name(), value);
        }
    }
    meta.merge(std::move(pairs));
}

void take_former_options(const UnpackContext& context, std::string_view owner, AttributeTable& meta) {
    if (!context.cluster.behavior.restart_type_counts) return;
    for (const FormerOption& option : context.document.former_options) {
        if (option.owner == owner && option.name == "restart-type") meta.emplace(option.name, option.value);
    }
}

} // namespace

AttributeTable read_meta_attributes(UnpackContext& context, ResourceId id, const ResourceSource& source) {
    const Cluster& cluster = context.cluster;
    const Resource& resource = cluster.resources[id];
    RuleInput input;
    input.now = cluster.now;
    if (!resource.standard.empty()) input.standard = &resource.standard;
    if (!resource.provider.empty()) input.provider = &resource.provider;
    if (!resource.agent.empty()) input.agent = &resource.agent;

    AttributeTable meta;
    if (!source.number.empty()) meta.emplace("clone", source.number);
    take_over_attributes(context, source, meta);
    merge(context, context.meta_sets[id], input, meta);
    take_former_options(context, resource.xml_id, meta);
    take_former_options(context, resource.template_id, meta);
    if (cluster.behavior.instance_attributes_are_meta) {
        merge(context, read_sets(context, source).parameters, input, meta);
    }
    if (resource.parent) {
        // A parent's sets are judged anew, since their rules may ask for the child's agent.
        AttributeTable inherited;
        for (ResourceId parent = resource.parent; parent; parent = cluster.resources[parent].parent) {
            merge(context, context.meta_sets[parent], input, inherited);
        }
        take_over(inherited, meta);
    }
    const bool of_clone = cluster.resources[cluster.top(id)].is_clone() || is_element(source.own, "clone");
    merge(context, of_clone ? context.clone_defaults : cluster.resource_defaults, input, meta);
    if (resource.parent) take_over(cluster.resources[resource.parent].meta, meta);
    take_former_options(context, "", meta); // of the defaults
    return meta;
}

const std::string* find_meta(const Resource& resource, std::string_view name) {
    const auto found = resource.meta.find(name);
    return found == resource.meta.end() ? nullptr : &found->second;
}

} // namespace placement
