"""Every sequence of failures, within limits."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any, Dict, Iterable, Iterator, List, Optional, Sequence, Tuple

from . import _placement
from ._expectations import Expectations, native_expectations
from ._outcome import Loop, Outcome
from ._records import build
from ._result import Result
from ._scenario import AgentLike, Scenario, ScenarioLike, as_scenario, as_texts
from ._sweep import Progress


@dataclass(frozen=True)
class Moment:
    """An event of a sequence in words, and when it happens."""

    at_ms: int
    text: str


@dataclass(frozen=True)
class StoryLine:
    """An event (kind "event"), or what the cluster does then (kind "cluster"), in words."""

    at_ms: int
    kind: str
    text: str


@dataclass(frozen=True)
class Counterexample:
    """A sequence after which a property does not hold (docs/json.md, "A verification")."""

    property: str
    services: Tuple[str, ...]
    what: str
    also: Tuple[str, ...] = ()
    decisive: Tuple[str, ...] = ()
    events: Tuple[Moment, ...] = ()
    story: Tuple[StoryLine, ...] = ()
    command: Optional[str] = None
    lost: Tuple[str, ...] = ()
    loop: Optional[Loop] = None
    others: int = 0


@dataclass(frozen=True)
class ServiceWithoutPlace:
    """A service that is down after one event because nothing can run it then: that breaks no property."""

    service: str
    event: str
    why: str = ""
    others: int = 0


class Verification(Result):
    """What was tried, and the sequences that break something, the shortest first. It can be iterated over these."""

    _native: _placement.Verification
    shown = ("holds", "states", "counterexamples")

    @property
    def holds(self) -> bool:
        """No counterexample, and everything within the limits was tried."""
        return bool(self._data["holds"])

    @property
    def release(self) -> str:
        """The Pacemaker release whose rules applied."""
        return str(self._data["pacemaker"])

    @property
    def properties(self) -> Tuple[str, ...]:
        """Those that were asked for."""
        return tuple(self._data["properties"])

    @property
    def agents(self) -> Tuple[str, ...]:
        """The agents that were played."""
        return tuple(self._data["agents"])

    @property
    def states(self) -> int:
        """How many states are told apart."""
        return int(self._data["states"])

    @property
    def sequences(self) -> int:
        """How many sequences were played."""
        return int(self._data["sequences"])

    @property
    def complete_to(self) -> int:
        """All sequences up to this length were tried."""
        return int(self._data["complete_to"])

    @property
    def partial(self) -> bool:
        """The search was ended before everything was tried."""
        return bool(self._data["partial"])

    @property
    def why_partial(self) -> Optional[str]:
        """Why, a clause."""
        return self._maybe("why_partial")

    @functools.cached_property
    def without_place(self) -> Tuple[ServiceWithoutPlace, ...]:
        """What is down after one event because nothing can run it then."""
        return tuple(build(ServiceWithoutPlace, each) for each in self._data["without_place"])

    @functools.cached_property
    def counterexamples(self) -> Tuple[Counterexample, ...]:
        """The shortest first."""
        return tuple(build(Counterexample, each) for each in self._data["counterexamples"])

    def outcome(self, number: int) -> Outcome:
        """The outcome of the counterexample with this number, from 0."""
        self.counterexamples[number]
        return Outcome(self._native.counterexample(number % len(self.counterexamples)))

    def scenario_text(self, number: int, cib_file: str) -> str:
        """The counterexample as a scenario file beside a CIB of that name."""
        self.counterexamples[number]
        return self._native.counterexample_text(number % len(self.counterexamples), cib_file)

    def __iter__(self) -> Iterator[Counterexample]:
        return iter(self.counterexamples)

    def __len__(self) -> int:
        return len(self.counterexamples)

    def __bool__(self) -> bool:
        return True

    def _table(self) -> Tuple[str, Sequence[str], List[Sequence[str]]]:
        rows = [(each.property, " ".join(each.services), each.what, "; ".join(event.text for event in each.events)) for each in self]
        return "holds" if self.holds else "does not hold", ("property", "services", "what", "events"), list(rows)


def verify_options(failures: int, depth: Optional[int], timing: str, properties: Optional[Iterable[str]], always: Expectations,
                   max_states: int) -> Dict[str, Any]:
    """As the extension takes them."""
    return {"failures": failures, "depth": depth, "timing": timing,
            "properties": None if properties is None else list(as_texts("properties", properties)),
            "always": native_expectations("always", always), "max_states": max_states}


def verify_scenario(question: ScenarioLike, agents: Optional[Sequence[AgentLike]], start: str) -> Scenario:
    """With the agents that are played: these, or else the scenario's, or else all whose behaviour is known."""
    scenario = as_scenario(question, (), start=start, with_ledger=False)
    if agents is not None:
        return as_scenario(scenario, (), agents=agents)
    return scenario if scenario.agents else as_scenario(scenario, (), agents=scenario.suggested_agents())


def verify(
    cib: ScenarioLike,
    *,
    failures: int = 2,
    depth: Optional[int] = None,
    timing: str = "rest",
    properties: Optional[Iterable[str]] = None,
    always: Expectations = (),
    max_states: int = 1_000_000,
    agents: Optional[Sequence[AgentLike]] = None,
    start: str = "rest",
    progress: Optional[Progress] = None,
) -> Verification:
    """Lets everything fail in every order, and finds the shortest sequences after which a property does not hold.

    ``failures``: how much may be broken at the same time; ``depth``: the longest sequence; ``timing``: events happen at ``rest``, or at
    ``any`` moment of a transition. ``properties``: service-runs, comes-to-rest, never-twice, comes-home, no-interruption (none: all).
    ``always``: what is to hold besides. ``agents``: those that are played; none: all whose behaviour is known; ``()``: no agent.
    ``progress(done, total)``: sequences, as far as they are known; as in sweep().
    """
    scenario = verify_scenario(cib, agents, start)
    options = verify_options(failures, depth, timing, properties, always, max_states)
    return Verification(_placement.verify(scenario._native(), options, progress))
