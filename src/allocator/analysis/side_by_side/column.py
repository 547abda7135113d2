"""A plan that is put beside others, with what its rows are worked out from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from allocator.analysis.date_lines import DateLine, date_lines
from allocator.analysis.days import PlanDays, plan_days
from allocator.calendars import Calendars
from allocator.domain import Plan, PlanItem, ProjectDates
from allocator.domain.forecast import Forecast
from allocator.domain.quantities import When

Key = tuple[str, str]
"""What a row is about: kind (``project``, ``milestone``, ``item``, ``person``, ``all``) and id."""

EVERYTHING: Key = ("all", "")


@dataclass(frozen=True)
class PlanColumn:
    """One of the plans.

    Attributes
    ----------
    plan
        The plan.
    label
        What it is called; no other plan of the comparison is called so.
    source
        The folder or file that it was read from; empty where it came from none.
    forecast
        How sure it is, where that is known.
    forecast_source
        Where the forecast comes from.
    """

    plan: Plan
    label: str
    source: str = ""
    forecast: Forecast | None = None
    forecast_source: str = ""

    @cached_property
    def calendars(self) -> Calendars:
        """The calendars of its scenario."""
        return Calendars(self.plan.scenario)

    @cached_property
    def days(self) -> PlanDays:
        """The days on which its items begin and end."""
        return plan_days(self.plan, self.calendars)

    @cached_property
    def lines(self) -> dict[Key, DateLine]:
        """The projects and milestones with their dates."""
        return {(line.kind, line.id): line for line in self._all_lines if line.kind != "task"}

    @cached_property
    def tasks(self) -> dict[str, DateLine]:
        """The other items with their dates."""
        return {line.id: line for line in self._all_lines if line.kind == "task"}

    @cached_property
    def _all_lines(self) -> tuple[DateLine, ...]:
        return date_lines(self.plan, self.calendars)

    @cached_property
    def entries(self) -> dict[str, PlanItem]:
        """What it holds of each item."""
        return {entry.id: entry for entry in self.plan.items}

    def has_no_item_of(self, other: Plan) -> bool:
        """Whether nothing that another plan is about is in this one."""
        return not any(entry.id in self.entries for entry in other.items)

    def entry(self, key: Key) -> PlanItem | ProjectDates:
        """Return what the plan holds of a project or milestone that has a line."""
        kind, name = key
        if kind == "milestone":
            return self.entries[name]
        return next(project for project in self.plan.metrics.projects if project.id == name)


def dues_of(columns: Sequence[PlanColumn], key: Key) -> set[When | None]:
    """Return the due dates that a project or milestone has in the plans that have it."""
    return {column.lines[key].due for column in columns if key in column.lines}


def keys_of(columns: Sequence[PlanColumn]) -> list[Key]:
    """Return the projects, then the milestones, of all plans, in the order of the first."""
    found = dict.fromkeys(key for column in columns for key in column.lines)
    return sorted(found, key=lambda key: key[0] != "project")


def name_of(columns: Iterable[PlanColumn], key: Key) -> str:
    """Return what a project or milestone is called in the first plan that has it."""
    line = next(column.lines[key] for column in columns if key in column.lines)
    return line.name or line.id


def names_of(columns: Sequence[PlanColumn]) -> dict[Key, str]:
    """Return what all projects and milestones are called; with their ids where names are shared."""
    names = {key: name_of(columns, key) for key in keys_of(columns)}
    taken = list(names.values())
    return {
        key: name if taken.count(name) == 1 else f"{key[1]} {name}" for key, name in names.items()
    }
