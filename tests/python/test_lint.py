"""Lint, with the library's rules and with rules written in Python."""

import gc

import pytest

from placement import (
    Change, Finding, InvalidValue, Place, Proof, TooMuchToRun, UnknownName, fail, lint, lint_rule, lint_rules, standby,
)


@lint_rule("short-name", topic="names", level="error", summary="a name of one letter", remedy="Give it a longer name.")
def short_name(subject):
    """Names should
    say something."""
    for primitive in subject.configuration.iter("primitive"):
        if len(primitive.get("id")) == 1:
            yield Finding.at(primitive, f"the name `{primitive.get('id')}` is short", related=(Place("as in a nodes' list", 3, 1),))


def test_the_rules_of_the_library(reverse):
    report = lint(reverse)
    assert "promotion-held-up" in report.codes and report.count("error") == 1 and report.any_at_least("error")
    proof = report.findings[0].proof
    assert proof.events == (fail("pg01"),) and proof.lost
    assert report.rules_run > 50 and len(lint_rules()) > report.rules_run
    assert '"2.1.0"' in report.sarif()


def test_findings_are_disabled_and_have_other_levels(reverse):
    assert "no-fencing" not in lint(reverse, disabled=["no-fencing"]).codes
    levels = {each.code: each.level for each in lint(reverse, levels={"no-fencing": "info"})}
    assert levels["no-fencing"] == "info"


def test_a_rule_without_a_check_is_refused(small):
    with pytest.raises(InvalidValue, match="has no check"):
        lint(small, rules=lint_rules()[0])


@pytest.mark.parametrize("option", [{"disabled": ["no-fencin"]}, {"levels": {"no-fencin": "info"}}], ids=str)
def test_codes_that_nobody_has_are_refused(small, option):
    for more in ({}, {"rules": short_name, "built_in": False}):
        with pytest.raises(UnknownName, match="no code `no-fencin`; did you mean `no-fencing`"):
            lint(small, **option, **more)
    assert not lint(small, rules=short_name, built_in=False, disabled=["short-name", "no-fencing"]).codes


def test_a_rule_in_python_finds(small):
    report = lint(small, rules=short_name, built_in=False)
    (finding,) = report
    assert (finding.code, finding.level, finding.message) == ("short-name", "error", "the name `a` is short")
    assert (finding.line, finding.remedy) == (8, "Give it a longer name.")
    assert finding.related[0].text == "as in a nodes' list" and "primitive id" in finding.source
    assert short_name.explanation == "Names should say something."


def test_a_rule_beside_those_of_the_library(small):
    assert {"short-name", "no-fencing"} <= set(lint(small, rules=[short_name]).codes)


def test_a_rule_runs_the_cluster(small):
    @lint_rule("not-redundant")
    def not_redundant(subject):
        assert subject.has_state and subject.comes_to_rest and subject.release == "3.0.2" and subject.cib.name == "small.xml"
        assert subject.written_by == "3.0.2" or subject.written_by is not None
        assert subject.now().running("a") == ("n1",)
        assert "n1 fails" in [each.name for each in subject.single_failures()]
        if subject.run(standby("n1")).running("a") == ("n2",) and not subject.run(changes=Change.without("a-on-n1")).lost:
            yield Finding("it moves", proof=Proof((standby("n1"),), shows="a moves"))

    (finding,) = lint(small, rules=not_redundant, built_in=False)
    assert finding.proof.events == (standby("n1"),) and finding.proof.shows == "a moves"


def test_what_a_rule_raises_comes_out_as_it_is(small):
    class Own(Exception):
        pass

    raised = Own("as it is")

    @lint_rule("raises")
    def raises(subject):
        raise raised

    with pytest.raises(Own) as caught:
        lint(small, rules=[raises, short_name])
    assert caught.value is raised and caught.traceback[-1].name == "raises"


def test_the_errors_of_the_library_come_out_of_rules(small):
    @lint_rule("unknown")
    def unknown(subject):
        subject.run(fail("n9"))
        return ()

    with pytest.raises(UnknownName):
        lint(small, rules=unknown)


def test_a_rule_that_would_run_too_much_is_not_looked_at(small):
    @lint_rule("greedy")
    def greedy(subject):
        for _ in range(9):
            subject.run(standby("n1"))
        return ()

    assert lint(small, rules=greedy, built_in=False, max_runs=2).codes == ("not-looked",)

    @lint_rule("careful")
    def careful(subject):
        with pytest.raises(TooMuchToRun):
            greedy.check(subject)
        yield Finding("it would take too much")

    assert "careful" in lint(small, rules=careful, built_in=False, max_runs=2).codes


def test_a_subject_is_dead_when_its_rule_has_ended(small):
    kept = []

    @lint_rule("keeps")
    def keeps(subject):
        kept.append(subject)
        return ()

    lint(small, rules=keeps, built_in=False)
    with pytest.raises(InvalidValue, match="only while the rule runs"):
        kept[0].now()


@pytest.mark.parametrize("yields", ["text", [3], [("a", 3)], 3])
def test_a_rule_that_yields_something_else_is_told(small, yields):
    rule = lint_rule("wrong")(lambda subject: yields)
    with pytest.raises(TypeError):
        lint(small, rules=rule, built_in=False)


def test_a_rule_may_yield_nothing(small):
    assert lint(small, rules=lint_rule("none")(lambda subject: None), built_in=False).findings == ()


def test_what_is_no_rule_is_refused(small):
    with pytest.raises(TypeError):
        lint(small, rules=[3])
    with pytest.raises(ValueError):
        lint(small, rules=lint_rules()[:1])


def test_rules_are_let_go(small):
    import weakref

    def check(subject):
        return ()

    gone = weakref.ref(check)
    lint(small, rules=lint_rule("gone")(check), built_in=False)
    del check
    gc.collect()
    assert gone() is None
