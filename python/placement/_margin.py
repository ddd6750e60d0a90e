"""How far numbers are from another outcome."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import List, Optional, Sequence, Tuple

from . import _placement
from ._records import build
from ._result import Result, json_text
from ._scenario import Events, ScenarioLike, as_scenario
from ._score import Score


@dataclass(frozen=True)
class Standing:
    """Where a resource ends up; ``restless``: the cluster never comes to rest; ``impossible``: why the events cannot happen."""

    promoted: Tuple[str, ...]
    running: Tuple[str, ...]
    restless: bool = False
    impossible: Optional[str] = None


@dataclass(frozen=True)
class Edge:
    """A value with another outcome, where the resource ends up then, and the constraints that decide it."""

    value: Score
    then: Standing
    decisive: Tuple[str, ...] = ()


@dataclass(frozen=True)
class Margin:
    """One number of the configuration or state, and how far it can change (docs/json.md, "A margin")."""

    kind: str
    id: str
    node: Optional[str]
    current: Score
    distance: Optional[int]
    above: Optional[Edge] = None
    below: Optional[Edge] = None
    line: Optional[int] = None
    column: Optional[int] = None


@dataclass(frozen=True)
class DecisiveConstraint:
    """A constraint without which the outcome is different."""

    id: str
    without: Standing
    line: Optional[int] = None
    column: Optional[int] = None


class Margins(Result):
    """The numbers that have an edge, the closest first."""

    _native: _placement.Margins
    shown = ("resource", "now", "margins")

    @property
    def resource(self) -> str:
        """The resource's id, as configured."""
        return str(self._data["resource"])

    @property
    def events(self) -> Tuple[str, ...]:
        """The events in words."""
        return tuple(self._data["events"])

    @functools.cached_property
    def now(self) -> Standing:
        """Where the resource ends up after the events."""
        return build(Standing, self._data["now"])

    @functools.cached_property
    def margins(self) -> Tuple[Margin, ...]:
        """The closest first."""
        return tuple(build(Margin, each) for each in self._data["margins"])

    @functools.cached_property
    def decisive(self) -> Tuple[DecisiveConstraint, ...]:
        """The constraints without which the resource ends up elsewhere."""
        return tuple(build(DecisiveConstraint, each) for each in self._data["decisive"])

    @property
    def numbers(self) -> int:
        """How many numbers were tried."""
        return int(self._data["numbers"])

    @property
    def runs(self) -> int:
        """How many simulations that took."""
        return int(self._data["runs"])

    def _table(self) -> Tuple[str, Sequence[str], List[Sequence[str]]]:
        rows = [
            tuple(json_text(each) for each in (margin.kind, margin.id, margin.node, margin.current, margin.distance))
            for margin in self.margins
        ]
        return f"Margins of {self.resource}", ("kind", "id", "node", "current", "distance"), list(rows)


def margin(cib: ScenarioLike, resource: str, *, events: Events = ()) -> Margins:
    """By how much single numbers can change until the resource ends up elsewhere. Ctrl-C ends the search.

    Raises UnknownName, and what simulate() raises.
    """
    return Margins(_placement.margins(as_scenario(cib, events)._native(), resource))
