"""Makes iterations of the sprints of Jira's boards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from allocator.integrations.tracker.dates import parse
from allocator.integrations.tracker.iterations import LONG_PAST, Iteration
from allocator.wording import count, enumerated

_DAY: Final = dt.timedelta(days=1)


def sprint_iterations(
    sprints: Iterable[Mapping[str, Any]], newest: dt.datetime | None
) -> tuple[list[Iteration], list[str]]:
    """Return the sprints with dates, in order, and notes on the others.

    A sprint that ends on the day on which the next one begins ends on the day before: teams close
    one and start the other in one meeting.

    Parameters
    ----------
    sprints
        Sprints as boards answer; several boards may show the same one.
    newest
        The newest change of an issue: sprints that ended long before it are left out. As long as
        nothing changes in the tracker, the sprints stay the same.
    """
    earliest = dt.date.min if newest is None else newest.date() - LONG_PAST
    found: dict[str, Iteration] = {}
    undated: list[str] = []
    past = 0
    for sprint in sprints:
        name, id_ = str(sprint.get("name") or "").strip(), str(sprint.get("id") or "")
        start, end = _day(sprint.get("startDate")), _day(sprint.get("endDate"))
        if not name or start is None or end is None or end < start:
            undated.append(name)
        elif end < earliest:
            past += 1
        else:
            found[id_ or name] = Iteration(id_, name, start, end)
    notes = []
    if undated:
        notes.append(f"sprints without dates: {enumerated(sorted(set(undated)))}")
    if past:
        notes.append(
            f"{count(past, 'sprint')} that ended more than half a year before the newest change, "
            "left out"
        )
    return _apart(found.values()), notes


def _apart(iterations: Iterable[Iteration]) -> list[Iteration]:
    ordered = sorted(iterations, key=lambda one: (one.start, one.end, one.name))
    starts = {one.start for one in ordered}
    return [
        replace(one, end=one.end - _DAY) if one.end in starts and one.end > one.start else one
        for one in ordered
    ]


def _day(value: Any) -> dt.date | None:
    found = parse(str(value), "ymd") if value else None
    return found.date() if found else None
