"""The types: mypy of the package and of an example, and the stubs of the extension against the extension."""

import inspect
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import placement
from placement import _placement

pytest.importorskip("mypy")

PACKAGE = Path(placement.__file__).parent

EXAMPLE = """
from typing import Iterator
from placement import (
    Cib, Finding, LintSubject, Outcome, Score, Scenario, after, fail, lint, lint_rule, promotes, repair, simulate, sweep, verify,
)

cib: Cib = Cib.read("cib.xml")
outcome: Outcome = simulate(cib, [fail("n1")], release="3.0.2", agents=["db=pgsql"])
score: Score = outcome.score("db", "n1")
names: tuple[str, ...] = outcome.promoted("db")
for failure in sweep(Scenario(cib), progress=lambda done, total: None):
    print(failure.name.upper(), failure.lost)
if not after(cib, fail("n1")).promotes("db", "n2"):
    print(repair(cib, promotes("db", "n2"), events=fail("n1")).repairs[0].effect.worse)


@lint_rule("own")
def own(subject: LintSubject) -> Iterator[Finding]:
    yield Finding(str(subject.now().lost))


print(lint(cib, rules=own).findings[0].message, verify(cib).counterexamples[0].what)
"""

WRONG = """
from placement import fail, simulate
simulate("cib.xml", fail("n1"), release=3)
simulate("cib.xml", fail("n1")).promoted(3)
fail(3)
simulate("cib.xml").nothing
"""


def mypy(folder, *arguments):
    environment = {**os.environ, "MYPYPATH": str(PACKAGE.parent), "MYPY_CACHE_DIR": str(folder / "cache")}
    return subprocess.run([sys.executable, "-m", "mypy", *arguments], cwd=folder, env=environment, capture_output=True, text=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("mypy")


def test_the_package_and_an_example_are_strict(folder):
    (folder / "example.py").write_text(EXAMPLE)
    done = mypy(folder, "--strict", str(PACKAGE), "example.py")
    assert done.returncode == 0, done.stdout + done.stderr


def test_wrong_types_are_found(folder):
    (folder / "wrong.py").write_text(WRONG)
    done = mypy(folder, "--strict", "wrong.py")
    assert re.findall(r"wrong\.py:(\d+)", done.stdout) == ["3", "4", "5", "6"], done.stdout


def test_the_stubs_are_those_of_the_extension(folder):
    # pybind11's metaclass, and the initializer of classes that nobody makes.
    (folder / "allowed").write_text("placement\\._placement\\.[A-Za-z]+\nplacement\\._placement\\.[A-Za-z]+\\.__init__\n")
    environment = {**os.environ, "MYPYPATH": str(PACKAGE.parent), "PYTHONPATH": str(PACKAGE.parent)}
    done = subprocess.run([sys.executable, "-m", "mypy.stubtest", "placement._placement", "--allowlist", "allowed"], cwd=folder,
                          env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_each_name_of_the_extension_is_in_the_stubs():
    stubs = (PACKAGE / "_placement.pyi").read_text()
    for name, value in vars(_placement).items():
        if name.startswith("__"):
            continue
        assert re.search(rf"^(class|def) {name}\b|^{name}:", stubs, re.MULTILINE), name
        if not inspect.isclass(value):
            continue
        body = re.search(rf"^class {name}:\n((?:    .*\n|\n)*)", stubs, re.MULTILINE).group(1)
        for member in vars(value):
            assert member.startswith("_") or re.search(rf"def {member}\(", body), f"{name}.{member}"


def test_the_package_says_that_it_has_types():
    assert (PACKAGE / "py.typed").is_file()
