"""Outcomes."""

import json
import pickle

import pytest

from placement import (
    Change, CibError, Corosync, ImpossibleEvent, InputError, Score, UnknownName, ban, explain, fail, op_fail, settle, simulate, split,
    standby, what_if,
)


def test_the_question_of_the_readme(outage):
    outcome = simulate(outage, fail("pg01"))
    assert outcome.promoted("msPostgresql") == ("pg02",)
    assert outcome.running("PostgresqlVIP") == ("pg02",)
    assert outcome.lost == () and outcome.survives and outcome.settles and not outcome.nothing_ran
    assert outcome.score("Postgresql", "pg02") == 100
    assert outcome.promotion_score("msPostgresql", "pg02") == 0
    assert outcome.node("pg01").after == "offline"
    assert outcome.quorum.have


def test_what_is_lost(reverse):
    outcome = simulate(reverse, fail("pg01"))
    assert outcome.lost == ("PostgresqlVIP", "msPostgresql")
    clone = outcome.resource("msPostgresql")
    assert clone.lost and clone.fate == "lost-promoted" and clone.state == "not-promoted"
    assert "primary-not-with-backup-vip" in {each.constraint for each in clone.kept_down_by}
    assert [each.id for each in outcome.services if each.lost] == list(outcome.lost)


def test_unknown_names_have_the_nearest(outage):
    with pytest.raises(UnknownName, match="did you mean `pg01`"):
        simulate(outage, fail("pg1"))
    with pytest.raises(UnknownName, match="did you mean `msPostgresql`") as raised:
        simulate(outage).promoted("msPostgres")
    assert str(raised.value)[0] not in "'\""  # LookupErrors often come with quotes
    with pytest.raises(UnknownName):
        simulate(outage).resource("msPostgres")
    with pytest.raises(UnknownName, match="no node `pg1`; did you mean `pg01`"):
        simulate(outage).node("pg1")


def test_an_impossible_event_says_why(small):
    with pytest.raises(ImpossibleEvent, match="`a`"):
        simulate(small, fail("a", "n2"))


def test_options_count(small):
    assert simulate(small, op_fail("a_start_0@n1=1")).running("a") == ("n2",)
    assert simulate(small, failing="a_start_0@n1=1").running("a") == ("n2",)
    assert simulate(small, quorum="no").running("a") == ()
    assert simulate(small, not_services=["a"]).services == ()
    assert simulate(small, start="rest").start == "rest"
    assert not simulate(small, transition_limit=0).settles


def test_events_happen_one_after_the_other(small):
    outcome = simulate(small, [standby("n1"), settle(), ban("a", "n2")])
    assert [phase.rest for phase in outcome.phases] == ["settled", "settled"]
    assert outcome.running("a") == ()


def test_results_are_compared_and_hashed(small):
    assert simulate(small) == simulate(small) and hash(simulate(small)) == hash(simulate(small))
    assert simulate(small) != simulate(small, standby("n1")) and simulate(small) != 3
    assert simulate(small).resources == simulate(small).resources
    assert hash(simulate(small).resource("a")) == hash(simulate(small).resource("a"))


def test_parts_are_pickled_and_answers_say_why_not(small):
    resource = simulate(small).resource("a")
    assert pickle.loads(pickle.dumps(resource)) == resource
    with pytest.raises(TypeError, match="to_dict"):
        pickle.dumps(simulate(small))


def test_parts_outlive_their_answer(small):
    nodes = simulate(small).nodes
    explanation = simulate(small).explain("a")
    assert nodes[0].name == "n1" and explanation.scores()["n1"] == 10


def test_to_dict_is_a_copy(small):
    outcome = simulate(small)
    outcome.to_dict()["resources"].clear()
    assert outcome.to_dict()["resources"] and json.loads(outcome.to_json()) == outcome.to_dict()


def test_representations_are_like_those_of_dataclasses(small):
    assert repr(simulate(small)) == ("Outcome(cib='small.xml', events=(), quorum=Quorum(have=True, explanation='as the CIB records'), "
                                     "lost=(), settles=True)").replace("as the CIB records", simulate(small).quorum.explanation)


def test_scores_are_explained(small):
    explanation = explain(small, "a", "n1")
    assert explanation.parts("n1")[0].after == Score(0)
    assert explanation.parts("n1")[-1].constraint == "a-on-n1"
    assert explanation.text().startswith("a starts on n1\n")
    assert simulate(small).scores[0].resource == "a"
    assert "a allocation score on n1: 10" in simulate(small).score_report()
    with pytest.raises(UnknownName):
        explain(small, "b")


def test_an_explanation_needs_the_ledger(small):
    with pytest.raises(ValueError):
        simulate(small, with_ledger=False).explain("a")


def test_the_transition_and_what_a_cluster_would_save(small):
    outcome = simulate(small)
    assert outcome.graph().startswith("<transition_graph") and "digraph" in outcome.dot()
    assert b"<cib" in outcome.inputs()[0]
    assert simulate(outcome.at_rest()).transitions == ()
    assert {step.operation for step in outcome.transitions[0].steps} >= {"start"}


def test_a_change_is_tried(small):
    answer = what_if(small, Change.without("a-on-n1"), "a")
    assert answer.changes_anything and answer.scores[0].before == 10
    assert "Without a-on-n1" in answer.text()


def test_a_cluster_splits():
    found = split("cib-samples/web-server.xml", "web1|web2")
    assert [each.members for each in found.sides] == [("web1",), ("web2",)]
    assert found == split("cib-samples/web-server.xml", [["web1"], ["web2"]])
    assert found.ends[0].services[0].sides
    with pytest.raises(ValueError):
        split("cib-samples/web-server.xml", "web1")


def test_quorum_by_a_corosync_conf(small):
    text = "quorum {\n provider: corosync_votequorum\n expected_votes: 2\n two_node: 1\n}\n"
    outcome = simulate(small, fail("n1"), corosync=Corosync.parse(text, "corosync.conf"))
    assert outcome.quorum.have
    with pytest.raises(InputError) as raised:
        Corosync.read("/nowhere/corosync.conf")
    assert not isinstance(raised.value, CibError)
