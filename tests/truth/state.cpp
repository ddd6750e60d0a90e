#include "truth/state.h"

#include <algorithm>
#include <sstream>
#include <stdexcept>
#include <vector>

namespace placement::truth {

namespace {

std::string shown_role(const Cluster& cluster, ResourceId id) {
    const Role role = cluster.resources[id].role;
    if (role != Role::Started) return std::string(text(role));
    for (ResourceId each = id; each; each = cluster.resources[each].parent) {
        const Resource& around = cluster.resources[each];
        if (around.is_clone() && around.clone().promotable) return "Unpromoted";
    }
    return "Started";
}

std::set<std::string> flags_of(const Resource& resource, const Node& node) {
    std::set<std::string> flags;
    if (resource.blocked) flags.insert("blocked");
    if (resource.failed) flags.insert("failed");
    if (resource.ignore_failure) flags.insert("failure_ignored");
    if (!resource.managed) flags.insert("unmanaged");
    if (!node.online && node.unclean) flags.insert("unclean");
    return flags;
}

bool is_number(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::vector<std::string> parts_of(const std::string& text, char separator) {
    std::vector<std::string> parts;
    std::istringstream stream(text);
    for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
    return parts;
}

/// "resource:node:role+flag"; the resource's name may have an instance's number.
void add_word(const std::string& word, State& state) {
    const std::size_t role = word.rfind(':');
    const std::size_t node = role == std::string::npos || role == 0 ? role : word.rfind(':', role - 1);
    if (node == std::string::npos || node == 0) throw std::runtime_error("`" + word + "` is not a resource:node:role");
    std::string resource = word.substr(0, node);
    const std::size_t number = resource.rfind(':');
    if (number != std::string::npos && is_number(resource.substr(number + 1))) resource.resize(number);
    const auto parts = parts_of(word.substr(role + 1), '+');
    There there{word.substr(node + 1, role - node - 1), parts.front()};
    there.flags.insert(parts.begin() + 1, parts.end());
    state[resource].insert(std::move(there));
}

} // namespace

State state_of(const Cluster& cluster) {
    State state;
    for (const ResourceId id : cluster.resources.ids()) {
        const Resource& resource = cluster.resources[id];
        if (!resource.is_primitive() || resource.role == Role::Stopped) continue;
        for (const NodeId node : resource.active_nodes) {
            state[resource.xml_id].insert(
                {cluster.nodes[node].name, shown_role(cluster, id), flags_of(resource, cluster.nodes[node])});
        }
    }
    return state;
}

State parse_state(std::string_view text) {
    State state;
    std::istringstream words{std::string(text)};
    for (std::string word; words >> word;) add_word(word, state);
    return state;
}

std::string text(const State& state) {
    std::string result;
    for (const auto& [resource, places] : state) {
        for (const There& there : places) {
            result += (result.empty() ? "" : " ") + resource + ':' + there.node + ':' + there.role;
            for (const std::string& flag : there.flags) result += '+' + flag;
        }
    }
    return result;
}

std::set<std::string> different(const State& one, const State& other) {
    std::set<std::string> resources;
    for (const auto& [resource, places] : one) {
        const auto found = other.find(resource);
        if (found == other.end() || found->second != places) resources.insert(resource);
    }
    for (const auto& [resource, places] : other) {
        if (!one.contains(resource)) resources.insert(resource);
    }
    return resources;
}

} // namespace placement::truth
