"""A future as a plan of its own: a scenario in which all comes true as planned.

Efforts are what they come to, absences are time off, deliveries come when they come. What was not
needed or given up is dropped, and nobody waits for it. Work that was to fit into a sprint and
spills over its border has ``fit: false``; broken deadlines are named as such. So the plan keeps
every rule of its scenario. A ``fixed`` start that came later is left open.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from allocator.analysis.annotate import annotate, days_late
from allocator.analysis.dates import Deadline, deadlines
from allocator.analysis.measures import MEASURES
from allocator.calendars import Calendars
from allocator.domain import (
    Person,
    Plan,
    PlanItem,
    RelaxedDeadline,
    Scenario,
    SolverReport,
    TierReport,
    TimeOff,
    WorkItem,
)
from allocator.domain.canonical import fingerprint
from allocator.domain.quantities import When, beginning, end_of
from allocator.domain.uncertainty import DateRange, IfFails
from allocator.forecasting.possible_work import PossibleWork
from allocator.forecasting.simulation.arrays import DrawBlock, Futures, SimulationModel
from allocator.forecasting.simulation.compile import divisors_of, unfrozen, unpriced
from allocator.forecasting.simulation.planned_work import Team
from allocator.forecasting.simulation.realised_items import RealisedItems, RealisedPlace
from allocator.problem.activity import Activity
from allocator.problem.compile import compile_problem
from allocator.problem.model import Problem, Solution
from allocator.problem.plan_items import plan_items
from allocator.problem.timeline import DAY_MINUTES


@dataclass(frozen=True)
class Simulated:
    """What was simulated.

    Attributes
    ----------
    problem, possible, model
        All work that may come about, compiled, and as arrays.
    """

    problem: Problem
    possible: PossibleWork
    model: SimulationModel


def realise(what: Simulated, futures: Futures, draws: DrawBlock, k: int) -> tuple[Scenario, Plan]:
    """Return a future as a scenario and its plan.

    Parameters
    ----------
    what
        What was simulated.
    futures, draws
        A block of futures, and what was drawn for them.
    k
        The future, by its position in the block.

    Raises
    ------
    ValueError
        If it ends beyond the axis.
    """
    if futures.beyond[k]:
        raise ValueError(f"future {draws.first + k} ends beyond the axis")
    return _Realiser(what, futures, draws, k).realised()


class _Realiser:
    """Realises one future."""

    def __init__(self, what: Simulated, futures: Futures, draws: DrawBlock, k: int) -> None:
        self._problem, self._possible, self._model = what.problem, what.possible, what.model
        self._futures, self._draws, self._k = futures, draws, k
        self._scenario = unfrozen(what.possible.scenario)
        divisors = divisors_of(what.problem)
        self._items = RealisedItems(what.problem, self._scenario, what.model, divisors)
        self._absent = {a.id for a in what.problem.activities if self._is_absent(a)}
        self._out = self._absent & what.possible.origin.keys()
        self._places = {
            a.id: self._placed(a) for a in what.problem.activities if a.id not in self._absent
        }

    def _is_absent(self, activity: Activity) -> bool:
        """Whether an activity was skipped or given up."""
        k, entry = self._k, activity.index
        row = self._draws.skip_row[entry]
        skipped = row >= 0 and bool(self._draws.skips[row, k])
        return skipped or self._futures.start[k, entry] < 0

    def _placed(self, activity: Activity) -> list[RealisedPlace]:
        """Return who works on an activity.

        Work in progress that holds resources goes on where something holds its end: elapsed time
        would have held them from the beginning of the plan on.
        """
        futures, draws, k = self._futures, self._draws, self._k
        places = self._items.places(activity, futures, k, draws)
        item = self._scenario.items[activity.node]
        if item.is_started and item.resources:
            return self._items.stretched(places, futures, k, draws, activity.index)
        return places

    def realised(self) -> tuple[Scenario, Plan]:
        """Return the scenario and the plan."""
        scenario = self._scenario.model_copy(
            update={
                "items": tuple(self._realised_items()),
                "people": tuple(map(self._person, range(len(self._scenario.people)))),
                "uncertainty": None,
                "risks": (),
            }
        )
        scenario = Scenario.model_validate(scenario.model_dump(mode="json", by_alias=True))
        return scenario, self._plan(scenario)

    def _realised_items(self) -> Iterator[WorkItem]:
        activities = {a.id: a for a in self._problem.activities}
        for item in self._scenario.items:
            if item.id in self._out:
                continue
            after = tuple(link for link in item.after if link.item not in self._absent)
            changed: dict[str, object] = {"after": after, "waits_for": self._awaited(item)}
            if item.state != "failed":
                changed |= {"succeeds": None, "if_fails": None, "failures": 0}
            elif item.if_fails is not None:
                changed["if_fails"] = self._known(item.if_fails)
            if item.id in self._absent:
                changed |= {"optional": True}
            elif item.id in activities:
                changed |= self._work(item, activities[item.id])
            yield item.model_copy(update=changed)

    def _known(self, rule: IfFails) -> IfFails:
        """Return what a failed item calls for, without what is no part of the plan."""
        known = self._scenario.item_by_id.keys() - self._out
        names = {
            field: tuple(name for name in getattr(rule, field) if name in known)
            for field in ("redo", "then", "drop")
        }
        return rule.model_copy(update=names)

    def _work(self, item: WorkItem, activity: Activity) -> dict[str, object]:
        places = self._places[item.id]
        waiting = self._items.waiting(item, activity, places, self._futures, self._k)
        staffed = self._items.staffed(item, activity, places) if places else {}
        return {**staffed, **waiting, **self._fixed(item, activity)}

    def _fixed(self, item: WorkItem, activity: Activity) -> dict[str, object]:
        """Return what a future leaves open: a fixed start that was missed, and interruptions."""
        if item.fixed is None:
            return {"uninterrupted": False} if item.uninterrupted else {}
        timeline = self._problem.timeline
        slot = int(self._futures.start[self._k, activity.index])
        start = timeline.moment(int(timeline.starts[slot]))
        return {"fixed": None} if start >= max(end_of(item.fixed), _next_minute(item.fixed)) else {}

    def _awaited(self, item: WorkItem) -> tuple[object, ...]:
        """Return what an item waits for, with the dates on which it comes."""
        entry = self._problem.activity_of.get(self._position(item))
        row = -1 if entry is None else int(self._draws.release_row[entry])
        if row < 0:
            return item.waits_for
        timeline = self._problem.timeline
        slot = min(int(self._draws.releases[row, self._k]), timeline.horizon - 1)
        arrival = timeline.moment(int(timeline.starts[slot]))
        return tuple(
            each.model_copy(update={"arrival": arrival})
            if isinstance(each.arrival, DateRange)
            else each
            for each in item.waits_for
        )

    def _position(self, item: WorkItem) -> int:
        return self._problem.items.index(item.id)

    def _person(self, number: int) -> Person:
        """Return a person with the absences of the future as time off.

        They leave when their work is done at the earliest: whoever did the rest of it in their
        place.
        """
        person, timeline = self._scenario.people[number], self._problem.timeline
        spells = []
        for low, high in self._draws.away[self._k, number].tolist():
            if low < high and low < timeline.horizon:
                begin = timeline.moment(int(timeline.starts[low]))
                end = timeline.moment(int(timeline.ends[min(high, timeline.horizon)]))
                spells.append(TimeOff.model_validate({"from": begin, "to": end}))
        changed: dict[str, object] = {"time_off": (*person.time_off, *spells)}
        ends = [p.end for places in self._places.values() for p in places if p.person == number]
        if person.leaves is not None and ends:
            last = timeline.moment(int(timeline.ends[min(max(ends), timeline.horizon)]))
            if last > Calendars(self._scenario).local_days(person).end(person.leaves):
                changed["leaves"] = last
        return person.model_copy(update=changed)

    def _plan(self, scenario: Scenario) -> Plan:
        bare = self._dated(scenario)
        calendars = Calendars(scenario)
        items, people, metrics = annotate(bare, scenario, calendars)
        return Plan(
            created=None,
            scenario=scenario,
            scenario_sha256=fingerprint(scenario),
            solver=_report(scenario, items, calendars),
            items=items,
            people=people,
            metrics=metrics,
        )

    def _dated(self, scenario: Scenario) -> tuple[PlanItem, ...]:
        """Return who does what when; the ends follow from the efforts that come true."""
        timeline = self._problem.timeline
        days = int(timeline.starts[-1]) // DAY_MINUTES + 1
        free = tuple(person.model_copy(update={"rate": 0.0}) for person in scenario.people)
        with unpriced():
            problem = compile_problem(scenario.model_copy(update={"people": free}), axis_days=days)
        starts: list[int | None] = []
        people: list[Team] = []
        for activity in problem.activities:
            if activity.id in self._absent:
                starts.append(None)
                people.append(((),) * len(activity.staffing))
                continue
            number = next(a.index for a in self._problem.activities if a.id == activity.id)
            minute = int(timeline.starts[int(self._futures.start[self._k, number])])
            starts.append(problem.timeline.first_slot(minute))
            people.append(_team(self._places[activity.id]))
        planned = tuple(item.id not in self._absent for item in scenario.items)
        return plan_items(problem, scenario, Solution(tuple(starts), tuple(people), planned))


def _next_minute(when: When) -> dt.datetime:
    """Return what comes after an instant, or the beginning of a day."""
    return beginning(when) + dt.timedelta(minutes=1)


def _team(places: list[RealisedPlace]) -> Team:
    return tuple((place.person,) for place in places)


def _report(scenario: Scenario, items: tuple[PlanItem, ...], calendars: Calendars) -> SolverReport:
    """Return what the future comes to in the objectives; nothing of it was searched for."""
    tiers = []
    for name in scenario.tiers:
        value = float(MEASURES[name].function(scenario, items, calendars.team))
        tiers.append(
            TierReport(
                name=name,
                value=value,
                unit=MEASURES[name].unit,
                bound=0.0,
                gap=abs(value) / max(1.0, abs(value)),
                proved=value == 0,
                goal=scenario.goals.get(name),
            )
        )
    return SolverReport(
        status="feasible",
        engine="forecast",
        seed=0,
        wall_seconds=None,
        stop_reason="work_limit",
        tiers=tuple(tiers),
        relaxed=tuple(_broken(scenario, items, calendars)),
    )


def _broken(
    scenario: Scenario, items: tuple[PlanItem, ...], calendars: Calendars
) -> Iterator[RelaxedDeadline]:
    """Yield the deadlines that are broken, each with the last finish that it holds for."""
    latest: dict[tuple[str, str | None], tuple[Deadline, dt.datetime]] = {}
    for entry in items:
        item = scenario.item_by_id[entry.id]
        if entry.is_left_out or entry.finish is None or item.is_done:
            continue
        for deadline in deadlines(scenario, item):
            known = latest.get((deadline.kind, deadline.id))
            finish = entry.finish if known is None else max(known[1], entry.finish)
            latest[deadline.kind, deadline.id] = (deadline, finish)
    for deadline, finish in latest.values():
        if finish > deadline.instant:
            yield RelaxedDeadline(
                kind=deadline.kind,
                id=deadline.id,
                deadline=deadline.when,
                finish=finish,
                late_days=days_late(calendars.team, deadline.until, finish) or 0.0,
            )
