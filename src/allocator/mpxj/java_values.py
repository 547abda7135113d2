"""Turns values of Java and MPXJ into plain ones; runs only where Java has been started."""

from __future__ import annotations

import re
from typing import Any, Final

import jpype

_CUSTOM: Final = re.compile(
    r"(ENTERPRISE_.+|(TEXT|NUMBER|FLAG|DATE|COST|DURATION|START|FINISH|OUTLINE_CODE)\d+)"
)
_NOTHING: Final = {"", "false", "0", "0.0", "0.0h", "0.0d", "null", "NA"}
"""Texts of custom fields without content."""


def text(value: Any) -> str:
    """Return a Java text, trimmed; empty where there is none."""
    return "" if value is None else str(value).strip()


def number(value: Any) -> int | None:
    """Return a whole number of Java."""
    return None if value is None else int(value)


def amount(value: Any) -> float | None:
    """Return a number of Java."""
    return None if value is None else float(value.doubleValue())


def moment(value: Any) -> str | None:
    """Return a local date-time in ISO 8601, to the minute."""
    return None if value is None else str(value)[:16]


def unit_of(duration: Any) -> str:
    """Return what a duration is measured in: ``work``, ``elapsed`` or ``percent``."""
    name = "" if duration is None else str(duration.getUnits().name())
    if "PERCENT" in name:
        return "percent"
    return "elapsed" if name.startswith("ELAPSED") else "work"


def minutes(duration: Any, properties: Any) -> float | None:
    """Return a duration in minutes, working ones or around the clock as its unit says."""
    if duration is None:
        return None
    unit = jpype.JClass("org.mpxj.TimeUnit").MINUTES
    return round(float(duration.convertUnits(unit, properties).getDuration()), 3)


class CustomFields:
    """The custom fields of the tasks or resources of a project.

    Parameters
    ----------
    project
        The project.
    entries
        Its tasks, or its resources.
    """

    def __init__(self, project: Any, entries: Any) -> None:
        aliases = project.getCustomFields()
        own = jpype.JClass("org.mpxj.UserDefinedField")
        self._fields = []
        for field in entries.getPopulatedFields():
            if not isinstance(field, own) and not _CUSTOM.fullmatch(str(field.name())):
                continue
            found = aliases.get(field)
            alias = "" if found is None else text(found.getAlias())
            self._fields.append((field, alias or text(field.getName())))
        self._fields.sort(key=lambda entry: entry[1])

    def of(self, entry: Any) -> dict[str, str]:
        """Return the values of a task or resource by name of field, those with content."""
        found = {}
        for field, name in self._fields:
            value = text(entry.get(field))
            if value not in _NOTHING:
                found[name] = value
        return found
