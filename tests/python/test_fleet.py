"""Many clusters: the same rows by threads, by Dask's workers and by the program."""

import glob
import os
import re
import subprocess
from datetime import datetime

import pytest

import placement
from conftest import SAMPLES
from placement import fleet

FILES = sorted(glob.glob(str(SAMPLES / "*.xml")))
PROGRAMS = os.environ.get("PLACEMENT_PROGRAMS")


def test_rows_come_in_the_order_of_the_files(tmp_path):
    (tmp_path / "b.xml").write_bytes((SAMPLES / "web-server.xml").read_bytes())
    (tmp_path / "a.xml").write_text("this is no CIB")
    asked = fleet(tmp_path)
    assert [row.status for row in asked] == ["unreadable", "ok"]
    assert asked[1].figures["services"] > 0
    assert not asked.well


def test_findings_have_their_causes():
    rows = fleet(SAMPLES / "postgres-reverse.xml").rows
    assert ("service-lost", "PostgresqlVIP", ("pg01 fails",)) in [(each.code, each.subject, each.causes) for each in rows[0].findings]


@pytest.mark.skipif(not PROGRAMS, reason="PLACEMENT_PROGRAMS names no programs")
@pytest.mark.parametrize("ask", ["sweep", "lint"])
def test_the_program_writes_the_same_lines(ask):
    command = [os.path.join(PROGRAMS, "placement-sim"), "fleet", *FILES, "--ask", ask, "--format", "json-lines"]
    assert fleet(FILES, ask=ask, chunk=3).json_lines() == subprocess.run(command, capture_output=True, text=True).stdout


def test_a_file_may_take_so_long():
    assert {row.status for row in fleet(FILES, limit=0)} <= {"too-long", "refused"}
    assert "too-long" not in {row.status for row in fleet(FILES, limit=float("inf"))}


def test_progress_ends_it():
    assert len(fleet(FILES, chunk=1, threads=1, progress=lambda done, total: done < 2)) == 2


def test_an_exception_of_progress_comes_out():
    def fails(done, total):
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        fleet(FILES, progress=fails)


def test_what_does_not_go_together_is_refused(tmp_path):
    with pytest.raises(placement.InvalidValue, match="belong together"):
        fleet(FILES, ask="releases")
    with pytest.raises(placement.UnknownName):
        fleet(FILES, ask="nothing")
    with pytest.raises(placement.InputError):
        fleet(tmp_path)


@pytest.mark.parametrize("options, words", [
    ({"depth": 5}, 'depth: 1 or 2 with ask="sweep"'),
    ({"depth": 0}, 'depth: 1 or 2 with ask="sweep"'),
    ({"ask": "verify", "depth": -1}, "depth is at least 0"),
    ({"ask": "lint", "depth": 2}, 'depth needs ask="sweep" or ask="verify"'),
    ({"ask": "lint", "scenarios": ["postgres.yaml"]}, 'scenarios needs ask="test"'),
    ({"ask": "lint", "by_attribute": "site"}, 'by_attribute needs ask="sweep" or ask="releases"'),
    ({"ask": "lint", "max_runs": 5}, 'max_runs needs ask="sweep" or ask="releases"'),
    ({"ask": "lint", "assume_online": True}, 'assume_online needs ask="sweep" or ask="releases" or ask="verify"'),
    ({"failures": 2}, 'failures needs ask="verify"'),
    ({"properties": []}, 'properties needs ask="verify"'),
    ({"max_states": 2}, 'max_states needs ask="verify"'),
    ({"disabled": ["no-fencing"]}, 'disabled needs ask="lint"'),
    ({"ask": "releases", "releases": ("2.1.5", "3.0.2"), "pacemaker": "2.1.5"}, "pacemaker needs ask="),
    ({"ask": "releases", "releases": ("2.1.5",)}, "two releases"),
    ({"ask": "test"}, 'ask="test" needs scenarios'),
    ({"limit": -3}, "limit: `-3` is not a number of seconds"),
    ({"limit": float("nan")}, "limit: `nan` is not a number of seconds"),
    ({"threads": -1}, "threads is at least 0"),
    ({"chunk": 0}, "chunk is at least 1"),
    ({"max_runs": -1}, "max_runs: -1 is out of range"),
    ({"at": datetime(2024, 1, 1)}, "no time zone"),
], ids=str)
def test_what_means_nothing_is_refused(options, words):
    with pytest.raises(placement.InvalidValue, match=re.escape(words)):
        fleet(FILES, **options)


def test_the_codes_of_lint_are_known():
    with pytest.raises(placement.UnknownName, match="no code `nope`"):
        fleet(FILES, ask="lint", disabled=["nope"])
    asked = fleet(SAMPLES / "postgres-outage.xml", ask="lint", disabled="no-fencing")
    assert asked[0].findings and "no-fencing" not in {each.code for each in asked[0].findings}


@pytest.fixture(scope="module")
def cluster():
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as made:
        yield made


def test_the_workers_of_dask_give_the_same_rows(cluster):
    import distributed

    with distributed.Client(cluster) as client:
        assert fleet(FILES, client=client, chunk=2).json_lines() == fleet(FILES).json_lines()


def test_a_worker_that_is_killed_loses_nothing(cluster):
    import distributed

    with distributed.Client(cluster) as client:
        processes = list(client.run(os.getpid).values())

        def kill(done, total):
            if processes:
                os.kill(processes.pop(), 9)
                processes.clear()

        assert fleet(FILES, client=client, chunk=1, progress=kill).json_lines() == fleet(FILES).json_lines()
