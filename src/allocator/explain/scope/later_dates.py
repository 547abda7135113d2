"""What ends later and past its due date for the sake of the wanted dates: who pays."""

from __future__ import annotations

from collections.abc import Iterable

from allocator.analysis.date_lines import date_lines
from allocator.calendars import TeamCalendar
from allocator.domain import Plan
from allocator.domain.answers import MovedDate
from allocator.explain.gains import days_earlier


def later_dates(
    before: Plan, after: Plan, wanted: Iterable[str], team: TeamCalendar
) -> tuple[MovedDate, ...]:
    """Return what misses its due date or deadline by more in another plan, the most first.

    Parameters
    ----------
    before, after
        The plan as it is, and the one that is to keep the wanted dates.
    wanted
        Ids of what has these dates, which are told elsewhere.
    team
        Its working days are counted.
    """
    known = {(line.kind, line.id): line for line in date_lines(before)}
    excluded, found = set(wanted), []
    for line in date_lines(after):
        was = known.get((line.kind, line.id))
        if line.id in excluded or was is None or was.finish is None or line.finish is None:
            continue
        if line.overdue_days > was.overdue_days:
            later = round(-days_earlier(team, was.finish, line.finish), 2)
            found.append(MovedDate(kind=line.kind, id=line.id, title=line.name, days=later))
    return tuple(sorted(found, key=lambda one: -one.days))
