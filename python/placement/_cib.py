"""The cluster's configuration and state."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Iterable, Iterator, Mapping, Optional, Tuple, Union

from . import _placement
from ._changes import Change, native_changes
from ._errors import InvalidValue
from ._records import build, moment

Moment = Union[str, datetime]


@dataclass(frozen=True)
class Diagnostic:
    """A problem in usable input: what was found, where, and how it was treated."""

    severity: str
    code: str
    message: str
    line: Optional[int] = None
    column: Optional[int] = None


@dataclass(frozen=True)
class Element:
    """An XML element of the configuration: what was written, and where."""

    name: str
    attributes: Mapping[str, str]
    children: Tuple[Element, ...] = ()
    line: Optional[int] = None
    column: Optional[int] = None

    def get(self, attribute: str, default: Optional[str] = None) -> Optional[str]:
        """The attribute's value, or the default."""
        return self.attributes.get(attribute, default)

    def iter(self, name: Optional[str] = None) -> Iterator[Element]:
        """This element and all below it, in the order of the document; with a name, only those."""
        if name is None or self.name == name:
            yield self
        for child in self.children:
            yield from child.iter(name)

    def __hash__(self) -> int:
        return hash((self.name, tuple(self.attributes.items()), self.children, self.line, self.column))


def _element(data: Tuple[Any, ...]) -> Element:
    name, attributes, children, line, column = data
    return Element(name, dict(attributes), tuple(_element(each) for each in children), line, column)


@dataclass(frozen=True)
class EditedText:
    """A CIB's text with edits. ``of_original``: it is the text that was given, with nothing else changed; else ``reason`` says why not."""

    text: bytes
    before: bytes
    of_original: bool
    reason: str

    def diff(self, before_name: str = "before", after_name: str = "after") -> str:
        """What changed, as ``diff --unified`` writes it."""
        return _placement.unified_diff(self.before, self.text, before_name, after_name)


class Cib:
    """A cluster's configuration and state. It never changes; it can be compared, hashed and pickled, and shared by threads.

    >>> cib = Cib.read("cib-samples/postgres-outage.xml")
    >>> cib.release
    '3.0.2'
    """

    __slots__ = ("_native",)

    def __init__(self, native: _placement.Cib) -> None:
        """Use Cib.read() or Cib.parse()."""
        if not isinstance(native, _placement.Cib):
            raise TypeError("use Cib.read(path) or Cib.parse(text)")
        self._native = native

    @classmethod
    def read(cls, path: Union[str, bytes, os.PathLike[str], os.PathLike[bytes]]) -> Cib:
        """Reads a file, compressed or not; ``-`` is standard input. Raises CibError."""
        return cls(_placement.Cib.read(as_path(path)))

    @classmethod
    def parse(cls, text: Any, name: str = "<text>") -> Cib:
        """Reads XML: bytes, str, or an element of lxml or of xml.etree. ``name`` is used in messages. Raises CibError."""
        if isinstance(text, str):
            content = text.encode("utf-8", "surrogatepass")
        elif isinstance(text, (bytes, bytearray, memoryview)):
            content = bytes(text)
        elif is_element(text):
            content = _serialized(text)
        else:
            raise TypeError(f"bytes, str or an XML element is needed, not {type(text).__name__}")
        return cls(_placement.Cib.parse(content, name))

    @property
    def name(self) -> str:
        """The file's name as messages have it."""
        return self._native.name

    @property
    def release(self) -> str:
        """The Pacemaker release whose rules apply unless another one is asked for."""
        return self._native.release()[0]

    @property
    def nearest_to(self) -> Optional[str]:
        """The cluster's own version, if ``release`` is only the nearest one to it."""
        return self._native.release()[1] or None

    @property
    def diagnostics(self) -> Tuple[Diagnostic, ...]:
        """Problems in the text itself: old syntax, duplicate ids."""
        return tuple(build(Diagnostic, each) for each in self._native.diagnostics())

    @property
    def schema_violations(self) -> Tuple[Diagnostic, ...]:
        """Why Pacemaker 3.0.2 refuses the CIB; empty where it takes it."""
        return tuple(build(Diagnostic, each) for each in self._native.schema_violations())

    @property
    def execution_date(self) -> Optional[datetime]:
        """When the scheduler ran on this CIB; inputs that a cluster saved have it."""
        return _maybe_moment(self._native.execution_date())

    @property
    def newest_moment(self) -> Optional[datetime]:
        """The newest time that the CIB records."""
        return _maybe_moment(self._native.newest_moment())

    @property
    def default_time(self) -> datetime:
        """The time at which the CIB is evaluated unless another one is asked for."""
        return moment(self._native.default_time())

    @property
    def configuration(self) -> Element:
        """The ``<configuration>`` in the current syntax."""
        return _element(self._native.configuration())

    def xml(self) -> str:
        """The whole CIB in the current syntax."""
        return self._native.xml().decode("utf-8", "backslashreplace")

    def source(self) -> bytes:
        """The text that was read; of a CIB that was changed, the whole of it in the current syntax."""
        return self._native.source()

    def source_line(self, line: int) -> str:
        """The line with this number (from 1) of the text that was read."""
        return self._native.source_line(line)

    def changed(self, changes: Union[Change, Iterable[Change]]) -> Cib:
        """The CIB after the changes, one after the other."""
        return Cib(self._native.changed(native_changes(changes)))

    def edited_text(self, edited: Cib) -> EditedText:
        """The text that was read, with what ``edited`` has otherwise."""
        return EditedText(*self._native.edited_text(as_cib(edited)._native))

    def commands(self, changes: Union[Change, Iterable[Change]], tool: str = "pcs", file: str = "") -> Tuple[str, ...]:
        """Command lines of ``pcs`` or ``crm`` that make the changes, in this order. Raises InvalidValue where there is none."""
        lines = []
        for line, impossible in _placement.commands(self._native, native_changes(changes), tool, file):
            if impossible:
                raise InvalidValue(impossible)
            lines.append(line)
        return tuple(lines)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Cib):
            return NotImplemented
        return self is other or (self.name == other.name and self.source() == other.source())

    def __hash__(self) -> int:
        return hash((self.name, self.source()))

    def __reduce__(self) -> Tuple[Any, ...]:
        return (Cib.parse, (self.source(), self.name))

    def __repr__(self) -> str:
        return f"Cib(name={self.name!r}, release={self.release!r})"


#: What a question takes as a cluster: a Cib, a path, the bytes of a CIB, or an element of lxml or xml.etree.
CibLike = Union[Cib, str, "os.PathLike[str]", bytes, Any]


def as_cib(cib: CibLike) -> Cib:
    """A str is a path, bytes are a CIB's text. Raises TypeError for anything else."""
    if isinstance(cib, Cib):
        return cib
    if isinstance(cib, (str, os.PathLike)):
        return Cib.read(cib)
    if isinstance(cib, (bytes, bytearray, memoryview)) or is_element(cib):
        return Cib.parse(cib)
    raise TypeError(f"cib: a Cib, a path, bytes or an XML element is needed, not {type(cib).__name__}")


def as_path(path: Any) -> bytes:
    """The path as the system has it. Raises TypeError, and InvalidValue for a NUL."""
    encoded = os.fsencode(path)
    if b"\0" in encoded:
        raise InvalidValue(f"the path {path!r} has a NUL byte")
    return encoded


def as_moment(at: Optional[Moment]) -> Optional[str]:
    """ISO 8601 for the library. A datetime must be aware, because an answer must not depend on a machine's clock."""
    if at is None or isinstance(at, str):
        return at
    if not isinstance(at, datetime):
        raise TypeError(f"at: a datetime or a str in ISO 8601 is needed, not {type(at).__name__}")
    if at.utcoffset() is None:
        raise InvalidValue("at: the datetime has no time zone")
    return at.replace(microsecond=0).isoformat()


def _maybe_moment(text: Optional[str]) -> Optional[datetime]:
    return None if text is None else moment(text)


def is_element(value: Any) -> bool:
    """An element, or a tree, of lxml or of xml.etree."""
    return hasattr(value, "getroot") or (hasattr(value, "tag") and hasattr(value, "iter"))


def _serialized(element: Any) -> bytes:
    root = element.getroot() if hasattr(element, "getroot") else element
    lxml = sys.modules.get("lxml.etree")
    if lxml is not None and isinstance(root, lxml._Element):
        text: bytes = lxml.tostring(root)
        return text
    import xml.etree.ElementTree

    text = xml.etree.ElementTree.tostring(root)
    return text
