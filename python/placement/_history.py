"""A cluster's own history, from the inputs that its scheduler saved and from its logs."""

from __future__ import annotations

import functools
import os
from dataclasses import dataclass
from typing import Any, Iterable, List, Mapping, Optional, Sequence, Tuple, Union

from . import _placement
from ._changes import Change, native_changes
from ._cib import Cib, CibLike, Moment, as_cib, as_moment, as_path
from ._errors import InvalidValue
from ._outcome import Loop, Obstacle
from ._records import build
from ._result import Result, json_text
from ._scenario import CorosyncLike, native_corosync
from ._sweep import Progress


@dataclass(frozen=True)
class LoggedAction:
    """What is decided, as a cluster's log would list it; ``because`` says what makes the resource leave its node."""

    change: str
    subject: str
    where: Optional[str] = None
    reason: Optional[str] = None
    blocked: bool = False
    because: Optional[str] = None


@dataclass(frozen=True)
class OutsideEvent:
    """Something that happened between two inputs and that the cluster did not do by itself."""

    kind: str
    text: str
    node: Optional[str] = None
    resource: Optional[str] = None
    operation: Optional[str] = None
    interval_ms: Optional[int] = None
    exit_status: Optional[int] = None
    attribute: Optional[str] = None
    before: Optional[str] = None
    after: Optional[str] = None
    reason: Optional[str] = None


@dataclass(frozen=True)
class LoggedEvent:
    """What a log says happened."""

    kind: str
    text: str
    at: Optional[str] = None
    node: Optional[str] = None
    resource: Optional[str] = None
    operation: Optional[str] = None
    log: Optional[str] = None
    line: Optional[int] = None


@dataclass(frozen=True)
class UnlikePrediction:
    """A resource that is not where the decision before would have brought it."""

    resource: str
    before: Tuple[str, ...]
    predicted: Tuple[str, ...]
    recorded: Tuple[str, ...]
    cause: str


@dataclass(frozen=True)
class Suspicion:
    """Why a decision deserves a look."""

    kind: str
    resource: Optional[str] = None
    earlier: Optional[int] = None


@dataclass(frozen=True)
class Decision:
    """One input, and what follows from it (docs/json.md, "A history")."""

    file: str
    node: Optional[str]
    at: str
    seconds: int
    pacemaker: str
    error: Optional[str]
    agreement: str
    transitions: Tuple[int, ...] = ()
    compared: bool = False
    since_before: Tuple[OutsideEvent, ...] = ()
    logged_events: Tuple[LoggedEvent, ...] = ()
    unlike_prediction: Tuple[UnlikePrediction, ...] = ()
    actions: Tuple[LoggedAction, ...] = ()
    suspicions: Tuple[Suspicion, ...] = ()
    logged: Tuple[LoggedAction, ...] = ()
    otherwise: Optional[Tuple[LoggedAction, ...]] = None


@dataclass(frozen=True)
class ServiceSpell:
    """Where a service was from some input on."""

    input: int
    at: str
    by_operation: bool
    up: bool
    wanted: bool
    configured: bool
    known: bool
    promoted: Tuple[str, ...] = ()
    running: Tuple[str, ...] = ()


@dataclass(frozen=True)
class ServiceStory:
    """A service over time."""

    service: str
    spells: Tuple[ServiceSpell, ...]
    promotable: bool = False


@dataclass(frozen=True)
class OutageCause:
    """What took a service down, as far as it is recorded."""

    kind: str
    decision: int
    text: Optional[str] = None
    event: Optional[OutsideEvent] = None
    action: Optional[LoggedAction] = None
    because: Optional[str] = None


@dataclass(frozen=True)
class OutageExplanation:
    """What kept a service down, found by simulation."""

    decision: int
    agents: Tuple[str, ...] = ()
    comes_back: bool = False
    loop: Optional[Loop] = None
    kept_down_by: Tuple[Obstacle, ...] = ()
    searched: bool = False
    ended_by: Tuple[str, ...] = ()
    ends_otherwise: Optional[bool] = None


@dataclass(frozen=True)
class Outage:
    """A time in which a service was not up, although the configuration wanted it."""

    service: str
    first_input: int
    from_: str
    to: Optional[str]
    seconds: Optional[int]
    cause: OutageCause
    explanation: Optional[OutageExplanation] = None


class History(Result):
    """The decisions, the services over time, and their outages."""

    _native: _placement.History
    shown = ("inputs", "equal", "outages")

    @property
    def inputs(self) -> int:
        """How many inputs there are."""
        return int(self._data["inputs"])

    @property
    def logged(self) -> int:
        """Of how many a log says what was decided."""
        return int(self._data["logged"])

    @property
    def equal(self) -> int:
        """In how many of these that equals what is calculated here."""
        return int(self._data["equal"])

    @functools.cached_property
    def decisions(self) -> Tuple[Decision, ...]:
        """One for each input, in order."""
        return tuple(build(Decision, each) for each in self._data["decisions"])

    @functools.cached_property
    def services(self) -> Tuple[ServiceStory, ...]:
        """The services over time."""
        return tuple(build(ServiceStory, each) for each in self._data["services"])

    @functools.cached_property
    def outages(self) -> Tuple[Outage, ...]:
        """The longest first."""
        return tuple(build(Outage, each) for each in self._data["outages"])

    @property
    def diagnostics(self) -> Tuple[Mapping[str, str], ...]:
        """What was left out, and doubts about the order: ``code`` and ``message``."""
        return tuple(self._data["diagnostics"])

    def cib(self, number: int) -> Cib:
        """The input of this number, from 0. Raises CibError."""
        self._data["decisions"][number]
        return Cib(self._native.input(number % self.inputs))

    def incident(self, outage: Outage, cib_file: str) -> Tuple[str, bytes]:
        """The outage as a scenario file, and the CIB that belongs beside it by that name."""
        if outage not in self.outages:
            raise InvalidValue("the outage is none of this history")
        scenario, cib = self._native.incident(self.outages.index(outage), cib_file)
        return scenario, cib

    def text(self, *, resource: str = "", since: Optional[Moment] = None, until: Optional[Moment] = None, color: bool = False,
             everything: bool = False, steps: bool = False, width: int = 0) -> str:
        """The story in the words of ``placement-sim history``; only what concerns a resource, or happened in some time."""
        return self._native.text(resource, as_moment(since), as_moment(until), color, everything, width)

    def _table(self) -> Tuple[str, Sequence[str], List[Sequence[str]]]:
        rows = [tuple(json_text(cell) for cell in (each.service, each.from_, each.to, each.seconds, each.cause.text))
                for each in self.outages]
        return f"{len(self.outages)} outages", ("service", "from", "to", "seconds", "cause"), list(rows)


Paths = Union[str, "os.PathLike[str]", Iterable[Union[str, "os.PathLike[str]"]]]


def history(
    paths: Paths,
    *,
    release: Optional[str] = None,
    corosync: Optional[CorosyncLike] = None,
    with_cib: Optional[CibLike] = None,
    with_changes: Union[Change, Iterable[Change]] = (),
    with_release: Optional[str] = None,
    explain_outages: bool = True,
    search_outages: int = 10,
    progress: Optional[Progress] = None,
) -> History:
    """Tells a cluster's history from folders, archives of reports, and single inputs. Raises InputError.

    ``with_cib``, ``with_changes``, ``with_release``: what would have been decided with that. ``search_outages``: for so many outages,
    search for what would have ended them. ``progress(done, total)``: inputs; it is called from time to time by the calling thread.
    """
    named: Any = [paths] if isinstance(paths, (str, bytes, os.PathLike)) else list(paths)
    options = {"release": release, "with_cib": None if with_cib is None else as_cib(with_cib)._native,
               "with_changes": native_changes(with_changes), "with_release": with_release, "explain_outages": explain_outages,
               "search_outages": search_outages}
    return History(_placement.history([as_path(each) for each in named], native_corosync(corosync), options, progress))
