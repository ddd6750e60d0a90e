"""Unit tests of a configuration: ``assert after(cib, fail("pg01")).promotes("Postgresql", "pg02")``.

The pytest plugin shows the explanation of an expectation that is not met. Without pytest, ``str(verdict)`` has it.
"""

from __future__ import annotations

from typing import Any, Dict, Optional, Tuple

from . import _expectations as expected
from ._events import as_events
from ._expectations import Expectation, ScoreLike
from ._outcome import Outcome, run
from ._scenario import Events, ScenarioLike, as_scenario

__all__ = ["Prediction", "Verdict", "after"]


class Verdict:
    """Whether a prediction is as expected: true or false. ``str(verdict)`` says what was expected, what is predicted, and why."""

    __slots__ = ("met", "subject", "expected", "predicted", "explanation")

    def __init__(self, met: bool, subject: str, wanted: str, predicted: str, explanation: Tuple[str, ...]) -> None:
        self.met = met
        self.subject = subject
        self.expected = wanted
        self.predicted = predicted
        self.explanation = explanation

    def __bool__(self) -> bool:
        return self.met

    def __str__(self) -> str:
        if self.met:
            return f"{self.subject}: {self.expected}"
        lines = [self.subject, f"  expected   {self.expected}", f"  predicted  {self.predicted}"]
        return "\n".join([*lines, *(f"    {line}" for line in self.explanation)])

    def __repr__(self) -> str:
        return f"Verdict(met={self.met}, subject={self.subject!r}, expected={self.expected!r}, predicted={self.predicted!r})"


class Prediction:
    """What becomes of the cluster; its methods compare that with what is expected. ``outcome`` is the Outcome."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome

    def meets(self, expectation: Expectation) -> Verdict:
        """Whether the expectation is met. A cluster that never comes to rest meets none, unless that is what is asked."""
        if not isinstance(expectation, Expectation):
            raise TypeError(f"an Expectation is needed, not {type(expectation).__name__}")
        found = self._checked(expectation)
        if not found or expectation.expectation in ("settles", "loops"):
            return found
        rest = self._checked(expected.settles())
        return found if rest else rest

    def _checked(self, expectation: Expectation) -> Verdict:
        _, met, subject, wanted, predicted, explanation = self.outcome._native.check(expectation._native())
        return Verdict(met, subject, wanted, predicted, tuple(explanation))

    def promotes(self, resource: str, *nodes: str) -> Verdict:
        """(Instances of) the resource are promoted on exactly these nodes; without a node, nowhere."""
        return self.meets(expected.promotes(resource, *nodes))

    def runs(self, resource: str, *nodes: str) -> Verdict:
        """(Instances of) the resource run, in any role, on exactly these nodes."""
        return self.meets(expected.runs(resource, *nodes))

    def not_on(self, resource: str, *nodes: str) -> Verdict:
        """(Instances of) the resource run on none of these nodes."""
        return self.meets(expected.not_on(resource, *nodes))

    def stays_down(self, resource: str) -> Verdict:
        """(Instances of) the resource run nowhere."""
        return self.meets(expected.stays_down(resource))

    def moves_at_most(self, number: int, resource: str = "") -> Verdict:
        """At most this many moves of primitives; away and back counts as two."""
        return self.meets(expected.moves_at_most(number, resource))

    def interruptions_at_most(self, number: int, resource: str = "") -> Verdict:
        """At most this many interruptions."""
        return self.meets(expected.interruptions_at_most(number, resource))

    def has_state(self, resource: str, state: str) -> Verdict:
        """The service is in this state."""
        return self.meets(expected.has_state(resource, state))

    def has_score(self, resource: str, node: str, at_least: ScoreLike, at_most: Optional[ScoreLike] = None) -> Verdict:
        """The score on the node is this, or in this range."""
        return self.meets(expected.has_score(resource, node, at_least, at_most))

    def has_promotion_score(self, resource: str, node: str, at_least: ScoreLike, at_most: Optional[ScoreLike] = None) -> Verdict:
        """The promotion score on the node is this, or in this range."""
        return self.meets(expected.has_promotion_score(resource, node, at_least, at_most))

    def margin_at_least(self, resource: str, points: int) -> Verdict:
        """Every number is at least this many points away from another place for the resource."""
        return self.meets(expected.margin_at_least(resource, points))

    def loses(self, *services: str) -> Verdict:
        """These services are lost, and no others."""
        return self.meets(expected.loses(*services))

    def loses_nothing(self) -> Verdict:
        """Every service that ran still does its work."""
        return self.meets(expected.loses_nothing())

    def settles(self) -> Verdict:
        """The cluster comes to rest."""
        return self.meets(expected.settles())

    def loops(self, resource: str = "") -> Verdict:
        """The cluster never comes to rest, and the resource is part of the loop."""
        return self.meets(expected.loops(resource))

    def __repr__(self) -> str:
        return f"Prediction({self.outcome!r})"


def after(cib: ScenarioLike, *events: Events, **options: Any) -> Prediction:
    """What becomes of the cluster after the events, one after the other, or lists of them; the options are those of Scenario."""
    members: Dict[str, Any] = {**options, "with_ledger": True}
    happen = [event for each in events for event in as_events(each)]
    return Prediction(run(as_scenario(cib, happen, **members)))
