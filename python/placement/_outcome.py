"""What becomes of the cluster."""

from __future__ import annotations

import functools
import importlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

from . import _placement
from ._cib import Cib, Diagnostic, Moment
from ._errors import UnknownName
from ._events import Event, event_from_dict
from ._records import build, moment
from ._result import Result
from ._scenario import AgentLike, CorosyncLike, Events, Scenario, ScenarioLike, Timing, as_scenario
from ._score import Score


@dataclass(frozen=True)
class RunningOn:
    """A primitive, or one instance of it, on a node in a role."""

    node: Optional[str]
    role: str
    instance: Optional[str] = None
    state: Optional[str] = None


@dataclass(frozen=True)
class Transfer:
    """One difference between before and after: ``change`` is Starts, Stops, Moves, Restarts, Promotes, Demotes or Returns."""

    change: str
    from_: Optional[str]
    to: Optional[str]
    role: str


@dataclass(frozen=True)
class Course:
    """What was done to a resource until the cluster was at rest, for all instances together."""

    stops: int = 0
    starts: int = 0
    promotions: int = 0
    demotions: int = 0
    migrations: int = 0
    moves: int = 0
    moves_to: Tuple[str, ...] = ()
    interruptions: int = 0


@dataclass(frozen=True)
class Obstacle:
    """One reason why a resource does not run, or is not promoted, on a node or anywhere."""

    code: str
    node: Optional[str] = None
    constraint: Optional[str] = None
    score: Optional[Score] = None
    line: Optional[int] = None
    column: Optional[int] = None
    text: str = ""


@dataclass(frozen=True)
class ScorePart:
    """One part of a score: what was added (none: it was set), and the score after that."""

    change: Optional[Score]
    after: Optional[Score]
    text: str
    constraint: Optional[str] = None
    line: Optional[int] = None
    column: Optional[int] = None


@dataclass(frozen=True)
class PromotionScore:
    """The promotion score of an instance, and what it is made of."""

    node: Optional[str]
    instance: Optional[str]
    score: Optional[Score]
    parts: Tuple[ScorePart, ...] = ()


@dataclass(frozen=True)
class ResourceOutcome:
    """Everything about one configured resource (docs/json.md, ``resources``)."""

    id: str
    before: Tuple[RunningOn, ...]
    after: Tuple[RunningOn, ...]
    changes: Tuple[Transfer, ...]
    course: Course
    state: str
    fate: str
    kind: Optional[str] = None
    parent: Optional[str] = None
    promotable: bool = False
    because: Optional[str] = None
    service: bool = False
    kept_down_by: Tuple[Obstacle, ...] = ()
    promotion_scores: Tuple[PromotionScore, ...] = ()
    line: Optional[int] = None
    column: Optional[int] = None

    @property
    def lost(self) -> bool:
        """It ran and no longer does its work, or no longer has a promoted instance."""
        return self.fate in ("lost-promoted", "undetected", "unknown", "stuck", "lost")


@dataclass(frozen=True)
class FencingMeans:
    """What fences a node: a device, a watchdog, or the stop of a guest node's container."""

    kind: str
    device: Optional[str] = None
    level: Optional[int] = None
    nodes: Tuple[str, ...] = ()
    runs_there: bool = False
    names_hosts_itself: bool = False
    line: Optional[int] = None
    column: Optional[int] = None


@dataclass(frozen=True)
class FencingObstacle:
    """What cannot fence a node, and why."""

    code: str
    device: Optional[str] = None
    text: str = ""
    line: Optional[int] = None
    column: Optional[int] = None


@dataclass(frozen=True)
class Fencing:
    """That the cluster wants a node fenced, and by what."""

    possible: bool
    reason: Optional[str]
    text: Optional[str] = None
    means: Tuple[FencingMeans, ...] = ()
    obstacles: Tuple[FencingObstacle, ...] = ()


@dataclass(frozen=True)
class NodeOutcome:
    """A node before, and at rest."""

    name: str
    kind: str
    before: str
    after: str
    fencing: Optional[Fencing] = None
    fenced: int = 0


@dataclass(frozen=True)
class Quorum:
    """Whether there is quorum, and a clause that says why."""

    have: bool
    explanation: Optional[str] = None


@dataclass(frozen=True)
class Step:
    """One action of a transition."""

    kind: str
    operation: str
    resource: Optional[str] = None
    interval_ms: int = 0
    node: Optional[str] = None
    failed_with: Optional[int] = None
    means: Optional[str] = None


@dataclass(frozen=True)
class Transition:
    """What the cluster does in one go; ``end`` is complete, stopped or terminated."""

    end: str
    steps: Tuple[Step, ...] = ()


@dataclass(frozen=True)
class Phase:
    """The events between two that let the cluster settle, and the cluster at rest after them."""

    events: Tuple[Event, ...]
    quorum: Quorum
    nodes: Tuple[NodeOutcome, ...]
    resources: Tuple[ResourceOutcome, ...]
    transitions: Tuple[Transition, ...]
    rest: str


@dataclass(frozen=True)
class Anyway:
    """What the cluster does without the events."""

    nodes: Tuple[NodeOutcome, ...]
    resources: Tuple[ResourceOutcome, ...]
    rest: str


@dataclass(frozen=True)
class FailedFencing:
    """Fencing that fails again and again in a cluster that is otherwise at rest."""

    node: str
    reason: str


@dataclass(frozen=True)
class ScoreEntry:
    """A line of the score table, as ``crm_simulate -s`` has it."""

    kind: str
    resource: str
    node: Optional[str]
    score: Optional[Score]


@dataclass(frozen=True)
class TimelineEntry:
    """A line of a timeline (docs/json.md, "A sequence")."""

    at_ms: int
    kind: str
    text: str
    node: Optional[str] = None
    resource: Optional[str] = None
    instance: Optional[str] = None
    operation: Optional[str] = None
    interval_ms: Optional[int] = None
    exit_status: Optional[int] = None
    expected: Optional[int] = None
    attribute: Optional[str] = None
    before: Optional[str] = None
    after: Optional[str] = None
    run: Optional[int] = None
    wants: Tuple[str, ...] = ()


@dataclass(frozen=True)
class LoopInstance:
    """An instance that is stopped and started, or promoted and demoted, in each cycle."""

    resource: str
    node: str
    instances: Tuple[str, ...] = ()
    stops: int = 0
    starts: int = 0
    promotes: int = 0
    demotes: int = 0
    stops_in_all: int = 0


@dataclass(frozen=True)
class LoopFeeder:
    """A constraint, or another number of the configuration, without which a loop ends."""

    constraint: Optional[str]
    text: str
    line: Optional[int] = None
    column: Optional[int] = None


@dataclass(frozen=True)
class Loop:
    """A sequence that returns to the same state again and again."""

    since_ms: int
    period_ms: int
    runs: int
    first_run: int
    instances: Tuple[LoopInstance, ...] = ()
    fed_by: Tuple[LoopFeeder, ...] = ()
    ended_by: Tuple[str, ...] = ()


@dataclass(frozen=True)
class Timeline:
    """The cluster over time; ``end`` is at-rest, loop or limit-reached."""

    end: str
    end_ms: int
    last_event_ms: int
    runs: int
    first_run_after_events: int
    timeline: Tuple[TimelineEntry, ...] = ()
    loop: Optional[Loop] = None


class Explanation:
    """Every score of a resource as the sum of its causes, where it runs, and what ruled out each other node."""

    def __init__(self, text: str, data: Dict[str, Any]) -> None:
        self._text = text
        self._data = data

    @property
    def resources(self) -> Tuple[Mapping[str, Any], ...]:
        """The resource that was asked for, its instances, and everything in it (docs/json.md, "An explanation")."""
        return tuple(self._data["resources"])

    def scores(self, resource: Optional[str] = None) -> Dict[str, Optional[Score]]:
        """The final score on each node; of the first resource that has any, or of the one with this full id."""
        for each in self.resources:
            if each.get("scores") and resource in (None, each["id"]):
                return {entry["node"]: None if entry["score"] is None else Score(entry["score"]) for entry in each["scores"]}
        return {}

    def parts(self, node: str, resource: Optional[str] = None) -> Tuple[ScorePart, ...]:
        """What the score on the node is made of, in order."""
        for each in self.resources:
            if each.get("scores") and resource in (None, each["id"]):
                for entry in each["scores"]:
                    if entry["node"] == node:
                        return tuple(build(ScorePart, part) for part in entry["parts"])
        return ()

    def to_dict(self) -> Dict[str, Any]:
        """Everything, in the form that docs/json.md describes."""
        copy: Dict[str, Any] = json.loads(json.dumps(self._data))
        return copy

    def text(self) -> str:
        """The words of ``placement-sim explain``."""
        return self._text

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return f"Explanation(resources={[each['id'] for each in self.resources]!r})"


class Outcome(Result):
    """What becomes of the cluster, once it is at rest after the events."""

    _native: _placement.Outcome
    shown = ("cib", "events", "quorum", "lost", "settles")

    @property
    def cib(self) -> str:
        """The CIB's name."""
        return str(self._data["cib"])

    @property
    def release(self) -> str:
        """The Pacemaker release whose rules applied."""
        return str(self._data["pacemaker"])

    @property
    def nearest_to(self) -> Optional[str]:
        """The cluster's own version, if ``release`` is only the nearest one to it."""
        return self._maybe("nearest_to")

    @property
    def at(self) -> datetime:
        """The time at which rules and expiries were evaluated."""
        return moment(self._data["at"])

    @functools.cached_property
    def events(self) -> Tuple[Event, ...]:
        """What happened."""
        return tuple(event_from_dict(each) for each in self._data["events"])

    @functools.cached_property
    def quorum(self) -> Quorum:
        """Whether there is quorum after the events."""
        return build(Quorum, self._data["quorum"])

    @functools.cached_property
    def nodes(self) -> Tuple[NodeOutcome, ...]:
        """All nodes."""
        return tuple(build(NodeOutcome, each) for each in self._data["nodes"])

    @functools.cached_property
    def resources(self) -> Tuple[ResourceOutcome, ...]:
        """All resources in configuration order, each group, clone or bundle before its members."""
        return tuple(build(ResourceOutcome, each) for each in self._data["resources"])

    @functools.cached_property
    def services(self) -> Tuple[ResourceOutcome, ...]:
        """The resources that count as services: primitives, and clones or bundles in place of what is in them."""
        return tuple(each for each in self.resources if each.service)

    @functools.cached_property
    def transitions(self) -> Tuple[Transition, ...]:
        """What the cluster does until it is at rest."""
        return tuple(build(Transition, each) for each in self._data["transitions"])

    @functools.cached_property
    def phases(self) -> Tuple[Phase, ...]:
        """Where the cluster settles between events: each group of events with its own before and after."""
        return tuple(build(Phase, each) for each in self._data["phases"])

    @functools.cached_property
    def anyway(self) -> Optional[Anyway]:
        """What the cluster does without the events, if it was about to do something."""
        return None if self._data["anyway"] is None else build(Anyway, self._data["anyway"])

    @property
    def start(self) -> str:
        """The state in which the events begin: recorded, or rest."""
        return str(self._data["from"])

    @property
    def rest(self) -> str:
        """settled, cycle (it never comes to rest), or limit-reached."""
        return str(self._data["rest"])

    @functools.cached_property
    def failed_fencing(self) -> Tuple[FailedFencing, ...]:
        """Fencing that fails again and again."""
        return tuple(build(FailedFencing, each) for each in self._data["failed_fencing"])

    @functools.cached_property
    def diagnostics(self) -> Tuple[Diagnostic, ...]:
        """Problems in the CIB."""
        return tuple(build(Diagnostic, each) for each in self._data["diagnostics"])

    @functools.cached_property
    def sequence(self) -> Optional[Timeline]:
        """With agents: the timeline."""
        return build(Timeline, self._data["sequence"]) if "sequence" in self._data else None

    @property
    def settles(self) -> bool:
        """Whether the cluster comes to rest."""
        return self._native.settles()

    @property
    def survives(self) -> bool:
        """Every service that ran still does its work."""
        return self._native.survives()

    @property
    def nothing_ran(self) -> bool:
        """No service ran at any time: there is nothing to judge."""
        return self._native.nothing_ran()

    @property
    def lost(self) -> Tuple[str, ...]:
        """The services that ran and no longer do their work."""
        return tuple(self._native.lost())

    @property
    def verdict(self) -> str:
        """One sentence."""
        return self._native.verdict()

    def node(self, name: str) -> NodeOutcome:
        """The node of that name. Raises UnknownName."""
        for each in self.nodes:
            if each.name == name:
                return each
        self._native.score("", name)  # which knows the nearest names
        raise UnknownName(f"no node `{name}`")

    def resource(self, id: str) -> ResourceOutcome:
        """The resource with that id, as configured. Raises UnknownName."""
        for each in self.resources:
            if each.id == id:
                return each
        self._native.running(id)  # which knows the nearest names
        raise UnknownName(f"no resource `{id}`")

    def promoted(self, resource: str) -> Tuple[str, ...]:
        """The nodes on which (an instance of) the resource is promoted. Raises UnknownName."""
        return tuple(self._native.promoted(resource))

    def running(self, resource: str) -> Tuple[str, ...]:
        """The nodes on which (an instance of) the resource does its work, in any role. Raises UnknownName."""
        return tuple(self._native.running(resource))

    def score(self, resource: str, node: str) -> Score:
        """The final score; for a primitive in a clone, the best one of its instances. Raises UnknownName."""
        return Score(self._native.score(resource, node))

    def promotion_score(self, resource: str, node: str) -> Optional[Score]:
        """The promotion score of the instance that will be on the node. Raises UnknownName."""
        score = self._native.promotion_score(resource, node)
        return None if score is None else Score(score)

    @functools.cached_property
    def scores(self) -> Tuple[ScoreEntry, ...]:
        """The score table of ``crm_simulate -s``, in its order."""
        return tuple(build(ScoreEntry, each) for each in json.loads(self._native.json(True))["scores"])

    @functools.cached_property
    def _json(self) -> str:
        return self._native.json(False)

    def score_report(self) -> str:
        """The score table in the words of ``crm_simulate -s``."""
        return self._native.score_report()

    def graph(self) -> str:
        """The first transition as Pacemaker's XML."""
        return self._native.graph()

    def dot(self) -> str:
        """The first transition in Graphviz format."""
        return self._native.dot()

    def at_rest(self) -> Cib:
        """The CIB of the cluster at rest."""
        return Cib(self._native.cib())

    def inputs(self) -> Tuple[bytes, ...]:
        """The CIBs that a cluster would have saved while it did this."""
        return tuple(self._native.inputs())

    def explain(self, resource: str, node: str = "") -> Explanation:
        """Every score of the resource as the sum of its causes, on one node or on all. Needs the ledger. Raises UnknownName."""
        data = json.loads(self._native.explanation_json(resource, node))
        return Explanation(self._native.explanation_text(resource, node, False, 0), data)

    def _table(self) -> Tuple[str, Sequence[str], List[Sequence[str]]]:
        rows = [(each.id, places_text(each.before), places_text(each.after), each.fate, each.because or "") for each in self.services]
        return self.verdict, ("service", "before", "after", "fate", "because"), list(rows)

    def to_dataframe(self) -> Any:
        """The services as a pandas.DataFrame."""
        pandas: Any = importlib.import_module("pandas")
        _, columns, rows = self._table()
        return pandas.DataFrame(rows, columns=list(columns))


def places_text(places: Tuple[RunningOn, ...]) -> str:
    """``n1 (Promoted), n2 (Unpromoted)``."""
    return ", ".join(each.node if each.role == "Started" else f"{each.node} ({each.role})" for each in places if each.node)


def simulate(
    cib: ScenarioLike,
    events: Events = (),
    *,
    release: Optional[str] = None,
    at: Optional[Moment] = None,
    quorum: Optional[str] = None,
    corosync: Optional[CorosyncLike] = None,
    failing: Sequence[str] = (),
    transition_limit: int = 20,
    agents: Sequence[AgentLike] = (),
    timing: Timing = Timing(),
    start: str = "recorded",
    assume_online: bool = False,
    not_services: Sequence[str] = (),
    with_ledger: bool = True,
) -> Outcome:
    """What becomes of the cluster: ``simulate("cib.xml", fail("node1"))``. The options are those of Scenario.

    Raises CibError, UnknownName, ImpossibleEvent, InvalidValue, NotSupported, and TypeError for wrong types.

    >>> outcome = simulate("cib-samples/postgres-outage.xml", fail("pg01"))
    >>> outcome.promoted("msPostgresql")
    ('pg02',)
    """
    if isinstance(cib, Scenario):
        return run(as_scenario(cib, events))
    return run(
        Scenario(
            cib, events, release=release, at=at, quorum=quorum, corosync=corosync, failing=failing, transition_limit=transition_limit,
            agents=agents, timing=timing, start=start, assume_online=assume_online, not_services=not_services, with_ledger=with_ledger,
        )
    )


def run(scenario: Scenario) -> Outcome:
    """The outcome of the scenario."""
    return Outcome(_placement.simulate(scenario._native()))


def explain(cib: ScenarioLike, resource: str, node: str = "", *, events: Events = ()) -> Explanation:
    """Where a resource runs and why; ``outcome.explain()`` of an outcome that is there."""
    return run(as_scenario(cib, events, with_ledger=True)).explain(resource, node)
