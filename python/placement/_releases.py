"""Pacemaker's releases, and the agents that can be played."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Mapping, Optional, Tuple

from . import _placement
from ._difference import ChangedRule
from ._records import build


@dataclass(frozen=True)
class Release:
    """A release whose rules are known (docs/json.md, "Releases")."""

    pacemaker: str
    feature_set: str
    schema: str
    distributions: Tuple[str, ...] = ()
    compared: Any = None


@dataclass(frozen=True)
class AgentParameter:
    """A number, or a word, that a profile's rules use."""

    name: str
    value: str
    meaning: str
    choices: Tuple[str, ...] = ()
    configured_as: Optional[str] = None


@dataclass(frozen=True)
class AgentProfile:
    """The published rules of a resource agent."""

    name: str
    what: str
    agents: Tuple[str, ...]
    source: str
    rules: Tuple[str, ...]
    parameters: Tuple[AgentParameter, ...] = ()


def releases() -> Tuple[Release, ...]:
    """Oldest first."""
    return tuple(build(Release, each) for each in json.loads(_placement.releases_json())["releases"])


def changed_rules(one: str, other: str) -> Tuple[ChangedRule, ...]:
    """The rules in which two releases differ, the newest change first."""
    data: Mapping[str, Any] = json.loads(_placement.changed_rules_json(one, other))
    return tuple(build(ChangedRule, each) for each in data["changed_rules"])


def agent_profiles() -> Tuple[AgentProfile, ...]:
    """The agents whose behaviour is known."""
    return tuple(build(AgentProfile, each) for each in json.loads(_placement.agent_profiles_json())["profiles"])
