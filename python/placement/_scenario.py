"""What-if questions: a cluster, what happens to it, and how it is judged."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from typing import Any, Dict, Iterable, List, Mapping, Optional, Sequence, Tuple, Union

from . import _placement
from ._cib import Cib, CibLike, Moment, as_cib, as_moment, as_path
from ._events import Event, as_events

Events = Union[Event, Iterable[Event]]


@dataclass(frozen=True)
class Agent:
    """A resource whose agent is played by a profile (docs/agents.md): ``Agent("db-clone", "pgsql", {"promoted-score": "1000"})``."""

    resource: str
    profile: str
    parameters: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, text: str) -> Agent:
        """Reads ``RESOURCE=PROFILE[,parameter=value…]``, as ``--agent`` takes it."""
        return cls(*_placement.check_agent(text))

    def __str__(self) -> str:
        return f"{self.resource}={self.profile}" + "".join(f",{name}={value}" for name, value in self.parameters.items())

    def __hash__(self) -> int:
        return hash(str(self))


@dataclass(frozen=True)
class OperationDuration:
    """How long an operation takes; without a resource, of all primitives."""

    task: str
    milliseconds: int
    resource: str = ""


@dataclass(frozen=True)
class Timing:
    """How long things take where agents are played, in milliseconds (docs/scenarios.md, ``timing``)."""

    limit_ms: int = 300_000
    run_limit: int = 500
    scheduler_ms: int = 100
    notifications_go_on: bool = True
    fencing_ms: int = 2_000
    durations: Tuple[OperationDuration, ...] = ()
    repetitions: int = 3
    in_time: bool = False

    def _native(self) -> Dict[str, Any]:
        durations = [{"resource": each.resource, "task": each.task, "milliseconds": each.milliseconds} for each in self.durations]
        return {**{name: getattr(self, name) for name in self.__dataclass_fields__}, "durations": durations}


class Corosync:
    """A corosync.conf, by which quorum is counted (docs/quorum.md)."""

    __slots__ = ("_native",)

    def __init__(self, native: _placement.Corosync) -> None:
        """Use Corosync.read() or Corosync.parse()."""
        if not isinstance(native, _placement.Corosync):
            raise TypeError("use Corosync.read(path) or Corosync.parse(text)")
        self._native = native

    @classmethod
    def read(cls, path: Union[str, os.PathLike[str]]) -> Corosync:
        """Reads the file. Raises InputError."""
        return cls(_placement.Corosync.read(as_path(path)))

    @classmethod
    def parse(cls, text: str, name: str = "<text>") -> Corosync:
        """Reads the text. Raises InputError."""
        return cls(_placement.Corosync.parse(text, name))

    @property
    def name(self) -> str:
        """The file's name."""
        return self._native.name

    def __repr__(self) -> str:
        return f"Corosync(name={self.name!r})"


CorosyncLike = Union[Corosync, str, "os.PathLike[str]"]
AgentLike = Union[Agent, str]


def native_corosync(corosync: Optional[CorosyncLike]) -> Optional[_placement.Corosync]:
    """A str is a path."""
    if corosync is None:
        return None
    return (corosync if isinstance(corosync, Corosync) else Corosync.read(corosync))._native


@dataclass(frozen=True)
class Scenario:
    """A cluster, what happens to it, and how it is judged. Every question takes one in place of a CIB.

    ``release``: whose rules apply (``"3.0.2"``, ``"rhel-9.4"``); none: the cluster's own.
    ``at``: the time at which rules and expiries are judged; none: the CIB's default_time.
    ``quorum``: ``votes``, ``two-node``, ``yes``, ``no`` or ``as-recorded``; none: as recorded, unless nodes join or leave.
    ``corosync``: the cluster's corosync.conf, by which quorum is counted.
    ``failing``: operations that fail every time they run: ``"db_start_0@node2=1"``.
    ``agents``: whose agents are played; with any, the scenario is a sequence in time, with this ``timing``.
    ``start``: whether the events happen to the cluster as ``recorded``, or once it is at ``rest``.
    ``assume_online``: all nodes are online members; for a configuration without a status.
    ``not_services``: resources that do not count as services.
    ``with_ledger``: keep what makes up each score, which explanations need.
    """

    cib: Any
    events: Any = ()
    release: Optional[str] = None
    at: Optional[Moment] = None
    quorum: Optional[str] = None
    corosync: Optional[CorosyncLike] = None
    failing: Sequence[str] = ()
    transition_limit: int = 20
    agents: Sequence[AgentLike] = ()
    timing: Timing = Timing()
    start: str = "recorded"
    assume_online: bool = False
    not_services: Sequence[str] = ()
    with_ledger: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "cib", as_cib(self.cib))
        object.__setattr__(self, "events", tuple(as_events(self.events)))
        object.__setattr__(self, "at", as_moment(self.at))
        for name in ("failing", "not_services"):
            object.__setattr__(self, name, as_texts(name, getattr(self, name)))
        object.__setattr__(self, "agents", tuple(_agent(each) for each in _several("agents", self.agents, (str, Agent))))

    def suggested_agents(self) -> Tuple[Agent, ...]:
        """The agents whose behaviour is known, of the resources that the cluster has."""
        texts = _placement.suggested_agents(self.cib._native, as_moment(self.at), self.release)
        return tuple(Agent.parse(each) for each in texts)

    def _native(self) -> Dict[str, Any]:
        return {
            "cib": self.cib._native,
            "events": [each._native() for each in self.events],
            "release": self.release,
            "at": self.at,
            "quorum": self.quorum,
            "corosync": native_corosync(self.corosync),
            "failing": list(self.failing),
            "transition_limit": self.transition_limit,
            "agents": [str(each) for each in self.agents],
            "timing": self.timing._native(),
            "start": self.start,
            "assume_online": self.assume_online,
            "not_services": list(self.not_services),
            "with_ledger": self.with_ledger,
        }


#: What a question takes: a scenario, or a cluster to which nothing has happened.
ScenarioLike = Union[Scenario, CibLike]


def as_scenario(question: ScenarioLike, events: Events = (), **options: Any) -> Scenario:
    """The scenario with these events after its own; the options take the place of its own."""
    happen = tuple(as_events(events))
    if not isinstance(question, Scenario):
        return Scenario(question, happen, **options)
    return replace(question, events=tuple(question.events) + happen, **options)


def as_texts(what: str, texts: Any) -> Tuple[str, ...]:
    """One text, or several."""
    return tuple(_several(what, texts, (str,)))


def _several(what: str, values: Any, kinds: Tuple[type, ...]) -> List[Any]:
    if isinstance(values, kinds):
        return [values]
    if values is None or isinstance(values, bytes) or not hasattr(values, "__iter__"):
        raise TypeError(f"{what}: {kinds[0].__name__} is needed, not {type(values).__name__}")
    found = list(values)
    for each in found:
        if not isinstance(each, kinds):
            raise TypeError(f"{what}: {kinds[0].__name__} is needed, not {type(each).__name__}")
    return found


def _agent(agent: AgentLike) -> Agent:
    return Agent.parse(agent) if isinstance(agent, str) else agent


def cib_of(question: ScenarioLike) -> Cib:
    """The cluster that is asked about."""
    found = question.cib if isinstance(question, Scenario) else as_cib(question)
    assert isinstance(found, Cib)
    return found
