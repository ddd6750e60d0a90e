#include "simulate/sequence/played_agent.h"

#include <algorithm>
#include <initializer_list>

#include <fmt/format.h>

#include "base/text.h"
#include "simulate/carry_out/executor.h"

namespace placement {

namespace {

std::vector<std::string> names_in(const TransitionAction& action, std::initializer_list<const char*> attributes) {
    for (const char* name : attributes) {
        if (const std::string listed = meta_attribute(action, name); !listed.empty()) return split(listed, " ");
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

AgentOperation agent_operation(const TransitionAction& action) {
    AgentOperation operation;
    operation.node = action.node;
    operation.task = action.operation;
    operation.interval_ms = action.interval_ms;
    if (action.operation != task::notify) return operation;
    operation.notification = meta_attribute(action, "notify_type");
    operation.about = meta_attribute(action, "notify_operation");
    operation.promoted_nodes = names_in(action, {"notify_promoted_uname", "notify_master_uname"});
    operation.unpromoted_nodes = names_in(action, {"notify_unpromoted_uname", "notify_slave_uname"});
    const std::string changed = fmt::format("notify_{}_uname", operation.about);
    operation.changed_nodes = names_in(action, {changed.c_str()});
    return operation;
}

std::string without_instance(const std::string& id) {
    const std::size_t colon = id.rfind(':');
    if (colon == std::string::npos || colon + 1 == id.size()) return id;
    return id.find_first_not_of("0123456789", colon + 1) == std::string::npos ? id.substr(0, colon) : id;
}

} // namespace placement
