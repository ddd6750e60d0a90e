#include "schedule/state/report.h"

#include <vector>

#include <fmt/format.h>

#include "base/table_order.h"
#include "schedule/state/capacity.h"
#include "schedule/state/resources.h"

namespace placement {

namespace {

/// "cpus=2 memory=4096"
std::string text(const AttributeTable& amounts) {
    std::vector<std::string_view> names;
    for (const auto& [name, amount] : amounts) names.push_back(name);
    std::string text;
    for (const std::string_view name : in_table_order(names)) {
        text += fmt::format("{}{}={}", text.empty() ? "" : " ", name, amounts.find(name)->second);
    }
    return text;
}

/// What the node has left; what nobody took anything from, as it was written.
AttributeTable amounts_left(const WorkingState& state, NodeId node) {
    AttributeTable left = state.node(node).utilization;
    const Capacity original = parse_capacity(left);
    for (const auto& [name, amount] : state.nodes[node].capacity) {
        const auto before = original.find(name);
        if (before == original.end() || before->second != amount) left[name] = std::to_string(amount);
    }
    return left;
}

std::uint32_t noted(WorkingState& state, const AttributeTable& amounts) {
    state.reported_amounts.push_back(text(amounts));
    return static_cast<std::uint32_t>(state.reported_amounts.size() - 1);
}

} // namespace

void report_scores(WorkingState& state, ResourceId resource, ReportedScore::By by) {
    if (state.resource(resource).removed) return;
    const NodeTable& table = state.scores[resource];
    for (const NodeId node : table.ids()) {
        if (!table[node].listed) continue;
        state.report.push_back(
            {.kind = ReportedScore::Kind::Assignment, .by = by, .resource = resource, .node = node, .score = table[node].score});
    }
    for (const ResourceId child : state[resource].children) report_scores(state, child, by);
}

void report_promotion_score(WorkingState& state, ResourceId instance) {
    state.report.push_back({.kind = ReportedScore::Kind::Promotion,
                            .by = {},
                            .resource = instance,
                            .node = assigned_location(state, instance),
                            .score = state[instance].promotion_score});
}

void report_capacities(WorkingState& state, ReportedScore::By when) {
    if (!state.options.with_utilization) return;
    for (const NodeId node : state.nodes.ids()) {
        const Node& configured = state.node(node);
        if (configured.is_guest() && is_bundled(state, configured.connection)) continue;
        state.report.push_back({.kind = ReportedScore::Kind::Capacity,
                                .by = when,
                                .resource = {},
                                .node = node,
                                .score = {},
                                .amounts = noted(state, amounts_left(state, node))});
    }
}

void report_utilization(WorkingState& state, ResourceId resource) {
    if (!state.options.with_utilization) return;
    state.report.push_back({.kind = ReportedScore::Kind::Utilization,
                            .by = {},
                            .resource = resource,
                            .node = state[resource].assigned_node,
                            .score = {},
                            .amounts = noted(state, state.resource(resource).utilization)});
}

} // namespace placement
