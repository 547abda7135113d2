"""The CSV of results: its columns, and a file that is whole after every row.

Other benchmarks have rows of their own: a frozen dataclass with a status and a key.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from instances import BenchmarkError


@dataclass(frozen=True, kw_only=True)
class Row:
    """One run on one instance; what is not known is None, and empty in the file.

    Times in seconds of the clock, gaps in percent, memory in MB of 1024 x 1024 bytes.
    """

    instance: str
    folder: str
    sha256: str
    form: str
    planner: str
    """allocator, or a peer."""
    time_limit: float
    workers: int
    seed: int
    status: str
    """optimal, feasible, infeasible, no_plan, or error."""
    suite: str | None = None
    """What it was run as a part of; None where a path was given."""
    params: str | None = None
    """Digest of the file of parameters; None for the defaults."""
    tasks: int | None = None
    people: int | None = None
    links: int | None = None
    objective_name: str | None = None
    """Of the first tier, and so the following four."""
    unit: str | None = None
    objective: float | None = None
    bound: float | None = None
    """None where the planner proves none."""
    gap_to_bound: float | None = None
    proved: bool | None = None
    violations: int | None = None
    """Breaches of our rules in a peer's plan, which may not know all of them."""
    best_known: float | None = None
    known_lower_bound: float | None = None
    gap_to_best_known: float | None = None
    """Below 0: better than best known."""
    stop_reason: str | None = None
    first_plan_seconds: float | None = None
    """From the call of the planner, as the three that follow but the last."""
    best_plan_seconds: float | None = None
    solve_seconds: float | None = None
    wall_seconds: float | None = None
    """Of the whole process: start, reading, planning, checking."""
    peak_mb: float | None = None
    """Of the process and all that it started."""
    engine: str | None = None
    tiers: str | None = None
    """All tiers as JSON: name, value, bound, gap, proved."""
    versions: str | None = None
    machine: str | None = None
    error: str | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """What makes a run the same: instance, planner, time limit, workers, seed, parameters."""
        return (
            self.folder,
            self.instance,
            self.sha256,
            self.planner,
            f"{self.time_limit:g}",
            str(self.workers),
            str(self.seed),
            self.params or "",
        )

    @property
    def group(self) -> str:
        """What it is summed up with: its suite, or else its folder."""
        return self.suite or self.folder

    @property
    def impossible(self) -> bool:
        """Whether the value lies below what is proved elsewhere: then something is wrong."""
        return (
            self.objective is not None
            and self.known_lower_bound is not None
            and self.objective < self.known_lower_bound - 1e-6
        )

    @property
    def widest_gap(self) -> float | None:
        """The largest gap to its bound among all tiers, in percent."""
        gaps = [tier["gap"] for tier in self.all_tiers if tier["gap"] is not None]
        return 100 * max(gaps) if gaps else None

    @property
    def all_tiers(self) -> list[dict[str, Any]]:
        """All tiers as they were reported."""
        return list(json.loads(self.tiers)) if self.tiers else []


def columns(kind: type) -> tuple[str, ...]:
    """Return the columns of a file of rows."""
    return tuple(field.name for field in fields(kind))


COLUMNS = columns(Row)
_TEXT = {"str": str, "str | None": str}
_NUMBER = {"int": int, "int | None": int, "float": float, "float | None": float}


class Keyed(Protocol):
    """What every row has; it is a dataclass as well."""

    @property
    def status(self) -> str: ...

    @property
    def key(self) -> tuple[str, ...]: ...


R = TypeVar("R", bound=Keyed)


class Results(Generic[R]):
    """A CSV file of rows; a new row replaces the one of the same key."""

    def __init__(self, path: Path, kind: type[R] = Row) -> None:
        self.path, self.kind = path, kind
        self._rows: dict[tuple[str, ...], R] = {}
        if path.exists():
            self._rows = {row.key: row for row in read(path, kind)}

    def done(self, row: R) -> bool:
        """Whether the file holds this run; one that ended in an error is to be tried again."""
        there = self._rows.get(row.key)
        return there is not None and there.status != "error"

    def __iter__(self) -> Iterator[R]:
        return iter(self._rows.values())

    def add(self, row: R) -> None:
        """Take a row, and write the whole file in one step."""
        self._rows.pop(row.key, None)
        self._rows[row.key] = row
        stream = io.StringIO()
        writer = csv.DictWriter(stream, columns(self.kind), lineterminator="\n")
        writer.writeheader()
        writer.writerows({k: _written(v) for k, v in asdict(r).items()} for r in self)
        draft = self.path.with_name(self.path.name + ".draft")
        draft.write_text(stream.getvalue(), encoding="utf-8")
        draft.replace(self.path)


def read(path: Path, kind: type[R] = Row) -> list[R]:
    """Read a CSV of results; raises BenchmarkError where it is none."""
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream)
            rows = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BenchmarkError(f"{path}: cannot be read: {error}") from None
    missing = [name for name in columns(kind) if name not in (reader.fieldnames or ())]
    if missing:
        raise BenchmarkError(
            f"{path}: is no file of results of this version (without {', '.join(missing)}); "
            "move it away, or give another file with -o"
        )
    try:
        return [_row(row, kind) for row in rows]
    except (KeyError, TypeError, ValueError) as error:
        raise BenchmarkError(f"{path}: {error}") from None


def _row(texts: dict[str, str], kind: type[R]) -> R:
    values = {f.name: _parsed(str(f.type), texts[f.name]) for f in fields(kind)}
    return kind(**values)


def _written(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.10g}" if isinstance(value, float) else value


def _parsed(kind: str, text: str) -> object:
    if text == "" and "None" in kind:
        return None
    if "bool" in kind:
        return text == "yes"
    return (_NUMBER.get(kind) or _TEXT[kind])(text)
