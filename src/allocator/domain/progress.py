"""How far work is, and what it waits for outside the plan."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, TypeAdapter, model_validator

from allocator.domain.base import Model, invalid
from allocator.domain.calendar import Calendar
from allocator.domain.quantities import When, beginning, end_of, iso
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
    since: When | None = None
    """Since when it is waited for."""
    promised: When | None = None
    """When its owner has promised it for; it is expected then where nothing else is."""

    @property
    def expected(self) -> When | None:
        """The date that the plan goes by: of a range what is likely, by default the promised."""
        if self.arrival is None:
            return self.promised
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


class Blocked(Model):
    """What keeps an item from being worked on."""

    by: str = ""
    """What it is, in words."""
    since: When | None = None
    """Since when nothing goes on."""
    until: When | None = None
    """When it is expected to be over: the work is not planned before this."""
    owner: str = ""
    """Who sees to it that it is over."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        since, until = self.since, self.until
        if since and until and end_of(until) <= beginning(since):
            raise invalid(
                "unblocked-before-blocked",
                f"blocked since {iso(since)}, until {iso(until)}",
                "until is the day on which work can go on; correct one of the two dates",
            )
        return self

    def is_over(self, now: dt.datetime) -> bool:
        """Whether it is expected to be over by an instant."""
        return self.until is not None and beginning(self.until) <= now


def _blocked(value: Any) -> Any:
    """Read ``waiting for legal`` as what it is blocked by, ``true`` as no more than that."""
    if isinstance(value, bool):
        return {} if value else None
    return {"by": value} if isinstance(value, str) else value


BlockedField = Annotated[
    Blocked | None,
    BeforeValidator(_blocked, json_schema_input_type=bool | str | Blocked | None),
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
