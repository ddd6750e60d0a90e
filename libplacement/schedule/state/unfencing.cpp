#include "schedule/state/unfencing.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"

namespace placement {

namespace {

bool can_unfence(const Resource& device) {
    if (!device.fencing_device) return false;
    if (device.requirement == Requires::Unfencing) return true;
    const auto provides = device.meta.find("provides");
    return provides != device.meta.end() && equals_ignoring_case(provides->second, "unfencing");
}

void collect_devices(const WorkingState& state, const std::vector<ResourceId>& candidates,
                     std::vector<ResourceId>& devices) {
    for (const ResourceId candidate : candidates) {
        const std::vector<ResourceId>& children = state[candidate].children;
        if (!children.empty()) {
            collect_devices(state, children, devices);
        } else if (can_unfence(state.resource(candidate))) {
            devices.push_back(candidate);
        }
    }
}

/// (Pacemaker: find_unfencing_devices)
std::vector<ResourceId> unfencing_devices(const WorkingState& state) {
    std::vector<ResourceId> devices;
    collect_devices(state, state.assignment_order, devices);
    std::reverse(devices.begin(), devices.end());
    return devices;
}

std::string summary(const Resource& device, std::string_view digest) {
    return fmt::format("{}:{}:{}", device.id, device.agent, digest);
}

const std::string* recorded(const Node& node, std::string_view attribute) {
    const auto found = node.attributes.find(attribute);
    return found == node.attributes.end() ? nullptr : &found->second;
}

bool is_recorded(const Node& node, std::string_view attribute, const std::string& summary) {
    const std::string* summaries = recorded(node, attribute);
    return summaries != nullptr && summaries->find(summary) != std::string::npos;
}

/// (Pacemaker: pe__compare_fencing_digest)
bool has_changed(WorkingState& state, const Resource& device, const Node& node, const ParameterDigests& digests) {
    if (recorded(node, "#digests-all") == nullptr) return false;
    if (is_recorded(node, "#digests-all", summary(device, digests.all))) return false;
    const std::string secure = summary(device, digests.secure);
    if (is_recorded(node, "#digests-secure", secure)) {
        state.notices.push_back(
            fmt::format("Only 'private' parameters to {} for unfencing {} changed", device.id, node.name));
        return false;
    }
    if (state.options.sanitized) {
        state.notices.push_back(
            fmt::format("Parameters to {} for unfencing {} changed, try '{}'", device.id, node.name, secure));
    }
    state.notices.push_back(
        fmt::format("notice: Unfencing node {} because the definition of {} changed", node.name, device.id));
    return true;
}

} // namespace

Unfencing compare_unfencing(WorkingState& state, NodeId node) {
    Unfencing result;
    for (const ResourceId id : unfencing_devices(state)) {
        const Resource& device = state.resource(id);
        NextChange next_change;
        const ParameterDigests& digests = state.digests.unfencing(state.cluster, id, node, &next_change);
        recheck_by(state, next_change);
        if (has_changed(state, device, state.node(node), digests)) result.definition_changed = true;
        result.digests_all += summary(device, digests.all) + ",";
        result.digests_secure += summary(device, digests.secure) + ",";
    }
    return result;
}

} // namespace placement
