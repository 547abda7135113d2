"""Plans side by side, as data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Literal

from allocator import wording
from allocator.domain.base import Model, ShownText
from allocator.domain.quantities import When

Topic = Literal[
    "dates", "late_by", "lateness", "chances", "scope", "changes", "people", "cost", "objectives"
]
"""What a row is about; rows of a topic follow each other, topics stand in this order."""

Better = Literal["less", "more"]

_TITLES: dict[Topic, str] = {
    "dates": "Finished on",
    "late_by": "Late by",
    "lateness": "Lateness",
    "chances": "How sure",
    "scope": "Scope",
    "changes": "Changed against {plan}",
    "people": "People",
    "cost": "Cost of what is to be done",
    "objectives": "Objectives",
}


class ComparedPlan(Model):
    """One of the plans.

    ``label`` is short and no other plan of the comparison has it.
    """

    label: str
    source: str = ""
    """The folder or file that it was read from; empty where it came from none."""
    scenario: str = ""
    """Name of its scenario."""
    forecast: str = ""
    """Where its chances come from; empty where there are none."""


class ComparedValue(Model):
    """What one plan has in a row: a number or a day, and how it is written."""

    value: float | None = None
    """In the unit of the row; None for a day."""
    day: dt.date | None = None
    text: str

    @property
    def size(self) -> float:
        """The number to compare by; of a day its number in the calendar."""
        if self.day is not None:
            return float(self.day.toordinal())
        return 0.0 if self.value is None else self.value


class ComparedRow(Model):
    """One measure or date of all plans."""

    topic: Topic
    what: str
    """The measure, such as ``finish``, ``late_by``, ``moved``."""
    kind: str = ""
    """``project``, ``milestone``, ``item`` or ``person`` where it is about one, ``all`` else."""
    id: str = ""
    name: str
    unit: str = ""
    due: When | None = None
    """When it is due, where that is the same in all plans."""
    values: tuple[ComparedValue | None, ...]
    """One for each plan, in their order; None where a plan has nothing of this."""
    best: tuple[int, ...] = ()
    """Numbers of the plans that are best, from 0; empty where none is better than another."""

    @property
    def title(self) -> str:
        """Its name, with the date when it is due."""
        return self.name if self.due is None else f"{self.name} (due {wording.when(self.due)})"

    @property
    def differs(self) -> bool:
        """Whether the plans do not all have the same."""
        return len({None if each is None else each.text for each in self.values}) > 1


class SideBySide(Model):
    """Several plans side by side."""

    plans: tuple[ComparedPlan, ...]
    relative_to: str = ""
    """The plan against which changes are counted; empty where there is only one plan."""
    rows: tuple[ComparedRow, ...]
    notes: tuple[str, ...] = ()
    """What has to be known to read the rows, a sentence each."""
    clock: ShownText = ""
    """Whose the days and times are; empty where all are in one zone."""

    @property
    def told_notes(self) -> tuple[str, ...]:
        """The notes, and whose the days and times are, as people read them."""
        return (*self.notes, self.clock) if self.clock else self.notes

    @property
    def sections(self) -> dict[str, tuple[ComparedRow, ...]]:
        """The rows by the title of their topic, in order."""
        found: dict[str, list[ComparedRow]] = {}
        for row in self.rows:
            found.setdefault(_TITLES[row.topic].format(plan=self.relative_to), []).append(row)
        return {title: tuple(rows) for title, rows in found.items()}


def best_of(values: Sequence[ComparedValue | None], better: Better | None) -> tuple[int, ...]:
    """Return the numbers of the plans whose value is the best; those written alike are equal.

    Parameters
    ----------
    values
        One for each plan; None takes no part.
    better
        Whether less or more is better; None where neither is.

    Returns
    -------
    Empty where all that take part are equal, or only one does.
    """
    there = [value for value in values if value is not None]
    if better is None or len({value.text for value in there}) < 2:
        return ()
    first = (min if better == "less" else max)(there, key=lambda value: value.size)
    return tuple(k for k, value in enumerate(values) if value and value.text == first.text)
