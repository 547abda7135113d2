"""The course of a search: every better plan and every better bound, with when and from where."""

from __future__ import annotations

import csv
import io
import threading
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class TraceRow:
    """One step of a search.

    Attributes
    ----------
    seconds
        Since the call.
    engine
        What found it.
    tier, unit
        What it is about.
    value, bound
        Best value and proved bound at that moment, in the unit; None where nothing is known.
    """

    seconds: float
    engine: str
    tier: str
    unit: str
    value: float | None
    bound: float | None


@dataclass
class Trace:
    """Collects the rows of one solve; to be given to ``solve``."""

    rows: list[TraceRow] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def add(self, row: TraceRow) -> None:
        """Take a row."""
        with self._lock:
            self.rows.append(row)

    def text(self) -> str:
        """Return the rows as CSV."""
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["seconds", "engine", "tier", "unit", "value", "bound"])
        for row in self.rows:
            writer.writerow(
                [f"{row.seconds:.3f}", row.engine, row.tier, row.unit, row.value, row.bound]
            )
        return stream.getvalue()

    def write(self, path: Path) -> None:
        """Write the rows as a CSV file."""
        path.write_text(self.text(), encoding="utf-8")
