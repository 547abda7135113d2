"""The summary of a plan for a manager; tables and JSON are made of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from allocator import wording
from allocator.analysis.date_lines import DateLine, by_project, date_lines, worst_first
from allocator.analysis.days import PlanDays, plan_days
from allocator.analysis.effort import total_person_days
from allocator.analysis.experiments import experiment_lines
from allocator.analysis.lateness import broken_text
from allocator.analysis.monthly_costs import CostTable, cost_table
from allocator.analysis.outside import block_text
from allocator.analysis.paused_work import PausedWork, paused_work
from allocator.analysis.preferred_people import not_preferred_lines
from allocator.analysis.reader_clock import clock_sentence
from allocator.calendars import Calendars
from allocator.cli.cost_text import costs_document
from allocator.cli.effort_text import shared_effort_lines
from allocator.domain import PersonTotals, Plan, PlanItem, RelaxedDeadline, TierReport
from allocator.domain.quantities import beginning, iso


@dataclass(frozen=True, kw_only=True)
class Week:
    """The work of all people in one week.

    Attributes
    ----------
    monday
        First day of the week.
    work
        Ids of each person's items by person id, ordered by start; all people are listed.
    """

    monday: dt.date
    work: dict[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class Summary:
    """A plan at a glance.

    Attributes
    ----------
    days
        First and last day of the plan; None if nothing is planned.
    broken_dates
        Broken deadlines as the user gave them, in words.
    relaxed_days
        For each broken deadline, the day of the finish that breaks it.
    """

    name: str
    status: Literal["optimal", "feasible"]
    stop_reason: str
    start: dt.datetime | None
    finish: dt.datetime | None
    days: tuple[dt.date, dt.date] | None
    planned_items: int
    done_items: int
    in_progress_items: int
    dropped: tuple[str, ...]
    dates: tuple[DateLine, ...]
    late: tuple[DateLine, ...]
    relaxed: tuple[RelaxedDeadline, ...]
    broken_by: tuple[str, ...]
    broken_dates: tuple[str, ...]
    relaxed_days: tuple[dt.date | None, ...]
    weeks: tuple[Week, ...]
    people: tuple[PersonTotals, ...]
    tiers: tuple[TierReport, ...]
    waits: dict[str, tuple[str, ...]]
    """Things from outside the plan without a date that open items wait for."""
    blocked: dict[str, str]
    """What blocks open items of which nothing says until when, in words."""
    titles: dict[str, str]
    experiments: tuple[str, ...] = ()
    """What may fail, as far as the plan is made for success, a line each."""
    given_up: dict[str, str] = field(default_factory=dict)
    """Dropped items that a failed item gives up, each with that item."""
    put_aside: tuple[PausedWork, ...] = ()
    person_days: float = 0.0
    costs: CostTable | None = None
    shared_effort: tuple[str, ...] = ()
    not_preferred: tuple[str, ...] = ()
    """What others do than those who are preferred, a line each."""
    cluster_workers: int | None = None
    """Workers of a cluster that took part in the search; None where none was named."""
    timezone: str | None = None
    """In whose local time days and times are; None where the calendar has no zone."""
    clock: str = ""
    """A sentence that says so, where people are in several zones."""

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON document: dates in ISO 8601, lengths in working days or hours."""
        document: dict[str, Any] = _jsonable(asdict(replace(self, costs=None)))
        del document["clock"]
        if self.timezone is None:
            del document["timezone"]
        return {
            **document,
            "relaxed": [broken.model_dump(mode="json") for broken in self.relaxed],
            "people": [person.model_dump(mode="json") for person in self.people],
            "costs": None if self.costs is None else costs_document(self.costs),
            "tiers": [tier.model_dump(mode="json") for tier in self.tiers],
        }


def summarise(plan: Plan) -> Summary:
    """Return the summary of a plan."""
    calendars = Calendars(plan.scenario)
    lines, days = date_lines(plan, calendars), plan_days(plan, calendars)
    done = {item.id for item in plan.items if item.is_over}
    kept = [plan.scenario.item_by_id[i.id] for i in plan.items if not i.is_left_out]
    coming = (line for line in lines if line.kind == "project" or line.id not in done)
    return Summary(
        name=plan.scenario.name,
        status=plan.solver.status,
        stop_reason=plan.solver.stop_reason,
        cluster_workers=plan.solver.cluster_workers,
        start=plan.metrics.start,
        finish=plan.metrics.finish,
        days=days.whole(),
        planned_items=plan.metrics.planned_items,
        done_items=plan.metrics.done_items,
        in_progress_items=plan.metrics.in_progress_items,
        dropped=tuple(item.id for item in plan.items if item.state == "dropped"),
        dates=by_project(plan, lines),
        late=worst_first(coming),
        relaxed=plan.solver.relaxed,
        broken_by=tuple(
            broken_text(plan.scenario, calendars.team, one) for one in plan.solver.relaxed
        ),
        broken_dates=tuple(_given(plan, broken) for broken in plan.solver.relaxed),
        relaxed_days=tuple(_day_of(broken, days) for broken in plan.solver.relaxed),
        weeks=_two_weeks(plan),
        people=plan.people,
        tiers=plan.solver.tiers,
        waits=_waits(plan),
        blocked=_blocked(plan),
        titles={item.id: item.title for item in plan.items},
        experiments=tuple(experiment_lines(plan)),
        given_up=plan.scenario.given_up,
        put_aside=paused_work(plan.scenario, plan.items, calendars),
        costs=cost_table(plan, calendars),
        person_days=float(total_person_days(plan.scenario, kept)),
        shared_effort=tuple(shared_effort_lines(plan.scenario, kept)),
        not_preferred=not_preferred_lines(plan, calendars),
        timezone=plan.scenario.calendar.timezone,
        clock=clock_sentence(plan.scenario),
    )


def _waits(plan: Plan) -> dict[str, tuple[str, ...]]:
    """Return the awaited things without a date, by item, in the plan's order."""
    found = {}
    for entry in plan.items:
        waits = plan.scenario.item_by_id[entry.id].waits_for
        undated = tuple(wait.what for wait in waits if wait.expected is None)
        if undated and entry.state in ("planned", "in_progress"):
            found[entry.id] = undated
    return found


def _blocked(plan: Plan) -> dict[str, str]:
    """Return what blocks items without a date until when, by item, in the plan's order."""
    items = plan.scenario.item_by_id
    blocks = {e.id: items[e.id].block for e in plan.items if e.state in ("planned", "in_progress")}
    return {
        name: block_text(block)
        for name, block in blocks.items()
        if block is not None and block.until is None
    }


def _given(plan: Plan, broken: RelaxedDeadline) -> str:
    """Write a broken deadline as the user gave it: itself, or the date of a fixed milestone."""
    item = plan.scenario.item_by_id.get(broken.id or "") if broken.kind == "item" else None
    if item is None or item.date is None:
        return wording.when(broken.deadline)
    return f"fixed: {wording.when(item.date)}"


def _day_of(broken: RelaxedDeadline, days: PlanDays) -> dt.date | None:
    """Return the day of the finish that breaks a deadline."""
    if broken.kind == "item" and broken.id is not None:
        return days.ends(broken.id)
    span = days.whole() if broken.kind == "calendar" else days.project(broken.id)
    return None if span is None else span[1]


def _two_weeks(plan: Plan) -> tuple[Week, ...]:
    """Return the first two weeks of the plan."""
    first = plan.scenario.plan_from.date()
    monday = first - dt.timedelta(days=first.weekday())
    return tuple(_week(plan, monday + dt.timedelta(weeks=k)) for k in range(2))


def _week(plan: Plan, monday: dt.date) -> Week:
    opens = beginning(monday)
    closes = opens + dt.timedelta(weeks=1)
    work: dict[str, list[PlanItem]] = {person.id: [] for person in plan.scenario.people}
    for item in sorted(plan.items, key=lambda item: item.start or dt.datetime.max):
        for assignment in item.assignments:
            ahead = not item.is_over and assignment.finish > opens
            if ahead and assignment.start < closes:
                work[assignment.person].append(item)
    return Week(
        monday=monday,
        work={person: tuple(item.id for item in items) for person, items in work.items()},
    )


def _jsonable(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _jsonable(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_jsonable(inner) for inner in value]
    return iso(value) if isinstance(value, dt.date) else value
