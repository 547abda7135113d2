"""The calendars of today's scenario and of the baseline's."""

from __future__ import annotations

from dataclasses import dataclass

from allocator.calendars import Calendars
from allocator.domain import Plan, Scenario


@dataclass(frozen=True)
class CalendarPair:
    """The two sets of calendars that a re-plan compares.

    Attributes
    ----------
    now
        Calendars of the scenario as of now.
    before
        Calendars of the baseline's scenario.
    """

    now: Calendars
    before: Calendars


def calendar_pair(scenario: Scenario, baseline: Plan) -> CalendarPair:
    """Return the calendars of a scenario and of a baseline."""
    return CalendarPair(Calendars(scenario), Calendars(baseline.scenario))
