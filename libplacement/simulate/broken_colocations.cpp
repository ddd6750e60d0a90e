#include "simulate/broken_colocations.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/role_words.h"
#include "simulate/standing.h"

namespace placement {

namespace {

bool has_role(const Cluster& cluster, ResourceId primitive, Role asked) {
    if (cluster.resources[primitive].role <= Role::Stopped) return false;
    return (asked != Role::Promoted && asked != Role::Unpromoted) || told_role(cluster, primitive) == asked;
}

bool any_primitive(const Cluster& cluster, ResourceId id, const std::function<bool(ResourceId)>& test) {
    const Resource& resource = cluster.resources[id];
    if (resource.is_primitive()) return test(id);
    return std::ranges::any_of(resource.children, [&](ResourceId child) { return any_primitive(cluster, child, test); });
}

class Search {
public:
    explicit Search(const Cluster& cluster) : cluster_(cluster) {}

    std::vector<BrokenColocation> run() const {
        std::vector<BrokenColocation> found;
        for (const Colocation& each : cluster_.colocations) {
            if (!each.configured || !each.score.is_infinite() || !is_plain(each.dependent) || !is_plain(each.primary)) continue;
            any_primitive(cluster_, each.dependent, [&](ResourceId dependent) {
                const std::optional<NodeId> node = broken_on(each, dependent);
                if (node) found.push_back({each.id, told(each, cluster_.resources[dependent], cluster_.nodes[*node].name)});
                return node.has_value();
            });
        }
        return found;
    }

private:
    bool is_plain(ResourceId id) const {
        const Resource& resource = cluster_.resources[id];
        return !resource.is_bundle() && !resource.launcher && !cluster_.resources[cluster_.top(id)].is_bundle();
    }

    /// The node where the dependent is although it must not be there.
    std::optional<NodeId> broken_on(const Colocation& colocation, ResourceId id) const {
        const Resource& dependent = cluster_.resources[id];
        const bool is_left_alone = !dependent.managed || dependent.blocked || dependent.failed || dependent.removed;
        if (is_left_alone || !has_role(cluster_, id, colocation.dependent_role) || dependent.active_nodes.size() != 1) return {};
        const Node& node = cluster_.nodes[dependent.active_nodes.front()];
        if (node.is_guest() || !node.online || node.unclean || node.maintenance) return {};
        bool is_together = false;
        bool is_uncertain = false;
        any_primitive(cluster_, colocation.primary, [&](ResourceId primary_id) {
            const Resource& primary = cluster_.resources[primary_id];
            if (primary.active_nodes.empty() || !has_role(cluster_, primary_id, colocation.primary_role)) return false;
            for (const NodeId active : primary.active_nodes) {
                const Node& other = cluster_.nodes[active];
                is_uncertain = is_uncertain || other.is_guest() || other.unclean || !other.online;
                is_together = is_together || is_same_place(colocation, node, other);
            }
            is_uncertain = is_uncertain || primary.failed;
            return false;
        });
        const bool must_be_together = colocation.score.value() > 0;
        if (is_uncertain || is_together == must_be_together) return {};
        return dependent.active_nodes.front();
    }

    static bool is_same_place(const Colocation& colocation, const Node& one, const Node& other) {
        if (colocation.node_attribute == "#uname") return &one == &other;
        const auto left = one.attributes.find(colocation.node_attribute);
        const auto right = other.attributes.find(colocation.node_attribute);
        return left != one.attributes.end() && right != other.attributes.end() && left->second == right->second;
    }

    Diagnostic told(const Colocation& colocation, const Resource& dependent, const std::string& node) const {
        const std::string primary = with_role(cluster_.resources[colocation.primary].id, colocation.primary_role);
        return {Severity::Warning, "broken-colocation",
                fmt::format("the mandatory colocation {} does not hold at rest: {} is on {}, where {} {}", colocation.id,
                            with_role(dependent.id, colocation.dependent_role), node, primary,
                            colocation.score.value() > 0 ? "is not" : "is, too"),
                colocation.position};
    }

    const Cluster& cluster_;
};

} // namespace

std::vector<BrokenColocation> broken_colocations(const Cluster& at_rest) { return Search(at_rest).run(); }

} // namespace placement
