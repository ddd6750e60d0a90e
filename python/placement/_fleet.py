"""One question asked of many clusters, on one machine or on many."""

from __future__ import annotations

import concurrent.futures
import functools
import importlib
import json
import os
from dataclasses import dataclass, field, replace
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Optional, Sequence, Tuple, Union

from . import _placement
from ._cib import Moment, as_moment
from ._errors import InvalidValue
from ._records import build
from ._scenario import as_texts
from ._sweep import Progress

Names = Union[str, "os.PathLike[str]", Iterable[Union[str, "os.PathLike[str]"]]]


@dataclass(frozen=True)
class FleetFinding:
    """Something that was found in one cluster."""

    code: str
    subject: Optional[str] = None
    level: Optional[str] = None
    text: str = ""
    causes: Tuple[str, ...] = ()
    line: Optional[int] = None
    column: Optional[int] = None


@dataclass(frozen=True)
class FleetRow:
    """What one cluster answers."""

    place: int
    file: str
    status: str
    well: bool
    digest: Optional[str] = None
    cluster: Optional[str] = None
    pacemaker: Optional[str] = None
    message: Optional[str] = None
    line: Optional[int] = None
    column: Optional[int] = None
    figures: Mapping[str, int] = field(default_factory=dict)
    findings: Tuple[FleetFinding, ...] = ()


class Fleet:
    """The rows of a fleet, in the order of its files. It can be iterated over them."""

    def __init__(self, header: str, lines: Sequence[str]) -> None:
        self._header = header
        self._lines = list(lines)

    @functools.cached_property
    def rows(self) -> Tuple[FleetRow, ...]:
        """A row for each cluster."""
        return tuple(_row(line) for line in self._lines)

    @property
    def well(self) -> bool:
        """Every cluster answered, and nothing bad was found in any."""
        return all(row.well for row in self.rows)

    def text(self) -> str:
        """The words of placement-sim fleet."""
        return _placement.fleet_report(self._header, self._lines, "text")

    def json_lines(self) -> str:
        """JSON lines, as placement-sim fleet writes them and placement-sim merge reads them (docs/fleet.md)."""
        return _placement.fleet_report(self._header, self._lines, "json-lines")

    def csv(self) -> str:
        """A line for each cluster."""
        return _placement.fleet_report(self._header, self._lines, "csv")

    def html(self) -> str:
        """A page."""
        return _placement.fleet_report(self._header, self._lines, "html")

    def to_dataframe(self) -> Any:
        """A pandas.DataFrame: a row for each cluster, a column for each figure."""
        pandas: Any = importlib.import_module("pandas")
        rows: List[Dict[str, Any]] = [
            {"file": row.file, "cluster": row.cluster, "status": row.status, "well": row.well, **row.figures} for row in self.rows
        ]
        return pandas.DataFrame(rows)

    def __iter__(self) -> Iterator[FleetRow]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self._lines)

    def __getitem__(self, number: int) -> FleetRow:
        return self.rows[number]

    def __bool__(self) -> bool:
        return True

    def __repr__(self) -> str:
        return f"<Fleet of {len(self)} clusters>"


def _row(line: str) -> FleetRow:
    data = json.loads(line)
    figures, found = data.pop("figures"), data.pop("findings")
    findings = tuple(build(FleetFinding, each) for each in found)
    return replace(build(FleetRow, data), figures=figures, findings=findings)


def _ask(options: Dict[str, Any], file: str, place: int) -> str:
    """In a worker, which may be a process of another machine."""
    line = _placement.fleet_row(options, file, place)
    if line is None:
        raise KeyboardInterrupt
    return line


def _ask_several(options: Dict[str, Any], files: Sequence[Tuple[int, str]]) -> List[Tuple[int, str]]:
    return [(place, _ask(options, file, place)) for place, file in files]


#: The questions for which an option means something. Elsewhere it would be a mistake that nobody notices.
_MEANT = {
    "pacemaker": ("sweep", "lint", "test", "verify"), "scenarios": ("test",), "depth": ("sweep", "verify"),
    "by_attribute": ("sweep", "releases"), "max_runs": ("sweep", "releases"), "failures": ("verify",), "properties": ("verify",),
    "max_states": ("verify",), "disabled": ("lint",), "assume_online": ("sweep", "releases", "verify"),
}


def _check_meant(ask: str, options: Mapping[str, Any]) -> None:
    for name, questions in _MEANT.items():
        if options[name] != fleet.__kwdefaults__[name] and ask not in questions:
            raise InvalidValue(f"{name} needs " + " or ".join(f'ask="{each}"' for each in questions))


def _check_numbers(ask: str, depth: Optional[int], limit: Optional[float], threads: int, chunk: int) -> None:
    if ask == "sweep" and isinstance(depth, int) and depth not in (1, 2):
        raise InvalidValue('depth: 1 or 2 with ask="sweep"')
    if limit is not None and not limit >= 0:
        raise InvalidValue(f"limit: `{limit}` is not a number of seconds (such as 2 or 1.5)")
    for name, value, least in (("depth", depth, 0), ("threads", threads, 0), ("chunk", chunk, 1)):
        if value is not None and value < least:
            raise InvalidValue(f"{name} is at least {least}")


def _both(ask: str, releases: Optional[Tuple[str, str]]) -> Tuple[Optional[str], Optional[str]]:
    if (releases is not None) != (ask == "releases"):
        raise InvalidValue('releases=(from, to) and ask="releases" belong together')
    if releases is None:
        return None, None
    both = as_texts("releases", releases)
    if len(both) != 2:
        raise InvalidValue('ask="releases" needs two releases: releases=("2.1.5", "3.0.2")')
    return both[0], both[1]


def fleet(
    names: Names,
    *,
    ask: str = "sweep",
    pacemaker: Optional[str] = None,
    releases: Optional[Tuple[str, str]] = None,
    at: Optional[Moment] = None,
    quorum: Optional[str] = None,
    assume_online: bool = False,
    by_attribute: Sequence[str] = (),
    depth: Optional[int] = None,
    max_runs: int = 10_000,
    disabled: Iterable[str] = (),
    scenarios: Sequence[str] = (),
    failures: int = 1,
    properties: Optional[Sequence[str]] = None,
    max_states: int = 100_000,
    limit: Optional[float] = None,
    client: Any = None,
    threads: int = 0,
    chunk: int = 8,
    progress: Optional[Progress] = None,
) -> Fleet:
    """Asks one question of many clusters: ``sweep``, ``lint``, ``test``, ``releases`` or ``verify``.

    ``names``: files, folders, patterns and lists, as placement-sim fleet takes them. ``releases``: from and to, with ``ask="releases"``.
    ``limit``: seconds, after which a file is given up. What means nothing for the question is refused (InvalidValue).

    ``client``: a ``dask.distributed.Client``, whose workers do the work. They must see the files by the same names and have this package;
    each gets ``chunk`` files at a time, and those of a worker that is lost are asked again by another. Without it, ``threads`` of this
    process do (0: one for each processor). The rows are the same. ``progress(done, total)`` is called after each piece; False from it, or
    an exception, ends the work, and the exception comes out.
    """
    old, new = _both(ask, releases)
    options: Dict[str, Any] = {
        "pacemaker": pacemaker, "by_attribute": as_texts("by_attribute", by_attribute), "depth": depth, "max_runs": max_runs,
        "disabled": as_texts("disabled", disabled), "scenarios": as_texts("scenarios", scenarios), "failures": failures,
        "properties": None if properties is None else as_texts("properties", properties), "max_states": max_states,
        "assume_online": assume_online,
    }
    _check_meant(ask, options)
    _check_numbers(ask, depth, limit, threads, chunk)
    if ask == "test" and not options["scenarios"]:
        raise InvalidValue('ask="test" needs scenarios')
    if isinstance(names, (str, os.PathLike)):
        names = [names]
    files = _placement.fleet_files([os.fspath(each) for each in names])
    options.update({
        "ask": ask, "at": as_moment(at), "quorum": quorum, "from": old, "to": new, "limit": limit, "disabled": set(options["disabled"]),
        "depth": 1 if depth is None or ask == "verify" else depth, "sequence_depth": depth if ask == "verify" else None,
    })
    header = _placement.fleet_header(options, files)
    places = list(enumerate(files))
    pieces = [places[i:i + chunk] for i in range(0, len(places), chunk)]
    lines: Dict[int, str] = {}
    for piece in _on_cluster(client, options, pieces) if client is not None else _here(threads, options, pieces):
        lines.update(piece)
        if progress is not None and progress(len(lines), len(files)) is False:
            break
    return Fleet(header, [lines[place] for place in sorted(lines)])


Piece = List[Tuple[int, str]]


def _here(threads: int, options: Dict[str, Any], pieces: Sequence[Piece]) -> Iterator[Piece]:
    pool = concurrent.futures.ThreadPoolExecutor(threads or os.cpu_count())
    try:
        asked = [pool.submit(_ask_several, options, piece) for piece in pieces]
        for done in concurrent.futures.as_completed(asked):
            yield done.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _on_cluster(client: Any, options: Dict[str, Any], pieces: Sequence[Piece]) -> Iterator[Piece]:
    distributed: Any = importlib.import_module("distributed")
    asked = client.map(functools.partial(_ask_several, options), pieces, pure=False)
    try:
        for done in distributed.as_completed(asked):
            yield done.result()
            done.release()
    finally:
        client.cancel(asked)
