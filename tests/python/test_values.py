"""Events, scores and scenarios: values that are compared, hashed, pickled and printed."""

import pickle
from datetime import datetime, timedelta, timezone

import pytest

import placement
from placement import (
    Agent, InvalidValue, NodeFails, ResourceFails, Scenario, Score, Timing, ban, event_from_dict, fail, op, option, promotion_score, settle,
    simulate, ticket, wait,
)

EVENTS = [
    fail("n1"), fail("a", "n1"), placement.down("n1"), placement.up("n1"), placement.standby("n1"), placement.unstandby("n1"),
    placement.maintenance("n1"), placement.unmaintenance("n1"), placement.disable("a"), placement.enable("a"), placement.unmanage("a"),
    placement.manage("a"), placement.move("a", "n2"), placement.move("a"), ban("a"), ban("a", "n1", promoted=True), placement.clear("a"),
    placement.cleanup("a", "n1"), placement.refresh("a"), op("a_monitor_10000@n1=7"), placement.op_fail("a_start_0@n2=1"),
    placement.fence_fail("n1"), placement.attribute("n1", "site", "north"), placement.attribute("n1", "site", permanent=True),
    promotion_score("a", "n1", "-INFINITY"), promotion_score("a", "n1", 5), ticket("t", "granted"), ticket("t", "standby"),
    option("maintenance-mode", "true"), placement.watchdog(True), wait(10), wait(timedelta(milliseconds=1500)), settle(),
]


@pytest.mark.parametrize("event", EVENTS, ids=repr)
def test_an_event_survives_pickling_and_its_dict(event):
    assert pickle.loads(pickle.dumps(event)) == event
    assert event_from_dict(event.to_dict()) == event
    assert hash(event_from_dict(event.to_dict())) == hash(event)
    assert eval(repr(event), {**vars(placement), "Score": Score}) == event
    assert str(event) not in ("", repr(event))


def test_all_kinds_of_events_are_here():
    assert {type(each) for each in EVENTS} == set(placement._events._kinds(placement.Event).values())


@pytest.mark.parametrize("data, words", [
    ({"event": "nope"}, "unknown event 'nope'"), ({}, "unknown event None"), ({"event": "node-fails"}, "the event node-fails needs `node`"),
], ids=str)
def test_a_dict_that_is_no_event_is_refused(data, words):
    with pytest.raises(InvalidValue, match=words):
        event_from_dict(data)
    with pytest.raises(TypeError):
        event_from_dict([data])


def test_events_are_matched():
    match fail("db", "n1"):
        case ResourceFails(resource, node):
            assert (resource, node) == ("db", "n1")
        case _:
            raise AssertionError
    assert fail("n1") != placement.down("n1")
    assert str(fail("db", "n1")) == "db fails on n1"


@pytest.mark.parametrize("make", [lambda: fail(3), lambda: NodeFails(None), lambda: wait("3"), lambda: wait(True), lambda: option("a", 3),
                                  lambda: promotion_score("a", "n1", 1.5), lambda: placement.watchdog("yes")])
def test_events_of_wrong_types_are_refused_where_they_are_made(make):
    with pytest.raises(TypeError):
        make()


def test_a_malformed_operation_is_refused_where_it_is_made():
    with pytest.raises(InvalidValue, match="RESOURCE_TASK_INTERVAL@NODE=STATUS"):
        op("nonsense")


@pytest.mark.parametrize("wrong", ["n1", 3, None, [3], [["n1"]], b"n1"])
def test_what_is_no_event_is_refused(small, wrong):
    with pytest.raises(TypeError):
        simulate(small, wrong)


def test_scores_are_integers_with_two_ends():
    assert Score("INFINITY") == 1_000_000 == Score(5_000_000)
    assert Score("INFINITY") - Score("INFINITY") == Score("-INFINITY")
    assert Score(999_999) + 5 == Score("INFINITY")
    assert 1000 - Score("INFINITY") == Score("-INFINITY") and 1000 - Score("-INFINITY") == Score("INFINITY")
    assert isinstance(5 - Score(3), Score) and 5 - Score(3) == 2
    assert (Score(3) - 1.5, 1.5 - Score(3), Score(3) + 1.5) == (1.5, -1.5, 4.5)
    assert (str(Score(-1_000_000)), repr(Score(3)), f"{Score('+INFINITY')}") == ("-INFINITY", "Score(3)", "INFINITY")
    assert pickle.loads(pickle.dumps(Score("-INFINITY"))) == Score("-INFINITY")
    assert sum([Score(1), Score(2)]) == 3 and -Score("INFINITY") == Score("-INFINITY")
    for wrong in ("", "1.5", "INF", "--1"):
        with pytest.raises(InvalidValue):
            Score(wrong)
    for wrong in (1.5, None, True):
        with pytest.raises(TypeError):
            Score(wrong)


def test_times_are_aware(small):
    assert simulate(small, at="2024-01-01T00:00:00Z").at == datetime(2024, 1, 1, tzinfo=timezone.utc)
    east = timezone(timedelta(hours=2))
    assert simulate(small, at=datetime(2024, 1, 1, 2, tzinfo=east)).at == datetime(2024, 1, 1, tzinfo=timezone.utc)
    with pytest.raises(InvalidValue, match="no time zone"):
        simulate(small, at=datetime(2024, 1, 1))
    with pytest.raises(TypeError):
        simulate(small, at=3)
    with pytest.raises(InvalidValue):
        simulate(small, at="yesterday")


def test_a_scenario_is_a_value(small):
    scenario = Scenario(small, fail("n1"), release="2.1.5")
    assert pickle.loads(pickle.dumps(scenario)) == scenario
    assert simulate(scenario).release == "2.1.5"
    assert simulate(scenario, placement.up("n1")).events == (fail("n1"), placement.up("n1"))
    assert hash(scenario) == hash(Scenario(small, (fail("n1"),), release="2.1.5"))


@pytest.mark.parametrize("option", [
    {"quorum": 3}, {"release": 3}, {"failing": 3}, {"failing": [3]}, {"agents": 3}, {"transition_limit": "x"}, {"assume_online": "maybe"},
    {"not_services": 3}, {"start": 3}, {"corosync": 3},
], ids=str)
def test_options_of_wrong_types_are_refused(small, option):
    with pytest.raises(TypeError):
        simulate(small, **option)


@pytest.mark.parametrize("option", [
    {"quorum": "most"}, {"release": "9"}, {"failing": "x"}, {"agents": "x"}, {"start": "end"}, {"agents": Agent("a", "nothing")},
    {"transition_limit": -1}, {"timing": Timing(limit_ms=10**30)},
], ids=str)
def test_options_that_mean_nothing_are_refused(small, option):
    with pytest.raises((InvalidValue, placement.UnknownName)):
        simulate(small, **option)


def test_agents_are_read_and_written():
    agent = Agent.parse("msPostgresql=pgsql,promoted-score=7")
    assert agent == Agent("msPostgresql", "pgsql", {"promoted-score": "7"})
    assert Agent.parse(str(agent)) == agent and pickle.loads(pickle.dumps(agent)) == agent


def test_a_sequence_has_a_timeline(outage):
    outcome = simulate(outage, fail("pg01"), agents=["msPostgresql=pgsql"], timing=Timing(fencing_ms=1000))
    assert outcome.sequence.end == "at-rest"
    assert outcome.sequence.timeline[0].kind == "event"
    durations = (placement.OperationDuration("promote", 5000, "Postgresql"),)
    slow = simulate(outage, fail("pg01"), agents=["msPostgresql=pgsql"], timing=Timing(durations=durations))
    assert slow.sequence.end_ms > outcome.sequence.end_ms
