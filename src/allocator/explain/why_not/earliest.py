"""The earliest date by which something can end, where it is asked for by an earlier one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from allocator.domain.quantities import end_of, last_day
from allocator.explain.why_not.wish import Wish

Possibility = Callable[[Sequence[Wish]], bool | None]
"""Says whether some wishes have a plan; None where the time does not suffice."""


@dataclass(frozen=True)
class EarliestDate:
    """By when something can end at the earliest.

    Attributes
    ----------
    date
        The day.
    proved
        Whether it is proved that no earlier day will do.
    """

    date: dt.date
    proved: bool


def earliest_date(
    wishes: Sequence[Wish], reached: dt.datetime | None, possible: Possibility
) -> EarliestDate | None:
    """Look for the earliest day by which all that is asked for by one date can end.

    Parameters
    ----------
    wishes
        That have no plan together.
    reached
        When what is asked for by that date ends in some plan that has all else; None where none
        is known.
    possible
        Tests wishes.

    Returns
    -------
    EarliestDate or None
        None where the wishes name no date or several, or no later day was found to be possible.
    """
    limits = {wish.limit for wish in wishes if wish.limit is not None}
    if len(limits) != 1 or reached is None:
        return None
    (limit,) = limits
    below, day = last_day(end_of(limit)), last_day(reached)
    if isinstance(limit, dt.datetime):
        below -= dt.timedelta(days=1)  # the rest of its day may do
    # What is there at midnight may be shown on the day that begins.
    days = [day, day + dt.timedelta(days=1)]
    found = next((d for d in days if d > below and possible(_by(wishes, d))), None)
    if found is None:
        return None
    day = found
    while (day - below).days > 1:
        middle = below + (day - below) // 2
        answer = possible(_by(wishes, middle))
        if answer is None:
            return EarliestDate(day, proved=False)
        below, day = (below, middle) if answer else (middle, day)
    return EarliestDate(day, proved=True)


def _by(wishes: Sequence[Wish], day: dt.date) -> list[Wish]:
    """Return the wishes with another date to end by."""
    return [wish if wish.limit is None else replace(wish, limit=day) for wish in wishes]
