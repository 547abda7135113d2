"""Which items a plan gives dates to, and which dates hold for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from allocator.domain import PlanItem, Scenario, WorkItem
from allocator.domain.quantities import When, beginning, end_of


@dataclass(frozen=True)
class Deadline:
    """A deadline that holds for an item.

    Attributes
    ----------
    kind
        Whose it is: the item's own, its project's, or the end of the calendar.
    id
        Id of the item or project; None for the calendar.
    when
        As the scenario has it.
    until
        By when it is kept: a minute before the day's end for a milestone that begins the next.
    """

    kind: Literal["item", "project", "calendar"]
    id: str | None
    when: When
    until: When

    @property
    def instant(self) -> dt.datetime:
        """The instant after which it is broken."""
        return end_of(self.until)


def plan_start(scenario: Scenario) -> dt.datetime:
    """Return the instant from which flow and makespan count; see ``Scenario.plan_from``."""
    return beginning(scenario.calendar.start)


def taken_up(entry: PlanItem, start: dt.datetime) -> dt.datetime:
    """Return when the work that the plan has for an item begins.

    That is its start; of an item in progress, when what remains of it is taken up.
    """
    if entry.state != "in_progress":
        return start
    return min(
        (assignment.start for assignment in entry.assignments if assignment.share > 0),
        default=start,
    )


def planned(items: Iterable[PlanItem]) -> Iterator[tuple[PlanItem, dt.datetime, dt.datetime]]:
    """Yield the items that are not dropped, with start and finish; those without are left out."""
    for entry in items:
        if not entry.is_left_out and entry.start is not None and entry.finish is not None:
            yield entry, entry.start, entry.finish


def last_finish(items: Iterable[PlanItem]) -> dt.datetime | None:
    """Return the latest finish; None where nothing is planned."""
    return max((finish for _, _, finish in planned(items)), default=None)


def project_of(scenario: Scenario, entry: PlanItem) -> str | None:
    """Return the id of the entry's project, as the scenario has it; None for loose items."""
    item = scenario.item_by_id.get(entry.id)
    return item.project if item is not None else None


def project_spans(
    scenario: Scenario, items: Iterable[PlanItem]
) -> dict[str, tuple[dt.datetime, dt.datetime]]:
    """Return the earliest start and latest finish of every project with a planned item."""
    spans: dict[str, tuple[dt.datetime, dt.datetime]] = {}
    for entry, start, finish in planned(items):
        project = project_of(scenario, entry)
        if project is not None:
            first, last = spans.get(project, (start, finish))
            spans[project] = (min(first, start), max(last, finish))
    return spans


def deadlines(scenario: Scenario, item: WorkItem) -> list[Deadline]:
    """Return the deadlines that hold for an item: its own, its project's, the calendar's end."""
    end = item.hard_end
    found = [] if end is None else [Deadline("item", item.id, end, scenario.kept_until(item, end))]
    if item.project is not None:
        found += project_deadlines(scenario, item.project)
    else:
        found += _calendar_end(scenario)
    return found


def project_deadlines(scenario: Scenario, project_id: str) -> list[Deadline]:
    """Return the deadlines that hold for a project: its own and the calendar's end."""
    project = scenario.project_by_id[project_id]
    end, found = project.deadline, _calendar_end(scenario)
    if end is not None:
        found.insert(0, Deadline("project", project.id, end, scenario.kept_until(project, end)))
    return found


def tightest(found: Iterable[Deadline]) -> Deadline | None:
    """Return the earliest of the deadlines; None where there is none."""
    return min(found, key=lambda deadline: deadline.instant, default=None)


def _calendar_end(scenario: Scenario) -> list[Deadline]:
    end = scenario.calendar.end
    return [] if end is None else [Deadline("calendar", None, end, scenario.kept_until(None, end))]
