"""What is wrong, risky or useless in a configuration; rules can be written in Python."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from typing import Any, Callable, Dict, Iterable, Iterator, List, Mapping, Optional, Sequence, Tuple, Union

from . import _placement
from ._cib import Cib, CibLike, Element, Moment, as_cib, as_moment
from ._changes import Change, native_changes
from ._errors import InvalidValue
from ._events import Event, as_events
from ._outcome import Obstacle, Outcome
from ._records import build
from ._result import Result, json_text
from ._scenario import Events, as_texts
from ._sweep import Sweep


@dataclass(frozen=True)
class Place:
    """Another place that a finding is about."""

    text: str
    line: Optional[int] = None
    column: Optional[int] = None


@dataclass(frozen=True)
class Proof:
    """A scenario that was run and shows a finding (docs/json.md, ``proof``)."""

    events: Tuple[Event, ...] = ()
    failing: Tuple[str, ...] = ()
    changes: Tuple[Any, ...] = ()
    shows: str = ""
    lost: Tuple[str, ...] = ()
    kept_down_by: Tuple[Obstacle, ...] = ()
    pacemaker: Optional[str] = None
    scenario: str = ""
    command: Optional[str] = None


@dataclass(frozen=True)
class Repairing:
    """An edit with which a finding goes away."""

    text: str
    harmless: bool
    pcs: Tuple[Optional[str], ...] = ()
    crm: Tuple[Optional[str], ...] = ()
    notes: Tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """What was found. A rule in Python yields these: without a code, the finding gets the rule's code, level and remedy."""

    message: str
    line: Optional[int] = None
    column: Optional[int] = None
    code: str = ""
    level: Optional[str] = None
    remedy: Optional[str] = None
    related: Tuple[Place, ...] = ()
    proof: Optional[Proof] = None
    others: Tuple[Place, ...] = ()
    source: Optional[str] = None
    repairs: Tuple[Repairing, ...] = ()

    @classmethod
    def at(cls, element: Element, message: str, **members: Any) -> Finding:
        """A finding whose place is that of the element."""
        return cls(message, element.line, element.column, **members)

    def _native(self) -> Dict[str, Any]:
        proof = self.proof
        return {
            "code": self.code, "level": self.level, "message": self.message, "remedy": self.remedy or "",
            "line": self.line or 0, "column": self.column or 0,
            "related": [{"text": each.text, "line": each.line or 0, "column": each.column or 0} for each in self.related],
            "proof": None if proof is None else {
                "events": [each._native() for each in as_events(proof.events)], "failing": list(proof.failing),
                "changes": native_changes(proof.changes), "shows": proof.shows, "lost": list(proof.lost), "release": proof.pacemaker,
            },
        }


class LintSubject:
    """The cluster that a rule examines. It may be used only while the rule runs; what needs a simulation is computed once."""

    def __init__(self, native: _placement.LintSubject) -> None:
        self._native = native

    @property
    def cib(self) -> Cib:
        """The CIB."""
        return Cib(self._native.cib())

    @property
    def configuration(self) -> Element:
        """Its ``<configuration>``, with the place of each element."""
        return self.cib.configuration

    @property
    def release(self) -> str:
        """The Pacemaker release whose rules apply."""
        return self._native.release()

    @property
    def written_by(self) -> Optional[str]:
        """The release of the cluster that wrote the CIB."""
        return self._native.written_by()

    @property
    def has_state(self) -> bool:
        """Whether the CIB has the state of a cluster that ran."""
        return self._native.has_state()

    @property
    def comes_to_rest(self) -> bool:
        """Whether the cluster comes to rest if nothing happens, with a node online."""
        return self._native.comes_to_rest()

    def now(self) -> Outcome:
        """What the cluster does if nothing happens."""
        return Outcome(self._native.now())

    def single_failures(self) -> Sweep:
        """Every single failure in the cluster at rest. Raises TooMuchToRun, which a rule lets pass."""
        return Sweep(self._native.single_failures())

    def run(self, events: Events = (), *, failing: Sequence[str] = (), changes: Union[Change, Iterable[Change]] = (),
            at_rest: bool = True) -> Outcome:
        """The outcome of the events, with ``at_rest`` once the cluster has done what it does anyway. Raises TooMuchToRun."""
        happen = [each._native() for each in as_events(events)]
        return Outcome(self._native.run(happen, list(as_texts("failing", failing)), native_changes(changes), at_rest))


Check = Callable[[LintSubject], Iterable[Finding]]


@dataclass(frozen=True)
class Rule:
    """A rule of lint. Made by the decorator ``lint_rule``; those of the library have no ``check`` here."""

    code: str
    topic: str
    level: str
    summary: str
    explanation: str = ""
    remedy: str = ""
    found_by: str = "rule"
    check: Optional[Check] = None
    needs_state: bool = False

    def _native(self) -> Dict[str, Any]:
        if self.check is None:
            raise InvalidValue(f"the rule {self.code} has no check")
        return {"code": self.code, "topic": self.topic, "level": self.level, "summary": self.summary, "explanation": self.explanation,
                "remedy": self.remedy, "needs_state": self.needs_state, "check": functools.partial(_checked, self.check)}


def _checked(check: Check, native: _placement.LintSubject) -> Iterator[Dict[str, Any]]:
    for finding in check(LintSubject(native)) or ():
        if not isinstance(finding, Finding):
            raise TypeError(f"a rule yields Findings, not {type(finding).__name__}")
        yield finding._native()


def lint_rule(
    code: str, *, topic: str = "own", level: str = "warning", summary: str = "", remedy: str = "", needs_state: bool = False
) -> Callable[[Check], Rule]:
    """Makes a rule of a function that takes a LintSubject and yields Findings. Its docstring is the explanation.

    >>> @lint_rule("short-name", summary="a resource whose name has one letter")
    ... def short_name(subject):
    ...     '''Names should say something.'''
    ...     for primitive in subject.configuration.iter("primitive"):
    ...         if len(primitive.get("id")) == 1:
    ...             yield Finding.at(primitive, f"the name {primitive.get('id')} is short")
    """

    def made(check: Check) -> Rule:
        explanation = " ".join((check.__doc__ or "").split())
        return Rule(code, topic, level, summary or code, explanation, remedy, check=check, needs_state=needs_state)

    return made


def lint_rules() -> Tuple[Rule, ...]:
    """The rules of the library, in the order of the manual."""
    return tuple(build(Rule, each) for each in json.loads(_placement.lint_rules_json())["rules"])


class LintReport(Result):
    """What was found in one CIB: errors first, then by place. It can be iterated over its findings."""

    _native: _placement.LintReport
    shown = ("cib", "findings")

    @property
    def _report(self) -> Dict[str, Any]:
        report: Dict[str, Any] = self._data["reports"][0]
        return report

    @property
    def cib(self) -> str:
        """The CIB's name."""
        return str(self._report["cib"])

    @property
    def release(self) -> str:
        """The Pacemaker release whose rules applied."""
        return str(self._report["pacemaker"])

    @property
    def rules_run(self) -> int:
        """How many rules ran."""
        return int(self._report["rules_run"])

    @property
    def suppressed(self) -> int:
        """How many findings are switched off by comments in the CIB."""
        return int(self._report["suppressed"])

    @functools.cached_property
    def findings(self) -> Tuple[Finding, ...]:
        """Errors first, then by place."""
        return tuple(build(Finding, each) for each in self._report["findings"])

    @property
    def codes(self) -> Tuple[str, ...]:
        """The code of each finding."""
        return tuple(each.code for each in self.findings)

    def count(self, level: str) -> int:
        """How many findings there are of this level: error, warning or info."""
        return self._native.count(level)

    def any_at_least(self, level: str) -> bool:
        """Whether there is a finding of this level or a higher one."""
        return self._native.any_at_least(level)

    def sarif(self) -> str:
        """The report as SARIF 2.1.0."""
        return self._native.sarif()

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)

    def __bool__(self) -> bool:
        return True

    def _table(self) -> Tuple[str, Sequence[str], List[Sequence[str]]]:
        rows = [tuple(json_text(cell) for cell in (each.level, each.line, each.code, each.message)) for each in self.findings]
        return self.cib, ("level", "line", "code", "message"), list(rows)


def lint(
    cib: CibLike,
    *,
    rules: Union[Rule, Iterable[Rule]] = (),
    built_in: bool = True,
    disabled: Iterable[str] = (),
    levels: Optional[Mapping[str, str]] = None,
    at: Optional[Moment] = None,
    quorum: Optional[str] = None,
    release: Optional[str] = None,
    max_runs: int = 400,
    max_work: int = 30_000,
    threads: int = 0,
) -> LintReport:
    """Looks for what is wrong or risky, by the library's rules (``built_in``) and these ones.

    ``disabled``: codes that are not looked for; ``levels``: other levels for codes. A code that no rule has is an UnknownName. What a
    rule in Python raises comes out as it is.
    """
    own = [rules] if isinstance(rules, Rule) else list(rules)
    for each in own:
        if not isinstance(each, Rule):
            raise TypeError(f"rules: a Rule is needed, not {type(each).__name__}")
    options = {"disabled": set(as_texts("disabled", disabled)), "levels": dict(levels or {}), "at": as_moment(at), "quorum": quorum,
               "release": release, "max_runs": max_runs, "max_work": max_work, "threads": threads}
    return LintReport(_placement.lint(as_cib(cib)._native, options, [each._native() for each in own], built_in))
