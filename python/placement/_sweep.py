"""Every failure, alone or in pairs."""

from __future__ import annotations

import functools
import importlib
from dataclasses import dataclass
from typing import Any, Callable, Dict, Iterator, List, Optional, Sequence, Tuple

from . import _placement
from ._events import Event
from ._outcome import Obstacle
from ._records import build
from ._result import Result
from ._scenario import ScenarioLike, as_scenario, as_texts

#: Called with how much is done and how much there is; False from it ends the search with what it has.
Progress = Callable[[int, int], object]


@dataclass(frozen=True)
class SweptService:
    """What one failure means for one service."""

    service: str
    state: str
    fate: str
    interruptions: int = 0
    moved: bool = False
    promoted: Tuple[str, ...] = ()
    running: Tuple[str, ...] = ()
    kept_down_by: Tuple[Obstacle, ...] = ()

    @property
    def lost(self) -> bool:
        """It ran and no longer does, or no longer has a promoted instance."""
        return self.fate in ("lost-promoted", "undetected", "unknown", "stuck", "lost")


@dataclass(frozen=True)
class SweptScenario:
    """One failure, or a pair, and the services with another outcome than now."""

    name: str
    events: Tuple[Event, ...]
    done: bool
    error: Optional[str] = None
    quorum: Optional[bool] = None
    settles: Optional[bool] = None
    affected: Tuple[SweptService, ...] = ()

    @property
    def lost(self) -> Tuple[str, ...]:
        """The services that it takes down, or leaves without a promoted instance."""
        return tuple(each.service for each in self.affected if each.lost)


class Sweep(Result):
    """What a sweep found. It can be iterated over its scenarios: single failures, then pairs."""

    _native: _placement.Sweep
    shown = ("cib", "services", "scenarios", "complete")

    @property
    def cib(self) -> str:
        """The CIB's name."""
        return str(self._data["cib"])

    @property
    def release(self) -> str:
        """The Pacemaker release whose rules applied."""
        return str(self._data["pacemaker"])

    @property
    def start(self) -> str:
        """The state in which the failures happen: rest, or recorded."""
        return str(self._data["from"])

    @functools.cached_property
    def now(self) -> Tuple[SweptService, ...]:
        """Each service before a failure."""
        return tuple(build(SweptService, each) for each in self._data["now"])

    @property
    def services(self) -> Tuple[str, ...]:
        """The ids of the services, in configuration order."""
        return tuple(each.service for each in self.now)

    @functools.cached_property
    def scenarios(self) -> Tuple[SweptScenario, ...]:
        """Single failures first, then pairs."""
        return tuple(build(SweptScenario, each) for each in self._data["scenarios"])

    @property
    def runs(self) -> int:
        """How many failures and pairs there are."""
        return int(self._data["runs"])

    @property
    def runs_done(self) -> int:
        """How many were tried."""
        return int(self._data["runs_done"])

    @property
    def complete(self) -> bool:
        """False if it was ended early."""
        return bool(self._data["complete"])

    @property
    def single_points_of_failure(self) -> Tuple[str, ...]:
        """The names of the single failures that take a service down."""
        return tuple(self._data["single_points_of_failure"])

    @property
    def verdict(self) -> str:
        """One sentence."""
        return self._native.verdict()

    def csv(self) -> str:
        """The matrix as comma-separated values."""
        return self._native.csv()

    def __iter__(self) -> Iterator[SweptScenario]:
        return iter(self.scenarios)

    def __len__(self) -> int:
        return len(self.scenarios)

    def __getitem__(self, number: int) -> SweptScenario:
        return self.scenarios[number]

    def __bool__(self) -> bool:
        return True

    def _fates(self, scenario: SweptScenario) -> List[str]:
        """Of each service; empty: as now."""
        affected = {each.service: each.fate for each in scenario.affected}
        return [affected.get(service, "") for service in self.services]

    def _table(self) -> Tuple[str, Sequence[str], List[Sequence[str]]]:
        rows: List[Sequence[str]] = [[each.name, *self._fates(each)] for each in self.scenarios]
        return self.verdict, ("failure", *self.services), rows

    def to_dataframe(self) -> Any:
        """A pandas.DataFrame: a row for each failure, a column for each service with its fate (empty: as now)."""
        pandas: Any = importlib.import_module("pandas")
        index = pandas.Index([each.name for each in self.scenarios], name="failure")
        columns = ["done", "quorum", "settles", "error", *self.services]
        rows = [[each.done, each.quorum, each.settles, each.error, *self._fates(each)] for each in self.scenarios]
        return pandas.DataFrame(rows, index=index, columns=columns)


def sweep_options(
    question: ScenarioLike,
    depth: int,
    nodes: bool,
    resources: bool,
    by_attribute: Sequence[str],
    start: Optional[str],
    threads: int,
    max_runs: int,
) -> Dict[str, Any]:
    """As the extension takes them."""
    scenario = as_scenario(question, (), **({} if start is None else {"start": start}))
    return {**scenario._native(), "depth": depth, "nodes": nodes, "resources": resources,
            "attributes": list(as_texts("by_attribute", by_attribute)), "threads": threads, "max_runs": max_runs}


def sweep(
    cib: ScenarioLike,
    *,
    depth: int = 1,
    nodes: bool = True,
    resources: bool = True,
    by_attribute: Sequence[str] = (),
    start: str = "rest",
    threads: int = 0,
    max_runs: int = 10_000,
    progress: Optional[Progress] = None,
) -> Sweep:
    """Every single failure (with ``depth=2`` also every pair), and what it takes down. Of a Scenario, the events do not count.

    ``by_attribute``: nodes with the same value of such an attribute (a site, a rack) also crash together.
    ``start``: whether the failures happen to the cluster at ``rest``, or as ``recorded``.
    ``threads``: 0 means one for each processor. ``progress(done, total)`` is called from time to time by the calling thread; False
    from it ends the sweep with what is done, and so does an exception, which comes out. Raises TooManyRuns.
    """
    options = sweep_options(cib, depth, nodes, resources, by_attribute, start, threads, max_runs)
    return Sweep(_placement.sweep(options, progress))


def count_runs(cib: ScenarioLike, *, depth: int = 1, nodes: bool = True, resources: bool = True, by_attribute: Sequence[str] = (),
               start: str = "rest") -> int:
    """How many simulations such a sweep takes."""
    return _placement.count_runs(sweep_options(cib, depth, nodes, resources, by_attribute, start, 0, 10_000))
