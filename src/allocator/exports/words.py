"""Dates and amounts as pages write them."""

from __future__ import annotations

import datetime as dt

from allocator.domain.quantities import When
from allocator.domain.words import joined


def day(date: dt.date) -> str:
    """Write a day whose year is plain from the page: ``Fri 29 Jan``."""
    return f"{date:%a} {date.day} {date:%b}"


def long_day(date: dt.date) -> str:
    """Write a day with its year: ``Fri 29 Jan 2027``."""
    return f"{day(date)} {date.year}"


def when(date: When) -> str:
    """Write a date, with its time where it has one."""
    return f"{day(date)} {date:%H:%M}" if isinstance(date, dt.datetime) else day(date)


def hours(amount: float) -> str:
    """Write hours with at most one decimal: ``6.5 h``."""
    return f"{number(amount)} h"


def number(amount: float) -> str:
    """Write a number with at most one decimal, thousands apart."""
    text = f"{amount:,.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def percent(fraction: float | None) -> str:
    """Write a fraction in whole percent; a dash where there is none."""
    return "-" if fraction is None else f"{100 * fraction:.0f} %"


def span(days: tuple[dt.date, ...]) -> str:
    """Write days, those in a row as a range: ``Mon 7 Dec, Thu 10 to Fri 11 Dec``.

    Days with only a weekend between them count as in a row.
    """
    runs: list[list[dt.date]] = []
    for date in days:
        if runs and _next(runs[-1][-1], date):
            runs[-1].append(date)
        else:
            runs.append([date])
    return ", ".join(
        day(run[0]) if len(run) == 1 else f"{day(run[0])} to {day(run[-1])}" for run in runs
    )


def _next(one: dt.date, two: dt.date) -> bool:
    gap = (two - one).days
    return gap == 1 or (gap <= 3 and one.weekday() == 4)


def count(amount: int, one: str, many: str | None = None) -> str:
    """Write a number with its noun: ``1 item``, ``3 people``, ``no errors``."""
    return f"{amount or 'no'} {one if amount == 1 else many or one + 's'}"


def listed(words: list[str], *, most: int = 6) -> str:
    """Join words with commas and ``and``; of many the first, and how many more there are."""
    if len(words) > most:
        words = [*words[: most - 1], f"{len(words) - most + 1} more"]
    return joined(words)
