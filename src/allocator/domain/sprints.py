"""Sprints as data: the team's or each team's, by a rule or by dates."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from allocator.domain.base import Id, Model, Share, invalid
from allocator.domain.calendar import SWAP_DATES
from allocator.domain.quantities import (
    PositiveClockSpan,
    When,
    beginning,
    elapsed_minutes,
    end_of,
)

MAX_SPRINTS = 1000
"""Most sprints of a calendar."""

_DAY = 24 * 60

_EXAMPLE = "write for example {length: 2w, first: 2026-12-01, count: 8}"


@dataclass(frozen=True)
class Sprint:
    """One sprint.

    Attributes
    ----------
    name, number
        What the team calls it, and its number.
    start, end
        First and last day, both part of it.
    capacity
        Focus factor: what each one's capacity is multiplied by in it.
    """

    name: str
    number: int
    start: dt.date
    end: dt.date
    capacity: float = 1.0

    @property
    def begins(self) -> dt.datetime:
        """The instant at which it begins: midnight of its first day."""
        return beginning(self.start)

    @property
    def ends(self) -> dt.datetime:
        """The instant at which it ends: midnight at the end of its last day."""
        return end_of(self.end)


def _whole_day(value: dt.date | dt.datetime) -> dt.date:
    if isinstance(value, dt.datetime):
        raise invalid(
            "sprint-with-time",
            "sprints begin and end with whole days",
            "write a date without a time",
        )
    return value


def _whole_days(span: str) -> str:
    if elapsed_minutes(span) % _DAY != 0:
        raise invalid(
            "sprint-not-in-days",
            f"{span!r} is not a number of whole days",
            "write for example 2w or 10d",
        )
    return span


Day = Annotated[When, AfterValidator(_whole_day)]


class SprintDates(Model):
    """A sprint with its dates."""

    name: str = ""
    """Default: the calendar's name, with the sprint's number."""
    start: Day = Field(alias="from")
    """First day."""
    end: Day = Field(alias="to")
    """Last day, included."""
    capacity: Share | None = None
    """Focus factor in this sprint; default: the calendar's."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.end < self.start:
            raise invalid(
                "end-before-start",
                "the sprint is empty: its end lies before its beginning",
                SWAP_DATES,
            )
        return self


def _sprints(value: Any) -> Any:
    """Read a list of sprints with their dates as a calendar of them."""
    return {"list": value} if isinstance(value, (list, tuple)) else value


class SprintCalendar(Model):
    """Sprints: of one length, with their dates, or different ones by team."""

    length: Annotated[PositiveClockSpan, AfterValidator(_whole_days)] | None = None
    """Of each sprint in calendar time: 2w is 14 days."""
    first: Day | None = None
    """First day of the first sprint."""
    count: Annotated[int, Field(ge=1, le=MAX_SPRINTS, strict=True)] | None = None
    """How many there are."""
    listed: tuple[SprintDates, ...] = Field(default=(), alias="list")
    """The sprints with their dates, in place of length, first and count."""
    teams: dict[Id, Sprints] = Field(default_factory=dict)
    """The sprints of each team, in place of sprints for all."""
    name: str = "Sprint {n}"
    """What each is called; {n} is its number."""
    number: Annotated[int, Field(ge=0, strict=True)] = 1
    """Of the first sprint."""
    capacity: Share | None = None
    """Focus factor: multiplies everybody's capacity in its slots; default 1."""
    fit: bool | None = None
    """Whether items may not cross a sprint border, unless they say otherwise; default false."""

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        ruled = [n for n in ("length", "first", "count") if getattr(self, n) is not None]
        forms = [*(ruled and ["length"]), *(n for n in ("list", "teams") if self._given(n))]
        if len(forms) > 1:
            raise invalid(
                "sprints-given-twice",
                f"sprints are given by {' and by '.join(forms)}",
                "give length, first and count, or a list, or teams",
            )
        if not forms:
            raise invalid("incomplete-sprints", "there are no sprints", _EXAMPLE)
        missing = [n for n in ("length", "first", "count") if getattr(self, n) is None]
        if ruled and missing:
            raise invalid(
                "incomplete-sprints", f"sprints need {' and '.join(missing)} too", _EXAMPLE
            )
        return self

    def _given(self, form: str) -> bool:
        return bool(self.listed if form == "list" else self.teams)

    @model_validator(mode="after")
    def _sound(self) -> Self:
        for team, calendar in self.teams.items():
            if calendar.teams or calendar.fit is not None:
                what = "teams" if calendar.teams else "fit"
                raise invalid(
                    "misplaced-team-field",
                    f'team "{team}" has {what} of its own',
                    f"{what} stands beside the outer teams",
                    subjects=(team,),
                )
        for one, two in itertools.pairwise(sorted(self.listed, key=lambda s: s.start)):
            if two.start <= one.end:
                raise invalid(
                    "overlapping-times",
                    f"sprints overlap ({one.start} to {one.end}, {two.start} to {two.end})",
                    "let each end before the next begins",
                )
        if self.first is not None and self._last_ordinal > dt.date(2199, 12, 31).toordinal():
            raise invalid(
                "sprints-too-late",
                "the last sprint ends after the year 2199",
                "give fewer or shorter ones",
            )
        names = [sprint.name for sprint in self.sprints]
        if len(set(names)) != len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise invalid(
                "sprint-name-twice",
                f'two sprints are called "{twice}"',
                "put {n}, the number, into the name",
            )
        return self

    @property
    def _days(self) -> int:
        return 0 if self.length is None else int(elapsed_minutes(self.length)) // _DAY

    @property
    def _last_ordinal(self) -> int:
        assert self.first is not None and self.count is not None
        return self.first.toordinal() + self._days * self.count - 1

    @cached_property
    def sprints(self) -> tuple[Sprint, ...]:
        """The sprints in order; none where teams have their own."""
        if self.first is not None and self.count is not None:
            numbers = range(self.number, self.number + self.count)
            return tuple(self._ruled(k, self.first) for k in numbers)
        listed = sorted(self.listed, key=lambda sprint: sprint.start)
        return tuple(
            Sprint(
                dates.name or self._named(k),
                k,
                dates.start,
                dates.end,
                self._factor if dates.capacity is None else dates.capacity,
            )
            for k, dates in enumerate(listed, self.number)
        )

    def _ruled(self, number: int, first: dt.date) -> Sprint:
        start = first + dt.timedelta(days=self._days * (number - self.number))
        end = start + dt.timedelta(days=self._days - 1)
        return Sprint(self._named(number), number, start, end, self._factor)

    def _named(self, number: int) -> str:
        return self.name.replace("{n}", str(number))

    @property
    def _factor(self) -> float:
        return 1.0 if self.capacity is None else self.capacity

    @cached_property
    def by_team(self) -> dict[str, tuple[Sprint, ...]]:
        """The sprints of each team; without a focus factor of theirs the outer one holds."""
        return {
            team: (
                calendar
                if calendar.capacity is not None
                else calendar.model_copy(update={"capacity": self.capacity})
            ).sprints
            for team, calendar in self.teams.items()
        }

    def of(self, team: str | None) -> tuple[Sprint, ...]:
        """Return the sprints of a team, in order; of everybody where they are the same."""
        if self.teams:
            return () if team is None else self.by_team.get(team, ())
        return self.sprints


Sprints = Annotated[
    SprintCalendar,
    BeforeValidator(_sprints, json_schema_input_type=SprintCalendar | list[SprintDates]),
]
"""A sprint calendar, or the list of its sprints."""

SprintCalendar.model_rebuild()
