"""Scenario files: unit tests of a configuration (docs/scenarios.md)."""

from __future__ import annotations

import functools
import os
from dataclasses import dataclass
from typing import Any, Iterable, Iterator, List, Optional, Sequence, Tuple, Union

from . import _placement
from ._cib import CibLike, as_cib, as_path
from ._outcome import Outcome
from ._records import build
from ._result import Result
from ._scenario import CorosyncLike, as_texts, native_corosync
from ._sweep import Progress


@dataclass(frozen=True)
class Check:
    """An expectation, compared with the prediction."""

    expectation: str
    subject: str
    met: bool
    expected: str
    predicted: str
    explanation: Tuple[str, ...] = ()
    line: Optional[int] = None
    column: Optional[int] = None


@dataclass(frozen=True)
class TestError:
    """What prevented a test from being completed, and where."""

    __test__ = False
    message: str
    line: Optional[int] = None
    column: Optional[int] = None


@dataclass(frozen=True)
class TestResult:
    """The result of one test."""

    __test__ = False
    file: str
    name: str
    passed: bool
    checks: Tuple[Check, ...] = ()
    error: Optional[TestError] = None
    line: Optional[int] = None
    column: Optional[int] = None
    pacemaker: Optional[str] = None


@dataclass(frozen=True)
class UndecidedConstraint:
    """A constraint that made no difference in any test."""

    cib: str
    kind: str
    id: str
    took_part: bool
    line: Optional[int] = None
    column: Optional[int] = None


@dataclass(frozen=True)
class Coverage:
    """Which constraints the tests depend on."""

    constraints: int
    undecided: Tuple[UndecidedConstraint, ...]
    runs: int


class TestRun(Result):
    """The results of tests, in order. It can be iterated over them."""

    __test__ = False
    _native: _placement.TestRun
    shown = ("passed", "results")

    @functools.cached_property
    def results(self) -> Tuple[TestResult, ...]:
        """One for each test that was run."""
        return tuple(build(TestResult, each) for each in self._data["tests"])

    @property
    def failed(self) -> int:
        """How many tests failed."""
        return int(self._data["failed"])

    @property
    def not_selected(self) -> int:
        """How many were not run because of ``only``."""
        return int(self._data["not_selected"])

    @property
    def passed(self) -> bool:
        """At least one test ran, and all passed."""
        return self._native.passed()

    @property
    def verdict(self) -> str:
        """One sentence."""
        return str(self._data["verdict"])

    @functools.cached_property
    def coverage(self) -> Optional[Coverage]:
        """The constraints that decided nothing, if that was asked for."""
        found = self._data.get("coverage")
        return None if found is None else build(Coverage, found)

    def junit(self) -> str:
        """The report in JUnit's XML format."""
        return self._native.junit()

    def tap(self) -> str:
        """The report as TAP, version 14."""
        return self._native.tap()

    def __iter__(self) -> Iterator[TestResult]:
        return iter(self.results)

    def __len__(self) -> int:
        return len(self.results)

    def __bool__(self) -> bool:
        return True

    def _table(self) -> Tuple[str, Sequence[str], List[Sequence[str]]]:
        return self.verdict, ("file", "test", "passed"), [(each.file, each.name, "yes" if each.passed else "no") for each in self]


class ScenarioTest:
    """One test of a scenario file."""

    __test__ = False
    __slots__ = ("_native",)

    def __init__(self, native: _placement.ScenarioTest) -> None:
        self._native = native

    @property
    def name(self) -> str:
        """Its name."""
        return self._native.name

    @property
    def line(self) -> int:
        """Where it begins in the file."""
        return self._native.line

    def run(self) -> TestRun:
        """Runs it alone."""
        return TestRun(self._native.run())

    def play(self) -> Outcome:
        """The outcome after all its events, without comparing anything."""
        return Outcome(self._native.play())

    def __repr__(self) -> str:
        return f"ScenarioTest(name={self.name!r}, line={self.line})"


class ScenarioFile:
    """The tests in a file. It can be iterated over them."""

    __slots__ = ("_native",)

    def __init__(self, native: _placement.ScenarioFile) -> None:
        self._native = native

    @classmethod
    def read(cls, path: Union[str, os.PathLike[str]], *, cib: Optional[CibLike] = None,
             corosync: Optional[CorosyncLike] = None) -> ScenarioFile:
        """Reads a file; the CIBs that it names are looked up relative to it, unless ``cib`` takes their place. Raises InputError."""
        return cls(_placement.ScenarioFile.read(as_path(path), _native_cib(cib), native_corosync(corosync)))

    @classmethod
    def parse(cls, text: str, name: str = "<text>", *, cib: Optional[CibLike] = None,
              corosync: Optional[CorosyncLike] = None) -> ScenarioFile:
        """Reads text; ``name`` is used in messages, and CIBs are looked up relative to it. Raises InputError."""
        return cls(_placement.ScenarioFile.parse(text, name, _native_cib(cib), native_corosync(corosync)))

    @property
    def name(self) -> str:
        """The file's name."""
        return self._native.name

    @property
    def tests(self) -> Tuple[ScenarioTest, ...]:
        """In the order of the file."""
        return tuple(ScenarioTest(each) for each in self._native.tests())

    def __iter__(self) -> Iterator[ScenarioTest]:
        return iter(self.tests)

    def __len__(self) -> int:
        return len(self.tests)

    def __repr__(self) -> str:
        return f"ScenarioFile(name={self.name!r}, tests={[each.name for each in self.tests]!r})"


def _native_cib(cib: Optional[CibLike]) -> Optional[_placement.Cib]:
    return None if cib is None else as_cib(cib)._native


FileLike = Union[ScenarioFile, str, "os.PathLike[str]"]


def run_scenarios(
    files: Union[FileLike, Iterable[FileLike]],
    *,
    only: Sequence[str] = (),
    coverage: bool = False,
    cib: Optional[CibLike] = None,
    corosync: Optional[CorosyncLike] = None,
    progress: Optional[Progress] = None,
) -> TestRun:
    """Runs the tests of scenario files: ``run_scenarios("scenarios.yaml")``.

    ``only``: tests with one of these texts in their names. ``coverage``: also find the constraints that decide nothing.
    """
    single: Any = files if isinstance(files, (ScenarioFile, str, os.PathLike)) else None
    several = [single] if single is not None else list(files)  # type: ignore[arg-type]
    replacing = None if cib is None else as_cib(cib)
    read = [each if isinstance(each, ScenarioFile) else ScenarioFile.read(each, cib=replacing, corosync=corosync) for each in several]
    return TestRun(_placement.run_tests([each._native for each in read], list(as_texts("only", only)), coverage, progress))
