"""What happens to a cluster. Events are values: they can be compared, hashed, pickled, matched and printed."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar, Dict, List, Mapping, Optional, Type, Union

from . import _placement
from ._errors import InvalidValue
from ._score import Score

__all__ = [
    "ClusterSettles", "Event", "FencingWillFail", "NodeAttributeSet", "NodeFails", "NodeJoins", "NodeLeaves", "NodeMaintenance",
    "NodeStandby", "NodeUnmaintenance", "NodeUnstandby", "OperationEnds", "OperationWillFail", "OptionSet", "PromotionScoreSet",
    "ResourceBanned", "ResourceCleanedUp", "ResourceCleared", "ResourceDisabled", "ResourceEnabled", "ResourceFails",
    "ResourceManaged", "ResourceMoved", "ResourceRefreshed", "ResourceUnmanaged", "TicketChanges", "TimePasses", "WatchdogChanges",
    "attribute", "ban", "cleanup", "clear", "disable", "down", "enable", "event_from_dict", "fail", "fence_fail", "maintenance",
    "manage", "move", "op", "op_fail", "option", "promotion_score", "refresh", "settle", "standby", "ticket", "unmaintenance",
    "unmanage", "unstandby", "up", "wait", "watchdog",
]

_TYPES: Dict[str, Any] = {"str": str, "Optional[str]": (str, type(None)), "bool": bool, "int": int, "Score": int}


@dataclass(frozen=True)
class Event:
    """The base of all events. ``str(event)`` says it in words."""

    kind: ClassVar[str] = ""

    def __post_init__(self) -> None:
        for field in dataclasses.fields(self):
            value = getattr(self, field.name)
            wanted = _TYPES[str(field.type)]
            if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is int):
                raise TypeError(f"{type(self).__name__}.{field.name}: {field.type} is needed, not {type(value).__name__}")

    def to_dict(self) -> Dict[str, Any]:
        """As docs/json.md has events."""
        return {"event": self.kind, **self._members()}

    def _members(self) -> Dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}

    def _native(self) -> Dict[str, Any]:
        return {"event": self.kind, **{field.name: getattr(self, field.name) for field in dataclasses.fields(self)}}

    def __str__(self) -> str:
        return _placement.event_text(self._native())


@dataclass(frozen=True)
class _NodeEvent(Event):
    node: str


@dataclass(frozen=True)
class _ResourceEvent(Event):
    resource: str


@dataclass(frozen=True)
class _PlacingEvent(Event):
    resource: str
    node: Optional[str] = None
    promoted: bool = False


@dataclass(frozen=True)
class _ForgettingEvent(Event):
    resource: str
    node: Optional[str] = None


@dataclass(frozen=True)
class _OperationEvent(Event):
    operation: str

    def __post_init__(self) -> None:
        super().__post_init__()
        _placement.check_operation(self.operation)


class NodeFails(_NodeEvent):
    """The node crashes: it disappears, and must be fenced if fencing is enabled."""

    kind = "node-fails"


class NodeLeaves(_NodeEvent):
    """The node is shut down: what runs there is stopped or moved first, and then it leaves."""

    kind = "node-leaves"


class NodeJoins(_NodeEvent):
    """The node joins the cluster, or is already a member."""

    kind = "node-joins"


class NodeStandby(_NodeEvent):
    """The node is put in standby."""

    kind = "node-standby"


class NodeUnstandby(_NodeEvent):
    """The node leaves standby, no matter how it was put there."""

    kind = "node-unstandby"


class NodeMaintenance(_NodeEvent):
    """The node is put in maintenance mode."""

    kind = "node-maintenance"


class NodeUnmaintenance(_NodeEvent):
    """The node leaves maintenance mode."""

    kind = "node-unmaintenance"


class FencingWillFail(_NodeEvent):
    """From now on every attempt to fence the node fails."""

    kind = "fencing-will-fail"


@dataclass(frozen=True)
class ResourceFails(Event):
    """The resource's monitor on the node finds it dead. A clone's id stands for its instance on the node."""

    kind = "resource-fails"
    resource: str
    node: str


class ResourceDisabled(_ResourceEvent):
    """The resource gets target-role=Stopped (``pcs resource disable``)."""

    kind = "resource-disabled"


class ResourceEnabled(_ResourceEvent):
    """The resource's target-role is removed (``pcs resource enable``)."""

    kind = "resource-enabled"


class ResourceUnmanaged(_ResourceEvent):
    """The cluster no longer manages the resource."""

    kind = "resource-unmanaged"


class ResourceManaged(_ResourceEvent):
    """The cluster manages the resource again."""

    kind = "resource-managed"


class ResourceMoved(_PlacingEvent):
    """The constraint that ``crm_resource --move`` creates. Without a node, the resource is banned from where it runs."""

    kind = "resource-moved"


class ResourceBanned(_PlacingEvent):
    """The constraint that ``crm_resource --ban`` creates. Without a node, it is for the node where the resource runs."""

    kind = "resource-banned"


class ResourceCleared(_ForgettingEvent):
    """The constraints that moves and bans created are removed, for the node or for all nodes."""

    kind = "resource-cleared"


class ResourceCleanedUp(_ForgettingEvent):
    """Failures are forgotten on the node or on all nodes, as with ``crm_resource --cleanup``."""

    kind = "resource-cleaned-up"


class ResourceRefreshed(_ForgettingEvent):
    """The whole operation history is forgotten, as with ``crm_resource --refresh``."""

    kind = "resource-refreshed"


class OperationEnds(_OperationEvent):
    """An operation has ended with this exit status: ``db_monitor_10000@node1=7``."""

    kind = "operation-ends"


class OperationWillFail(_OperationEvent):
    """From now on the operation ends with this exit status every time it runs."""

    kind = "operation-will-fail"


@dataclass(frozen=True)
class TicketChanges(Event):
    """A ticket is ``granted``, ``revoked``, put in ``standby`` or made ``active``."""

    kind = "ticket-changes"
    ticket: str
    to: str


@dataclass(frozen=True)
class WatchdogChanges(Event):
    """Whether the cluster has a watchdog device from now on."""

    kind = "watchdog-changes"
    present: bool


@dataclass(frozen=True)
class TimePasses(Event):
    """This much time passes and nothing else happens: failures expire, and rules with dates change their result."""

    kind = "time-passes"
    seconds: int
    milliseconds: int = 0

    def _members(self) -> Dict[str, Any]:
        members = super()._members()
        if self.milliseconds == 0:
            del members["milliseconds"]
        return members


@dataclass(frozen=True)
class NodeAttributeSet(Event):
    """A node attribute is set or, without a value, removed. A permanent one is in the configuration."""

    kind = "node-attribute-set"
    node: str
    name: str
    value: Optional[str] = None
    permanent: bool = False


@dataclass(frozen=True)
class PromotionScoreSet(Event):
    """The promotion score of the resource (or of one instance of it) on the node, as its agent would set it."""

    kind = "promotion-score-set"
    resource: str
    node: str
    score: Score

    def _members(self) -> Dict[str, Any]:
        score = Score(self.score)
        return {"resource": self.resource, "node": self.node, "score": str(score) if score.is_infinite else int(score)}


@dataclass(frozen=True)
class OptionSet(Event):
    """A cluster property is set to this value."""

    kind = "option-set"
    name: str
    value: str


@dataclass(frozen=True)
class ClusterSettles(Event):
    """The cluster comes to rest before the next event."""

    kind = "cluster-settles"


def _kinds(base: Type[Event]) -> Dict[str, Type[Event]]:
    found = {base.kind: base} if base.kind else {}
    for each in base.__subclasses__():
        found.update(_kinds(each))
    return found


def event_from_dict(data: Mapping[str, Any]) -> Event:
    """The event that ``Event.to_dict()`` or docs/json.md describes. Raises InvalidValue."""
    if not isinstance(data, Mapping):
        raise TypeError(f"a mapping is needed, not {type(data).__name__}")
    kinds = _kinds(Event)
    if data.get("event") not in kinds:
        raise InvalidValue(f"unknown event {data.get('event')!r}")
    kind = kinds[data["event"]]
    fields = dataclasses.fields(kind)
    for field in fields:
        if field.name not in data and field.default is dataclasses.MISSING:
            raise InvalidValue(f"the event {kind.kind} needs `{field.name}`")
    members = {field.name: data[field.name] for field in fields if field.name in data}
    if "score" in members:
        members["score"] = Score(members["score"])
    return kind(**members)


def as_events(events: Any) -> List[Event]:
    """One event, or several. Raises TypeError for anything else."""
    if isinstance(events, Event):
        return [events]
    if isinstance(events, (str, bytes)) or not hasattr(events, "__iter__"):
        raise TypeError(f"events: events are needed, such as fail(\"node1\"), not {type(events).__name__}")
    found: List[Event] = list(events)
    for each in found:
        if not isinstance(each, Event):
            raise TypeError(f"events: an event is needed, such as fail(\"node1\"), not {type(each).__name__}")
    return found


# ---- the same as functions, by the words of placement-sim and of scenario files ---------------------------------


def fail(resource_or_node: str, node: Optional[str] = None) -> Event:
    """``fail("node1")``: the node crashes. ``fail("db", "node1")``: the resource is found dead on the node.

    >>> fail("node1")
    NodeFails(node='node1')
    >>> print(fail("db", "node1"))
    db fails on node1
    """
    return NodeFails(resource_or_node) if node is None else ResourceFails(resource_or_node, node)


def down(node: str) -> NodeLeaves:
    """The node leaves cleanly."""
    return NodeLeaves(node)


def up(node: str) -> NodeJoins:
    """The node joins."""
    return NodeJoins(node)


def standby(node: str) -> NodeStandby:
    """The node is put in standby."""
    return NodeStandby(node)


def unstandby(node: str) -> NodeUnstandby:
    """The node leaves standby."""
    return NodeUnstandby(node)


def maintenance(node: str) -> NodeMaintenance:
    """The node is put in maintenance mode."""
    return NodeMaintenance(node)


def unmaintenance(node: str) -> NodeUnmaintenance:
    """The node leaves maintenance mode."""
    return NodeUnmaintenance(node)


def disable(resource: str) -> ResourceDisabled:
    """The resource gets target-role=Stopped."""
    return ResourceDisabled(resource)


def enable(resource: str) -> ResourceEnabled:
    """The resource's target-role is removed."""
    return ResourceEnabled(resource)


def unmanage(resource: str) -> ResourceUnmanaged:
    """The cluster no longer manages the resource."""
    return ResourceUnmanaged(resource)


def manage(resource: str) -> ResourceManaged:
    """The cluster manages the resource again."""
    return ResourceManaged(resource)


def move(resource: str, node: Optional[str] = None, *, promoted: bool = False) -> ResourceMoved:
    """The constraint that ``crm_resource --move`` creates."""
    return ResourceMoved(resource, node, promoted)


def ban(resource: str, node: Optional[str] = None, *, promoted: bool = False) -> ResourceBanned:
    """The constraint that ``crm_resource --ban`` creates."""
    return ResourceBanned(resource, node, promoted)


def clear(resource: str, node: Optional[str] = None) -> ResourceCleared:
    """The constraints that moves and bans created are removed."""
    return ResourceCleared(resource, node)


def cleanup(resource: str, node: Optional[str] = None) -> ResourceCleanedUp:
    """Failures are forgotten."""
    return ResourceCleanedUp(resource, node)


def refresh(resource: str, node: Optional[str] = None) -> ResourceRefreshed:
    """The whole operation history is forgotten."""
    return ResourceRefreshed(resource, node)


def op(result: str) -> OperationEnds:
    """The operation has ended with this exit status: ``op("db_monitor_10000@node1=7")``."""
    return OperationEnds(result)


def op_fail(result: str) -> OperationWillFail:
    """From now on the operation ends with this exit status every time it runs."""
    return OperationWillFail(result)


def fence_fail(node: str) -> FencingWillFail:
    """From now on every attempt to fence the node fails."""
    return FencingWillFail(node)


def attribute(node: str, name: str, value: Optional[str] = None, *, permanent: bool = False) -> NodeAttributeSet:
    """A node attribute is set or, without a value, removed."""
    return NodeAttributeSet(node, name, value, permanent)


def promotion_score(resource: str, node: str, score: Union[int, str]) -> PromotionScoreSet:
    """The promotion score, as the resource's agent would set it."""
    return PromotionScoreSet(resource, node, Score(score))


def ticket(name: str, to: str) -> TicketChanges:
    """A ticket is ``granted``, ``revoked``, put in ``standby`` or made ``active``."""
    return TicketChanges(name, to)


def option(name: str, value: str) -> OptionSet:
    """A cluster property is set."""
    return OptionSet(name, value)


def watchdog(present: bool) -> WatchdogChanges:
    """The cluster has a watchdog device from now on, or has none."""
    return WatchdogChanges(present)


def wait(time: Union[int, timedelta]) -> TimePasses:
    """Time passes: seconds, or a timedelta."""
    if isinstance(time, timedelta):
        milliseconds = time // timedelta(milliseconds=1)
        return TimePasses(milliseconds // 1000, milliseconds % 1000)
    return TimePasses(time)


def settle() -> ClusterSettles:
    """The cluster comes to rest before the next event."""
    return ClusterSettles()
