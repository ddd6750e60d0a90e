#include "placement/scenario.h"

#include <utility>

#include "placement/agents.h"

namespace placement {

template <typename Value>
List<Value>::List() noexcept = default;
template <typename Value>
List<Value>::List(std::initializer_list<Value> values) : std::vector<Value>(values) {}
template <typename Value>
List<Value>::List(std::vector<Value> values) : std::vector<Value>(std::move(values)) {}
template <typename Value>
List<Value>::List(const List&) = default;
template <typename Value>
List<Value>::List(List&&) noexcept = default;
template <typename Value>
List<Value>& List<Value>::operator=(const List&) = default;
template <typename Value>
List<Value>& List<Value>::operator=(List&&) noexcept = default;
template <typename Value>
List<Value>::~List() = default;

template class List<Agent>;
template class List<Event>;
template class List<OperationDuration>;
template class List<OperationResult>;
template class List<std::string>;

template <typename... Kinds>
OneOf<Kinds...>::OneOf() = default;
template <typename... Kinds>
template <typename Kind>
requires(std::same_as<Kind, Kinds> || ...) OneOf<Kinds...>::OneOf(Kind kind) : std::variant<Kinds...>(std::move(kind)) {}
template <typename... Kinds>
OneOf<Kinds...>::OneOf(const OneOf&) = default;
template <typename... Kinds>
OneOf<Kinds...>::OneOf(OneOf&&) noexcept = default;
template <typename... Kinds>
OneOf<Kinds...>& OneOf<Kinds...>::operator=(const OneOf&) = default;
template <typename... Kinds>
OneOf<Kinds...>& OneOf<Kinds...>::operator=(OneOf&&) noexcept = default;
template <typename... Kinds>
OneOf<Kinds...>::~OneOf() = default;

template class OneOf<NodeFails, NodeLeaves, NodeJoins, NodeStandby, NodeUnstandby, NodeMaintenance, NodeUnmaintenance,
                     ResourceFails, ResourceDisabled, ResourceEnabled, ResourceUnmanaged, ResourceManaged, ResourceMoved,
                     ResourceBanned, ResourceCleared, ResourceCleanedUp, ResourceRefreshed, OperationEnds, TicketChanges,
                     WatchdogChanges, TimePasses, NodeAttributeSet, PromotionScoreSet, OptionSet, OperationWillFail,
                     FencingWillFail, ClusterSettles>;
template Event::OneOf(NodeFails);
template Event::OneOf(NodeLeaves);
template Event::OneOf(NodeJoins);
template Event::OneOf(NodeStandby);
template Event::OneOf(NodeUnstandby);
template Event::OneOf(NodeMaintenance);
template Event::OneOf(NodeUnmaintenance);
template Event::OneOf(ResourceFails);
template Event::OneOf(ResourceDisabled);
template Event::OneOf(ResourceEnabled);
template Event::OneOf(ResourceUnmanaged);
template Event::OneOf(ResourceManaged);
template Event::OneOf(ResourceMoved);
template Event::OneOf(ResourceBanned);
template Event::OneOf(ResourceCleared);
template Event::OneOf(ResourceCleanedUp);
template Event::OneOf(ResourceRefreshed);
template Event::OneOf(OperationEnds);
template Event::OneOf(TicketChanges);
template Event::OneOf(WatchdogChanges);
template Event::OneOf(TimePasses);
template Event::OneOf(NodeAttributeSet);
template Event::OneOf(PromotionScoreSet);
template Event::OneOf(OptionSet);
template Event::OneOf(OperationWillFail);
template Event::OneOf(FencingWillFail);
template Event::OneOf(ClusterSettles);

} // namespace placement
