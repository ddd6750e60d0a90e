"""Sweeps, differences, margins, verifications, repairs, scenario files and histories."""

import dataclasses
import json

import pytest

import placement
from conftest import SAMPLES
from placement import (
    InvalidValue, Scenario, ScenarioFile, TooManyRuns, UnknownName, count_runs, diff, fail, history, lint, margin, not_on, promotes, repair,
    repair_finding, repair_tests, repair_verification, run_scenarios, simulate, sweep, verify,
)


def test_a_sweep_is_iterated(reverse):
    found = sweep(reverse)
    assert found.single_points_of_failure[0] == "pg01 fails"
    assert [scenario.name for scenario in found][:1] == ["pg01 fails"]
    assert found[0].lost == ("PostgresqlVIP", "msPostgresql") and found[0].events == (fail("pg01"),)
    assert len(found) == found.runs == found.runs_done == count_runs(reverse) and found.complete
    assert found.csv().splitlines()[0].startswith("failure,")


def test_the_result_of_a_sweep_depends_on_no_number_of_threads(outage):
    assert sweep(outage, threads=1) == sweep(outage, threads=3)


def test_pairs_and_limits(outage):
    assert len(sweep(outage, depth=2, resources=False)) == 6
    with pytest.raises(TooManyRuns) as raised:
        sweep(outage, depth=2, max_runs=3)
    assert raised.value.runs > 3
    with pytest.raises(UnknownName):
        sweep(outage, by_attribute="site")


@pytest.mark.parametrize("depth", [0, 3])
def test_another_depth_is_refused(outage, depth):
    with pytest.raises(InvalidValue, match="depth"):
        sweep(outage, depth=depth)


def test_progress_ends_a_sweep(outage):
    told = []
    found = sweep(outage, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (len(found), len(found))


def test_margins(outage):
    found = margin(outage, "msPostgresql", events=fail("pg01"))
    closest = found.margins[0]
    assert closest.distance == min(each.distance for each in found.margins)
    assert found.now.promoted == ("pg02",)
    edge = closest.below or closest.above
    assert edge.then != found.now
    with pytest.raises(UnknownName):
        margin(outage, "nothing")


def test_a_difference_between_edits(reverse):
    found = diff(reverse, SAMPLES / "postgres-reverse-fixed.xml")
    assert "primary-not-with-backup-vip" in found.edits[0].text
    assert not found.worse and {each.name for each in found.scenarios} >= {"pg01 fails"}
    backwards = diff(SAMPLES / "postgres-reverse-fixed.xml", reverse)
    assert backwards.worse
    assert {"msPostgresql"} <= {each.service for scenario in backwards.scenarios for each in scenario.services}
    assert diff(reverse, reverse, events=fail("pg01")).scenarios == ()


def test_a_difference_between_releases(reverse):
    found = diff(reverse, releases=("2.1.5", "3.0.2"))
    assert found.releases == {"old": "2.1.5", "new": "3.0.2"} and found.changed_rules
    with pytest.raises(TypeError):
        diff(reverse)
    with pytest.raises(TypeError):
        diff(reverse, reverse, releases=("2.1.5", "3.0.2"))


def test_a_verification_finds_the_shortest_sequence(reverse):
    found = verify(reverse, failures=1, properties=["service-runs"], agents=())
    assert not found.holds and not found.partial
    first = found.counterexamples[0]
    assert first.property == "service-runs" and [each.text for each in first.events]
    assert found.outcome(0).lost
    text = found.scenario_text(0, "cib.xml")
    assert run_scenarios(ScenarioFile.parse(text, "found.yaml", cib=reverse)).failed == 1
    with pytest.raises(IndexError):
        found.outcome(99)
    with pytest.raises(UnknownName):
        verify(reverse, properties=["always-well"])


def test_an_expectation_is_verified(small):
    found = verify(small, failures=1, properties=[], always=not_on("a", "n2"))
    assert [each.property for each in found] == ["always"]
    with pytest.raises(TypeError):
        verify(small, always="not_on")
    with pytest.raises(ValueError):
        verify(Scenario(small, fail("n1")))


def test_a_search_is_ended_by_its_progress(outage):
    found = verify(outage, failures=3, timing="any", progress=lambda done, total: False)
    assert found.partial and found.why_partial


def test_repairs(reverse):
    found = repair(reverse, events=fail("pg01"), most=1)
    assert found.any_harmless and not found.holds_already
    best = found.repairs[0]
    assert best.edits[0].id == "primary-not-with-backup-vip" and best.edits[0].range.to == -1
    assert simulate(found.cib(0), fail("pg01")).survives
    assert found.repaired_text(0) == reverse.edited_text(found.cib(0)).text
    assert repair(found.cib(0), events=fail("pg01")).holds_already


def test_a_wanted_expectation_is_repaired(small):
    found = repair(small, not_on("a", "n1"), most=1, edits=1)
    assert simulate(found.cib(0)).running("a") != ("n1",)
    with pytest.raises(TypeError):
        repair(small, "not_on")


def test_tests_verifications_and_findings_are_repaired(reverse):
    file = ScenarioFile.parse("tests: [{name: t, steps: [fail: pg01], expect: {lost: none}}]", "t.yaml", cib=reverse)
    assert repair_tests(file, most=1, edits=1).any_harmless
    assert repair_verification(reverse, failures=1, properties=["service-runs"], agents=(), most=1, edits=1).unmet
    report = lint(reverse)
    assert repair_finding(report, report.findings[0], most=1, edits=1).repairs
    with pytest.raises(ValueError):
        repair_finding(report, next(each for each in report if each.proof is None))
    with pytest.raises(InvalidValue, match="none of the report"):
        repair_finding(report, placement.Finding("another one"))


def test_scenario_files_are_run(tmp_path):
    run = run_scenarios(SAMPLES / "postgres-outage.yaml", coverage=True)
    assert run.passed and len(run) == 4 and run.failed == 0 and run.coverage.constraints == 4
    assert "<testsuites" in run.junit() and run.tap().startswith("TAP version 14")
    assert len(run_scenarios([SAMPLES / "postgres-outage.yaml"], only="replica that is lost")) == 1
    wrong = run_scenarios(SAMPLES / "postgres-outage.yaml", cib=SAMPLES / "postgres-reverse.xml")
    assert not wrong.passed and any(not check.met and check.explanation for check in wrong.results[1].checks)


def test_a_test_is_run_and_played_alone():
    file = ScenarioFile.read(SAMPLES / "postgres-outage.yaml")
    test = file.tests[1]
    assert test.run().passed and test.play().promoted("msPostgresql") == ("pg02",)
    assert repr(test).startswith("ScenarioTest(name=")


def test_a_scenario_file_that_cannot_be_used_has_a_place():
    with pytest.raises(placement.InputError) as raised:
        ScenarioFile.parse("tests:\n  - nme: x\n", "wrong.yaml")
    error = raised.value
    assert (error.file, error.line, error.column) == ("wrong.yaml", 2, 5) and "did you mean `name`" in error.message
    assert not isinstance(error, placement.CibError)


@pytest.fixture(scope="session")
def told():
    return history(SAMPLES / "history" / "postgres-outage-2017.tar.xz", search_outages=0)


def test_a_history_is_told(told):
    assert told.inputs == len(told.decisions) == 89
    longest = told.outages[0]
    assert longest.service == "msPostgresql" and longest.cause.kind == "operation-failed"
    assert "msPostgresql" in told.text(resource="msPostgresql")
    scenario, cib = told.incident(longest, "cib.xml")
    assert "cib.xml" in scenario and b"<cib" in cib
    with pytest.raises(InvalidValue, match="none of this history"):
        told.incident(dataclasses.replace(longest, service="another"), "cib.xml")
    assert told.cib(-1).release == "1.1.10"


def test_a_history_that_is_not_there_has_a_file():
    with pytest.raises(placement.InputError) as raised:
        history("/nowhere/report.tar.gz")
    assert raised.value.file == "/nowhere/report.tar.gz"


# ---- nothing is missing -----------------------------------------------------------------------------------------


def missing(kind, data, place=""):
    """The keys of the JSON for which the values have no attribute."""
    found = []
    names = {field.name.rstrip("_") for field in dataclasses.fields(kind)} if dataclasses.is_dataclass(kind) else None
    for key, value in data.items():
        if names is not None and key not in names:
            found.append(f"{place}{kind.__name__}: {key}")
    return found


def walk(value, data, found):
    if dataclasses.is_dataclass(value) and isinstance(data, dict) and not isinstance(value, placement.Event):
        found.update(missing(type(value), data))
        for field in dataclasses.fields(value):
            walk(getattr(value, field.name), data.get(field.name.rstrip("_")), found)
    elif isinstance(value, tuple) and isinstance(data, list):
        for one, other in zip(value, data):
            walk(one, other, found)


def answers(outage, reverse, told):
    web = SAMPLES / "web-server.xml"
    yield simulate(web, [fail("website", "web1"), placement.settle(), placement.down("web1")])
    yield simulate(reverse, fail("pg01"))
    yield simulate(outage, fail("pg01"), agents="msPostgresql=pgsql")
    yield ScenarioFile.read(SAMPLES / "postgres-outage-2017.yaml").tests[0].play()
    yield sweep(reverse)
    yield margin(outage, "msPostgresql", events=fail("pg01"))
    yield diff(SAMPLES / "postgres-reverse-fixed.xml", reverse)
    yield diff(reverse, releases=("1.1.10", "3.0.2"))
    yield placement.what_if(outage, placement.Change.without("backup-vip-not-with-primary"), "msPostgresql", events=fail("pg01"))
    yield placement.split(web, "web1|web2")
    yield lint(reverse)
    yield verify(reverse, failures=1)
    yield repair(reverse, events=fail("pg01"), most=2, edits=1)
    yield run_scenarios(SAMPLES / "postgres-outage.yaml", cib=reverse, coverage=True)
    yield told


#: Keys that say the same as the answer's class, or nothing of it.
PASSED_OVER = {"format_version", "compared", "unchecked_kinds", "scores"}
NAMES = {"from": "start", "pacemaker": "release", "tests": "results", "with": "with_", "settled": "settles"}


def test_values_have_everything_that_the_json_has(outage, reverse, told):
    found = set()
    for answer in answers(outage, reverse, told):
        data = answer.to_dict()
        data = data["reports"][0] if "reports" in data else data
        for key in data:
            name = key if hasattr(answer, key) else NAMES.get(key, key)
            if isinstance(getattr(answer, name, None), tuple):
                walk(getattr(answer, name), data[key], found)
            elif key in ("quorum", "anyway", "sequence", "coverage", "now") and data[key] is not None:
                walk(getattr(answer, name), data[key], found)
    found = {each for each in found if each.split(": ")[1] not in PASSED_OVER | {"pacemaker", "nearest_to"}}
    assert found == set()


def test_answers_are_shown(outage, reverse, told):
    for answer in answers(outage, reverse, told):
        assert str(answer) == answer.text() != ""
        assert repr(answer).startswith(type(answer).__name__ + "(")
        assert answer._repr_html_().startswith("<table>")
        assert json.loads(answer.to_json()) == answer.to_dict()


def test_rich_shows_every_answer(outage, reverse, told):
    rich = pytest.importorskip("rich.console", reason="python3-rich is not installed")
    for answer in answers(outage, reverse, told):
        console = rich.Console(record=True, width=200, file=open("/dev/null", "w"))
        console.print(answer)
        assert console.export_text().strip(), type(answer)
