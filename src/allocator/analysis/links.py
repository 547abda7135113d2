"""Whether an instant of a successor keeps a link."""

from __future__ import annotations

import datetime as dt

from allocator.calendars import TeamCalendar
from allocator.calendars.instants import later
from allocator.domain import ElapsedLag, Link, LinkType
from allocator.domain.links import has_lag
from allocator.domain.quantities import elapsed_minutes


def holds_from_start(link: Link) -> bool:
    """Whether a link counts from the predecessor's start, and not from its finish."""
    return link.type in (LinkType.SS, LinkType.SF)


def holds_finish(link: Link) -> bool:
    """Whether a link holds back the successor's finish, and not its start."""
    return link.type in (LinkType.FF, LinkType.SF)


def link_allows(team: TeamCalendar, link: Link, a: dt.datetime, b: dt.datetime) -> bool:
    """Whether a link is kept: b >= a, W(b) - W(a) >= working lag, b >= a + elapsed lag.

    Parameters
    ----------
    team
        Its working time counts working lags.
    link
        With its lag.
    a, b
        The predecessor's instant and the successor's.
    """
    if link.lag is None or not has_lag(link):
        return b >= a
    if isinstance(link.lag, ElapsedLag):
        return b >= later(a, elapsed_minutes(link.lag.elapsed))
    hours = team.calendar.working_minutes(link.lag) / 60
    return team.hours_between(a, b) >= hours
