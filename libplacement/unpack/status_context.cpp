#include "unpack/status_context.h"

#include "base/text.h"

namespace placement {

namespace {

StatusContext::HistoryIndex index_of(const std::vector<ResourceHistory>& histories) {
    StatusContext::HistoryIndex index;
    for (std::uint32_t i = 0; i < histories.size(); ++i) {
        index[{histories[i].node_name, histories[i].xml_id}].push_back(i);
    }
    return index;
}

} // namespace

const std::vector<std::uint32_t>& histories_of(const StatusContext& context, std::string_view node_name,
                                               std::string_view resource_id) {
    static const std::vector<std::uint32_t> none;
    if (!context.histories) context.histories = index_of(context.cluster.histories);
    const auto found = context.histories->find({node_name, resource_id});
    return found == context.histories->end() ? none : found->second;
}

NodeId find_node_by_id_or_name(const Cluster& cluster, std::string_view id, std::string_view name) {
    for (const NodeId node : cluster.nodes.ids()) {
        if (equals_ignoring_case(cluster.nodes[node].id, id)) return node;
    }
    return cluster.find_node(name);
}

bool is_bundled(const Cluster& cluster, ResourceId resource) {
    while (cluster.resources[resource].parent) resource = cluster.resources[resource].parent;
    return cluster.resources[resource].is_bundle();
}

bool is_anonymous_clone(const Cluster& cluster, ResourceId resource) {
    return cluster.resources[resource].is_clone() && !cluster.resources[resource].unique;
}

bool needs_fencing(const Resource& resource) {
    return resource.requirement == Requires::Fencing || resource.requirement == Requires::Unfencing;
}

std::string_view without_instance_number(std::string_view id) {
    const auto colon = id.find_last_not_of("0123456789");
    if (colon == std::string_view::npos || colon == 0 || colon + 1 == id.size() || id[colon] != ':') return id;
    return id.substr(0, colon);
}

std::int64_t seconds_of(std::uint32_t milliseconds) {
    if (milliseconds == 0) return 0;
    if (milliseconds < 1000) return 1;
    return milliseconds / 1000 + (milliseconds % 1000 >= 500 ? 1 : 0);
}

} // namespace placement
