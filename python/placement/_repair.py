"""The smallest edits of a configuration that make something hold."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Optional, Sequence, Tuple, Union

from . import _placement
from ._cib import Cib
from ._errors import InvalidValue
from ._expectations import Expectations, loses_nothing, native_expectations
from ._lint import Finding, LintReport
from ._records import build
from ._result import Result
from ._scenario import AgentLike, Events, ScenarioLike, as_scenario, as_texts
from ._scenario_files import ScenarioFile, ScenarioTest
from ._score import Score
from ._sweep import Progress
from ._verify import verify_options, verify_scenario


@dataclass(frozen=True)
class RepairRange:
    """The values of a number with which everything holds; both ends belong to it."""

    from_: Score
    to: Score
    edge_below: bool = False
    edge_above: bool = False


@dataclass(frozen=True)
class RepairEdit:
    """One edit of a repair."""

    text: str
    id: Optional[str] = None
    name: Optional[str] = None
    value: Optional[str] = None
    node: Optional[str] = None
    attributes: Optional[Mapping[str, str]] = None
    line: Optional[int] = None
    column: Optional[int] = None
    range: Optional[RepairRange] = None

    def __hash__(self) -> int:
        return hash((self.text, self.id, self.name, self.value, self.node, self.line, self.column))


@dataclass(frozen=True)
class RepairEffect:
    """What a repair does besides, compared with the configuration as it is."""

    worse: Tuple[str, ...] = ()
    better: Tuple[str, ...] = ()
    committing: Tuple[str, ...] = ()
    more_interruptions: int = 0
    failures: int = 0
    not_compared: Optional[str] = None


@dataclass(frozen=True)
class Repair:
    """One repair: one edit, or two together (docs/json.md, "Repairs")."""

    edits: Tuple[RepairEdit, ...]
    harmless: bool
    weakens: Tuple[str, ...] = ()
    leaves: Tuple[str, ...] = ()
    notes: Tuple[str, ...] = ()
    effect: RepairEffect = RepairEffect()
    patch: Optional[str] = None
    patch_of_original: bool = True
    pcs: Tuple[Optional[str], ...] = ()
    crm: Tuple[Optional[str], ...] = ()


@dataclass(frozen=True)
class UnmetWant:
    """Something wanted that does not hold. Its kind: expectation, property (of a verification) or finding (of lint)."""

    kind: str
    test: str
    subject: str
    expected: str
    predicted: str
    explanation: Tuple[str, ...] = ()


@dataclass(frozen=True)
class NotProposed:
    """An edit that would do, and weakens the cluster in a way that was not allowed."""

    text: str
    weakens: Tuple[str, ...] = ()


class Repairs(Result):
    """What does not hold, and the repairs, the best first. It can be iterated over these."""

    _native: _placement.Repairs
    shown = ("holds_already", "unmet", "repairs")

    @property
    def holds_already(self) -> bool:
        """Nothing is to be repaired."""
        return bool(self._data["holds_already"])

    @functools.cached_property
    def unmet(self) -> Tuple[UnmetWant, ...]:
        """What does not hold."""
        return tuple(build(UnmetWant, each) for each in self._data["unmet"])

    @functools.cached_property
    def repairs(self) -> Tuple[Repair, ...]:
        """The best first."""
        return tuple(build(Repair, each) for each in self._data["repairs"])

    @property
    def without_edit(self) -> Tuple[str, ...]:
        """What is enough without any edit, a clause each: "the return of n1", of a node that is away."""
        return tuple(self._data["without_edit"])

    @functools.cached_property
    def not_proposed(self) -> Tuple[NotProposed, ...]:
        """Edits that would do, but weaken the cluster."""
        return tuple(build(NotProposed, each) for each in self._data["not_proposed"])

    @property
    def refused(self) -> Tuple[str, ...]:
        """Edits that do for what is wanted, but not on a closer look."""
        return tuple(self._data["refused"])

    @property
    def simulations(self) -> int:
        """How many simulations the search took."""
        return int(self._data["simulations"])

    @property
    def partial(self) -> bool:
        """The search was ended before everything was tried."""
        return bool(self._data["partial"])

    @property
    def any_harmless(self) -> bool:
        """Whether one of the repairs makes everything hold, and nothing else worse."""
        return self._native.any_harmless()

    def cib(self, number: int) -> Cib:
        """The CIB with the repair of this number, from 0."""
        self.repairs[number]
        return Cib(self._native.cib(number % len(self.repairs)))

    def repaired_text(self, number: int) -> bytes:
        """The CIB's text with the repair of this number, from 0."""
        self.repairs[number]
        return self._native.repaired_text(number % len(self.repairs))

    def __iter__(self) -> Iterator[Repair]:
        return iter(self.repairs)

    def __len__(self) -> int:
        return len(self.repairs)

    def __bool__(self) -> bool:
        return True

    def _table(self) -> Tuple[str, Sequence[str], List[Sequence[str]]]:
        rows = [("; ".join(edit.text for edit in each.edits), "yes" if each.harmless else "no") for each in self]
        return "Repairs", ("edits", "harmless"), list(rows)


def _options(allow: Iterable[str], edits: int, most: int, compared: bool, max_runs: int) -> Dict[str, Any]:
    return {"allow": list(as_texts("allow", allow)), "edits": edits, "most": most, "compared": compared, "max_runs": max_runs}


Tests = Union[ScenarioFile, ScenarioTest, Iterable[Union[ScenarioFile, ScenarioTest]]]


def repair(
    cib: ScenarioLike,
    wanted: Optional[Expectations] = None,
    *,
    events: Events = (),
    start: str = "rest",
    allow: Iterable[str] = (),
    edits: int = 2,
    most: int = 6,
    compared: bool = True,
    max_runs: int = 20_000,
    progress: Optional[Progress] = None,
) -> Repairs:
    """Searches for the smallest edits with which what is wanted holds after the events; without it, that no service is lost.

    ``allow``: what a repair may weaken: fencing, quorum, constraints, bans, failures, capacity, data. ``edits``: at most 1 or 2 of them.
    ``most``: so many repairs are looked at closely. ``progress`` is as in sweep().
    """
    scenario = as_scenario(cib, events, start=start)
    wants = native_expectations("wanted", loses_nothing() if wanted is None else wanted)
    return Repairs(_placement.repair_wanted(scenario._native(), wants, _options(allow, edits, most, compared, max_runs), progress))


def repair_tests(
    tests: Tests,
    *,
    allow: Iterable[str] = (),
    edits: int = 2,
    most: int = 6,
    compared: bool = True,
    max_runs: int = 20_000,
    progress: Optional[Progress] = None,
) -> Repairs:
    """Searches for the smallest edits with which all tests of scenario files pass; they must be of one CIB."""
    several = [tests] if isinstance(tests, (ScenarioFile, ScenarioTest)) else list(tests)
    all_tests: List[_placement.ScenarioTest] = []
    for each in several:
        all_tests += each._native.tests() if isinstance(each, ScenarioFile) else [each._native]
    return Repairs(_placement.repair_tests(all_tests, _options(allow, edits, most, compared, max_runs), progress))


def repair_verification(
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
    allow: Iterable[str] = (),
    edits: int = 2,
    most: int = 6,
    compared: bool = True,
    max_runs: int = 20_000,
    progress: Optional[Progress] = None,
) -> Repairs:
    """Searches for the smallest edits with which verify() of the same options has no counterexample any more."""
    scenario = verify_scenario(cib, agents, start)
    verification = verify_options(failures, depth, timing, properties, always, max_states)
    options = _options(allow, edits, most, compared, max_runs)
    return Repairs(_placement.repair_verification(scenario._native(), verification, options, progress))


def repair_finding(
    report: LintReport,
    finding: Finding,
    *,
    allow: Iterable[str] = (),
    edits: int = 2,
    most: int = 6,
    compared: bool = True,
    max_runs: int = 20_000,
    progress: Optional[Progress] = None,
) -> Repairs:
    """Searches for the smallest edits with which the finding of the report, which must have a proof, is no longer found."""
    options = _options(allow, edits, most, compared, max_runs)
    if finding not in report.findings:
        raise InvalidValue("the finding is none of the report")
    return Repairs(_placement.repair_finding(report._native, report.findings.index(finding), options, progress))
