#include "simulate/verify/agents_elsewhere.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "cib/document.h"

namespace placement {

namespace {

/// The cluster sets it, or an operator.
bool is_set_by_others(std::string_view name) {
    static constexpr std::array<std::string_view, 5> names{"shutdown", "terminate", "standby", "maintenance", "probe_complete"};
    return name.starts_with('#') || name.starts_with("fail-count-") || name.starts_with("last-failure-") ||
           std::ranges::find(names, name) != names.end();
}

bool is_set_by(std::string_view name, const std::vector<PlayedAgent>& played) {
    return std::ranges::any_of(played,
                               [&](const PlayedAgent& agent) { return name.find(agent.resource) != std::string_view::npos; });
}

} // namespace

AgentsElsewhere::AgentsElsewhere(const Cib& cib, const std::vector<PlayedAgent>& played) {
    for (const auto& state : cib.document().status().children()) {
        const StateElement* const transient = state->is("node_state") ? state->child("transient_attributes") : nullptr;
        if (transient == nullptr) continue;
        const std::string node(state->value("uname"));
        for (const auto& set : transient->children()) {
            for (const auto& pair : set->children()) {
                const std::string_view name = pair->value("name");
                if (!pair->is("nvpair") || is_set_by_others(name) || is_set_by(name, played)) continue;
                attributes_[node].push_back({node, std::string(name), std::string(pair->value("value"))});
            }
        }
    }
}

std::vector<Event> AgentsElsewhere::join(const std::string& node) const {
    std::vector<Event> events{NodeJoins{node}};
    const auto found = attributes_.find(node);
    if (found != attributes_.end()) events.insert(events.end(), found->second.begin(), found->second.end());
    return events;
}

} // namespace placement
