"""What a change of the configuration does for a resource, and how a cluster splits."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Iterable, List, Optional, Sequence, Tuple, Union

from . import _placement
from ._changes import Change, native_changes
from ._outcome import Quorum, RunningOn, places_text
from ._records import build
from ._result import Result
from ._scenario import Events, ScenarioLike, as_scenario
from ._score import Score


@dataclass(frozen=True)
class Fared:
    """The outcome for a resource without and with the changes."""

    id: str
    before: Tuple[RunningOn, ...]
    after: Tuple[RunningOn, ...]
    fate_before: str
    fate_after: str
    same: bool


@dataclass(frozen=True)
class ScoreDifference:
    """A score that differs with the changes."""

    resource: str
    node: str
    promotion: bool
    before: Optional[Score]
    after: Optional[Score]


class WhatIf(Result):
    """What the changes do for the resource, and for the others."""

    _native: _placement.WhatIf
    shown = ("with_", "resources", "others")

    @property
    def with_(self) -> Tuple[str, ...]:
        """The changes in words."""
        return tuple(self._data["with"])

    @functools.cached_property
    def resources(self) -> Tuple[Fared, ...]:
        """The resource that was asked for."""
        return tuple(build(Fared, each) for each in self._data["resources"])

    @functools.cached_property
    def scores(self) -> Tuple[ScoreDifference, ...]:
        """The scores that differ."""
        return tuple(build(ScoreDifference, each) for each in self._data["scores"])

    @functools.cached_property
    def others(self) -> Tuple[Fared, ...]:
        """The other resources with a different outcome."""
        return tuple(build(Fared, each) for each in self._data["others"])

    @property
    def changes_anything(self) -> bool:
        """Whether anything ends differently, or has another score."""
        return self._native.changes_anything()

    def _table(self) -> Tuple[str, Sequence[str], List[Sequence[str]]]:
        rows = [(each.id, places_text(each.before), places_text(each.after)) for each in (*self.resources, *self.others)]
        return ", ".join(self.with_), ("resource", "without the changes", "with them"), list(rows)


def what_if(
    cib: ScenarioLike, changes: Union[Change, Iterable[Change]], resource: str, node: str = "", *, events: Events = ()
) -> WhatIf:
    """What the changes of the configuration do for the resource, with its scores on one node or on all."""
    return WhatIf(_placement.what_if(as_scenario(cib, events)._native(), native_changes(changes), resource, node))


@dataclass(frozen=True)
class SplitFencing:
    """A node of another side that a side wants to fence."""

    node: str
    side: int
    done: bool
    text: str


@dataclass(frozen=True)
class SplitSide:
    """One side of a split."""

    members: Tuple[str, ...]
    quorum: Quorum
    fences: Tuple[SplitFencing, ...] = ()
    fences_itself: Tuple[str, ...] = ()
    fenced_by: Tuple[int, ...] = ()


@dataclass(frozen=True)
class SplitService:
    """Where a service is when all sides have come to rest: for each side, the places where it runs."""

    id: str
    ran: bool
    lost: bool
    twice: bool
    twice_for_a_while: bool
    sides: Tuple[Tuple[RunningOn, ...], ...] = ()


@dataclass(frozen=True)
class SplitEnd:
    """How it ends; with a fencing race, if this side wins it."""

    winner: Optional[int]
    services: Tuple[SplitService, ...]


class Split(Result):
    """What happens when the members of a cluster divide into sides that do not see each other."""

    _native: _placement.Split
    shown = ("sides", "lost", "twice")

    @functools.cached_property
    def sides(self) -> Tuple[SplitSide, ...]:
        """In the order in which they were given."""
        return tuple(build(SplitSide, each) for each in self._data["sides"])

    @functools.cached_property
    def ends(self) -> Tuple[SplitEnd, ...]:
        """One, or one for each side that can win a fencing race."""
        return tuple(build(SplitEnd, each) for each in self._data["ends"])

    @property
    def race(self) -> Optional[str]:
        """What may decide the race; none without one."""
        return self._maybe("race")

    @property
    def lost(self) -> Tuple[str, ...]:
        """The services that run nowhere in some end."""
        return tuple(self._data["lost"])

    @property
    def twice(self) -> Tuple[str, ...]:
        """The services that run, or are promoted, twice in some end."""
        return tuple(self._data["twice"])

    @property
    def twice_for_a_while(self) -> Tuple[str, ...]:
        """The services that a side starts while another one still has to stop them."""
        return tuple(self._data["twice_for_a_while"])

    @property
    def verdict(self) -> str:
        """One sentence."""
        return str(self._data["verdict"])

    def _table(self) -> Tuple[str, Sequence[str], List[Sequence[str]]]:
        rows = [(" ".join(each.members), "yes" if each.quorum.have else "no") for each in self.sides]
        return self.verdict, ("side", "quorum"), list(rows)


def split(cib: ScenarioLike, sides: Union[str, Sequence[Sequence[str]]], *, events: Events = ()) -> Split:
    """The members split into these sides, ``"n1|n2,n3"`` or lists of names, once the cluster is at rest after the events."""
    named = _placement.parse_sides(sides) if isinstance(sides, str) else [list(each) for each in sides]
    return Split(_placement.split(as_scenario(cib, events)._native(), named))
