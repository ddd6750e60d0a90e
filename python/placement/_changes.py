"""Changes of a configuration, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, Iterable, List, Tuple, Union

from . import _placement
from ._score import Score


@dataclass(frozen=True)
class Change:
    """A change of the configuration. The functions of Change's class methods make them; ``str(change)`` says it in words.

    >>> print(Change.without("prefer-node2"))
    without prefer-node2
    """

    change: str
    id: str = ""
    name: str = ""
    value: str = ""
    node: str = ""
    attributes: Tuple[Tuple[str, str], ...] = ()

    @classmethod
    def without(cls, constraint: str) -> Change:
        """The constraint is removed."""
        return cls("remove-constraint", constraint)

    @classmethod
    def score(cls, constraint: str, score: Union[int, str]) -> Change:
        """The constraint (or its rule, or its resource set) has this score."""
        return cls("set-score", constraint, value=str(Score(score)))

    @classmethod
    def meta_attribute(cls, resource: str, name: str, value: str) -> Change:
        """The meta-attribute of the resource has this value, where the resource has it, or in a new set. An empty value removes it."""
        return cls("set-own-meta-attribute", resource, name, value)

    @classmethod
    def default(cls, name: str, value: str) -> Change:
        """The resource default has this value. An empty value removes it."""
        return cls("set-own-default", name=name, value=value)

    @classmethod
    def property(cls, name: str, value: str) -> Change:
        """The cluster property has this value."""
        return cls("set-property", name=name, value=value)

    @classmethod
    def parameter(cls, resource: str, name: str, value: str) -> Change:
        """The parameter (instance attribute) of the resource has this value. An empty value removes it."""
        return cls("set-parameter", resource, name, value)

    @classmethod
    def promotion_score(cls, resource: str, node: str, score: Union[int, str]) -> Change:
        """The promotion score on the node, in the state."""
        return cls("set-promotion-score", resource, value=str(Score(score)), node=node)

    @classmethod
    def fail_count(cls, resource: str, node: str, count: int, operation: str = "monitor_10000") -> Change:
        """The resource has failed so often on the node, in the state."""
        return cls("set-fail-count", resource, operation, str(count), node)

    @classmethod
    def constraint(cls, id: str, element: str, **attributes: str) -> Change:
        """A new constraint: ``rsc_location``, ``rsc_colocation``, ``rsc_order``. ``_`` in a name stands for ``-``."""
        return cls("add-constraint", id, element, attributes=_attributes(attributes))

    @classmethod
    def constraint_attribute(cls, id: str, name: str, value: str) -> Change:
        """An attribute of the constraint, or of its rule or resource set. An empty value removes it."""
        return cls("set-constraint-attribute", id, name, value)

    @classmethod
    def operation(cls, id: str, name: str, value: str) -> Change:
        """An attribute (timeout, interval, on-fail, …) of the operation with this id of its own."""
        return cls("set-operation", id, name, value)

    @classmethod
    def new_operation(cls, resource: str, name: str, **attributes: str) -> Change:
        """Another operation of the resource. ``_`` in a name stands for ``-``."""
        return cls("add-operation", resource, name, attributes=_attributes(attributes))

    def _native(self) -> Dict[str, Any]:
        return {"change": self.change, "id": self.id, "name": self.name, "value": self.value, "node": self.node,
                "attributes": list(self.attributes)}

    def __str__(self) -> str:
        return _placement.change_text(self._native())


def _attributes(attributes: Dict[str, str]) -> Tuple[Tuple[str, str], ...]:
    return tuple((name.replace("_", "-"), value) for name, value in attributes.items())


def native_changes(changes: Union[Change, Iterable[Change]]) -> List[Dict[str, Any]]:
    """As the extension takes them. Raises TypeError for what is no change."""
    if isinstance(changes, Change):
        changes = [changes]
    found = []
    for each in changes:
        if not isinstance(each, Change):
            raise TypeError(f"changes: a Change is needed, not {type(each).__name__}")
        found.append(each._native())
    return found
