"""The same words and the same JSON as the programs'."""

import json
import os
import subprocess
from pathlib import Path

import pytest

import placement
from conftest import SOURCE
from placement import Change, ScenarioFile, fail, simulate

PROGRAMS = os.environ.get("PLACEMENT_PROGRAMS")
pytestmark = pytest.mark.skipif(not PROGRAMS, reason="PLACEMENT_PROGRAMS names no programs")
OUTAGE = "cib-samples/postgres-outage.xml"
REVERSE = "cib-samples/postgres-reverse.xml"

ASKED = {
    "run": (lambda: simulate(OUTAGE, fail("pg01")), [OUTAGE, "--fail", "pg01"]),
    "split": (lambda: placement.split("cib-samples/web-server.xml", "web1|web2"), ["cib-samples/web-server.xml", "--split", "web1|web2"]),
    "explain": (lambda: placement.explain(OUTAGE, "msPostgresql", events=fail("pg01")), ["explain", OUTAGE, "msPostgresql", "--fail", "pg01"]),
    "what-if": (lambda: placement.what_if(OUTAGE, Change.without("backup-vip-not-with-primary"), "msPostgresql", events=fail("pg01")),
                ["explain", OUTAGE, "msPostgresql", "--fail", "pg01", "--without", "backup-vip-not-with-primary"]),
    "margin": (lambda: placement.margin(OUTAGE, "msPostgresql", events=fail("pg01")), ["margin", OUTAGE, "msPostgresql", "--fail", "pg01"]),
    "sweep": (lambda: placement.sweep(REVERSE), ["sweep", REVERSE]),
    "diff": (lambda: placement.diff(REVERSE, OUTAGE), ["diff", REVERSE, OUTAGE]),
    "releases": (lambda: placement.diff(OUTAGE, releases=("2.1.5", "3.0.2")), ["diff", OUTAGE, "--pacemaker", "2.1.5", "--pacemaker", "3.0.2"]),
    "lint": (lambda: placement.lint(REVERSE), ["lint", REVERSE]),
    "verify": (lambda: placement.verify(REVERSE, failures=1), ["verify", REVERSE, "--failures", "1"]),
    "repair": (lambda: placement.repair(REVERSE, events=fail("pg01")), ["repair", REVERSE, "--fail", "pg01"]),
    "test": (lambda: placement.run_scenarios("cib-samples/postgres-outage.yaml"), ["test", "cib-samples/postgres-outage.yaml"]),
    "history": (lambda: placement.history("cib-samples/history/postgres-outage-2017.tar.xz", search_outages=10),
                ["history", "cib-samples/history/postgres-outage-2017.tar.xz"]),
}


def answer(arguments):
    environment = {**os.environ, "COLUMNS": ""}
    program = str(Path(PROGRAMS) / "placement-sim")
    done = subprocess.run([program, *arguments], cwd=SOURCE, env=environment, capture_output=True, text=True)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


@pytest.mark.parametrize("name", ASKED)
def test_the_words_and_the_json_are_those_of_the_program(name, monkeypatch):
    monkeypatch.chdir(SOURCE)
    asked, arguments = ASKED[name]
    found = asked()
    assert found.to_dict() == json.loads(answer([*arguments, "--format", "json"]))
    assert found.text().rstrip("\n") == answer(arguments).rstrip("\n")


def test_scenarios_are_played_as_by_the_program(monkeypatch):
    monkeypatch.chdir(SOURCE)
    path = "cib-samples/postgres-outage-2017.yaml"
    played = json.loads(answer(["run", path, "--only", "1.1.10", "--format", "json"]))["scenarios"]
    tests = [each for each in ScenarioFile.read(path) if "1.1.10" in each.name]
    assert [each["answer"] for each in played] == [each.play().to_dict() for each in tests]
