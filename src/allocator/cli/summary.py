"""What a manager wants to know of a plan, picked out of it; a table or JSON is made of this."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal

from allocator.domain import PersonTotals, Plan, PlanItem, RelaxedDeadline, TierReport
from allocator.domain.quantities import When, beginning, end_of, iso


@dataclass(frozen=True, kw_only=True)
class DateLine:
    """A project, milestone or item with its dates against what was asked for.

    Attributes
    ----------
    late_days
        Working days after the due date; None where there is no due date.
    deadline_broken
        Whether it ends after its deadline, as only a plan with relaxed deadlines may.
    past_deadline_days
        Working days after the deadline; 0 also where only a night or weekend lies between.
    """

    kind: Literal["project", "milestone", "task"]
    id: str
    name: str
    project: str | None
    finish: dt.datetime | None
    due: When | None
    late_days: float | None
    deadline: When | None
    deadline_broken: bool
    past_deadline_days: float


@dataclass(frozen=True, kw_only=True)
class Week:
    """Who is on what in one week.

    Attributes
    ----------
    monday
        Its first day.
    work
        Ids of the items that each person is on, by the person's id, in order of their start;
        everybody is named.
    """

    monday: dt.date
    work: dict[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class Summary:
    """A plan at a glance."""

    name: str
    status: Literal["optimal", "feasible"]
    stop_reason: str
    start: dt.datetime | None
    finish: dt.datetime | None
    planned_items: int
    done_items: int
    in_progress_items: int
    dropped: tuple[str, ...]
    dates: tuple[DateLine, ...]
    late: tuple[DateLine, ...]
    relaxed: tuple[RelaxedDeadline, ...]
    weeks: tuple[Week, ...]
    people: tuple[PersonTotals, ...]
    tiers: tuple[TierReport, ...]
    titles: dict[str, str]

    def to_dict(self) -> dict[str, Any]:
        """Return it as a JSON document: dates in ISO 8601, lengths in working days or hours."""
        document: dict[str, Any] = _jsonable(asdict(self))
        return {
            **document,
            "relaxed": [broken.model_dump(mode="json") for broken in self.relaxed],
            "people": [person.model_dump(mode="json") for person in self.people],
            "tiers": [tier.model_dump(mode="json") for tier in self.tiers],
        }


def summarise(plan: Plan) -> Summary:
    """Pick out of a plan what its summary shows."""
    lines = tuple(_lines(plan))
    done = {item.id for item in plan.items if item.state == "done"}
    coming = (line for line in lines if line.kind == "project" or line.id not in done)
    return Summary(
        name=plan.scenario.name,
        status=plan.solver.status,
        stop_reason=plan.solver.stop_reason,
        start=plan.metrics.start,
        finish=plan.metrics.finish,
        planned_items=plan.metrics.planned_items,
        done_items=plan.metrics.done_items,
        in_progress_items=plan.metrics.in_progress_items,
        dropped=tuple(item.id for item in plan.items if item.state == "dropped"),
        dates=tuple(_by_project(plan, lines)),
        late=tuple(sorted(filter(_is_late, coming), key=_lateness, reverse=True)),
        relaxed=plan.solver.relaxed,
        weeks=_two_weeks(plan),
        people=plan.people,
        tiers=plan.solver.tiers,
        titles={item.id: item.title for item in plan.items},
    )


def _lines(plan: Plan) -> Iterator[DateLine]:
    for project in plan.metrics.projects:
        yield DateLine(
            kind="project",
            id=project.id,
            name=project.name,
            project=project.id,
            finish=project.finish,
            due=project.due,
            late_days=project.late_days,
            deadline=project.deadline,
            deadline_broken=_is_past(project.finish, project.deadline),
            past_deadline_days=project.past_deadline_days,
        )
    for item in plan.items:
        if item.state != "dropped":
            yield DateLine(
                kind=plan.scenario.item_by_id[item.id].kind,
                id=item.id,
                name=item.title,
                project=item.project,
                finish=item.finish,
                due=item.due,
                late_days=item.late_days,
                deadline=item.deadline,
                deadline_broken=_is_past(item.finish, item.deadline),
                past_deadline_days=item.past_deadline_days,
            )


def _by_project(plan: Plan, lines: Iterable[DateLine]) -> Iterator[DateLine]:
    """Yield each project, followed by its milestones; milestones without a project at the end."""
    order = [project.id for project in plan.metrics.projects]
    shown = [line for line in lines if line.kind in ("project", "milestone")]
    for project in [*order, None]:
        yield from (line for line in shown if line.project == project)


def _is_past(finish: dt.datetime | None, limit: When | None) -> bool:
    return finish is not None and limit is not None and finish > end_of(limit)


def _is_late(line: DateLine) -> bool:
    return bool(line.late_days) or line.deadline_broken


def _lateness(line: DateLine) -> tuple[bool, float, float]:
    return line.deadline_broken, line.past_deadline_days, line.late_days or 0.0


def _two_weeks(plan: Plan) -> tuple[Week, ...]:
    """Return the first two weeks of the plan: this week and the next for who has just planned."""
    first = plan.scenario.plan_from.date()
    monday = first - dt.timedelta(days=first.weekday())
    return tuple(_week(plan, monday + dt.timedelta(weeks=k)) for k in range(2))


def _week(plan: Plan, monday: dt.date) -> Week:
    opens = beginning(monday)
    closes = opens + dt.timedelta(weeks=1)
    work: dict[str, list[PlanItem]] = {person.id: [] for person in plan.scenario.people}
    for item in sorted(plan.items, key=lambda item: item.start or dt.datetime.max):
        for assignment in item.assignments:
            ahead = item.state != "done" and assignment.finish > opens
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
