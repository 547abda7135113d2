"""Finds when finished work was done, and when work in progress began."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from allocator.domain.calendar import WEEK
from allocator.integrations.tracker.structure import TicketNode

_MAX_DAYS_BACK: Final = 366 * 20
"""Days before a finish within which its start is searched."""


@dataclass(frozen=True)
class WorkDates:
    """The dates of work on an item.

    Attributes
    ----------
    started, finished
        Start and finish of an item that is done or in progress.
    started_why, finished_why
        Comments on guessed dates; empty if the tracker has the date.
    """

    started: dt.datetime | None = None
    finished: dt.datetime | None = None
    started_why: str = ""
    finished_why: str = ""


class WorkDateFinder:
    """Finds out when items began and ended.

    Parameters
    ----------
    now
        Present time; nothing happened later.
    workdays
        Workdays of the team, as ``mon``.
    day_hours, day_start
        Hours of a working day, and its beginning.
    """

    def __init__(
        self, now: dt.datetime, *, workdays: Collection[str], day_hours: float, day_start: dt.time
    ) -> None:
        self._now = now
        self._workdays = {WEEK.index(day) for day in workdays}
        self._hours, self._start = day_hours, day_start

    def dates(self, node: TicketNode, minutes: int) -> WorkDates:
        """Return the dates of an item.

        Done: it finished when it was resolved, else when its status category changed, else when
        it was updated last; it started on its start date, else, which is a guess, so much
        earlier as its effort takes. In progress: it started when its status category changed,
        else on its start date, else, which is a guess, when it was updated last.

        Parameters
        ----------
        node
            The item.
        minutes
            Work of one person in minutes.
        """
        if node.state == "done":
            return self._done(node, minutes)
        if node.state == "in_progress":
            return self._in_progress(node)
        return WorkDates()

    def _done(self, node: TicketNode, minutes: int) -> WorkDates:
        ticket = node.ticket
        finished, why = self._first(
            (ticket.resolved, ""),
            (ticket.changed, ""),
            (ticket.updated, "guessed: when it was updated last"),
            (ticket.created, "guessed: when it was created"),
        )
        is_day = finished.time() == dt.time()
        end = min(finished + dt.timedelta(days=1), self._now) if is_day else finished
        if ticket.start is not None and ticket.start <= end:
            return WorkDates(_minute(ticket.start), finished, "", why)
        guess = self._before(end, minutes)
        if ticket.created is not None and guess < ticket.created <= finished:
            guess = _minute(ticket.created)
        return WorkDates(guess, finished, "guessed: its effort before its end", why)

    def _in_progress(self, node: TicketNode) -> WorkDates:
        ticket = node.ticket
        started, why = self._first(
            (ticket.changed, ""),
            (ticket.start, ""),
            (ticket.updated, "guessed: when it was updated last"),
            (ticket.created, "guessed: when it was created"),
        )
        return WorkDates(started, None, why, "")

    def _first(self, *choices: tuple[dt.datetime | None, str]) -> tuple[dt.datetime, str]:
        for when, why in choices:
            if when is not None and when <= self._now:
                return _minute(when), why
        return self._now, "guessed: the tracker has no date"

    def _before(self, end: dt.datetime, minutes: int) -> dt.datetime:
        """Return the instant that is an amount of working time before another."""
        left = dt.timedelta(minutes=min(minutes, _MAX_DAYS_BACK * 24 * 60))
        day = end.date()
        for _ in range(_MAX_DAYS_BACK):
            opens = dt.datetime.combine(day, self._start)
            closes = min(end, opens + dt.timedelta(hours=self._hours))
            if day.weekday() in self._workdays and closes > opens:
                if closes - opens >= left:
                    return _minute(closes - left)
                left -= closes - opens
            day -= dt.timedelta(days=1)
        return end


def _minute(when: dt.datetime) -> dt.datetime:
    return when.replace(second=0, microsecond=0)
