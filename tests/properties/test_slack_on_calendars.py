"""Slack where people are away and work part-time, and where ends lie in nights and weekends.

An item is begun in each later slot in turn, and what comes after it is pushed along, by plain
loops over hours. The slack is the working time of the team to the last slot that moves no date.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from hypothesis import given
from hypothesis import strategies as st

from allocator.analysis.slack import total_slack
from allocator.checks.run import check
from allocator.domain import Plan, PlanItem
from support.plans import entry, plan_of, scenario, solo
from support.strategies import settled

MONDAY = dt.datetime(2026, 11, 30)
HOUR = dt.timedelta(hours=1)
DAYS = 60
WEEKS = {"ana": (0, 1, 2, 3, 4), "bob": (0, 1, 2), "cy": (1, 3, 4, 5)}
"""Days of the week on which each one works."""
NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Task:
    """Work of a person, or of nobody: then it takes its hours around the clock."""

    hours: int
    person: str | None
    links: tuple[tuple[int, str, int], ...]
    """Predecessor, type, elapsed lag in hours (0: none)."""
    due: int | None


@dataclass(frozen=True)
class Case:
    tasks: tuple[Task, ...]
    away: tuple[tuple[str, int, int], ...]
    """Person, first and last day off, from Monday on."""

    def slots(self, person: str | None) -> list[dt.datetime]:
        """The hours in which somebody, or the team, works."""
        days = WEEKS[person] if person else WEEKS["ana"]
        off = {d for who, a, b in self.away if who == person for d in range(a, b + 1)}
        return [
            MONDAY + dt.timedelta(days=day, hours=hour)
            for day in range(DAYS)
            if day % 7 in days and day not in off
            for hour in range(9, 17)
        ]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    tasks = []
    for number in range(draw(st.integers(2, 6))):
        before = draw(st.sets(st.integers(0, number - 1), max_size=2)) if number else set()
        links = tuple(
            (other, draw(st.sampled_from(["FS", "FS", "SS", "FF"])), draw(st.sampled_from([0, 30])))
            for other in sorted(before)
        )
        person = draw(st.sampled_from([None, *WEEKS]))
        hours = draw(st.sampled_from([5, 20, 40, 72, 100])) if person is None else None
        tasks.append(
            Task(
                hours=hours or draw(st.integers(1, 12)),
                person=person,
                links=links,
                due=draw(st.none() | st.integers(2, 20)),
            )
        )
    days = st.tuples(st.sampled_from(list(WEEKS)), st.integers(0, 14), st.integers(0, 6))
    away = draw(st.lists(days, max_size=2))
    return Case(tuple(tasks), tuple((who, first, first + more) for who, first, more in away))


Spans = list[tuple[dt.datetime, dt.datetime]]


def place(case: Case, floors: dict[int, dt.datetime], order: list[int]) -> Spans | None:
    """Start everything as early as floors, links and the order of each one's work allow."""
    spans: dict[int, tuple[dt.datetime, dt.datetime]] = {}
    free: dict[str | None, dt.datetime] = {}
    for number in order:
        task = case.tasks[number]
        at, ends_from = floors.get(number, MONDAY), MONDAY
        for other, kind, lag in task.links:
            a = spans[other][0 if kind == "SS" else 1] + lag * HOUR
            if kind == "FF":
                ends_from = max(ends_from, a)
            else:
                at = max(at, a)
        if task.person is not None:
            at = max(at, free.get(task.person, MONDAY))
        for slot in (s for s in case.slots(task.person) if s >= at):
            finish = _finish(case, task, slot)
            if finish is None or finish >= ends_from:
                break
        else:
            return None
        if finish is None:
            return None
        spans[number] = slot, finish
        free[task.person] = finish
    return [spans[number] for number in range(len(case.tasks))]


def _finish(case: Case, task: Task, start: dt.datetime) -> dt.datetime | None:
    if task.person is None:
        return start + task.hours * HOUR
    later = [slot for slot in case.slots(task.person) if slot >= start]
    return later[task.hours - 1] + HOUR if len(later) >= task.hours else None


def touches(case: Case, was: Spans, now: Spans) -> bool:
    end = max(finish for _, finish in was)
    for task, (_, before), (_, after) in zip(case.tasks, was, now, strict=True):
        limit = end
        if task.due is not None:
            limit = min(limit, max(before, MONDAY + dt.timedelta(days=task.due + 1)))
        if after > limit:
            return True
    return False


def plan(case: Case, spans: Spans) -> Plan:
    items = []
    for number, task in enumerate(case.tasks):
        due = None if task.due is None else (MONDAY + dt.timedelta(days=task.due)).date()
        items.append(
            {
                "id": str(number),
                **(
                    {"elapsed": f"{task.hours}h"}
                    if task.person is None
                    else {"effort": f"{task.hours}h", "assign": [task.person]}
                ),
                "due": due and due.isoformat(),
                "after": [
                    {"item": str(o), "type": k, **({"lag": {"elapsed": f"{lag}h"}} if lag else {})}
                    for o, k, lag in task.links
                ],
            }
        )
    people = [
        {
            "id": name,
            "workdays": [NAMES[day] for day in days],
            "time_off": [
                {
                    "from": (MONDAY + dt.timedelta(days=a)).date().isoformat(),
                    "to": (MONDAY + dt.timedelta(days=b)).date().isoformat(),
                }
                for who, a, b in case.away
                if who == name
            ],
        }
        for name, days in WEEKS.items()
    ]
    of = scenario(calendar={"start": "2026-11-30"}, people=people, items=items)
    return plan_of(of, [_entry(case, n, span) for n, span in enumerate(spans)])


def _entry(case: Case, number: int, span: tuple[dt.datetime, dt.datetime]) -> PlanItem:
    task = case.tasks[number]
    dates = [f"{instant:%Y-%m-%dT%H:%M}" for instant in span]
    if task.person is None:
        return entry(str(number), *dates)
    return solo(str(number), task.person, *dates, hours=task.hours)


def worked(a: dt.datetime, b: dt.datetime) -> float:
    """Working days of the team between two instants."""
    hours = sum(a <= slot < b for slot in Case((), ()).slots(None))
    return round(hours / 8, 2)


@settled(150)
@given(case=cases())
def test_slack_is_the_last_slot_that_moves_no_date(case: Case) -> None:
    order = list(range(len(case.tasks)))
    was = place(case, {}, order)
    if was is None or max(finish for _, finish in was) > MONDAY + dt.timedelta(days=40):
        return
    made = plan(case, was)
    assert check(made.scenario, made) == []
    slack = total_slack(made.scenario, made.items)
    for number, task in enumerate(case.tasks):
        latest = was[number][0]
        for slot in (s for s in case.slots(task.person) if s > latest):
            floors = {n: start for n, (start, _) in enumerate(was)}
            now = place(case, {**floors, number: slot}, order)
            if now is None or now[number][0] != slot or touches(case, was, now):
                break
            latest = slot
        expected = worked(was[number][0], latest)
        if latest > was[number][0]:
            expected = max(0.01, expected)
        assert slack[str(number)] == expected, (number, replace(case))
