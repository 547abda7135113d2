"""Amounts and instants as users write them: ``1.5d``, ``2026-12-01``, ``2026-12-01T13:00``.

Amounts stay text in the models, so that a scenario reads back as it was written;
the functions here turn them into exact numbers.
"""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction
from functools import lru_cache
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, PlainSerializer, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from allocator.domain.base import invalid
from allocator.domain.spellings import amount_hint, date_hint

YEARS: Final = range(1900, 2200)
"""Years in which a scenario and its plan may lie."""
START_YEARS: Final = range(YEARS.start, YEARS.stop - 20)
"""Years in which a plan may begin: there is room for any work that is allowed."""
MAX_PLAN_LENGTH: Final = dt.timedelta(days=36525)
"""Longest time from the start of the calendar to the end of a plan: a century."""

_SPAN = re.compile(r"^\s*(?:(-)\s*)?(\d+(?:\.\d+)?|\.\d+|\d+/\d+)\s*([mhdw])\s*$")
_ELAPSED_MINUTES = {"m": 1, "h": 60, "d": 24 * 60, "w": 7 * 24 * 60}


@lru_cache(maxsize=4096)
def exact(number: float) -> Fraction:
    """Return the decimal number that was written, exactly: 0.8 is 4/5.

    Parameters
    ----------
    number
        A finite number.
    """
    return Fraction(repr(number) if isinstance(number, float) else number)


@lru_cache(maxsize=4096)
def parse_span(span: str) -> tuple[Fraction, str]:
    """Return amount and unit of an amount of time.

    An effort that is divided among people may be a fraction, ``4/3d``; users write decimals.

    Raises
    ------
    ValueError
        If it is not a number with a unit.
    """
    match = _SPAN.match(span)
    if match is None:
        raise invalid("not-an-amount", f"{span!r} is not an amount of time", amount_hint(span))
    sign, digits, unit = match.groups()
    amount = Fraction(digits)
    return (-amount if sign else amount), unit


def _check_span(value: Any) -> str:
    if not isinstance(value, str):
        raise _no_unit(value)
    parse_span(value)
    if "/" in value:
        raise invalid("not-an-amount", f"{value!r} is not an amount of time", amount_hint(value))
    return value.replace(" ", "")


def kind_of(value: Any) -> str:
    """Return a value as messages show it; what is no single value by its kind."""
    if isinstance(value, dict):
        return "a map"
    if isinstance(value, (list, tuple)):
        return "a list"
    return "an empty value" if value is None else repr(value)


def _no_unit(value: Any) -> PydanticCustomError:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return invalid("amount-without-unit", f"{value!r} has no unit", amount_hint(str(value)))
    text = f"{kind_of(value)} is not an amount of time"
    return invalid("not-an-amount", text, "write 30m, 6h, 1.5d or 2w")


def check_positive(value: Any) -> str:
    """Return an amount of time without spaces.

    Raises
    ------
    ValueError
        If it is none, or not above zero.
    """
    span = _check_span(value)
    if parse_span(span)[0] <= 0:
        raise invalid(
            "amount-not-above-zero",
            f"{value!r} must be above zero",
            "give an amount above zero, for example 3d",
        )
    return span


def check_not_negative(value: Any) -> str:
    """Return an amount of time with a unit that is zero or above.

    Raises
    ------
    ValueError
        If it is none, or below zero.
    """
    span = _check_span(value)
    if parse_span(span)[0] < 0:
        raise invalid("negative-amount", f"{value!r} must not be below zero")
    return span


def _check_clock(value: Any) -> str:
    span = _check_span(value)
    if elapsed_minutes(span).denominator != 1:
        raise invalid(
            "amount-not-in-minutes",
            f"{value!r} is not a whole number of minutes",
            "write for example 20m",
        )
    return span


def _check_positive_clock(value: Any) -> str:
    check_positive(value)
    return _check_clock(value)


_SPAN_SCHEMA = {
    "type": "string",
    "pattern": r"^\s*-?\s*(\d+(\.\d+)?|\.\d+)\s*[mhdw]\s*$",
    "examples": ["30m", "6h", "1.5d", "2w"],
}

Span = Annotated[
    str, BeforeValidator(_check_span, json_schema_input_type=str), WithJsonSchema(_SPAN_SCHEMA)
]
"""An amount of time with a unit, of either sign."""

PositiveSpan = Annotated[
    str, BeforeValidator(check_positive, json_schema_input_type=str), WithJsonSchema(_SPAN_SCHEMA)
]
"""An amount of time with a unit, above zero."""


ClockSpan = Annotated[
    str, BeforeValidator(_check_clock, json_schema_input_type=str), WithJsonSchema(_SPAN_SCHEMA)
]
"""An amount of calendar time of either sign, in whole minutes."""

PositiveClockSpan = Annotated[
    str,
    BeforeValidator(_check_positive_clock, json_schema_input_type=str),
    WithJsonSchema(_SPAN_SCHEMA),
]
"""An amount of calendar time above zero, in whole minutes."""


def working_minutes(span: str, *, day_hours: Fraction, week_days: int) -> Fraction:
    """Return an amount of effort or working lag in minutes.

    Parameters
    ----------
    span
        For example ``1.5d``.
    day_hours
        Hours of a working day: what 1d means.
    week_days
        Working days of a week: 1w is that many days.
    """
    amount, unit = parse_span(span)
    day = day_hours * 60
    return amount * {"m": Fraction(1), "h": Fraction(60), "d": day, "w": day * week_days}[unit]


@lru_cache(maxsize=4096)
def elapsed_minutes(span: str) -> Fraction:
    """Return an amount of calendar time in minutes: 1d is 24 hours, 1w is 7 days."""
    amount, unit = parse_span(span)
    return amount * _ELAPSED_MINUTES[unit]


def _parse_when(value: Any) -> dt.date | dt.datetime:
    if isinstance(value, dt.datetime):
        moment: dt.date | dt.datetime = value
    elif isinstance(value, dt.date):
        return value
    elif not isinstance(value, str):
        hint = date_hint(str(value)) if isinstance(value, int) else "write for example 2026-12-01"
        raise invalid("not-a-date", f"{kind_of(value)} is not a date", hint)
    else:
        text = value.strip()
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2})?.*)?", text):
            raise invalid(
                "not-a-date", f"{text!r} is not a date as year-month-day", date_hint(text)
            )
        try:
            if len(text) == 10:
                return dt.date.fromisoformat(text)
            moment = dt.datetime.fromisoformat(text)
        except ValueError as error:
            why = f"{text!r} is not a date that exists: {error}"
            raise invalid("not-a-date", why, date_hint(text)) from None
    assert isinstance(moment, dt.datetime)
    if moment.tzinfo is not None:
        raise invalid(
            "date-with-time-zone",
            f"{value!r} has a time zone",
            "times are local to the team calendar",
        )
    if moment.second or moment.microsecond:
        raise invalid("date-with-seconds", f"{value!r} has seconds", "times are whole minutes")
    return moment


def iso(when: dt.date | dt.datetime) -> str:
    """Write a date or date-time as the files do: ISO 8601, minutes, no zone."""
    if isinstance(when, dt.datetime):
        return when.isoformat(timespec="minutes")
    return when.isoformat()


When = Annotated[
    dt.date | dt.datetime,
    PlainValidator(_parse_when, json_schema_input_type=str),
    PlainSerializer(iso, return_type=str),
    WithJsonSchema({"type": "string", "examples": ["2026-12-01", "2026-12-01T13:00"]}),
]
"""A date, or a local date-time of whole minutes."""


def beginning(when: dt.date | dt.datetime) -> dt.datetime:
    """Return the instant a date begins; a date-time is that instant."""
    if isinstance(when, dt.datetime):
        return when
    return dt.datetime.combine(when, dt.time())


def end_of(when: dt.date | dt.datetime) -> dt.datetime:
    """Return the instant a date ends, which is midnight; a date-time is that instant."""
    if isinstance(when, dt.datetime):
        return when
    if when == dt.date.max:
        return dt.datetime.max
    return dt.datetime.combine(when + dt.timedelta(days=1), dt.time())


def reach_of(start: dt.date | dt.datetime) -> dt.datetime:
    """Return the instant by which every plan ends: a century after its start, or with the years.

    Parameters
    ----------
    start
        Of the team calendar.
    """
    last = dt.datetime(YEARS.stop, 1, 1)
    begins = beginning(start)
    return last if last - begins < MAX_PLAN_LENGTH else begins + MAX_PLAN_LENGTH


def last_day(finish: dt.datetime, start: dt.datetime | None = None) -> dt.date:
    """Return the day on which something ends; midnight ends the day before it.

    Parameters
    ----------
    finish
        The instant at which it ends.
    start
        The instant at which it began, where that is known: what has no length is on its day.
    """
    if start is not None and start >= finish:
        return start.date()
    if finish.time() == dt.time() and finish.date() > dt.date.min:
        return finish.date() - dt.timedelta(days=1)
    return finish.date()
