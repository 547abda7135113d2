"""Working time in plain arithmetic: the team's, each person's, and walks to a finish."""

from allocator.calendars.calendars import Calendars
from allocator.calendars.person import PersonCalendar
from allocator.calendars.team import TeamCalendar

__all__ = ["Calendars", "PersonCalendar", "TeamCalendar"]
