"""Predicts what Pacemaker does with a cluster, and says why.

>>> from placement import Cib, fail, simulate
>>> outcome = simulate(Cib.read("cib-samples/postgres-outage.xml"), fail("pg01"))
>>> outcome.promoted("msPostgresql"), outcome.running("PostgresqlVIP"), outcome.lost
(('pg02',), ('pg02',), ())

docs/python.md is the guide. Every answer has ``text()``, the words of placement-sim, and ``to_dict()`` (docs/json.md).
"""

from __future__ import annotations

from ._changes import Change
from ._cib import Cib, Diagnostic, EditedText, Element
from ._difference import (
    ChangedRule, Deviation, Difference, Edit, PromotionScoreDifference, RuleChange, ScenarioDifference, ServiceConduct,
    ServiceDifference, diff,
)
from ._errors import (
    CibError, Error, ImpossibleEvent, InputError, InvalidValue, LimitReached, NotSupported, SchemaError, TooManyRuns,
    TooMuchToRun, UnknownName,
)
from ._events import (
    ClusterSettles, Event, FencingWillFail, NodeAttributeSet, NodeFails, NodeJoins, NodeLeaves, NodeMaintenance,
    NodeStandby, NodeUnmaintenance, NodeUnstandby, OperationEnds, OperationWillFail, OptionSet, PromotionScoreSet,
    ResourceBanned, ResourceCleanedUp, ResourceCleared, ResourceDisabled, ResourceEnabled, ResourceFails, ResourceManaged,
    ResourceMoved, ResourceRefreshed, ResourceUnmanaged, TicketChanges, TimePasses, WatchdogChanges, attribute, ban,
    cleanup, clear, disable, down, enable, event_from_dict, fail, fence_fail, maintenance, manage, move, op, op_fail,
    option, promotion_score, refresh, settle, standby, ticket, unmaintenance, unmanage, unstandby, up, wait, watchdog,
)
from ._expectations import (
    Expectation, has_promotion_score, has_score, has_state, holds, interruptions_at_most, loops, loses, loses_nothing,
    margin_at_least, moves_at_most, not_on, promotes, runs, settles, stays_down,
)
from ._fleet import Fleet, FleetFinding, FleetRow, fleet
from ._history import (
    Decision, History, LoggedAction, LoggedEvent, Outage, OutageCause, OutageExplanation, OutsideEvent, ServiceSpell,
    ServiceStory, Suspicion, UnlikePrediction, history,
)
from ._lint import Finding, LintReport, LintSubject, Place, Proof, Repairing, Rule, lint, lint_rule, lint_rules
from ._margin import DecisiveConstraint, Edge, Margin, Margins, Standing, margin
from ._outcome import (
    Anyway, Course, Explanation, FailedFencing, Fencing, FencingMeans, FencingObstacle, Loop, LoopFeeder, LoopInstance,
    NodeOutcome, Obstacle, Outcome, Phase, PromotionScore, Quorum, ResourceOutcome, RunningOn, ScoreEntry, ScorePart, Step,
    Timeline, TimelineEntry, Transfer, Transition, explain, simulate,
)
from ._releases import AgentParameter, AgentProfile, Release, agent_profiles, changed_rules, releases
from ._repair import (
    NotProposed, Repair, RepairEdit, RepairEffect, RepairRange, Repairs, UnmetWant, repair, repair_finding, repair_tests,
    repair_verification,
)
from ._scenario import Agent, Corosync, OperationDuration, Scenario, Timing
from ._scenario_files import (
    Check, Coverage, ScenarioFile, ScenarioTest, TestError, TestResult, TestRun, UndecidedConstraint, run_scenarios,
)
from ._score import Score
from ._sweep import Sweep, SweptScenario, SweptService, count_runs, sweep
from .testing import Prediction, Verdict, after
from ._verify import Counterexample, Moment, ServiceWithoutPlace, StoryLine, Verification, verify
from ._what_if import Fared, ScoreDifference, Split, SplitEnd, SplitFencing, SplitService, SplitSide, WhatIf, split, what_if
from ._placement import library_version as __version__

__all__ = [
    "Agent", "AgentParameter", "AgentProfile", "Anyway", "Change", "ChangedRule", "Check", "Cib", "CibError",
    "ClusterSettles", "Corosync", "Counterexample", "Course", "Coverage", "Decision", "DecisiveConstraint", "Deviation",
    "Diagnostic", "Difference", "Edge", "Edit", "EditedText", "Element", "Error", "Event", "Expectation", "Explanation",
    "FailedFencing", "Fared", "Fencing", "FencingMeans", "FencingObstacle", "FencingWillFail", "Finding", "Fleet", "FleetFinding", "FleetRow", "History",
    "ImpossibleEvent", "InputError", "InvalidValue", "LimitReached", "LintReport", "LintSubject", "LoggedAction",
    "LoggedEvent", "Loop", "LoopFeeder", "LoopInstance", "Margin", "Margins", "Moment", "NodeAttributeSet", "NodeFails",
    "NodeJoins", "NodeLeaves", "NodeMaintenance", "NodeOutcome", "NodeStandby", "NodeUnmaintenance", "NodeUnstandby",
    "NotProposed", "NotSupported", "Obstacle", "OperationDuration", "OperationEnds", "OperationWillFail", "OptionSet",
    "Outage", "OutageCause", "OutageExplanation", "Outcome", "OutsideEvent", "Phase", "Place", "Prediction",
    "PromotionScore", "PromotionScoreDifference", "PromotionScoreSet", "Proof", "Quorum", "Release", "Repair", "RepairEdit",
    "RepairEffect", "RepairRange", "Repairing", "Repairs", "ResourceBanned", "ResourceCleanedUp", "ResourceCleared",
    "ResourceDisabled", "ResourceEnabled", "ResourceFails", "ResourceManaged", "ResourceMoved", "ResourceOutcome",
    "ResourceRefreshed", "ResourceUnmanaged", "Rule", "RuleChange", "RunningOn", "Scenario", "ScenarioDifference",
    "ScenarioFile", "ScenarioTest", "SchemaError", "Score", "ScoreDifference", "ScoreEntry", "ScorePart", "ServiceConduct",
    "ServiceDifference", "ServiceSpell", "ServiceStory", "ServiceWithoutPlace", "Split", "SplitEnd", "SplitFencing", "SplitService", "SplitSide",
    "Standing", "Step", "StoryLine", "Suspicion", "Sweep", "SweptScenario", "SweptService", "TestError", "TestResult", "TestRun",
    "TicketChanges", "TimePasses", "Timeline", "TimelineEntry", "Timing", "TooManyRuns", "TooMuchToRun", "Transfer",
    "Transition", "UndecidedConstraint", "UnknownName", "UnlikePrediction", "UnmetWant", "Verdict", "Verification",
    "WatchdogChanges", "WhatIf", "after", "agent_profiles", "attribute", "ban", "changed_rules", "cleanup", "clear",
    "count_runs", "diff", "disable", "down", "enable", "event_from_dict", "explain", "fail", "fence_fail", "fleet",
    "has_promotion_score", "has_score", "has_state", "history", "holds", "interruptions_at_most", "lint", "lint_rule",
    "lint_rules", "loops", "loses", "loses_nothing", "maintenance", "manage", "margin", "margin_at_least", "move",
    "moves_at_most", "not_on", "op", "op_fail", "option", "promotes", "promotion_score", "refresh", "releases", "repair",
    "repair_finding", "repair_tests", "repair_verification", "run_scenarios", "runs", "settle", "settles", "simulate",
    "split", "standby", "stays_down", "sweep", "ticket", "unmaintenance", "unmanage", "unstandby", "up", "verify", "wait",
    "watchdog", "what_if", "__version__",
]
