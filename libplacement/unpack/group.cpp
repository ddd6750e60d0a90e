#include <fmt/format.h>

#include "base/text.h"
#include "unpack/resource_building.h"

namespace placement {

namespace {

/// True unless the meta attribute says otherwise. (Pacemaker: set_group_flag)
bool group_flag(UnpackContext& context, const Resource& group, const char* name) {
    const std::string* value = find_meta(group, name);
    if (value == nullptr || parse_bool(*value).value_or(true)) return true;
    context.note("deprecated-group-option", group.position,
                 fmt::format("group `{}` sets `{}` to false, which is deprecated: use a resource set instead",
                             group.xml_id, name));
    return false;
}

} // namespace

bool unpack_group(UnpackContext& context, ResourceId id, const ResourceSource& source) {
    IdVector<ResourceId, Resource>& resources = context.cluster.resources;
    Group group;
    group.ordered = group_flag(context, resources[id], "ordered");
    group.colocated = group_flag(context, resources[id], "collocated");
    resources[id].variant = group;
    for (const pugi::xml_node element : source.children("primitive")) {
        const ResourceId member = unpack_resource(context, {element, {}, source.number}, id);
        if (member) resources[id].children.push_back(member);
    }
    if (!resources[id].children.empty()) return true;
    context.error("empty-group", resources[id].position,
                  fmt::format("group `{}` has no usable member and is ignored", resources[id].xml_id));
    return false;
}

} // namespace placement
