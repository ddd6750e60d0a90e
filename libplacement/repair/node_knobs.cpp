#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "repair/knob.h"

namespace placement {

namespace {

/// Nodes concern whatever may run there.
constexpr std::size_t distance_of_nodes = 1;

/// The configured nodes: entries that no node belongs to, and what keeps a node from running anything.
class NodeKnobs {
public:
    NodeKnobs(const KnobSource& source, std::vector<Knob>& knobs) : source_(source), cluster_(source.cluster), knobs_(knobs) {}

    void run() {
        for (const Node& node : cluster_.nodes) {
            add_removal(node);
            for (const char* const name : {"standby", "maintenance"}) release(node, name);
        }
    }

private:
    /// The same node may have had another id before, or a name in other letters.
    bool is_known_by_another_entry(const Node& node) const {
        return std::ranges::any_of(cluster_.nodes, [&](const Node& other) {
            return &other != &node && other.seen && equals_ignoring_case(other.name, node.name);
        });
    }

    /// Of a node that the status knows nothing of. If it is a node of its own, it may run whatever nobody sees, and is fenced therefore.
    void add_removal(const Node& node) {
        const std::vector<std::string> ids = source_.edit.configured_node_ids();
        if (node.kind != NodeKind::Cluster || node.seen || std::ranges::count(ids, node.id) != 1) return;
        const bool is_fenced = cluster_.options.fencing_enabled && !is_known_by_another_entry(node);
        ConfigurationChange change{ChangeKind::RemoveNode, node.id};
        change.node = node.name;
        knobs_.push_back({std::move(change),
                          Knob::Change::Removal,
                          fmt::format("without the entry of node {} with the id {}, which was never seen", node.name, node.id),
                          {},
                          node.position,
                          "node " + node.id,
                          distance_of_nodes,
                          {{"", is_fenced ? std::set{Protection::Fencing} : std::set<Protection>{}}}});
    }

    void release(const Node& node, const std::string& name) {
        const std::string now = source_.edit.node_attribute(node.name, name).value_or("");
        if (!parse_bool(now).value_or(false)) return;
        ConfigurationChange change{ChangeKind::SetNodeAttribute, {}, name};
        change.node = node.name;
        knobs_.push_back({std::move(change),
                          Knob::Change::Choice,
                          fmt::format("node attribute {} of {}", name, node.name),
                          now,
                          node.position,
                          "node " + node.id,
                          distance_of_nodes,
                          {{"", {}}}});
    }

    const KnobSource& source_;
    const Cluster& cluster_;
    std::vector<Knob>& knobs_;
};

} // namespace

void add_node_knobs(const KnobSource& source, std::vector<Knob>& knobs) { NodeKnobs(source, knobs).run(); }

} // namespace placement
