"""Values out of the documented JSON (docs/json.md): each key is an attribute of the same name."""

from __future__ import annotations

import dataclasses
import functools
import sys
import types
from datetime import datetime
from typing import Any, Callable, Dict, Mapping, Type, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from ._events import Event, event_from_dict
from ._score import Score

Record = TypeVar("Record")
Convert = Callable[[Any], Any]

#: Keys that are words of Python.
RENAMED = {"from_": "from", "with_": "with"}


def moment(text: str) -> datetime:
    """``2017-10-10 09:45:00Z`` as an aware datetime."""
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def build(kind: Type[Record], data: Mapping[str, Any]) -> Record:
    """The dataclass with what the mapping has. A key that is missing has the attribute's default."""
    made = {}
    for name, (key, convert) in _converters(cast(Any, kind)).items():
        if key in data:
            made[name] = convert(data[key])
    return kind(**made)


@functools.lru_cache(maxsize=None)
def _converters(kind: Any) -> Dict[str, Any]:
    hints = get_type_hints(kind, vars(sys.modules[kind.__module__]))
    return {
        field.name: (RENAMED.get(field.name, field.name), _converter(hints[field.name]))
        for field in dataclasses.fields(kind)
        if field.init
    }


def _same(value: Any) -> Any:
    return value


def _converter(hint: Any) -> Convert:
    origin = get_origin(hint)
    arguments = get_args(hint)
    if origin in (Union, types.UnionType):
        return _optional([each for each in arguments if each is not type(None)])
    if origin is tuple:
        inner = _converter(arguments[0])
        return lambda values: tuple(inner(each) for each in values)
    if hint is Score:
        return Score
    if hint is datetime:
        return moment
    if hint is Event:
        return event_from_dict
    if dataclasses.is_dataclass(hint):
        return functools.partial(build, hint)
    return _same


def _optional(kinds: Any) -> Convert:
    inner = _converter(kinds[0]) if len(kinds) == 1 else _same
    return lambda value: None if value is None else inner(value)
