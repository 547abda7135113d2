"""Refuses arguments that a function of the library cannot use, and says what it can use."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable
from numbers import Integral, Real
from pathlib import Path
from typing import Any

from allocator.errors import InputError
from allocator.wording import joined


def path_of(what: str, value: object) -> Path:
    """Return a path that is given as text or as a path.

    Parameters
    ----------
    what
        What is to be found there, for the message.
    value
        What was given.

    Raises
    ------
    InputError
        It is neither.
    """
    if not isinstance(value, (str, os.PathLike)):
        raise InputError(f"{what} is given by its path, not by {value!r}")
    return Path(value)


def kind_of(value: object) -> str:
    """Return what an argument is, as messages call it."""
    return "None" if value is None else f"a {type(value).__name__}"


def listed(values: Any) -> tuple[Any, ...]:
    """Return one text or path, or several of them, as a tuple."""
    return (values,) if isinstance(values, (str, os.PathLike)) else tuple(values)


def check_choice(name: str, value: object, choices: Iterable[str]) -> None:
    """Refuse a word that is none of those that are known.

    Raises
    ------
    InputError
        It is none of them.
    """
    choices = list(choices)
    if value not in choices:
        raise InputError(f"{name} is {joined(map(repr, choices), 'or')}, not {value!r}")


def check_date(name: str, value: object) -> None:
    """Refuse what is neither a date, a date-time nor None.

    Raises
    ------
    InputError
        It is something else.
    """
    if value is not None and not isinstance(value, dt.date):
        raise InputError(f"{name} is a date such as datetime.date(2026, 12, 14), not {value!r}")


def is_number(value: object) -> bool:
    """Return whether an argument is a real number."""
    return isinstance(value, Real) and not isinstance(value, bool)


def is_whole(value: object, least: float, most: float) -> bool:
    """Return whether an argument is a whole number in a range, its ends included."""
    return isinstance(value, Integral) and is_number(value) and least <= int(value) <= most


def check_seconds(time_limit: object) -> None:
    """Refuse what is no number of seconds above zero.

    Raises
    ------
    InputError
        It is none.
    """
    if not is_number(time_limit) or not time_limit > 0:  # type: ignore[operator]
        raise InputError(f"time_limit is a number of seconds above zero, not {time_limit!r}")


def check_freeze(freeze: object) -> None:
    """Raise where a frozen window is no stretch of time.

    Raises
    ------
    InputError
        It is not.
    """
    zero = dt.timedelta(0)
    if freeze is not None and not (isinstance(freeze, dt.timedelta) and freeze >= zero):
        raise InputError(
            "freeze is a datetime.timedelta, zero or more, such as datetime.timedelta(days=5), "
            f"or None, not {freeze!r}"
        )
