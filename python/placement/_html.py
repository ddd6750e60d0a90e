"""Tables as HTML."""

from __future__ import annotations

from html import escape
from typing import Sequence


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in which no name is markup."""
    lines = ["<table>", f"<caption>{escape(title)}</caption>"]
    if columns:
        lines.append(f"<thead><tr>{''.join(f'<th>{escape(each)}</th>' for each in columns)}</tr></thead>")
    lines.append("<tbody>")
    for row in rows:
        lines.append(f"<tr>{''.join(f'<td>{escape(each)}</td>' for each in row)}</tr>")
    return "\n".join([*lines, "</tbody>", "</table>"])
