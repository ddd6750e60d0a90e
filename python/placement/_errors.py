"""What is raised. Everything of the module's own is an Error; wrong types are TypeError, numbers past an end IndexError."""

from __future__ import annotations

from typing import Optional


class Error(Exception):
    """The base of everything that the module raises by itself."""


class InputError(Error):
    """A file or text that cannot be used: a scenario file, a corosync.conf, a history. A CIB raises CibError.

    ``line`` and ``column`` count from 1 and are None where no place is known; ``message`` has neither file nor place.
    """

    def __init__(self, file: str, line: Optional[int], column: Optional[int], message: str) -> None:
        self.file = file
        self.line = line or None
        self.column = column or None
        self.message = message
        super().__init__(file, self.line, self.column, message)

    def __str__(self) -> str:
        place = "".join(f":{number}" for number in (self.line, self.column) if number is not None)
        return f"{self.file}{place}: {self.message}"


class CibError(InputError):
    """A CIB that cannot be read or used."""


class SchemaError(CibError):
    """Well-formed XML that cannot be used, which Pacemaker's schemas refuse, too."""


class NotSupported(Error):
    """The CIB uses something that is not supported; ``line`` and ``column`` say where."""

    def __init__(self, message: str, line: Optional[int] = None, column: Optional[int] = None) -> None:
        self.message = message
        self.line = line or None
        self.column = column or None
        super().__init__(message, self.line, self.column)

    def __str__(self) -> str:
        return self.message


class UnknownName(Error, LookupError):
    """A node, resource, constraint or agent that the cluster does not have, or a code of lint; the message has the nearest names."""


class InvalidValue(Error, ValueError):
    """A value that means nothing: a time, a release, a score, an operation, a number out of range, options that do not go together."""


class ImpossibleEvent(Error, ValueError):
    """An event that cannot happen in this cluster: a resource fails where it does not run."""


class LimitReached(Error):
    """The answer would take more work than is allowed."""


class TooManyRuns(LimitReached):
    """A search would need more simulations than are allowed: ``runs``."""

    def __init__(self, message: str, runs: int) -> None:
        self.message = message
        self.runs = runs
        super().__init__(message, runs)

    def __str__(self) -> str:
        return self.message


class TooMuchToRun(LimitReached):
    """Raised in a lint rule whose question would need more simulations than lint may run. A rule lets it pass."""
