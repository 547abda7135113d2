"""Dates and amounts as people write them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from allocator.domain.quantities import When

OBJECTIVES: dict[str, str] = {
    "tardiness": "lateness, weighted by priority",
    "flow": "time until projects are done, weighted by priority",
    "makespan": "time until everything is done",
    "cost": "cost of the people's work",
    "value": "value of what is left out",
    "stability": "change against the plan before, near dates weighing more",
}
"""What each objective measures."""


def day(date: dt.date) -> str:
    """Write a day: ``Fri 29 Jan 2027``."""
    return f"{date:%a} {date.day} {date:%b %Y}"


def short_day(date: dt.date) -> str:
    """Write a day of a year that is plain from the context: ``29 Jan``."""
    return f"{date.day} {date:%b}"


def without_weekday(written: str) -> str:
    """Return a day as written by :func:`day` or :func:`finish_day` without its day of the week."""
    weekday, _, rest = written.partition(" ")
    return rest if len(weekday) == len("Fri") else written


def when(limit: When | None) -> str:
    """Write a due date or deadline; with its time where it has one."""
    if limit is None:
        return ""
    return f"{day(limit)} {limit:%H:%M}" if isinstance(limit, dt.datetime) else day(limit)


def finish_day(
    on: dt.date | None, *, at: dt.datetime | None = None, like: When | None = None
) -> str:
    """Write the day on which something ends; nothing where there is none.

    Parameters
    ----------
    on
        The day, of which ``analysis.days`` decides.
    at
        The instant.
    like
        The date it is read beside; where that has a time, so has this.
    """
    if on is None:
        return ""
    return ending(on, at) if at is not None and isinstance(like, dt.datetime) else day(on)


def ending(on: dt.date, at: dt.datetime) -> str:
    """Write a day and the time at which something ends on it: ``Fri 29 Jan 2027 24:00``."""
    return f"{day(on)} {clock_on(on, at)}"


def clock_on(on: dt.date, at: dt.datetime) -> str:
    """Write the time of an instant of a day; midnight at the end of the day is 24:00."""
    return f"{at:%H:%M}" if at.date() == on else "24:00"


def number(value: float) -> str:
    """Write a number with at most two decimals, thousands apart: ``1,234.5``."""
    text = f"{value:,.2f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def measured(value: float, unit: str) -> str:
    """Write a tier's value: ``12.5 h``; a cost or value is in whatever the user counts in."""
    return f"{number(value)} h" if unit == "h" else number(value)


def days(amount: float) -> str:
    """Write an amount of working days, two decimals where it is small: ``2.5 d``."""
    return f"{number(round(amount, 1 if amount >= 1 else 2))} d"


def signed_days(amount: float) -> str:
    """Write an amount of working days with its sign: ``+2.5 d``, ``-1 d``."""
    return f"{'-' if amount < 0 else '+'}{days(abs(amount))}" if amount else "0 d"


def percent(fraction: float) -> str:
    """Write a fraction: ``3.2 %``; never 0 for what is not."""
    if 0 < fraction < 0.001:
        return "under 0.1 %"
    return f"{number(round(100 * fraction, 1))} %"


def clock(seconds: float) -> str:
    """Write a length of time on the clock: ``8 s``, ``2 min``, ``2 min 5 s``."""
    minutes, rest = divmod(int(seconds), 60)
    parts = [f"{minutes} min"] if minutes else []
    return " ".join([*parts, f"{rest} s"] if rest or not minutes else parts)


def joined(parts: Sequence[str], last: str = "and") -> str:
    """Write a list in one sentence: ``A, B and C``, or with another word before the last."""
    return f" {last} ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def plain(text: str) -> str:
    """Return text of a user without characters that would steer a terminal."""
    return "".join(c if c.isprintable() else " " for c in text)


def label(*parts: str, most: int = 60) -> str:
    """Return id and title, or a name, for a cell of a table; what is too long is cut.

    Parameters
    ----------
    parts
        Joined with spaces; empty ones are left out.
    most
        Characters that there is room for.
    """
    text = plain(" ".join(part for part in parts if part))
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
