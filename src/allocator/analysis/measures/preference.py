"""Preference: hours of effort that others do than those who are preferred."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from allocator.analysis.preferred_people import not_preferred
from allocator.calendars import TeamCalendar
from allocator.domain import PlanItem, Scenario


def measure(scenario: Scenario, items: Sequence[PlanItem], team: TeamCalendar) -> Fraction:
    """Return the effort hours of those who are not preferred, on needs that somebody is for."""
    return sum((one.hours for one in not_preferred(scenario, items)), Fraction(0))
