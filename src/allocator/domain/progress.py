"""How far work is, and what it waits for outside the plan."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, TypeAdapter

from allocator.domain.base import Model
from allocator.domain.calendar import Calendar
from allocator.domain.quantities import When, beginning
from allocator.domain.uncertainty import DateRange

State = Literal["todo", "in_progress", "done", "failed"]
"""``failed``: its try has failed. Where one is left, that is planned next; else it is over, and
what is done in that case goes on (semantics, paragraphs 47 to 50)."""


_WHEN = TypeAdapter[When | None](When | None)


def _arrival(value: Any) -> Any:
    """Pick the side of the union by shape, so that one clear message comes out."""
    if isinstance(value, (dict, DateRange)):
        return DateRange.model_validate(value)
    return _WHEN.validate_python(value)


class Awaited(Model):
    """Something that comes from outside the plan."""

    what: str
    """In words."""
    kind: Literal["item", "decision", "data", "other"] = "other"
    arrival: Annotated[
        When | DateRange | None, BeforeValidator(_arrival, json_schema_input_type=When | DateRange)
    ] = Field(default=None, alias="expected")
    """The work is not planned before this; of a range, before what is likely."""
    owner: str = ""
    """Who delivers it."""

    @property
    def expected(self) -> When | None:
        """The date that the plan goes by: of a range, what is likely."""
        return self.arrival.likely if isinstance(self.arrival, DateRange) else self.arrival


def _awaited(value: Any) -> Any:
    return {"what": value} if isinstance(value, str) else value


WaitsFor = Annotated[
    tuple[Annotated[Awaited, BeforeValidator(_awaited, json_schema_input_type=Awaited | str)], ...],
    BeforeValidator(
        lambda v: (v,) if isinstance(v, (str, dict, Awaited)) else v,
        json_schema_input_type=str | Awaited | list[str | Awaited],
    ),
]


def work_began(day: When, calendar: Calendar, now: dt.datetime) -> dt.datetime:
    """Return the instant at which work that began on a day began.

    Parameters
    ----------
    day
        A date means the beginning of its working hours, on the day of ``now`` at the latest
        ``now``; a date-time is that instant.
    calendar
        The team's.
    now
        Up to when there is history.
    """
    if isinstance(day, dt.datetime):
        return day
    return _today(day, beginning(day) + dt.timedelta(minutes=calendar.day_start_minutes), now)


def work_ended(day: When, calendar: Calendar, now: dt.datetime) -> dt.datetime:
    """Return the instant at which work that ended on a day ended: the end of working hours."""
    if isinstance(day, dt.datetime):
        return day
    minutes = calendar.day_start_minutes + int(calendar.day_minutes)
    return _today(day, beginning(day) + dt.timedelta(minutes=minutes), now)


def _today(day: dt.date, moment: dt.datetime, now: dt.datetime) -> dt.datetime:
    return min(moment, now) if day == now.date() else moment
