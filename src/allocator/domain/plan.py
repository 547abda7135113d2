"""The plan as its file holds it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, PlainSerializer

from allocator.domain.base import Id, Model
from allocator.domain.quantities import When, iso
from allocator.domain.scenario import Scenario, TierName

Instant = Annotated[dt.datetime, PlainSerializer(iso, return_type=str)]


class PlanAssignment(Model):
    """One person's work on one item."""

    person: Id
    skills: tuple[str, ...] = ()
    """The needed skills that the person is there for."""
    start: Instant
    finish: Instant
    share: float
    effort_hours: float
    """Effort of this person on the item, in hours of work at speed 1."""


class PlanItem(Model):
    """One work item in the plan."""

    id: Id
    title: str = ""
    project: Id | None = None
    state: Literal["planned", "done", "in_progress", "dropped", "contingent", "failed"] = "planned"
    """``dropped``: an optional item left out, or one given up since a try has failed.
    ``contingent``: done only if a try fails; the plan is made for success."""
    start: Instant | None = None
    finish: Instant | None = None
    assignments: tuple[PlanAssignment, ...] = ()
    due: When | None = None
    late_days: float | None = None
    """Hours of the team calendar after the due date / day_hours; None without due date or dates."""
    deadline: When | None = None
    """The tightest deadline that holds for it: its own, its project's, the calendar's end."""
    past_deadline_days: float = 0.0
    """Working days past that deadline; above 0 only in a relaxed plan."""
    slack_days: float | None = None
    """Working days by which it can slip, with people and order as planned, before a finish of a
    project, a due date or a deadline is touched."""
    critical: bool = False
    """Whether the slack is zero."""

    @property
    def overdue_days(self) -> float:
        """Working days past its due date or deadline, the earlier one."""
        return max(self.late_days or 0.0, self.past_deadline_days)

    @property
    def is_left_out(self) -> bool:
        """Whether it has no dates: it is dropped, or done only if a try fails."""
        return self.state in ("dropped", "contingent")

    @property
    def is_over(self) -> bool:
        """Whether nothing of it remains: it is done, or its last try has failed."""
        return self.state in ("done", "failed")


class TierReport(Model):
    """What was reached in one objective tier."""

    name: TierName
    value: float
    unit: str
    bound: float
    """Proved: no plan that keeps the tiers before it at their values is below this."""
    gap: float
    """abs(value - bound) / max(1, abs(value))."""
    proved: bool
    goal: float | None = None
    """The value that was good enough, where the scenario names one."""
    found_by: str = ""
    """The engine that found the value."""
    bound_by: str = ""
    """Where the bound comes from."""

    @property
    def settled(self) -> bool:
        """Whether nothing better was asked for: it is proved, or its goal is met."""
        return self.proved or (self.goal is not None and self.value <= self.goal)


class RelaxedDeadline(Model):
    """A deadline that the plan breaks because it was asked to (``--relax``)."""

    kind: Literal["item", "project", "calendar"]
    id: Id | None = None
    """Of the item or project; None for the calendar's end."""
    deadline: When
    finish: Instant
    late_days: float
    """Working days of the team calendar past the deadline."""


class SolverReport(Model):
    """How the plan came about."""

    status: Literal["optimal", "feasible"]
    engine: str
    seed: int
    wall_seconds: float | None
    """None in a reproducible run."""
    stop_reason: Literal["proved", "time_limit", "interrupted", "work_limit"]
    tiers: tuple[TierReport, ...]
    relaxed: tuple[RelaxedDeadline, ...] = ()
    cluster_workers: int | None = None
    """Workers of a cluster that took part in the search; None where none was named."""


class PersonTotals(Model):
    """A person's part in the plan, from the plan's start to its last finish."""

    id: Id
    name: str = ""
    items: int
    available_hours: float
    """Working hours times capacity."""
    planned_hours: float
    """Working hours times capacity times share, spent on items."""
    load: float | None
    """planned_hours / available_hours; None where nothing is available."""


class ProjectDates(Model):
    """A project in the plan."""

    id: Id
    name: str = ""
    start: Instant | None
    finish: Instant | None
    due: When | None = None
    late_days: float | None = None
    deadline: When | None = None
    past_deadline_days: float = 0.0


class PlanMetrics(Model):
    """Numbers about the plan as a whole."""

    start: Instant | None
    finish: Instant | None
    planned_items: int
    """All that are not left out."""
    done_items: int = 0
    """Those that are done, and those whose last try has failed."""
    in_progress_items: int = 0
    dropped_items: int
    late_items: int
    projects: tuple[ProjectDates, ...] = ()


class Plan(Model):
    """A solved schedule, self-contained: it embeds its scenario."""

    format: Literal["allocator-plan/1"] = "allocator-plan/1"
    created: str | None
    """Local ISO date-time; None in a reproducible run."""
    scenario: Scenario
    scenario_sha256: str
    """Of the embedded scenario as canonical JSON (sorted keys, no spaces, UTF-8)."""
    solver: SolverReport
    items: tuple[PlanItem, ...]
    people: tuple[PersonTotals, ...] = Field(default=())
    metrics: PlanMetrics
