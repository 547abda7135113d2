"""Days off from iCalendar files: ``holidays: {ics: company.ics}``, ``time_off: {ics: ana.ics}``.

The files are read when the scenario is, and their dates take the place of their names, so that
the scenario, and a plan that holds it, stand for themselves.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from allocator.calendars.local_clock import LocalClock
from allocator.calendars.local_days import LocalDays
from allocator.domain import Calendar
from allocator.domain.calendar import time_zones
from allocator.domain.quantities import beginning
from allocator.errors import Finding, Place, ScenarioError
from allocator.scenario import limits
from allocator.scenario.companions.named_files import at_name, named_file, refuse_at
from allocator.scenario.text.located import (
    LocatedDict,
    LocatedList,
    Position,
    Step,
    locate,
    position_of,
)
from allocator.wording import shorten

YEARS_BEFORE: Final = 1
YEARS_AFTER: Final = 10
"""How far from the start of the plan repeated events are worked out, where it has no end."""

_NEVER: Final = (dt.date(limits.YEARS[0], 1, 1),) * 2

Meaning = Callable[[Any, Calendar, str], tuple[list[Any], list[Finding]]]


def insert_days_off(root: LocatedDict, folder: Path | None) -> list[Finding]:
    """Put the dates of iCalendar files in the place of their names.

    Parameters
    ----------
    root
        The document with tables put in, which is changed.
    folder
        Where the scenario lies; None where it is no file.

    Returns
    -------
    list
        What is wrong, or worth knowing, about the files.
    """
    fields = list(_fields(root))
    if not fields:
        return []
    reader = _CalendarFiles(root, folder)
    for holder, path in fields:
        if path[-1] == "holidays":
            reader.holidays(holder, path)
        else:
            reader.time_off(holder, path)
    return reader.findings


def _fields(root: LocatedDict) -> Iterator[tuple[LocatedDict, tuple[Step, ...]]]:
    """Yield the calendar and the people where a field of theirs names a file, and its path."""
    calendar, people = root.get("calendar"), root.get("people")
    if isinstance(calendar, LocatedDict) and _has_file(calendar.get("holidays")):
        yield calendar, ("calendar", "holidays")
    for index, person in enumerate(people if isinstance(people, list) else ()):
        if isinstance(person, LocatedDict):
            if _has_file(person.get("holidays")):
                yield person, ("people", index, "holidays")
            times = person.get("time_off")
            if any(map(_has_file, times if isinstance(times, list) else [times])):
                yield person, ("people", index, "time_off")


def _has_file(value: Any) -> bool:
    return isinstance(value, dict) and "ics" in value


class _CalendarFiles:
    """Reads the files that one document names, each once."""

    def __init__(self, root: LocatedDict, folder: Path | None) -> None:
        self._root, self._folder = root, folder
        self._calendar = _calendar(root.get("calendar"))
        self._read: dict[tuple[Path, str | None], Any] = {}
        self.findings: list[Finding] = []

    def holidays(self, holder: LocatedDict, path: tuple[Step, ...]) -> None:
        """Replace ``ics`` by dates, beside the country and dates that are there."""
        from allocator.scenario.companions.ics_days import holidays

        old = holder["holidays"]
        if "ics" not in old:
            return  # the same map as another's, by a YAML alias
        new = LocatedDict(*self._at(path))
        dates = LocatedList(*self._at(path))
        for key, value in old.items():
            here = (*path, key)
            if key == "dates" and isinstance(value, list):
                for index, date in enumerate(value):
                    dates.put(date, self._at((*here, index))[1])
            elif key != "ics":
                new.put(key, value, self._at(here, at_key=True)[1], self._at(here)[1])
        zone = self._zone(holder)
        for date, at in self._days(old["ics"], (*path, "ics"), holidays, zone):
            dates.put(date, at)
        if dates:
            at = self._at((*path, "ics"))[1]
            new.put("dates", dates, at, at)
        holder["holidays"] = new

    def time_off(self, holder: LocatedDict, path: tuple[Step, ...]) -> None:
        """Replace each entry that names files by the times in them."""
        from allocator.scenario.companions.ics_days import time_off

        zone = self._zone(holder)
        times_off = partial(time_off, days=self._local_days(zone))
        value = holder["time_off"]
        entries = value if isinstance(value, list) else [value]
        new = LocatedList(*self._at(path))
        for index, entry in enumerate(entries):
            here = (*path, index) if entries is value else path
            file, position = self._at(here)
            if not _has_file(entry):
                new.put(entry, position)
                continue
            self._check_alone(entry, here)
            for times, at in self._days(entry["ics"], (*here, "ics"), times_off, zone):
                times_at = LocatedDict(file, at)
                for key, day in times.items():
                    times_at.put(key, day, at, at)
                new.put(times_at, at)
        holder["time_off"] = new

    def _at(self, path: tuple[Step, ...], *, at_key: bool = False) -> tuple[str, Position]:
        return position_of(self._root, path, at_key=at_key)

    def _check_alone(self, entry: dict[Any, Any], path: tuple[Step, ...]) -> None:
        for key in entry.keys() - {"ics"}:
            text = f'"{shorten(str(key))}" beside ics'
            hint = "write further times off as entries of their own: [{ics: ...}, {from: ...}]"
            place = locate(self._root, (*path, key), at_key=True)
            self.findings.append(
                Finding(code="field-beside-ics", message=text, hint=hint, place=place)
            )

    def _days(
        self, names: Any, path: tuple[Step, ...], meaning: Meaning, zone: str | None
    ) -> Iterator[tuple[Any, Position]]:
        """Yield the dates of the files that a field names, with the place of the name."""
        several = isinstance(names, list)
        for index, name in enumerate(names if several else [names]):
            here = (*path, index) if several else path
            place, (_, position) = locate(self._root, here), self._at(here)
            try:
                days, findings = self._meaning(name, place, meaning, zone)
            except ScenarioError as error:
                days, findings = [], [at_name(f, str(name), place) for f in error.findings]
            self.findings += (f for f in findings if f not in self.findings)
            yield from ((day, position) for day in days)

    def _meaning(
        self, name: Any, place: Place, meaning: Meaning, zone: str | None
    ) -> tuple[list[Any], list[Finding]]:
        from allocator.scenario.companions.ics_events import read_events

        if not isinstance(name, str) or not name.lower().endswith(".ics"):
            what = f'ics must be the name of an iCalendar file, not "{shorten(str(name))}"'
            hint = "for example ics: holidays.ics, a file beside the scenario"
            refuse_at(place, what, hint, code="ics-file-not-named")
        path = named_file(name, "ics", self._folder, place)
        calendar = self._calendar
        key = path, zone
        if key not in self._read:
            window = _NEVER if calendar is None else _window(calendar)
            own = None if zone is None else ZoneInfo(zone)
            self._read[key] = read_events(path, file=str(path), window=window, own=own)
        if calendar is None:
            return [], []
        return meaning(self._read[key], calendar, str(path))

    def _zone(self, holder: LocatedDict) -> str | None:
        """Return the zone of the calendar, or of a person; None where the calendar has none."""
        team = None if self._calendar is None else self._calendar.timezone
        own = holder.get("timezone")
        return own if team is not None and _is_zone(own) else team

    def _local_days(self, zone: str | None) -> LocalDays | None:
        """Return the days of a zone that is not the team's."""
        team = None if self._calendar is None else self._calendar.timezone
        if zone is None or team is None or zone == team:
            return None
        return LocalDays(LocalClock(zone, team))


def _window(calendar: Calendar) -> tuple[dt.date, dt.date]:
    """Return the first and the last day for which dates are wanted."""
    start = beginning(calendar.start).year
    last = start + YEARS_AFTER if calendar.end is None else beginning(calendar.end).year + 1
    years = limits.YEARS
    return (
        dt.date(max(start - YEARS_BEFORE, years[0]), 1, 1),
        dt.date(min(last, years[-1]), 12, 31),
    )


def _calendar(raw: Any) -> Calendar | None:
    """Return what matters of the team's calendar; None where it is wrong, another's finding."""
    given = raw if isinstance(raw, dict) else {}
    known = {key: given[key] for key in ("start", "end", "workdays") if given.get(key)}
    if _is_zone(given.get("timezone")):
        known["timezone"] = given["timezone"]
    try:
        return Calendar.model_validate(known)
    except ValidationError:
        return None


def _is_zone(value: Any) -> bool:
    return isinstance(value, str) and value in time_zones()
