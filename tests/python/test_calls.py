"""Signals, callbacks, threads and processes."""

import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from conftest import SAMPLES
from placement import (
    Change, Cib, Finding, Scenario, ScenarioFile, Timing, diff, fail, history, lint, lint_rule, margin, repair, run_scenarios, settle, simulate,
    split, standby, sweep, unstandby, verify, what_if,
)


class Own(Exception):
    """Raised by callbacks."""


def long_calls(outage):
    """Each takes much longer than a second, unless it is ended."""
    yield "sweep", lambda **more: [sweep(outage, depth=2, by_attribute=(), **more) for _ in range(200)]
    yield "verify", lambda **more: verify(outage, failures=4, timing="any", **more)
    yield "repair", lambda **more: [repair(SAMPLES / "postgres-reverse.xml", events=fail("pg01"), **more) for _ in range(20)]
    yield "diff", lambda **more: [diff(outage, SAMPLES / "postgres-outage-fixed.xml", **more) for _ in range(200)]
    yield "history", lambda **more: history(SAMPLES / "history" / "postgres-outage-2017.tar.xz", search_outages=0, **more)
    yield "scenarios", lambda **more: [run_scenarios(SAMPLES / "postgres-outage-2017.yaml", **more) for _ in range(50)]


NAMES = ["sweep", "verify", "repair", "diff", "history", "scenarios"]


@pytest.mark.parametrize("name", NAMES)
def test_what_a_callback_raises_comes_out_as_it_is(outage, name):
    raised = Own(name)

    def progress(done, total):
        raise raised

    with pytest.raises(Own) as caught:
        dict(long_calls(outage))[name](progress=progress)
    assert caught.value is raised and caught.traceback[-1].name == "progress"


@pytest.mark.parametrize("name", NAMES)
def test_a_callback_is_called_by_the_calling_thread(outage, name):
    told = []
    calls = {
        "sweep": lambda **more: sweep(outage, **more),
        "verify": lambda **more: verify(outage, failures=1, **more),
        "repair": lambda **more: repair(SAMPLES / "postgres-reverse.xml", events=fail("pg01"), edits=1, most=1, **more),
        "diff": lambda **more: diff(outage, SAMPLES / "postgres-outage-fixed.xml", **more),
        "history": dict(long_calls(outage))["history"],
        "scenarios": lambda **more: run_scenarios(SAMPLES / "postgres-outage.yaml", **more),
    }
    calls[name](progress=lambda done, total: told.append((threading.get_ident(), done, total)))
    assert told and {each[0] for each in told} == {threading.get_ident()}
    assert all(done <= total for _, done, total in told)


def test_a_callback_of_a_wrong_type_is_told(outage):
    with pytest.raises(TypeError):
        sweep(outage, progress=3)
    with pytest.raises(TypeError):
        sweep(outage, progress=lambda: None)


@contextmanager
def ended_by_ctrl_c():
    """What is done in it would take much longer."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it

    def send():
        time.sleep(0.3)
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=send)
    thread.start()
    begin = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        yield
    thread.join()
    assert time.monotonic() - begin < 20


@pytest.mark.parametrize("name", ["sweep", "verify", "repair", "diff"])
def test_ctrl_c_ends_a_long_call(outage, name):
    with ended_by_ctrl_c():
        dict(long_calls(outage))[name]()


def test_ctrl_c_ends_a_search_for_margins(outage):
    with ended_by_ctrl_c():
        while True:
            margin(outage, "msPostgresql", events=fail("pg01"))


def large_cluster(nodes, resources):
    """Its members are online, and nothing is started yet."""
    members = "".join(f'<node id="{number}" uname="n{number}"/>' for number in range(1, nodes + 1))
    states = "".join(
        f'<node_state id="{number}" uname="n{number}" in_ccm="true" crmd="online" join="member" expected="member"/>'
        for number in range(1, nodes + 1)
    )
    primitives = "".join(
        f'<primitive id="r{number}" class="ocf" provider="pacemaker" type="Dummy"/>' for number in range(resources)
    )
    colocations = "".join(
        f'<rsc_colocation id="c{number}" rsc="r{number}" with-rsc="r{number - 1}" score="10"/>'
        for number in range(1, resources) if number % 10
    )
    return Cib.parse(f"""<cib crm_feature_set="3.20.5" validate-with="pacemaker-4.0" have-quorum="1" epoch="1" num_updates="0"
        admin_epoch="0" execution-date="1700000000"><configuration>
        <crm_config><cluster_property_set id="options">
          <nvpair id="no-fencing" name="fencing-enabled" value="false"/>
        </cluster_property_set></crm_config>
        <nodes>{members}</nodes><resources>{primitives}</resources><constraints>{colocations}</constraints></configuration>
        <status>{states}</status></cib>""")


@pytest.mark.parametrize("name", ["simulate", "split", "what_if"])
def test_ctrl_c_ends_one_long_scenario_of_a_large_cluster(name):
    """It would take minutes."""
    scenario = Scenario(large_cluster(16, 200), [standby("n1"), settle(), unstandby("n1"), settle()] * 1000)
    sides = "|".join([",".join(f"n{number}" for number in range(1, 9)), ",".join(f"n{number}" for number in range(9, 17))])
    calls = {
        "simulate": lambda: simulate(scenario),
        "split": lambda: split(scenario, sides),
        "what_if": lambda: what_if(scenario, Change.without("c1"), "r1"),
    }
    with ended_by_ctrl_c():
        calls[name]()


@pytest.mark.parametrize("ask", [lambda file: file.tests[0].run(), run_scenarios], ids=["run", "run_scenarios"])
def test_ctrl_c_ends_one_long_test_of_a_large_cluster(ask):
    """It would take minutes."""
    expect = "expect: {state: {r1: running}}"
    steps = ", ".join(["standby: n1", expect, "unstandby: n1", expect] * 500)
    text = f"tests:\n  - name: long\n    cib: cib.xml\n    steps: [{steps}]\n    {expect}\n"
    file = ScenarioFile.parse(text, cib=large_cluster(16, 200))
    with ended_by_ctrl_c():
        ask(file)


def test_ctrl_c_ends_one_scenario_that_is_played_in_time():
    """It is in a loop, whose turns are counted for hours."""
    timing = Timing(limit_ms=10**12, run_limit=10**7, repetitions=10**6)
    scenario = Scenario(
        SAMPLES / "postgres-outage-2017.xml", fail("Postgresql", "pg02"), release="1.1.10", agents=["msPostgresql=pgsql"], timing=timing
    )
    with ended_by_ctrl_c():
        simulate(scenario)


def test_ctrl_c_ends_lint(outage):
    @lint_rule("slow")
    def slow(subject):
        time.sleep(0.2)
        return ()

    with ended_by_ctrl_c():
        lint(outage, rules=[slow] * 100, built_in=False)


def test_the_gil_is_released_while_it_computes(outage):
    counted = 0
    ended = threading.Event()

    def work():
        try:
            verify(outage, failures=2, timing="any", max_states=2000)
        finally:
            ended.set()

    thread = threading.Thread(target=work)
    thread.start()
    while not ended.is_set():
        counted += 1
        time.sleep(0.001)
    thread.join()
    assert counted > 10


def test_one_cib_is_used_by_many_threads(outage):
    expected = simulate(outage, fail("pg01"))
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: simulate(outage, fail("pg01")), range(64)))
        assert all(each == expected for each in found)
        assert len(set(pool.map(lambda _: sweep(outage), range(8)))) == 1


def test_rules_of_many_threads(outage):
    @lint_rule("counts")
    def counts(subject):
        yield Finding(str(len(subject.single_failures())))

    with ThreadPoolExecutor(4) as pool:
        reports = list(pool.map(lambda _: lint(outage, rules=counts, built_in=False).findings, range(16)))
    assert len(set(reports)) == 1


def lost_after(cib, node):
    return simulate(cib, fail(node)).lost


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_processes_get_a_cib(reverse, method):
    sweep(reverse)  # which had threads
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context(method)) as pool:
        found = list(pool.map(lost_after, [reverse] * 3, ["pg01", "pg02", "pg03"]))
    assert found[0] == ("PostgresqlVIP", "msPostgresql")


def test_a_child_answers_while_its_parent_computes(outage):
    thread = threading.Thread(target=verify, args=(outage,), kwargs={"failures": 2, "timing": "any", "max_states": 2000})
    thread.start()
    for _ in range(3):
        child = os.fork()
        if child == 0:
            os._exit(0 if sweep(outage).complete and simulate(outage, fail("pg01")).survives else 1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    thread.join()


def test_nothing_is_leaked(outage):
    def ask():
        outcome = simulate(outage, fail("pg01"))
        outcome.resources, outcome.text(), outcome.explain("msPostgresql")
        with pytest.raises(Own):
            sweep(outage, progress=raising)

    def raising(done, total):
        raise Own

    ask()
    gc.collect()
    before = sys.getrefcount(outage), sys.getrefcount(raising), len(gc.get_objects())
    for _ in range(20):
        ask()
    gc.collect()
    after = sys.getrefcount(outage), sys.getrefcount(raising), len(gc.get_objects())
    assert after[:2] == before[:2] and after[2] - before[2] < 100


def test_a_big_text_is_read_without_the_gil():
    text = (SAMPLES / "postgres-outage.xml").read_bytes()
    with ThreadPoolExecutor(8) as pool:
        assert len({each.name for each in pool.map(Cib.parse, [text] * 64)}) == 1
