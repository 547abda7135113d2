"""The axes of the picture of chances: dates to x, chances to y, and the marks along the dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

MAX_TICKS = 11
"""Dates that there is room for below the axis."""

NEAR = 0.35
"""Distance of a due date from the curves, as a share of their length, up to which it is drawn."""

_DAY = dt.timedelta(days=1)
_MAX_DAYS, _MAX_WEEKS, _MAX_MONTHS = 12 * _DAY, 160 * _DAY, 1000 * _DAY
"""Lengths of an axis up to which its marks are days, Mondays and months; else they are years."""


@dataclass(frozen=True)
class DateTick:
    """A date on the axis."""

    x: float
    text: str


class ChanceAxis:
    """Maps instants to x.

    Parameters
    ----------
    instants
        Those of all curves; the axis shows them.
    others
        Instants that the axis shows where they are near.
    left, right
        The ends of the axis.
    """

    def __init__(
        self,
        instants: Iterable[dt.datetime],
        others: Iterable[dt.datetime],
        left: float,
        right: float,
    ) -> None:
        self.left, self.right = left, right
        drawn = sorted(instants)
        first, last = drawn[0], drawn[-1]
        room = max(NEAR * (last - first), 3 * _DAY)
        near = [at for at in others if first - room <= at <= last + room]
        self.start = dt.datetime.combine(min([first, *near]).date(), dt.time())
        self.end = dt.datetime.combine(max([last, *near]).date(), dt.time()) + _DAY

    def shows(self, instant: dt.datetime) -> bool:
        """Return whether an instant lies on the axis."""
        return self.start <= instant <= self.end

    def x(self, instant: dt.datetime) -> float:
        """Return the x of an instant; instants off the axis are at its border."""
        part = (instant - self.start) / (self.end - self.start)
        return round(self.left + min(1.0, max(0.0, part)) * (self.right - self.left), 1)

    def ticks(self) -> tuple[DateTick, ...]:
        """Return the dates along the axis: days, Mondays, months or years, not too many."""
        length = self.end - self.start
        if length <= _MAX_DAYS:
            found = [(day, f"{day.day} {day:%b}") for day in self._days(lambda day: True)]
        elif length <= _MAX_WEEKS:
            mondays = self._days(lambda day: day.weekday() == 0)
            found = [(day, f"{day.day} {day:%b}") for day in mondays]
        elif length <= _MAX_MONTHS:
            found = [(day, f"{day:%b %Y}") for day in self._days(lambda day: day.day == 1)]
        else:
            firsts = self._days(lambda day: (day.month, day.day) == (1, 1))
            found = [(day, f"{day.year}") for day in firsts]
        step = -(-len(found) // MAX_TICKS) or 1
        return tuple(DateTick(self.x(day), text) for day, text in found[::step])

    def _days(self, wanted: Callable[[dt.datetime], bool]) -> Iterator[dt.datetime]:
        for number in range((self.end - self.start).days):
            day = self.start + number * _DAY
            if wanted(day):
                yield day
