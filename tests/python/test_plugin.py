"""The pytest plugin, in runs of pytest within pytest."""

from importlib.metadata import entry_points

import pytest

from conftest import SAMPLES
from placement import UnknownName, fail, settle, simulate, standby
from placement.testing import after


@pytest.fixture
def project(pytester, monkeypatch):
    """A folder with a CIB, where the plugin is loaded (an installed package is found by its entry point)."""
    (pytester.path / "cib.xml").write_bytes((SAMPLES / "postgres-outage.xml").read_bytes())
    installed = any(each.value == "placement.pytest_plugin" for each in entry_points(group="pytest11"))  # then it is there by itself
    monkeypatch.setenv("PYTEST_ADDOPTS", "-p no:cacheprovider" + ("" if installed else " -p placement.pytest_plugin"))
    return pytester


def test_verdicts_are_true_or_say_why(outage):
    prediction = after(outage, fail("pg01"))
    assert prediction.promotes("Postgresql", "pg02") and prediction.loses_nothing() and prediction.settles()
    assert prediction.runs("PostgresqlVIP", "pg02") and prediction.not_on("PostgresqlVIP", "pg01", "pg03")
    assert prediction.moves_at_most(2) and prediction.interruptions_at_most(9) and prediction.has_state("msPostgresql", "reduced")
    assert prediction.has_score("Postgresql", "pg02", 100) and prediction.has_promotion_score("msPostgresql", "pg02", -5, "INFINITY")
    assert prediction.margin_at_least("PostgresqlVIP", 1) and not prediction.loops("msPostgresql") and not prediction.loses("msPostgresql")
    assert prediction.outcome == simulate(outage, fail("pg01"))
    wrong = prediction.promotes("Postgresql", "pg03")
    assert not wrong and wrong.expected == "promoted on pg03" and wrong.predicted == "promoted on pg02"
    assert "not promoted on pg03: -INFINITY by promotion score from the agent" in str(wrong)
    assert not prediction.stays_down("PostgresqlVIP") and not prediction.promotes("Postgresql")


def test_events_are_given_alone_or_as_lists(outage):
    events = [standby("pg02"), settle(), fail("pg01")]
    several = [after(outage, events), after(outage, *events), after(outage, events[0], iter(events[1:]))]
    assert [each.outcome for each in several] == [simulate(outage, events)] * 3
    for wrong in ("pg01", 3, [["pg01"]]):
        with pytest.raises(TypeError):
            after(outage, wrong)


def test_verdicts_of_what_there_is_not(outage):
    with pytest.raises(UnknownName):
        after(outage).runs("db", "pg01")
    with pytest.raises(TypeError):
        after(outage).runs("PostgresqlVIP")
    with pytest.raises(TypeError):
        after(outage).meets("runs")


def test_a_cluster_that_does_not_rest_meets_nothing(outage):
    prediction = after(outage, fail("pg01"), transition_limit=0)
    verdict = prediction.not_on("PostgresqlVIP", "pg03")
    assert not verdict and verdict.subject == "cluster"


def test_the_marker_names_the_cib(project):
    project.makepyfile("""
        import pytest
        from placement import fail
        from placement.testing import after

        @pytest.mark.cib("cib.xml")
        def test_failover(cluster):
            assert after(cluster, fail("pg01")).promotes("Postgresql", "pg02")
    """)
    project.runpytest_inprocess().assert_outcomes(passed=1)


def test_the_ini_file_names_the_cib(project):
    project.makeini("[pytest]\nplacement_cib = cib.xml\n")
    folder = project.mkdir("below")
    (folder / "test_below.py").write_text("def test_name(cluster): assert cluster.name.endswith('cib.xml')\n")
    project.runpytest_inprocess().assert_outcomes(passed=1)


def test_without_a_name_there_is_an_error(project):
    project.makepyfile("def test_it(cluster): pass")
    result = project.runpytest_inprocess()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*needs @pytest.mark.cib*"])


def test_a_cib_that_is_not_there_is_an_error(project):
    project.makepyfile("import pytest\n@pytest.mark.cib('nowhere.xml')\ndef test_it(cluster): pass")
    result = project.runpytest_inprocess()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*CibError*nowhere.xml*"])


@pytest.mark.parametrize("asserted", [
    "assert after(cluster, fail('pg01')).promotes('Postgresql', 'pg03')",
    "assert after(cluster, fail('pg01')).promotes('Postgresql', 'pg03'), 'my words'",
    "verdict = after(cluster, fail('pg01')).promotes('Postgresql', 'pg03'); assert verdict",
])
def test_a_message_has_the_explanation(project, asserted):
    project.makepyfile(f"""
        import pytest
        from placement import fail
        from placement.testing import after

        @pytest.mark.cib("cib.xml")
        def test_failover(cluster):
            {asserted}
    """)
    result = project.runpytest_inprocess()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([
        "E*  expected   promoted on pg03",
        "E*  predicted  promoted on pg02",
        "E*not promoted on pg03: -INFINITY by promotion score from the agent*",
    ])


def test_other_assertions_stay_as_they_are(project):
    project.makepyfile("def test_it(): assert 1 == 2")
    result = project.runpytest_inprocess()
    result.stdout.no_fnmatch_line("*predicted*")


def test_scenario_files_are_collected(project):
    text = """
        cib: cib.xml
        tests:
          - name: the replica is promoted
            steps: [fail: pg01]
            expect: {promoted: {msPostgresql: pg02}}
          - name: the other one is
            steps: [fail: pg01]
            expect: {promoted: {msPostgresql: pg03}}
    """
    import textwrap

    (project.path / "failover.placement.yaml").write_text(textwrap.dedent(text))
    (project.path / "other.yaml").write_text("no: scenario file\n")
    result = project.runpytest_inprocess("-v")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["failover.placement.yaml::the replica is promoted PASSED*", "*promoted on pg02*"])
    result.stdout.no_fnmatch_line("*Traceback*")
    project.runpytest_inprocess("-k", "replica").assert_outcomes(passed=1, deselected=1)


def test_patterns_of_the_ini_file_are_collected(project):
    project.makeini("[pytest]\nplacement_scenarios = scenarios*.yaml\n")
    (project.path / "scenarios-1.yaml").write_text("cib: cib.xml\ntests: [{name: t, steps: [fail: pg01], expect: {lost: none}}]\n")
    project.runpytest_inprocess().assert_outcomes(passed=1)


def test_a_scenario_file_that_cannot_be_used_is_an_error(project):
    (project.path / "wrong.placement.yaml").write_text("tests: [{nme: t}]\n")
    result = project.runpytest_inprocess()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*wrong.placement.yaml:1:10: no key `nme`; did you mean `name`?*"])


def test_the_fixture_is_a_cib(project):
    project.makepyfile("""
        import pytest, placement

        @pytest.mark.cib("cib.xml")
        def test_it(cluster):
            assert isinstance(cluster, placement.Cib)
    """)
    project.runpytest_inprocess().assert_outcomes(passed=1)
