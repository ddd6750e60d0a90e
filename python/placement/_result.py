"""What answers have in common."""

from __future__ import annotations

import functools
import json
from typing import Any, ClassVar, Dict, List, Optional, Sequence, Tuple

from ._html import table


class Result:
    """An answer. ``text()`` has the words of placement-sim, ``to_dict()`` everything (docs/json.md); attributes give the parts.

    Two answers are equal if they say the same. They cannot be pickled: pickle what ``to_dict()`` gives, or the scenario.
    """

    #: What is shown of it.
    shown: ClassVar[Tuple[str, ...]] = ()

    def __init__(self, native: Any) -> None:
        self._native = native

    @functools.cached_property
    def _json(self) -> str:
        text: str = self._native.json()
        return text

    @functools.cached_property
    def _data(self) -> Dict[str, Any]:
        data: Dict[str, Any] = json.loads(self._json)
        return data

    def to_dict(self) -> Dict[str, Any]:
        """Everything, in the form that docs/json.md describes: a dict of the caller's own."""
        data: Dict[str, Any] = json.loads(self._json)
        return data

    def to_json(self) -> str:
        """The same as text."""
        return self._json

    def text(self, *, color: bool = False, everything: bool = False, steps: bool = False, width: int = 0) -> str:
        """The words of placement-sim. ``width`` folds lines, 0 does not; ``everything`` shortens no list; ``steps`` shows each action."""
        text: str = self._native.text(color=color, everything=everything, steps=steps, width=width)
        return text

    def _maybe(self, key: str) -> Optional[str]:
        text: Optional[str] = self._data[key]
        return text

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)!r}' for name in self.shown)})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Result) or type(other) is not type(self):
            return NotImplemented
        return self is other or self._json == other._json

    def __hash__(self) -> int:
        return hash(self._json)

    def __reduce__(self) -> Tuple[Any, ...]:
        name = type(self).__name__
        raise TypeError(f"{name}: answers cannot be pickled; pickle {name}.to_dict(), or the scenario that it answers")

    # ---- as a table, where somebody shows it -------------------------------------------------------------------

    def _table(self) -> Tuple[str, Sequence[str], List[Sequence[str]]]:
        """A title, the names of columns, and rows."""
        return self._title(), (), []

    def _title(self) -> str:
        return str(self._data.get("verdict") or type(self).__name__)

    def _repr_html_(self) -> str:
        """For notebooks. Names in a CIB cannot act on the page."""
        title, columns, rows = self._table()
        return table(title, columns, rows)

    def __rich__(self) -> Any:
        """For rich. Names in a CIB cannot act on the markup."""
        from rich.table import Table
        from rich.text import Text

        title, columns, rows = self._table()
        made = Table(title=Text(title))
        for column in columns:
            made.add_column(Text(column))
        for row in rows:
            made.add_row(*(Text(cell) for cell in row))
        return made


def json_text(value: Any) -> str:
    """A cell: lists are joined."""
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return " ".join(str(each) for each in value)
    return str(value)
