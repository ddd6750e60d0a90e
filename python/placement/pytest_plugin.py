"""The pytest plugin: the fixture ``cluster``, scenario files as tests, and explanations where an expectation is not met.

- ``@pytest.mark.cib("cib.xml")``, or ``placement_cib = cib.xml`` in the ini file, says which CIB the fixture ``cluster`` reads: relative
  to the test's folder, or to that of the ini file.
- Files ``*.placement.yaml`` and ``*.placement.yml``, and those that ``placement_scenarios`` names in the ini file (patterns), are
  scenario files; each of their tests is one of pytest's.
"""

from __future__ import annotations

import fnmatch
from pathlib import Path
from typing import Any, Generator, Iterable, Iterator, List, Optional, Tuple

import pytest

from . import Cib, Error, ScenarioFile, ScenarioTest, TestResult
from .testing import Verdict

_PATTERNS = ("*.placement.yaml", "*.placement.yml")


def pytest_addoption(parser: pytest.Parser) -> None:
    """The ini options."""
    parser.addini("placement_cib", "the CIB of the fixture cluster, for tests without the marker cib")
    parser.addini("placement_scenarios", "patterns of scenario files that are collected, in addition to *.placement.yaml", type="args",
                  default=[])


def pytest_configure(config: pytest.Config) -> None:
    """The marker."""
    config.addinivalue_line("markers", "cib(path): the CIB that the fixture cluster reads")


def _cib_path(request: pytest.FixtureRequest) -> Path:
    marker = request.node.get_closest_marker("cib")
    if marker is not None:
        if len(marker.args) != 1 or marker.kwargs:
            raise pytest.UsageError("@pytest.mark.cib takes the path of one CIB")
        return Path(request.path).parent / str(marker.args[0])
    named = request.config.getini("placement_cib")
    if not named:
        raise pytest.UsageError("the fixture cluster needs @pytest.mark.cib(\"cib.xml\"), or placement_cib in the ini file")
    folder = request.config.inipath.parent if request.config.inipath else request.config.rootpath
    return Path(folder) / str(named)


@pytest.fixture
def cluster(request: pytest.FixtureRequest) -> Cib:
    """The Cib that the marker ``cib`` or the ini option ``placement_cib`` names."""
    return Cib.read(_cib_path(request))


# ---- scenario files -----------------------------------------------------------------------------------------------


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> Optional[pytest.Collector]:
    """Scenario files, by their names."""
    patterns = [*_PATTERNS, *parent.config.getini("placement_scenarios")]
    if any(fnmatch.fnmatch(file_path.name, each) for each in patterns):
        made: pytest.Collector = ScenarioFileCollector.from_parent(parent, path=file_path)
        return made
    return None


class ScenarioFileCollector(pytest.File):
    """A scenario file."""

    def collect(self) -> Iterable[pytest.Item]:
        """Its tests."""
        try:
            file = ScenarioFile.read(self.path)
        except Error as error:
            raise self.CollectError(str(error)) from error
        for test in file:
            yield ScenarioItem.from_parent(self, name=test.name, test=test)


class NotAsExpected(Exception):
    """A test of a scenario file failed."""

    def __init__(self, text: str) -> None:
        super().__init__(text)


class ScenarioItem(pytest.Item):
    """A test of a scenario file."""

    def __init__(self, *, test: ScenarioTest, **members: Any) -> None:
        super().__init__(**members)
        self._test = test

    def runtest(self) -> None:
        """Runs it."""
        run = self._test.run()
        result: TestResult = run.results[0]
        if not result.passed:
            raise NotAsExpected(run.text().rstrip("\n"))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The report of placement-sim, without a traceback."""
        if isinstance(excinfo.value, (NotAsExpected, Error)):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> Tuple[Path, Optional[int], str]:
        """Its place in the file."""
        return self.path, self._test.line - 1, self.name


# ---- why an expectation is not met --------------------------------------------------------------------------------


def _unmet(frame: Any) -> Iterator[Verdict]:
    """What the failed assertion asked: pytest keeps the parts of a rewritten assertion in variables of its own."""
    parts = {name: value for name, value in frame.f_locals.items() if isinstance(value, Verdict) and not value}
    asked = [value for name, value in parts.items() if name.startswith("@py_assert")]
    yield from asked or parts.values()


def _last_frame(excinfo: pytest.ExceptionInfo[BaseException]) -> Any:
    trace = excinfo.tb
    while trace.tb_next is not None:
        trace = trace.tb_next
    return trace.tb_frame


@pytest.hookimpl(hookwrapper=True)  # type: ignore[misc]
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, None, None]:
    """Puts the explanation into the assertion's message."""
    excinfo = call.excinfo
    if excinfo is not None and isinstance(excinfo.value, AssertionError):
        said: List[str] = [str(each) for each in dict.fromkeys(_unmet(_last_frame(excinfo)))]
        if said:
            excinfo.value.args = ("\n".join([*said, *(str(each) for each in excinfo.value.args)]),)
    yield
