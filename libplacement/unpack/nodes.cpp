#include <algorithm>

#include <fmt/format.h>

#include "base/merge_sort.h"
#include "base/preparation.h"
#include "base/text.h"
#include "unpack/unpack.h"

namespace placement {

namespace {

std::string shown_name(std::string_view name) {
    return name.empty() ? "without a name" : fmt::format("`{}`", name);
}

/// What the type of a <node> says; none for a type that Pacemaker does not know.
std::optional<NodeKind> node_kind(pugi::xml_node element) {
    const std::string_view type = attribute(element, "type").value_or("member");
    if (equals_ignoring_case(type, "member")) return NodeKind::Cluster;
    if (equals_ignoring_case(type, "remote")) return NodeKind::Remote;
    return std::nullopt;
}

Score node_score(UnpackContext& context, pugi::xml_node element) {
    const auto text = attribute(element, "score");
    if (!text) return {};
    const ParsedScore score = parse_score(*text, Score(), context.health_scores());
    if (!score.valid) {
        context.warn("invalid-score", context.position(element),
                     fmt::format("`{}` is not a score; node {} has 0", *text,
                                 shown_name(element.attribute("uname").value())));
    }
    return score.score;
}

} // namespace

const std::string* find_attribute(const Node& node, std::string_view name) {
    const auto found = node.attributes.find(name);
    return found == node.attributes.end() ? nullptr : &found->second;
}

void require_room_for_rows(const UnpackContext& context, Position position) {
    constexpr std::size_t most_places = 40'000'000;
    const Cluster& cluster = context.cluster;
    if (cluster.nodes.size() * cluster.resources.size() <= most_places) return;
    throw InputError(
        context.document.source->name(), position,
        fmt::format("more than {} places, which are {} nodes for each of {} resources and instances: lower clone-max or "
                    "replicas",
                    most_places, cluster.nodes.size(), cluster.resources.size()));
}

NodeId add_node(UnpackContext& context, std::string_view id, std::string_view name, NodeKind kind, Position position) {
    Cluster& cluster = context.cluster;
    if (cluster.find_node(name)) {
        context.warn("duplicate-node", position, fmt::format("there is more than one node {}", shown_name(name)));
    }
    Node node;
    node.id = id;
    node.name = name;
    node.kind = kind;
    node.position = position;
    node.attributes["#kind"] = kind == NodeKind::Cluster ? "cluster" : "remote";
    if (kind != NodeKind::Cluster) cluster.have_remote_nodes = true;
    const NodeId result = cluster.nodes.push_back(std::move(node));
    require_room_for_rows(context, position);
    for (auto& row : cluster.initial_nodes) row.resize(cluster.nodes.size());
    // Of nodes of one name the newest is found.
    if (!name.empty()) cluster.node_by_name[to_lower(name)] = result;
    return result;
}

void mark_startup_fencing(UnpackContext& context, NodeId node) {
    Node& marked = context.cluster.nodes[node];
    if (marked.is_remote() && !marked.connection) return;
    marked.unclean = context.cluster.options.startup_fencing;
}

void add_node_attributes(UnpackContext& context, NodeId id, const NodeSets& sets, bool transient) {
    Cluster& cluster = context.cluster;
    Node& node = cluster.nodes[id];
    node.attributes["#uname"] = node.name;
    node.attributes["#id"] = node.id;
    const auto dc = context.document.root().find("dc-uuid");
    if (!cluster.dc && dc && equals_ignoring_case(node.id, *dc)) {
        cluster.dc = id;
        node.is_dc = true;
        node.attributes["#is_dc"] = "true";
    } else if (cluster.dc != id) {
        node.attributes["#is_dc"] = "false";
    }
    const auto name = cluster.options.values.find("cluster-name");
    const bool has_name = name != cluster.options.values.end();
    if (has_name) node.attributes["#cluster-name"] = name->second;

    RuleInput input;
    input.now = cluster.now;
    if (transient && !sets.attributes.empty()) {
        AttributeTable values;
        merge(context, sets.attributes, input, values);
        values.merge(node.attributes);
        node.attributes = std::move(values);
    } else if (!transient) {
        merge(context, sets.attributes, input, node.attributes);
    }
    if (!transient || cluster.behavior.transient_utilization_counts) merge(context, sets.utilization, input, node.utilization);

    if (find_attribute(node, "#site-name") == nullptr) {
        if (const std::string* site = find_attribute(node, "site-name")) {
            node.attributes["#site-name"] = std::string(*site);
        } else if (has_name) {
            node.attributes["#site-name"] = name->second;
        }
    }
}

void unpack_nodes(UnpackContext& context) {
    for (const pugi::xml_node element : context.document.configuration().child("nodes").children("node")) {
        const Position position = context.position(element);
        const auto id = attribute(element, "id");
        if (!id) {
            context.error("missing-id", position, "a node without an id is ignored");
            continue;
        }
        const std::string_view name = attribute(element, "uname").value_or("");
        const auto kind = node_kind(element);
        const Score score = node_score(context, element);
        if (!kind) {
            context.error("unknown-node-type", position,
                          fmt::format("node {} is of the type `{}`, which is neither `member` nor `remote`: it and all "
                                      "nodes after it are ignored",
                                      shown_name(name), element.attribute("type").value()));
            return;
        }
        const NodeId node = add_node(context, *id, name, *kind, position);
        context.cluster.nodes[node].base_score = score;
        mark_startup_fencing(context, node);
        add_node_attributes(
            context, node,
            {read_attribute_sets(context, element, "instance_attributes"), read_attribute_sets(context, element, "utilization")},
            false);
    }
}

namespace {

/// New ids for old ones, everywhere in a model.
class NodeRenumbering {
public:
    explicit NodeRenumbering(IdVector<NodeId, NodeId> new_ids) : new_ids_(std::move(new_ids)) {}

    void apply(Cluster& cluster) const {
        rename(cluster.dc);
        cluster.nodes = moved(std::move(cluster.nodes));
        for (auto& [name, node] : cluster.node_by_name) rename(node);
        for (Resource& resource : cluster.resources) apply(resource);
        for (auto& row : cluster.initial_nodes) row = moved(std::move(row));
        for (LocationConstraint& location : cluster.locations) {
            for (LocationConstraint::NodeScore& entry : location.nodes) rename(entry.node);
        }
        for (ResourceHistory& history : cluster.histories) rename(history.node);
        for (FailCount& fail_count : cluster.fail_counts) rename(fail_count.node);
        for (Wish& wish : change_preparation(cluster).wishes) rename(wish.node);
    }

private:
    void rename(NodeId& node) const {
        if (node) node = new_ids_[node];
    }

    void rename(std::vector<NodeId>& nodes) const {
        for (NodeId& node : nodes) rename(node);
    }

    void apply(Resource& resource) const {
        rename(resource.remote_node);
        rename(resource.active_nodes);
        rename(resource.known_nodes);
        rename(resource.pending_node);
        rename(resource.lock_node);
        rename(resource.partial_migration_source);
        rename(resource.partial_migration_target);
        rename(resource.dangling_migration_sources);
        if (Bundle* bundle = std::get_if<Bundle>(&resource.variant)) {
            for (BundleReplica& replica : bundle->replicas) rename(replica.node);
        }
    }

    template <typename Value>
    IdVector<NodeId, Value> moved(IdVector<NodeId, Value> old) const {
        IdVector<NodeId, Value> result(old.size());
        for (const NodeId node : old.ids()) result[new_ids_[node]] = std::move(old[node]);
        return result;
    }

    IdVector<NodeId, NodeId> new_ids_;
};

} // namespace

void sort_nodes(UnpackContext& context) {
    Cluster& cluster = context.cluster;
    if (context.sorted_nodes == cluster.nodes.size()) return;
    // Pacemaker puts a new node before older ones that compare equal.
    std::vector<NodeId> order;
    for (std::size_t added = cluster.nodes.size(); added > context.sorted_nodes; --added) order.emplace_back(added - 1);
    for (std::size_t sorted = 0; sorted < context.sorted_nodes; ++sorted) order.emplace_back(sorted);
    merge_sort(order, [&](NodeId left, NodeId right) {
        const auto compared = compare_naturally(cluster.nodes[left].name, cluster.nodes[right].name);
        return compared < 0 ? -1 : compared > 0 ? 1 : 0;
    });
    IdVector<NodeId, NodeId> new_ids(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) new_ids[order[i]] = NodeId(i);
    NodeRenumbering(std::move(new_ids)).apply(cluster);
    context.sorted_nodes = cluster.nodes.size();
}

} // namespace placement
