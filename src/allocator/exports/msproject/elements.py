"""Writes elements and values of the format."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from fractions import Fraction
from xml.etree.ElementTree import Element, SubElement

from allocator import wording
from allocator.exports.xml_text import storable

Value = str | int | bool | float | dt.datetime | dt.time
MAX_NAME_CHARACTERS = 255
"""Characters of a name that Project keeps."""


def add(parent: Element, values: Iterable[tuple[str, Value | None]]) -> None:
    """Add an element for each value that is not None, in order."""
    for name, value in values:
        if value is not None:
            SubElement(parent, name).text = _text(value)


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, (dt.datetime, dt.time)):
        return value.isoformat(timespec="seconds")
    if isinstance(value, float):
        return wording.decimal(value, places=6)
    return storable(str(value))


def span(hours: Fraction | float) -> str:
    """Return hours as a duration of Project, without days: ``PT16H30M0S``.

    Parameters
    ----------
    hours
        Not negative.
    """
    seconds = round(Fraction(hours) * 3600)
    return f"PT{seconds // 3600}H{seconds % 3600 // 60}M{seconds % 60}S"


def storable_name(text: str) -> str:
    """Return a name in one line, cut to the length that Project keeps."""
    line = " ".join(storable(text).split())
    return line if len(line) <= MAX_NAME_CHARACTERS else line[: MAX_NAME_CHARACTERS - 1] + "…"
