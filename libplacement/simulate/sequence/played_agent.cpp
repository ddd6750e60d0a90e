#include "simulate/sequence/played_agent.h"

#include <algorithm>
#include <initializer_list>

#include <fmt/format.h>

#include "base/text.h"

namespace placement {

namespace {

std::string_view value_of(const AttributeTable& told, std::string_view name) {
    const auto found = told.find(name);
    return found == told.end() ? std::string_view() : std::string_view(found->second);
}

std::vector<std::string> names_in(const AttributeTable& told, std::initializer_list<std::string_view> attributes) {
    for (const std::string_view name : attributes) {
        if (const std::string_view listed = value_of(told, name); !listed.empty()) return split(listed, " ");
    }
    return {};
}

} // namespace

void PlayedAgent::believe(const TransitionAction& done) {
    if (done.operation == task::promote) promoted.insert(done.node);
    if (done.operation == task::demote || done.operation == task::stop) promoted.erase(done.node);
}

PlayedAgent* find_played(std::vector<PlayedAgent>& agents, const std::string& resource) {
    const auto found = std::ranges::find(agents, resource, &PlayedAgent::resource);
    return found == agents.end() ? nullptr : &*found;
}

const PlayedAgent* find_played(const std::vector<PlayedAgent>& agents, const std::string& resource) {
    const auto found = std::ranges::find(agents, resource, &PlayedAgent::resource);
    return found == agents.end() ? nullptr : &*found;
}

AgentOperation agent_operation(const TransitionAction& action, const AttributeTable& told) {
    AgentOperation operation;
    operation.node = action.node;
    operation.task = action.operation;
    operation.interval_ms = action.interval_ms;
    if (action.operation != task::notify) return operation;
    operation.notification = value_of(told, "notify_type");
    operation.about = value_of(told, "notify_operation");
    operation.promoted_nodes = names_in(told, {"notify_promoted_uname", "notify_master_uname"});
    operation.unpromoted_nodes = names_in(told, {"notify_unpromoted_uname", "notify_slave_uname"});
    operation.changed_nodes = names_in(told, {fmt::format("notify_{}_uname", operation.about)});
    return operation;
}

std::string without_instance(const std::string& id) {
    const std::size_t colon = id.rfind(':');
    if (colon == std::string::npos || colon + 1 == id.size()) return id;
    return id.find_first_not_of("0123456789", colon + 1) == std::string::npos ? id.substr(0, colon) : id;
}

} // namespace placement
