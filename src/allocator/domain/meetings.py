"""Meetings that recur, and duties that people take in turn."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from allocator.domain.base import Id, Ids, Model, Share, invalid
from allocator.domain.calendar import SWAP_DATES, Clock, TimeZone
from allocator.domain.quantities import PositiveClockSpan, When, elapsed_minutes
from allocator.domain.recurrence import (
    check_rule,
    needs_first,
    parts_of_rule,
    recurring_days,
    rule_of,
)

_DAY_MINUTES = 24 * 60
_TURNS = {"day": "1d", "daily": "1d", "week": "1w", "weekly": "1w", "fortnight": "2w"}
_TURNS |= dict.fromkeys(("biweekly", "bi-weekly", "fortnightly"), "2w") | {"month": "4w"}
"""How long turns last, in other words."""


def _day(value: dt.date) -> dt.date:
    if isinstance(value, dt.datetime):
        raise invalid(
            "day-with-time", "meetings and turns have days", "write a date without a time"
        )
    return value


WholeDay = Annotated[When, AfterValidator(_day)]
"""A day without a time."""


def _every(value: Any) -> Any:
    rule_of(value)
    return tuple(value) if isinstance(value, list) else value


Every = Annotated[
    str | tuple[str, ...],
    BeforeValidator(_every, json_schema_input_type=str | list[str]),
]
"""How often, in short: ``mon``, ``[mon, thu]``, ``day``, ``week``, ``month``, ``2w``, ``3d``."""


def _check_order(who: str, first: dt.date | None, last: dt.date | None, name: str) -> None:
    if first is not None and last is not None and last < first:
        raise invalid(
            "end-before-start", f"{who} ends before it begins", SWAP_DATES, subjects=(name,)
        )


class Attendees(Model):
    """Who is at a meeting: all of these together."""

    people: Ids = ()
    """By their ids."""
    roles: Ids = ()
    """Everybody with one of these roles."""
    teams: Ids = ()
    """Everybody in one of these teams."""
    projects: Ids = ()
    """Whom the items of these projects name in ``assign``, else all who may do them."""

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if not any((self.people, self.roles, self.teams, self.projects)):
            raise invalid(
                "no-attendees",
                "nobody is named who is at the meeting",
                "name people, roles, teams or projects, for example attendees: [ana, bo]",
            )
        return self


def _attendees(value: Any) -> Any:
    """Read an id, or a list of ids, as people."""
    return {"people": value} if isinstance(value, (str, int, list, tuple)) else value


def _length(value: Any) -> Any:
    """Take a length without a unit for minutes, and say so."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        hint = f"write {value}m for minutes, or {value}h for hours"
        raise invalid("amount-without-unit", f"{value!r} has no unit", hint)
    if isinstance(value, str) and re.fullmatch(r"\s*-?\s*0*\.?0*\s*[mhdw]\s*", value):
        hint = "give a length above zero, for example 30m"
        raise invalid("amount-not-above-zero", f"{value!r} must be above zero", hint)
    return value


class Meeting(Model):
    """A meeting that recurs; it takes capacity of whoever attends."""

    id: Id
    title: str = ""
    rule: Annotated[str, BeforeValidator(check_rule, json_schema_input_type=str)] | None = None
    """When it recurs, as iCalendar's RRULE: ``FREQ=WEEKLY;BYDAY=MO``."""
    every: Every | None = None
    """The same in short, in place of the rule."""
    at: Clock
    """When it begins, in its time zone."""
    length: Annotated[PositiveClockSpan, BeforeValidator(_length, json_schema_input_type=str)]
    timezone: TimeZone | None = None
    """Of ``at`` and of its days; default: the calendar's."""
    start: WholeDay | None = Field(default=None, alias="from")
    """The day from which the rule counts; default: that of the calendar's start."""
    end: WholeDay | None = Field(default=None, alias="until")
    """Last day."""
    skipped: tuple[WholeDay, ...] = Field(default=(), alias="except")
    """Days on which it does not take place."""
    attendees: Annotated[
        Attendees, BeforeValidator(_attendees, json_schema_input_type=Attendees | list[Id] | Id)
    ]

    @model_validator(mode="after")
    def _one_rule(self) -> Self:
        if (self.rule is None) == (self.every is None):
            both = self.rule is not None
            raise invalid(
                "recurrence-given-twice" if both else "no-recurrence",
                f'meeting "{self.id}" has {"both rule and every" if both else "no rule"}',
                "keep one of them" if both else "say how often, for example every: mon",
                subjects=(self.id,),
            )
        if self.start is None and needs_first(parts_of_rule(self.recurrence)):
            raise invalid(
                "recurrence-without-first",
                f'meeting "{self.id}" does not say from when on its rule counts',
                "give the first day, for example from: 2026-12-07",
                subjects=(self.id,),
            )
        return self

    @model_validator(mode="after")
    def _has_extent(self) -> Self:
        if self.minutes > _DAY_MINUTES:
            raise invalid(
                "meeting-too-long",
                f'meeting "{self.id}" lasts longer than a day',
                "write its length in clock time, for example length: 1h",
                subjects=(self.id,),
            )
        _check_order(f'meeting "{self.id}"', self.start, self.end, self.id)
        return self

    @property
    def name(self) -> str:
        """What people call it."""
        return self.title or self.id

    @property
    def minutes(self) -> int:
        """How long it lasts, in minutes."""
        return int(elapsed_minutes(self.length))

    @property
    def recurrence(self) -> str:
        """Its rule, also where it is given in short."""
        return rule_of(self.every) if self.rule is None else self.rule

    def days(self, first: dt.date) -> Iterator[dt.date]:
        """Yield the days on which it takes place, in order, as they are counted in its zone.

        Parameters
        ----------
        first
            The day of the calendar's start.
        """
        for day in recurring_days(self.recurrence, self.start or first):
            if self.end is not None and day > self.end:
                return
            if day not in self._left_out:
                yield day

    def recurs_on(self, day: dt.date, first: dt.date) -> bool:
        """Whether the rule gives a day, left out or not; ``first`` as of :meth:`days`."""
        if self.end is not None and day > self.end:
            return False
        days = recurring_days(self.recurrence, self.start or first)
        return next((one for one in days if one >= day), None) == day

    @cached_property
    def _left_out(self) -> frozenset[dt.date]:
        return frozenset(self.skipped)


def _whole_days(span: str) -> str:
    if elapsed_minutes(span) % _DAY_MINUTES:
        raise invalid(
            "turn-not-in-days",
            f"{span!r} is not a number of whole days",
            "write for example 1w or 3d",
        )
    return span


def _turn(value: Any) -> Any:
    """Refuse how often a meeting takes place, which says nothing of how long a turn lasts."""
    word = value.strip().lower() if isinstance(value, str) else ""
    if word in _TURNS:
        text = f"{value!r} does not say how long a turn lasts"
        raise invalid("not-an-amount", text, f"write {_TURNS[word]}")
    return value


class Rota(Model):
    """A duty that people take in turn; it takes a share of the capacity of whoever has it."""

    id: Id
    title: str = ""
    people: Ids
    """In the order of their turns."""
    first: WholeDay
    """First day of the first turn."""
    every: Annotated[
        PositiveClockSpan,
        AfterValidator(_whole_days),
        BeforeValidator(_turn, json_schema_input_type=str),
    ] = "1w"
    """How long a turn lasts."""
    end: WholeDay | None = Field(default=None, alias="until")
    """Last day of the last turn."""
    takes: Share
    """The share of their capacity that it takes."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if not self.people:
            raise invalid(
                "rota-without-people",
                f'rota "{self.id}" has nobody',
                "name who takes turns, for example people: [ana, bo]",
                subjects=(self.id,),
            )
        _check_order(f'rota "{self.id}"', self.first, self.end, self.id)
        return self

    @property
    def name(self) -> str:
        """What people call it."""
        return self.title or self.id

    @property
    def turn_days(self) -> int:
        """How many days a turn lasts."""
        return int(elapsed_minutes(self.every)) // _DAY_MINUTES

    def on_duty(self, day: dt.date) -> str | None:
        """Return the id of who has the duty on a day; None where nobody has it."""
        if day < self.first or (self.end is not None and day > self.end):
            return None
        return self.people[(day - self.first).days // self.turn_days % len(self.people)]
