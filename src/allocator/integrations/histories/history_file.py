"""What a file of finished work holds, and what in it cannot be used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from allocator.domain.history import PastTask
from allocator.errors import FormatError
from allocator.wording import count

_MAX_NAMED = 200
"""Rows that a note names one by one."""


@dataclass
class HistoryFile:
    """Tasks of one file or several, with notes.

    Attributes
    ----------
    tasks
        In the order of the files; those without an actual are not finished.
    notes
        Lines on how the files were read.
    left_out
        Rows that were left out: reason, then file, line and name of each.
    faults
        Rows that cannot be: file, line and what is wrong, a line each.
    """

    tasks: list[PastTask] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    left_out: dict[str, list[str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def leave(self, reason: str, row: str) -> None:
        """Leave out a row."""
        self.left_out.setdefault(reason, []).append(row)

    def add(self, other: HistoryFile) -> None:
        """Add another file; a task that is in both is taken once."""
        known = set(self.tasks)
        again = [task for task in other.tasks if task in known]
        self.tasks += [task for task in other.tasks if task not in known]
        self.notes += other.notes
        self.faults += other.faults
        for reason, rows in other.left_out.items():
            self.left_out.setdefault(reason, []).extend(rows)
        if again:
            names = [task.item for task in again]
            self.left_out.setdefault("in an earlier file too, the same in all", []).extend(names)

    @property
    def lines(self) -> list[str]:
        """Notes, and what was left out, a line each."""
        return [*self.notes, *(_left_out(why, rows) for why, rows in self.left_out.items())]

    def check(self) -> None:
        """Refuse rows that cannot be.

        Raises
        ------
        FormatError
            There are some; all are named, and so are the rows left out.
        """
        if self.faults:
            lines = self.faults + [_left_out(why, rows) for why, rows in self.left_out.items()]
            head = f"{count(len(self.faults), 'error')} in the history"
            raise FormatError("\n".join([f"{head}:", *(f"  {line}" for line in lines)]))


def _left_out(reason: str, rows: Sequence[str]) -> str:
    named = ", ".join(rows[:_MAX_NAMED])
    more = f" and {len(rows) - _MAX_NAMED} more" if len(rows) > _MAX_NAMED else ""
    return f"{count(len(rows), 'row')} left out, {reason}: {named}{more}"
