"""What is known of the effort of each need: its estimate, who the plan has on it, its project.

Needs that take the effort of their item have one draw, since it is one estimate; a need with an
effort of its own has a draw of its own. The ratios of a calibration are those of the person whom
the plan has on it: whoever else does it in a future brings their common factor, not their habits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from allocator.domain import Need, Rest, Scenario, ThreePoint, WorkItem
from allocator.domain.history import DAY_HOURS
from allocator.domain.template_estimates import TemplateEstimate
from allocator.forecasting.possible_work import PossibleWork
from allocator.forecasting.simulation.arrays import SimulationModel
from allocator.problem.model import Problem

NOBODY = -1


@dataclass(frozen=True)
class NeedEstimate:
    """A need of the model.

    Attributes
    ----------
    key
        Names its draw.
    entry
        Index of the activity.
    points
        Low, likely and high in minutes; None of a single value and of added scope.
    counted
        Effort that counts, in minutes.
    hours
        Estimate in hours of eight to the working day; of a range the effort that counts.
    likely_hours
        The same of what is likely, by which calibrations go.
    spent
        Time spent as a fraction of the estimate; 0 where not known, or where what remains is
        estimated.
    person, project
        Indices; NOBODY where there is none.
    person_id, project_id, kind
        As a calibration names them, empty where not known.
    template
        Where the estimate comes from; None where it is somebody's own.
    is_certain, is_scope
        Whether the estimate says that it is exact; whether it is added scope.
    """

    key: str
    entry: int
    points: tuple[float, float, float] | None
    counted: float
    hours: float
    likely_hours: float
    spent: float
    person: int
    project: int
    person_id: str
    project_id: str
    kind: str
    template: TemplateEstimate | None
    is_certain: bool
    is_scope: bool


def need_estimates(
    possible: PossibleWork, problem: Problem, model: SimulationModel
) -> tuple[NeedEstimate, ...]:
    """Return the needs of the model, in its order.

    Parameters
    ----------
    possible
        Widened scenario, of which the problem is compiled.
    problem, model
        Of the same.
    """
    return tuple(_estimates(possible, problem, model))


def _estimates(
    possible: PossibleWork, problem: Problem, model: SimulationModel
) -> Iterator[NeedEstimate]:
    scenario = possible.scenario
    projects = {project.id: k for k, project in enumerate(scenario.projects)}
    planned = _planned_people(model)
    number = 0
    for entry, activity in enumerate(problem.activities):
        item = scenario.item_by_id[activity.id]
        for k, need in enumerate(item.staffing):
            person, is_certain = planned[number], bool(model.entries.certain[number])
            number += 1
            effort = need.effort
            assert effort is not None
            scope = possible.added_scope.get(item.id)
            points = _points(scenario, effort) if isinstance(effort, ThreePoint) else None
            counted = scenario.effort_minutes(effort)
            hours = counted * DAY_HOURS / scenario.calendar.day_minutes
            likely = None if points is None else points[1] * DAY_HOURS
            yield NeedEstimate(
                key=_key(item, need, k)
                if scope is None
                else f"{scope.project} {scope.sprint.name}",
                entry=entry,
                points=points,
                counted=float(counted),
                hours=float(hours),
                likely_hours=float(
                    hours if likely is None else likely / scenario.calendar.day_minutes
                ),
                spent=_spent(scenario, item),
                person=person,
                project=NOBODY if item.project is None else projects[item.project],
                person_id="" if person == NOBODY else problem.people[person],
                project_id=item.project or "",
                kind=item.type,
                template=None if scope is not None else TemplateEstimate.of(item.labels),
                is_certain=is_certain,
                is_scope=scope is not None,
            )


def _planned_people(model: SimulationModel) -> list[int]:
    """Return the person at the first place of each need in the plan."""
    entries = model.entries
    found = []
    for first, after in zip(entries.place_ptr[:-1], entries.place_ptr[1:], strict=True):
        candidate = int(entries.plan_who[first]) if after > first else NOBODY
        found.append(NOBODY if candidate < 0 else int(entries.cand_person[candidate]))
    return found


def _key(item: WorkItem, need: Need, k: int) -> str:
    if isinstance(need, Rest) and need.person is not None:
        return f"{item.id}, {need.person}"
    own = item.remaining is None and bool(item.needs) and item.needs[k].effort is not None
    return f"{item.id}, need {k + 1}" if own else item.id


def _points(scenario: Scenario, effort: ThreePoint) -> tuple[float, float, float]:
    minutes = scenario.calendar.working_minutes
    return float(minutes(effort.low)), float(minutes(effort.likely)), float(minutes(effort.high))


def _spent(scenario: Scenario, item: WorkItem) -> float:
    """Return the time spent by the estimate, where what remains follows from these two."""
    if item.spent is None or item.state != "in_progress" or item.remaining is not None:
        return 0.0
    total = sum(
        (
            scenario.effort_minutes(need.effort) * need.people
            for need in item.staffing
            if need.effort
        ),
        Fraction(0),
    )
    return float(scenario.calendar.working_minutes(item.spent) / total) if total else 0.0
