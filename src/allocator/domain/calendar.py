"""Calendars as data: working days, hours, holidays, time off, availability."""

from __future__ import annotations

import datetime as dt
import re
from difflib import get_close_matches
from fractions import Fraction
from functools import lru_cache
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from allocator.domain.base import Model, invalid
from allocator.domain.quantities import (
    When,
    beginning,
    elapsed_minutes,
    end_of,
    exact,
    working_minutes,
)

Workday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEK: tuple[Workday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

SWAP_DATES = "swap the two dates, or move one of them"
"""The hint where an end lies before its beginning."""


def _clock(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", value.strip()):
        raise invalid("not-a-time-of-day", f"{value!r} is not a time of day", _clock_hint(value))
    hours, minutes = value.strip().split(":")
    return f"{int(hours):02d}:{minutes}"


def clock_minutes(time_of_day: str) -> int:
    """Return a time of day in minutes from midnight."""
    hours, minutes = time_of_day.split(":")
    return int(hours) * 60 + int(minutes)


def _clock_hint(value: Any) -> str:
    match = re.fullmatch(r"(\d{1,2})(?:[:.h](\d{2}))?\s*([ap]m)?", str(value).strip().lower())
    if match is None:
        return 'write for example "09:00"'
    afternoon = 12 if match[3] == "pm" and match[1] != "12" else 0
    hours = int(match[1]) + afternoon
    return f'write "{hours:02d}:{match[2] or "00"}"' if hours < 24 else 'write for example "09:00"'


Clock = Annotated[
    str,
    BeforeValidator(_clock, json_schema_input_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^\d{1,2}:\d{2}$"}),
]


@lru_cache(maxsize=1)
def time_zones() -> frozenset[str]:
    """Return the names of all zones, which are files that are looked for."""
    from zoneinfo import available_timezones

    return frozenset(available_timezones())


def _time_zone(value: Any) -> str:
    if isinstance(value, str) and value.strip() in time_zones():
        return value.strip()
    raise invalid("unknown-time-zone", f"{value!r} is not a time zone", zone_hint(value))


def zone_hint(value: Any) -> str:
    """Return a zone of nearly that name, or one whose city is nearly named so."""
    wanted = str(value).strip().replace(" ", "_").casefold()
    if re.fullmatch(r"(?:utc|gmt|z)?_?[-+]?\d{1,2}(?::?\d{2})?", wanted):
        return "write the zone of a city, as Europe/Berlin, which knows when clocks change"
    zones = sorted(time_zones())
    names = {name.casefold(): name for name in zones}
    cities = {name.rpartition("/")[2].casefold(): name for name in zones}
    for known in (names, cities):
        near = get_close_matches(wanted, known, n=1, cutoff=0.8)
        if near:
            return f'did you mean "{known[near[0]]}"?'
    return "write a name of the IANA list, for example Europe/Berlin"


TimeZone = Annotated[
    str,
    BeforeValidator(_time_zone, json_schema_input_type=str),
    WithJsonSchema({"type": "string", "examples": ["Europe/Berlin"]}),
]
"""A time zone by its IANA name."""


def check_workdays(days: tuple[Workday, ...]) -> None:
    """Refuse an empty list of working days, and one that names a day twice."""
    if not days:
        raise invalid(
            "no-working-day",
            "at least one working day is needed",
            "name the days, for example [mon, tue, wed]",
        )
    if len(set(days)) != len(days):
        raise invalid("working-day-twice", "a working day is named twice", "name each once")


class Holidays(Model):
    """Days on which nobody of this calendar works."""

    country: str | None = None
    """ISO 3166 code of a country whose public holidays count, as the holidays library knows it."""
    subdivision: str | None = None
    """Code of a state or province within the country."""
    dates: tuple[When, ...] = ()
    """Further days off, for example company holidays."""

    @model_validator(mode="after")
    def _whole_days(self) -> Self:
        if any(isinstance(day, dt.datetime) for day in self.dates):
            raise invalid(
                "holiday-with-time", "holidays are whole days", "write dates without a time"
            )
        if self.subdivision is not None and self.country is None:
            raise invalid(
                "subdivision-without-country",
                "a subdivision needs its country",
                "add the country, for example country: US",
            )
        return self


class TimeOff(Model):
    """A time in which a person does not work; both ends are part of it."""

    start: When = Field(alias="from")
    end: When = Field(alias="to")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if end_of(self.end) <= beginning(self.start):
            raise invalid(
                "end-before-start",
                "the time is empty: its end lies before its beginning",
                SWAP_DATES,
            )
        return self


class Availability(TimeOff):
    """A time in which a person's capacity differs."""

    capacity: float = Field(ge=0, le=1)
    """Replaces the person's capacity in slots that begin in this time; 0 means away."""


class Calendar(Model):
    """The working time of the team, and the grid on which a plan runs."""

    start: When
    """First day of the plan; nothing is planned before it."""
    end: When | None = None
    """Optional horizon: a hard deadline for every item."""
    workdays: tuple[Workday, ...] = ("mon", "tue", "wed", "thu", "fri")
    day_hours: float = Field(default=8, gt=0, le=24)
    """Working hours of a day: what 1d of effort means."""
    day_start: Clock = "09:00"
    slot: Literal["15m", "30m", "1h", "2h", "4h", "1d"] = "1h"
    """Planning granularity; divides the working day."""
    timezone: TimeZone | None = None
    """The zone in whose local time all instants of the scenario and of its plans are."""
    continuous: bool = False
    """Every hour of every day is working time, for public benchmark instances."""
    holidays: Holidays = Holidays()

    @model_validator(mode="before")
    @classmethod
    def _continuous_days(cls, data: Any) -> Any:
        if isinstance(data, dict) and data.get("continuous") is True:
            fixed = {"day_hours": 24, "day_start": "00:00", "workdays": WEEK}
            for name, value in fixed.items():
                given = data.get(name, value)
                if given != value and tuple(given if isinstance(given, list) else ()) != value:
                    raise _not_continuous(name)
            if data.get("holidays") not in (None, {}, Holidays(), {"dates": []}) and data.get(
                "holidays"
            ) != Holidays().model_dump(mode="json"):
                raise _not_continuous("holidays")
            return {**data, **fixed}
        return data

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        check_workdays(self.workdays)
        if self.day_start_minutes + self.day_minutes > 24 * 60:
            raise invalid(
                "day-past-midnight",
                f"a day of {self.day_hours:g} hours from {self.day_start} runs past midnight",
                "begin earlier, or work fewer hours",
            )
        if self.day_minutes.denominator != 1:
            raise invalid(
                "day-hours-not-in-minutes",
                "day_hours must come to whole minutes",
                "give hours such as 7.5 or 8",
            )
        if self.day_minutes % self.slot_minutes != 0:
            raise invalid(
                "slot-does-not-divide-day",
                f"a slot of {self.slot} does not divide a day of {self.day_hours:g} hours",
                "choose a slot and day_hours that go together, for example 1h and 8",
            )
        if self.end is not None and end_of(self.end) <= beginning(self.start):
            raise invalid(
                "end-before-start",
                "the calendar is empty: its end lies before its start",
                SWAP_DATES,
            )
        return self

    @property
    def day_minutes(self) -> Fraction:
        """Minutes of a working day."""
        return _minutes_of(self.day_hours)

    @property
    def day_start_minutes(self) -> int:
        """Minutes from midnight to the start of work."""
        return clock_minutes(self.day_start)

    def begins_day(self, day_start: str | None) -> int:
        """Return when somebody's day begins, in minutes from their midnight.

        Parameters
        ----------
        day_start
            Their own time of day; None where it is the team's.
        """
        return self.day_start_minutes if day_start is None else clock_minutes(day_start)

    @property
    def slot_minutes(self) -> int:
        """Minutes of a slot."""
        if self.slot == "1d":
            return int(self.day_minutes)
        return int(elapsed_minutes(self.slot))

    def working_minutes(self, span: str) -> Fraction:
        """Return an amount of effort or working lag in minutes: 1d is day_hours."""
        return _working_minutes(span, self.day_hours, len(self.workdays))


def _not_continuous(field: str) -> PydanticCustomError:
    return invalid(
        "continuous-with-working-time",
        "a continuous calendar works every hour",
        f"leave out {field}",
    )


@lru_cache(maxsize=256)
def _minutes_of(hours: float) -> Fraction:
    return exact(hours) * 60


@lru_cache(maxsize=4096)
def _working_minutes(span: str, day_hours: float, week_days: int) -> Fraction:
    return working_minutes(span, day_hours=exact(day_hours), week_days=week_days)
