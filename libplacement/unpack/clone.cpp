#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "unpack/resource_building.h"

namespace placement {

namespace {

/// A meta attribute that is a number, by its present or its old name. (Pacemaker: unpack_meta_int)
std::int32_t meta_number(UnpackContext& context, const Resource& clone, const char* name, const char* old_name,
                         std::int32_t default_value) {
    const std::string* value = find_meta(clone, name);
    if (value == nullptr && old_name != nullptr) {
        value = find_meta(clone, old_name);
        if (value != nullptr) {
            context.note("old-meta-name", clone.position,
                         fmt::format("`{}` of clone `{}` is now called `{}`", old_name, clone.xml_id, name));
        }
    }
    if (value == nullptr) return default_value;
    const auto number = parse_integer(*value);
    if (!number || *number < 0) {
        context.warn("invalid-number", clone.position,
                     fmt::format("`{}` of clone `{}` is `{}`, which is not a number of 0 or more; 0 is used", name,
                                 clone.xml_id, *value));
    }
    return parse_integer_from(*value, 0);
}

pugi::xml_node cloned_element(const UnpackContext& context, ResourceId id, const ResourceSource& source) {
    if (const auto implied = context.cloned_elements.find(id); implied != context.cloned_elements.end()) {
        return implied->second;
    }
    for (const pugi::xml_node child : source.children()) {
        if (is_element(child, "primitive") || is_element(child, "group")) return child;
    }
    return {};
}

Clone read_clone(UnpackContext& context, const Resource& resource) {
    Clone clone;
    clone.promotable = resource.promotable;
    clone.globally_unique = resource.unique;
    if (clone.promotable) {
        clone.promoted_max = meta_number(context, resource, "promoted-max", "master-max", 1);
        clone.promoted_node_max = meta_number(context, resource, "promoted-node-max", "master-node-max", 1);
    }
    const auto node_count = static_cast<std::int32_t>(context.cluster.nodes.size());
    clone.clone_node_max = meta_number(context, resource, "clone-node-max", nullptr, 1);
    clone.clone_max = meta_number(context, resource, "clone-max", nullptr, std::max(1, node_count));
    const std::string* ordered = find_meta(resource, "ordered");
    clone.ordered = ordered != nullptr && is_true(*ordered);
    const std::string* interleave = find_meta(resource, "interleave");
    clone.interleave = interleave != nullptr && is_true(*interleave);
    if (!clone.globally_unique && clone.clone_node_max > 1) {
        context.error("anonymous-clone-node-max", resource.position,
                      fmt::format("clone `{}` is anonymous and can have only one instance on each node: clone-node-max={} is "
                                  "ignored", resource.xml_id, clone.clone_node_max));
        clone.clone_node_max = 1;
    }
    return clone;
}

void mark_removed(Cluster& cluster, ResourceId id) {
    cluster.resources[id].removed = true;
    for (const ResourceId child : cluster.resources[id].children) mark_removed(cluster, child);
}

} // namespace

ResourceId add_clone_instance(UnpackContext& context, ResourceId clone) {
    Cluster& cluster = context.cluster;
    const std::size_t number = cluster.resources[clone].children.size();
    ResourceSource source{context.cloned_elements.at(clone), {}, fmt::format("{}", number)};
    const ResourceId instance = unpack_resource(context, std::move(source), clone);
    if (!instance) return instance;
    cluster.resources[clone].children.push_back(instance);
    const std::int32_t clone_max = cluster.resources[clone].clone().clone_max;
    if (static_cast<std::int64_t>(number) >= clone_max) mark_removed(cluster, instance);
    cluster.resources[instance].meta["clone-max"] = fmt::format("{}", clone_max);
    return instance;
}

bool unpack_clone(UnpackContext& context, ResourceId id, const ResourceSource& source) {
    IdVector<ResourceId, Resource>& resources = context.cluster.resources;
    resources[id].variant = read_clone(context, resources[id]);
    const pugi::xml_node element = cloned_element(context, id, source);
    if (!element) {
        context.error("empty-clone", resources[id].position,
                      fmt::format("clone `{}` has nothing to clone and is ignored", resources[id].xml_id));
        return false;
    }
    context.cloned_elements[id] = element;
    // What the instances take over: a little stickiness, so that they do not move for nothing.
    resources[id].meta.emplace("resource-stickiness", "1");
    resources[id].meta["globally-unique"] = resources[id].unique ? "true" : "false";
    // An instance may lower clone-max while it is made; and one instance is there always.
    for (std::int32_t count = 0; count < std::max(1, resources[id].clone().clone_max); ++count) {
        if (!add_clone_instance(context, id)) return false;
    }
    return true;
}

} // namespace placement
