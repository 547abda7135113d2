"""Finds the calendar of the scenario, and the day on which the plan begins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from allocator.domain import Calendar, SprintCalendar
from allocator.domain.quantities import beginning, iso
from allocator.errors import FormatError
from allocator.integrations.tracker.mapping import Mapping as Rules
from allocator.integrations.tracker.ticket_source import TicketSource

_MAX_CLOCK_LEAD = dt.timedelta(days=1)
"""Time by which the clock of a tracker may be ahead of ours."""


@dataclass(frozen=True)
class Timeframe:
    """The time of the plan.

    Attributes
    ----------
    calendar
        Working time of the team.
    now
        Start of the plan; everything before it is history.
    sprint_starts
        First day of each sprint of the mapping, by name; of sprints of one name the first.
    sprint_ends
        Last day of each sprint of the mapping, by name; of sprints of one name the last.
    fields
        Fields of the scenario: `calendar`, and `now` if the calendar begins earlier.
    """

    calendar: Calendar
    now: dt.datetime
    sprint_starts: dict[str, dt.date]
    sprint_ends: dict[str, dt.date]
    fields: dict[str, Any]

    @property
    def day_start(self) -> dt.time:
        """Time at which the working day begins."""
        minutes = self.calendar.day_start_minutes
        return dt.time(minutes // 60, minutes % 60)


def timeframe_of(
    source: TicketSource, rules: Rules, start: dt.date | None, earlier: dt.date | None = None
) -> Timeframe:
    """Begin the plan on the day after the newest date of the files.

    Without any date it begins today, and the source gets a note. If an earlier import is replaced,
    its calendar's start stays and `now` moves, so that plans of both can be compared.

    Parameters
    ----------
    source
        The tickets that were read.
    rules
        The mapping; a calendar in it may begin earlier.
    start
        First day of the plan by option.
    earlier
        Start of the calendar of an earlier import of the same tickets.

    Raises
    ------
    FormatError
        Something happened after the first day by option.
    """
    newest = source.newest
    if newest is not None and newest.date() > dt.date.today() + _MAX_CLOCK_LEAD:
        source.notes.append(_future_change(newest, source.dates_of_changes))
    given = dict(rules.scenario.get("calendar", {}))
    if start is None and rules.scenario.get("now") is not None:
        start = dt.date.fromisoformat(str(rules.scenario["now"])[:10])
    if start is None and newest is None and given.get("start") is None:
        start = dt.date.today()
        source.notes.append(
            f"no file says when anything was created or changed: the plan begins today, {start}; "
            "say otherwise with --start"
        )
    if start is None and newest is not None:
        start = newest.date() + dt.timedelta(days=1)
    if earlier is not None and start is not None and not given.get("start") and earlier < start:
        given["start"] = earlier.isoformat()
        source.notes.append(
            f"calendar.start stays {earlier}, as in the file that is written over, and now is "
            f"{start}: plans of both can be compared. To begin anew, write another file"
        )
    begins = str(given.get("start") or start)
    calendar = Calendar.model_validate({**given, "start": begins})
    now = max(beginning(calendar.start), beginning(start or dt.date.min))
    if newest is not None and newest >= now:
        raise FormatError(
            f"the {'tracker has' if source.is_live else 'files hold'} changes up to "
            f"{iso(newest)}, but the plan is to begin on "
            f"{now.date()}",
            hint=f"begin on {newest.date() + dt.timedelta(days=1)} or later, "
            "with --start; what has been done lies before it",
        )
    fields: dict[str, Any] = {"calendar": {"start": begins, **given}}
    if now > beginning(calendar.start):
        fields["now"] = now.date().isoformat()
    starts, ends = _sprints(rules)
    return Timeframe(calendar, now, starts, ends, fields)


def _future_change(newest: dt.datetime, dates: Iterable[dt.datetime]) -> str:
    """Say that the newest change is still to come, and which later dates do not count."""
    latest = max(dates)
    if latest.date() == newest.date():
        return f"the newest change in the files is of {newest.date()}, which is still to come"
    return (
        f"the newest change that counts is of {newest.date()}, which is still to come; later "
        f"dates, up to {latest.date()}, do not count: they lie after the last update of any "
        "ticket, or more than a month ahead"
    )


def _sprints(rules: Rules) -> tuple[dict[str, dt.date], dict[str, dt.date]]:
    """Return first and last day of the sprints, by name."""
    starts: dict[str, dt.date] = {}
    ends: dict[str, dt.date] = {}
    if rules.scenario.get("sprints") is None:
        return starts, ends
    sprints = SprintCalendar.model_validate(
        {"list": rules.scenario["sprints"]}
        if isinstance(rules.scenario["sprints"], (list, tuple))
        else rules.scenario["sprints"]
    )
    for team in (None, *sprints.teams):
        for sprint in sprints.of(team):
            starts.setdefault(sprint.name, sprint.start)
            ends[sprint.name] = max(sprint.end, ends.get(sprint.name, sprint.end))
    return starts, ends
