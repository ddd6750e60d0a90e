"""Two configurations of one cluster, or two releases."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import List, Mapping, Optional, Sequence, Tuple, Union

from . import _placement
from ._cib import CibLike, as_cib
from ._events import as_events
from ._outcome import Obstacle
from ._records import build
from ._result import Result
from ._scenario import Events, ScenarioLike
from ._score import Score
from ._sweep import Progress, sweep_options


@dataclass(frozen=True)
class Edit:
    """One edit between the two CIBs, in words."""

    text: str
    line: Optional[int] = None
    column: Optional[int] = None


@dataclass(frozen=True)
class RuleChange:
    """What a release changed in a rule, and where Pacemaker's history has it."""

    from_: str
    source: str


@dataclass(frozen=True)
class ChangedRule:
    """A rule in which two releases differ."""

    field: str
    words: str
    changes: Tuple[RuleChange, ...] = ()


@dataclass(frozen=True)
class ServiceConduct:
    """A service on one of the two sides."""

    state: str
    fate: str
    interruptions: int = 0
    promoted: Tuple[str, ...] = ()
    running: Tuple[str, ...] = ()
    kept_down_by: Tuple[Obstacle, ...] = ()


@dataclass(frozen=True)
class ServiceDifference:
    """A service that differs: ``change`` is worse, better or other."""

    service: str
    change: str
    old: ServiceConduct
    new: ServiceConduct
    responsible: Tuple[int, ...] = ()


@dataclass(frozen=True)
class Deviation:
    """Something else that differs, a clause."""

    kind: str
    subject: Optional[str]
    text: str
    worse: bool = False
    interrupts: bool = False
    responsible: Tuple[int, ...] = ()


@dataclass(frozen=True)
class PromotionScoreDifference:
    """A promotion score that differs."""

    clone: str
    node: str
    old: Optional[Score]
    new: Optional[Score]
    responsible: Tuple[int, ...] = ()


@dataclass(frozen=True)
class ScenarioDifference:
    """A scenario in which something differs (docs/json.md, "A difference")."""

    name: str
    services: Tuple[ServiceDifference, ...] = ()
    deviations: Tuple[Deviation, ...] = ()
    promotion_scores: Tuple[PromotionScoreDifference, ...] = ()
    responsible: Tuple[int, ...] = ()
    responsible_together: Tuple[int, ...] = ()
    searched: bool = True


class Difference(Result):
    """What the edits do when they are committed, and where the configurations differ now and under every failure."""

    _native: _placement.Difference
    shown = ("old", "new", "edits", "worse")

    @property
    def old(self) -> str:
        """The name of the old CIB."""
        return str(self._data["old"])

    @property
    def new(self) -> str:
        """The name of the new CIB."""
        return str(self._data["new"])

    @property
    def releases(self) -> Mapping[str, str]:
        """The releases whose rules applied to the ``old`` and the ``new`` side."""
        return dict(self._data["pacemaker"])

    @functools.cached_property
    def edits(self) -> Tuple[Edit, ...]:
        """What was edited."""
        return tuple(build(Edit, each) for each in self._data["edits"])

    @functools.cached_property
    def changed_rules(self) -> Tuple[ChangedRule, ...]:
        """Between two releases: what they decide differently."""
        return tuple(build(ChangedRule, each) for each in self._data["changed_rules"])

    @property
    def mismatches(self) -> Tuple[str, ...]:
        """Why the CIBs belong to different clusters; nothing is compared then."""
        return tuple(self._data["mismatches"])

    @property
    def not_compared(self) -> Tuple[str, ...]:
        """Nodes and services that only one of the CIBs has, and failures that could not be simulated."""
        return tuple(self._data["not_compared"])

    @functools.cached_property
    def protection(self) -> Tuple[Deviation, ...]:
        """Differences in what protects the services."""
        return tuple(build(Deviation, each) for each in self._data["protection"])

    @functools.cached_property
    def scenarios(self) -> Tuple[ScenarioDifference, ...]:
        """Those in which something differs: ``commit``, ``now``, then what happens."""
        return tuple(build(ScenarioDifference, each) for each in self._data["scenarios"])

    @property
    def scenarios_compared(self) -> int:
        """How many were compared."""
        return int(self._data["scenarios_compared"])

    @property
    def complete(self) -> bool:
        """False if it was ended early."""
        return bool(self._data["complete"])

    @property
    def worse(self) -> bool:
        """A service gets worse in some scenario, or protection is lost."""
        return bool(self._data["worse"])

    def _table(self) -> Tuple[str, Sequence[str], List[Sequence[str]]]:
        rows: List[Sequence[str]] = []
        for scenario in self.scenarios:
            rows += [(scenario.name, each.service, each.change) for each in scenario.services]
            rows += [(scenario.name, each.subject or "", each.text) for each in scenario.deviations]
        return f"{self.old} and {self.new}", ("scenario", "subject", "difference"), rows


def diff(
    old: ScenarioLike,
    new: Optional[CibLike] = None,
    *,
    releases: Optional[Tuple[str, str]] = None,
    events: Events = (),
    by_attribute: Union[str, Sequence[str]] = (),
    start: str = "rest",
    threads: int = 0,
    max_runs: int = 10_000,
    progress: Optional[Progress] = None,
) -> Difference:
    """What committing ``new`` does to the cluster ``old``, and what it changes now and under every single failure.

    With ``releases`` in place of ``new``: what an upgrade changes. With events, only these are compared. ``old`` may be a Scenario,
    whose options count. ``progress`` is as in sweep(). Raises TooManyRuns, and what simulate() raises.
    """
    if (new is None) == (releases is None):
        raise TypeError("diff(old, new), or diff(cib, releases=(\"2.1.5\", \"3.0.2\"))")
    attributes = (by_attribute,) if isinstance(by_attribute, str) else by_attribute
    options = sweep_options(old, 1, True, True, attributes, start, threads, max_runs)
    options["events"] = [each._native() for each in as_events(events)]
    if releases is not None:
        return Difference(_placement.difference_of_releases(releases[0], releases[1], options, progress))
    return Difference(_placement.difference(as_cib(new)._native, options, progress))
