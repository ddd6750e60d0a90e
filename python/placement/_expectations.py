"""What is expected of a cluster at rest. Expectations are values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Dict, Iterable, List, Optional, Tuple, Union

from ._score import Score


@dataclass(frozen=True)
class Expectation:
    """One expectation. The functions below make them."""

    expectation: str
    resource: str = ""
    nodes: Tuple[str, ...] = ()
    services: Tuple[str, ...] = ()
    at_least: Optional[Score] = None
    at_most: Optional[Score] = None
    number: int = 0
    state: str = "running"
    properties: Tuple[str, ...] = ()
    for_all_times: bool = False

    def at_all_times(self) -> Expectation:
        """The same, not only at rest, but after each step of the sequence that the events make; for verify() and repair()."""
        return replace(self, for_all_times=True)

    def _native(self) -> Dict[str, Any]:
        return {
            "expectation": self.expectation, "resource": self.resource, "nodes": list(self.nodes), "services": list(self.services),
            "at_least": None if self.at_least is None else int(self.at_least),
            "at_most": None if self.at_most is None else int(self.at_most), "number": self.number, "state": self.state,
            "properties": list(self.properties), "at_all_times": self.for_all_times,
        }


Expectations = Union[Expectation, Iterable[Expectation]]
ScoreLike = Union[int, str]


def native_expectations(what: str, expectations: Expectations) -> List[Dict[str, Any]]:
    """As the extension takes them. Raises TypeError for what is none."""
    found = [expectations] if isinstance(expectations, Expectation) else list(expectations)
    for each in found:
        if not isinstance(each, Expectation):
            raise TypeError(f"{what}: an Expectation is needed, such as promotes(\"db\", \"node1\"), not {type(each).__name__}")
    return [each._native() for each in found]


def _texts(values: Tuple[str, ...]) -> Tuple[str, ...]:
    for each in values:
        if not isinstance(each, str):
            raise TypeError(f"a name is a str, not {type(each).__name__}")
    return values


def promotes(resource: str, *nodes: str) -> Expectation:
    """(Instances of) the resource are promoted on exactly these nodes; without a node, nowhere."""
    return Expectation("promoted", resource, _texts(nodes))


def runs(resource: str, *nodes: str) -> Expectation:
    """(Instances of) the resource run, in any role, on exactly these nodes."""
    if not nodes:
        raise TypeError("name the nodes, or say stays_down(resource)")
    return Expectation("running", resource, _texts(nodes))


def not_on(resource: str, *nodes: str) -> Expectation:
    """(Instances of) the resource run on none of these nodes."""
    if not nodes:
        raise TypeError("name the nodes, or say stays_down(resource)")
    return Expectation("not-on", resource, _texts(nodes))


def stays_down(resource: str) -> Expectation:
    """(Instances of) the resource run nowhere."""
    return Expectation("stopped", resource)


def moves_at_most(number: int, resource: str = "") -> Expectation:
    """At most this many moves of primitives (of the resource and what is in it); away and back counts as two."""
    return Expectation("moves", resource, number=number)


def interruptions_at_most(number: int, resource: str = "") -> Expectation:
    """At most this many interruptions: an instance fails, loses its node, is stopped or is demoted."""
    return Expectation("interruptions", resource, number=number)


def has_state(resource: str, state: str) -> Expectation:
    """The service is in this state: running, reduced, not-promoted, undetected, unknown, stuck or down."""
    return Expectation("state", resource, state=state)


def has_score(resource: str, node: str, at_least: ScoreLike, at_most: Optional[ScoreLike] = None) -> Expectation:
    """The score on the node in the scheduler's first run after the last event is this, or in this range."""
    return _scored("score", resource, node, at_least, at_most)


def has_promotion_score(resource: str, node: str, at_least: ScoreLike, at_most: Optional[ScoreLike] = None) -> Expectation:
    """The same for the promotion score."""
    return _scored("promotion-score", resource, node, at_least, at_most)


def _scored(kind: str, resource: str, node: str, at_least: ScoreLike, at_most: Optional[ScoreLike]) -> Expectation:
    most = at_least if at_most is None else at_most
    return Expectation(kind, resource, (node,), at_least=Score(at_least), at_most=Score(most))


def margin_at_least(resource: str, points: int) -> Expectation:
    """Every number is at least this many points away from another place for the resource (see margin())."""
    return Expectation("margin", resource, number=points)


def loses(*services: str) -> Expectation:
    """These services are lost, and no others."""
    if not services:
        raise TypeError("name the services, or say loses_nothing()")
    return Expectation("lost", services=_texts(services))


def loses_nothing() -> Expectation:
    """Every service that ran still does its work."""
    return Expectation("lost")


def settles() -> Expectation:
    """The cluster comes to rest."""
    return Expectation("settles")


def loops(resource: str = "") -> Expectation:
    """The cluster never comes to rest, and the resource is part of the loop."""
    return Expectation("loops", resource)


def holds(*properties: str) -> Expectation:
    """Properties of verify() hold in the sequence that the events make."""
    return Expectation("holds", properties=_texts(properties))
