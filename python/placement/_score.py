"""Scores as Pacemaker counts them."""

from __future__ import annotations

from typing import ClassVar, Union

from ._errors import InvalidValue


class Score(int):
    """An integer from -1,000,000 to 1,000,000, whose two ends mean INFINITY.

    >>> Score("INFINITY") + Score(-10)
    Score('INFINITY')
    >>> Score("INFINITY") + Score("-INFINITY")
    Score('-INFINITY')
    >>> Score(100) + 20, str(Score(7))
    (Score(120), '7')
    """

    infinite_value: ClassVar[int] = 1_000_000

    def __new__(cls, value: Union[int, str] = 0) -> Score:
        """Values beyond the ends are the ends. Text is a number, ``INFINITY``, ``+INFINITY`` or ``-INFINITY``."""
        if isinstance(value, str):
            value = _parse(value)
        elif not isinstance(value, int) or isinstance(value, bool):
            raise TypeError(f"a score is an int or a str, not {type(value).__name__}")
        return super().__new__(cls, max(-cls.infinite_value, min(cls.infinite_value, value)))

    @property
    def is_infinite(self) -> bool:
        """It is INFINITY or -INFINITY."""
        return abs(int(self)) == self.infinite_value

    def __add__(self, other: int) -> Score:
        if not isinstance(other, int):
            return NotImplemented
        ends = [int(self), int(Score(other))]
        for end in (-self.infinite_value, self.infinite_value):
            if end in ends:
                return Score(end)
        return Score(sum(ends))

    def __radd__(self, other: int) -> Score:
        return self + other

    def __neg__(self) -> Score:
        return Score(-int(self))

    def __sub__(self, other: int) -> Score:
        if not isinstance(other, int):
            return NotImplemented
        return self + -Score(other)

    def __rsub__(self, other: int) -> Score:
        return -self + other

    def __str__(self) -> str:
        return ("-" if self < 0 else "") + "INFINITY" if self.is_infinite else str(int(self))

    def __repr__(self) -> str:
        return f"Score({str(self)!r})" if self.is_infinite else f"Score({int(self)})"

    def __format__(self, specification: str) -> str:
        return format(str(self), specification) if self.is_infinite else format(int(self), specification)


def _parse(text: str) -> int:
    ends = {"INFINITY": Score.infinite_value, "+INFINITY": Score.infinite_value, "-INFINITY": -Score.infinite_value}
    if text in ends:
        return ends[text]
    digits = text[1:] if text[:1] in ("-", "+") else text
    if not (digits.isascii() and digits.isdigit()):
        raise InvalidValue(f"a score is a number, INFINITY or -INFINITY, not `{text}`")
    return int(text) if len(digits) < 20 else Score.infinite_value * (-1 if text[0] == "-" else 1)
