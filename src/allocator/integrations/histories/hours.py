"""Reads amounts of work as people write them: ``6.5h``, ``2d``, or a number of hours."""

from __future__ import annotations

from typing import Final

from allocator.domain.history import span_hours
from allocator.integrations.tracker.numbers import NumberReader

MAX_HOURS: Final = 1e5
"""More than somebody works in a life: larger amounts are no work of one task."""


def hours_of(name: str, cell: str, numbers: NumberReader) -> float | str:
    """Return the hours of a cell, or what is wrong with it.

    Parameters
    ----------
    name
        The field, for which the reader knows the decimal mark.
    cell
        Not empty.
    numbers
        Reads plain numbers.
    """
    text = cell.strip().lower()
    amount = _amount(name, text, numbers)
    if amount is None:
        return "is no amount of work; write 6.5h, 2d, or a number of hours"
    if amount <= 0:
        return f"is {'zero' if amount == 0 else 'below zero'}; an amount of work is above zero"
    if amount > MAX_HOURS:
        return f"is more than {MAX_HOURS:,.0f} hours; one task is not that long"
    return amount


def _amount(name: str, text: str, numbers: NumberReader) -> float | None:
    try:
        return span_hours(text)
    except ValueError:
        bare = text.removeprefix("-").strip()
        found = numbers.read(name, bare)
        return found if found is None or bare == text else -found
