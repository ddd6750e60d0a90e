#include "schedule/state/capacity.h"

#include <algorithm>
#include <limits>

#include "base/text.h"

namespace placement {

namespace {

/// What is no number is the least of all, so that who needs it leaves more behind than was there.
/// (Pacemaker: utilization_value)
std::int32_t amount_of(const std::string& text) {
    return parse_integer_from(text, std::numeric_limits<std::int32_t>::min());
}

void change(Capacity& amount, const WorkingState& state, ResourceId resource, std::int64_t sign) {
    for (const auto& [name, text] : state.resource(resource).utilization) {
        std::int32_t& value = amount[name];
        const std::int64_t changed = value + sign * amount_of(text);
        value = static_cast<std::int32_t>(std::clamp<std::int64_t>(changed, std::numeric_limits<std::int32_t>::min(),
                                                                   std::numeric_limits<std::int32_t>::max()));
    }
}

} // namespace

Capacity parse_capacity(const AttributeTable& attributes) {
    Capacity capacity;
    for (const auto& [name, text] : attributes) capacity[name] = amount_of(text);
    return capacity;
}

void consume_capacity(WorkingState& state, NodeId node, ResourceId resource) {
    change(state.nodes[node].capacity, state, resource, -1);
}

void release_capacity(Capacity& amount, const WorkingState& state, ResourceId resource) {
    change(amount, state, resource, 1);
}

bool has_capacity(const WorkingState& state, NodeId node, const Capacity& needed) {
    const Capacity& left = state.nodes[node].capacity;
    return std::all_of(needed.begin(), needed.end(), [&](const auto& need) {
        const auto found = left.find(need.first);
        return need.second <= (found == left.end() ? 0 : found->second);
    });
}

Capacity needs_of(const WorkingState& state, ResourceId resource) {
    Capacity needed;
    release_capacity(needed, state, resource);
    return needed;
}

} // namespace placement
