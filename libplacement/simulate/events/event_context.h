#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/operation_status.h"
#include "cib/edit.h"
#include "placement/scenario.h"

/// What each kind of event does; inside simulate/events/.
namespace placement {

/// What an event happens to.
struct EventContext {
    const Cluster& cluster; ///< the state before it
    CibEdit& edit;
    Diagnostics& notes; ///< what is odd about it
};

void note(const EventContext& context, const char* code, std::string message, Position position = {});
/// "a, b".
std::string joined_names(const std::vector<std::string>& names);

struct ResourceFailure {
    ResourceId resource;
    NodeId node;
    std::int32_t exit_status = exit_status::not_running;
    std::int32_t execution_status = execution_status::done;
    std::string reason;
};

void fail(const ResourceFailure& failure, const EventContext& context);
/// The name under which the node keeps the resource's history.
std::string name_in_history(const Cluster& cluster, ResourceId resource, NodeId node);
/// The primitives that a failure of the resource may mean: itself, or the instances of the only primitive in a clone.
/// Throws ImpossibleEvent for a group.
void collect_primitives(const Cluster& cluster, ResourceId resource, std::vector<ResourceId>& primitives);

// nodes.cpp
void happen(const NodeFails& event, const EventContext& context);
void happen(const NodeLeaves& event, const EventContext& context);
void happen(const NodeJoins& event, const EventContext& context);
void happen(const NodeStandby& event, const EventContext& context);
void happen(const NodeUnstandby& event, const EventContext& context);
void happen(const NodeMaintenance& event, const EventContext& context);
void happen(const NodeUnmaintenance& event, const EventContext& context);
void happen(const NodeAttributeSet& event, const EventContext& context);

// failures.cpp
void happen(const ResourceFails& event, const EventContext& context);
void happen(const OperationEnds& event, const EventContext& context);
void happen(const OperationWillFail& event, const EventContext& context);
void happen(const FencingWillFail& event, const EventContext& context);

// configuration.cpp
void happen(const ResourceDisabled& event, const EventContext& context);
void happen(const ResourceEnabled& event, const EventContext& context);
void happen(const ResourceUnmanaged& event, const EventContext& context);
void happen(const ResourceManaged& event, const EventContext& context);
void happen(const OptionSet& event, const EventContext& context);
void happen(const WatchdogChanges& event, const EventContext& context);

// constraints.cpp
void happen(const ResourceMoved& event, const EventContext& context);
void happen(const ResourceBanned& event, const EventContext& context);
void happen(const ResourceCleared& event, const EventContext& context);

// cleanup.cpp
void happen(const ResourceCleanedUp& event, const EventContext& context);
void happen(const ResourceRefreshed& event, const EventContext& context);

// events.cpp
void happen(const TicketChanges& event, const EventContext& context);
void happen(const TimePasses& event, const EventContext& context);
void happen(const PromotionScoreSet& event, const EventContext& context);
void happen(const ClusterSettles& event, const EventContext& context);

/// "2", "1.5".
std::string seconds_text(const TimePasses& pause);

} // namespace placement
