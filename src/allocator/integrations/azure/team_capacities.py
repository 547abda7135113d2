"""Reads iterations, capacities and days off from responses of Azure DevOps.

Iterations become sprints; the hours per day of people in an iteration become their capacity in it;
their days off become time off, those of the team become holidays.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from allocator.integrations.azure.records import account, sprint_of
from allocator.integrations.azure.responses import Response
from allocator.integrations.azure.work_items import text_of
from allocator.integrations.tracker.dates import parse
from allocator.integrations.tracker.iterations import Iteration
from allocator.integrations.tracker.ticket import Account
from allocator.wording import count

_ITERATION = re.compile(r"/iterations/([0-9a-f-]{36})", re.IGNORECASE)
_ROOT = re.compile(
    r"(?<=\\)Iteration\\", re.IGNORECASE
)  # in the paths of a tree, after the project
_DAY = dt.timedelta(days=1)

Days = tuple[dt.date, dt.date]
"""First and last day, both included."""


@dataclass
class TeamMember:
    """The data of a member of the team.

    Attributes
    ----------
    account
        Account of the member.
    hours
        Hours per day of all activities, by iteration id, which is empty without an iteration.
    activities
        Activities in the order of the files.
    days_off
        Days off of the member.
    """

    account: Account
    hours: dict[str, float] = field(default_factory=dict)
    activities: list[str] = field(default_factory=list)
    days_off: list[Days] = field(default_factory=list)


@dataclass
class TeamCapacities:
    """The iterations, members and days off of one import.

    Attributes
    ----------
    iterations
        Iterations by id, in the order of the files.
    members
        Members by mail address, else id, else name.
    days_off
        Days off of the team.
    workdays
        Workdays of the team, as ``mon``; empty if no response has them.
    notes
        Lines on data that could not be used.
    """

    iterations: dict[str, Iteration] = field(default_factory=dict)
    members: dict[str, TeamMember] = field(default_factory=dict)
    days_off: list[Days] = field(default_factory=list)
    workdays: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)

    def take(self, response: Response) -> None:
        """Add the data of a response."""
        name = response.path.name
        if response.kind == "iterations":
            self._take_iterations(response.content, name)
        elif response.kind == "capacities":
            for entry in response.content:
                self._take_member(entry, name)
        elif response.kind == "days off":
            for entry in response.content:
                self.days_off += self._days(entry.get("daysOff"), name)
        elif response.kind == "settings":
            days = (str(day).strip().casefold()[:3] for day in response.content[0]["workingDays"])
            self.workdays = tuple(days)

    def _take_iterations(self, entries: list[dict[str, Any]], name: str) -> None:
        undated = []
        for entry in _opened(entries):
            given = entry.get("attributes") or {}
            start, end = _date(given.get("startDate")), _date(given.get("finishDate"))
            path = _ROOT.sub("", str(entry.get("path") or "").strip("\\"))
            title = sprint_of(path) or str(entry.get("name") or "")
            if start is None or end is None or end < start:
                undated.append(title)
                continue
            id_ = str(entry.get("id") or entry.get("identifier") or title).casefold()
            self.iterations[id_] = Iteration(id_, title, start, end)
        if undated:
            self.notes.append(
                f"{name}: {count(len(undated), 'iteration')} without dates, so no sprint: "
                f"{', '.join(undated[:8])}"
            )

    def _take_member(self, entry: Mapping[str, Any], name: str) -> None:
        who = entry.get("teamMember")
        person = account(text_of(who))
        if isinstance(who, dict) and not person.id:
            person = Account(name=person.name, email=person.email, id=str(who.get("id") or ""))
        if not person:
            self.notes.append(f"{name}: capacity of somebody without a name, left out")
            return
        key = (person.email or person.id or person.name).casefold()
        member = self.members.setdefault(key, TeamMember(person))
        hours = 0.0
        for activity in entry.get("activities") or ():
            hours += float(activity.get("capacityPerDay") or 0)
            title = str(activity.get("name") or "").strip()
            if title and title not in member.activities:
                member.activities.append(title)
        match = _ITERATION.search(str(entry.get("url") or ""))
        member.hours[match[1].casefold() if match else ""] = hours
        member.days_off += self._days(entry.get("daysOff"), name)

    def _days(self, entries: Any, name: str) -> Iterator[Days]:
        for entry in entries or ():
            start, end = _date(entry.get("start")), _date(entry.get("end"))
            if start is None or end is None or end < start:
                self.notes.append(f"{name}: days off that are no dates, left out: {entry}")
            else:
                yield start, end


def _opened(entries: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield iterations with those below them in a tree of iteration paths."""
    for entry in entries:
        children = entry.get("children") or []
        if entry.get("attributes") or not children:
            yield entry
        yield from _opened([child for child in children if isinstance(child, dict)])


def _date(value: Any) -> dt.date | None:
    """Return the day of a time such as 2026-12-01T00:00:00Z, ignoring the zone."""
    found = parse(str(value), "ymd") if value else None
    return found.date() if found else None


def merged_periods(days: list[Days]) -> list[Days]:
    """Return periods in order, with those that touch or overlap merged."""
    found: list[Days] = []
    for start, end in sorted(days):
        if found and start <= found[-1][1] + _DAY:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found
