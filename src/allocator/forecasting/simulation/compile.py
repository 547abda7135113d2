"""A problem and its plan as the arrays that are simulated.

What the plan has not, because it is made for success, gets people and a place in the order here:

- a *further try*, and rework, is done by those who did the item, directly after it;
- a *fallback* comes after the last try, *added scope* after what the plan starts in its sprint, by
  whoever would be done first by the estimate (see ``StaffingChoices``).

"After" means: what the plan starts before they could begin goes before them, the rest after them.
"""

from __future__ import annotations

import contextlib
import math
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from allocator.domain import Plan, Scenario
from allocator.domain.quantities import beginning
from allocator.domain.uncertainty import DateRange
from allocator.forecasting.simulation.arrays import INTO_START, CalendarArrays, SimulationModel
from allocator.forecasting.simulation.building import Link, calendars_of, ints, links_of
from allocator.forecasting.simulation.entry_arrays import EntryArraysBuilder, PlacedEntry
from allocator.forecasting.simulation.leaving import leaving_slots
from allocator.forecasting.simulation.link_tables import EntryValues, LinkTables
from allocator.forecasting.simulation.params import (
    DEFAULT_SIMULATION_PARAMS,
    SimulationParams,
)
from allocator.forecasting.simulation.planned_work import PlannedActivity, planned_activities
from allocator.forecasting.simulation.staffing_choices import StaffingChoices
from allocator.problem.activity import Activity
from allocator.problem.capacity import Capacity
from allocator.problem.compile import compile_problem
from allocator.problem.model import Problem
from allocator.problem.scaling import RoundedWeightsWarning

if TYPE_CHECKING:
    from allocator.forecasting.possible_work import PossibleWork


def forecast_problem(
    possible: PossibleWork,
    plan: Plan,
    *,
    doublings: int = 0,
    params: SimulationParams = DEFAULT_SIMULATION_PARAMS,
) -> Problem:
    """Compile the widened scenario on an axis for futures.

    Nothing is frozen in it: what is frozen may overrun, and hold up what comes after it. Nobody
    leaves: what somebody has begun who leaves is finished by somebody in their place.

    Parameters
    ----------
    possible, plan
        All work that may come about; the plan that it was found for.
    doublings
        How often the axis is to be doubled, for futures that end
        beyond it. Draws do not depend on the axis.
    """
    scenario = possible.scenario
    finishes = [entry.finish for entry in plan.items if entry.finish is not None]
    dates = [scenario.plan_from, *finishes]
    dates += [beginning(i.not_before) for i in scenario.items if i.not_before is not None]
    dates += [beginning(i.fixed) for i in scenario.items if i.fixed is not None]
    days = (max(dates) - scenario.plan_from).days + 1
    days = max(params.least_axis_days, params.axis_per_plan * days)
    with unpriced():
        return compile_problem(staying(unfrozen(scenario)), axis_days=days << doublings)


@contextlib.contextmanager
def unpriced() -> Iterator[None]:
    """Say nothing of costs that are rounded while a problem is compiled: futures have none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RoundedWeightsWarning)
        yield


def unfrozen(scenario: Scenario) -> Scenario:
    """Return a scenario in which the baseline holds nothing where it is."""
    free = tuple(entry.model_copy(update={"frozen": False}) for entry in scenario.baseline)
    return scenario.model_copy(update={"baseline": free})


def staying(scenario: Scenario) -> Scenario:
    """Return a scenario in which nobody leaves; ``EntryArrays.latest`` has when they would."""
    people = tuple(person.model_copy(update={"leaves": None}) for person in scenario.people)
    return scenario.model_copy(update={"people": people})


def compile_model(problem: Problem, possible: PossibleWork, plan: Plan) -> SimulationModel:
    """Turn a problem and its plan into arrays.

    Parameters
    ----------
    problem
        The widened scenario, compiled without anything frozen (``forecast_problem``).
    possible
        All work that may come about.
    plan
        Who does what of it, and when; what it lacks is chosen.
    """
    return _ModelCompiler(problem, possible, plan).compile()


class _ModelCompiler:
    """Places all activities, those of the plan first, and reads their links."""

    def __init__(self, problem: Problem, possible: PossibleWork, plan: Plan) -> None:
        self._problem, self._possible = problem, possible
        self._items = plan.scenario.item_by_id
        self._planned = planned_activities(problem, possible.scenario, plan)
        everything = {activity.index for activity in problem.activities}
        self._links = LinkTables(problem, frozenset(everything - self._planned.keys()))
        self._divisors = divisors_of(problem)
        self._calendars = _calendars(problem, self._divisors)
        gone = leaving_slots(problem, possible.scenario)
        self._choices = StaffingChoices(self._calendars, self._divisors, gone)
        self._values: dict[int, EntryValues] = {}
        self._placed: dict[int, PlacedEntry] = {}

    def compile(self) -> SimulationModel:
        """Return the arrays."""
        for activity in self._problem.activities:
            if activity.index in self._planned:
                self._place_planned(activity, self._planned[activity.index])
        order = [self._problem.activity_of.get(node) for node in self._problem.order]
        for index in (k for k in order if k is not None and k not in self._planned):
            self._place_unplanned(self._problem.activities[index])
        builder = EntryArraysBuilder(self._problem, self._possible, self._divisors)
        rows = self._read_links()
        placed = [self._placed[activity.index] for activity in self._problem.activities]
        entries, dates = builder.build(placed)
        links = links_of(len(entries.rank), rows, self._links.tables)
        return SimulationModel(entries, links, self._calendars, len(placed), dates)

    def _place_planned(self, activity: Activity, planned: PlannedActivity) -> None:
        start = min(planned.start, self._problem.horizon - 1)
        people = self._choices.fill(activity, start, planned.people)
        ends = [
            self._choices.end(staffing, person, start)
            for staffing, part in zip(activity.staffing, people, strict=True)
            for person in part
        ]
        for person, end in zip((p for part in people for p in part), ends, strict=True):
            self._choices.take(person, start, end)
        end = held = max(ends, default=start)
        if activity.elapsed is not None:
            instant = self._problem.timeline.starts[start] + activity.elapsed
            held = max(held, self._problem.timeline.first_slot(int(instant)))
        self._values[activity.index] = EntryValues(start, end, held)
        self._placed[activity.index] = PlacedEntry(
            people=people, start=start, held=held, place_ends=tuple(ends), planned=True
        )

    def _place_unplanned(self, activity: Activity) -> None:
        """Place an activity when its links allow it in the plan; sources are placed before."""
        into = self._links.into(activity.index, self._values)
        least = max([activity.release, *(link.of(self._values) for link in into)])
        start = min(max(least, self._turn(activity)), self._problem.horizon)
        origin = self._origin(activity)
        same = origin is not None and _alike(activity, self._problem.activities[origin])
        if same and origin is not None:
            people = self._placed[origin].people
        else:
            people = self._choices.fill(activity, start, ((),) * len(activity.staffing))
        repeats = origin if same and origin in self._planned else None
        self._values[activity.index] = EntryValues(start, start, start)
        places = sum(len(part) for part in people)
        self._placed[activity.index] = PlacedEntry(
            people=people,
            start=start,
            held=start,
            place_ends=(start,) * places,
            planned=False,
            repeats=-1 if repeats is None else repeats,
            after=len(self._placed),
        )

    def _likely_release(self, activity: Activity) -> int:
        """Return the least start where deliveries whose dates are drawn come on the likely ones."""
        item, timeline = self._items.get(activity.id), self._problem.timeline
        dates = [] if item is None else [awaited.arrival for awaited in item.waits_for]
        return max(
            [activity.release]
            + [
                timeline.first_slot(timeline.minutes(beginning(each.likely)))
                for each in dates
                if isinstance(each, DateRange)
            ]
        )

    def _turn(self, activity: Activity) -> int:
        """Return the slot before which whatever the plan starts goes before an activity."""
        added = self._possible.added_scope.get(activity.id)
        if added is None:
            return 0
        timeline = self._problem.timeline
        return timeline.first_slot(timeline.minutes(added.sprint.ends))

    def _origin(self, activity: Activity) -> int | None:
        """Return the activity of the item that an entry is a try or the rework of."""
        name = self._possible.origin.get(activity.id)
        if name is None:
            return None
        found = [a.index for a in self._problem.activities if a.id == name]
        return found[0] if found and found[0] in self._placed else None

    def _read_links(self) -> list[Link]:
        """Return the links as rows; those out of what is past become releases and floors."""
        rows: list[Link] = []
        for activity in self._problem.activities:
            placed = self._placed[activity.index]
            placed.release, placed.likely = activity.release, self._likely_release(activity)
            for link in self._links.into(activity.index, self._values):
                if link.source is not None:
                    rows.append(self._links.row(link, activity.index))
                elif link.into == INTO_START:
                    placed.release = max(
                        placed.release, min(int(link.least[0]), self._problem.horizon)
                    )
                else:
                    placed.end_floor = max(
                        placed.end_floor, min(int(link.least[0]), self._problem.horizon)
                    )
        return rows


def _alike(one: Activity, other: Activity) -> bool:
    """Whether those who fill the needs of one activity can fill those of another likewise."""
    return [(s.people, s.count, s.share) for s in one.staffing] == [
        (s.people, s.count, s.share) for s in other.staffing
    ]


def _people(problem: Problem) -> range:
    return range(len(problem.people))


def divisors_of(problem: Problem) -> list[int]:
    """Return by person how many of ``Capacity.units`` are a unit of the model's calendars."""
    return [_divisor(problem.working_time.get(person)) for person in _people(problem)]


def _divisor(capacity: Capacity | None) -> int:
    """Return the greatest common divisor of somebody's units, which keeps tables short."""
    return 1 if capacity is None else max(1, math.gcd(*np.unique(capacity.units).tolist()))


def _calendars(problem: Problem, divisors: list[int]) -> CalendarArrays:
    """Tabulate the people's calendars; row 0 is that of those who can do nothing."""
    timeline, rows = problem.timeline, {None: 0}
    units = [np.zeros(timeline.horizon, dtype=np.int64)]
    of_person = []
    for person in _people(problem):
        capacity = problem.working_time.get(person)
        if capacity not in rows:
            rows[capacity] = len(units)  # type: ignore[index]
            units.append(capacity.units.astype(np.int64) // divisors[person])  # type: ignore[union-attr]
        of_person.append(rows[capacity])  # type: ignore[index]
    return calendars_of(units, ints(of_person), timeline.team, timeline.starts)
