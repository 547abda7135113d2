"""Slack against pushing: an item is moved later and pushes what comes after it.

Everybody works when the team does, so working hours are a line of whole numbers, and an item can
be pushed along it with its length unchanged. Slack is the most that touches no date.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from allocator.analysis.slack import total_slack
from allocator.checks.run import check
from allocator.domain import Plan
from support.plans import plan_of, scenario, solo

DAY = 8
PEOPLE = ("ana", "bob", "cy")
MONDAY = dt.datetime(2026, 11, 30, 9)


def _at(hour: int, *, end: bool = False) -> str:
    """The instant of a working hour; an end at a day's end stays on that day."""
    day, rest = divmod(hour - end, DAY)
    week, weekday = divmod(day, 5)
    instant = MONDAY + dt.timedelta(days=7 * week + weekday, hours=rest + end)
    return instant.isoformat()


@dataclass
class Task:
    start: int
    length: int
    person: str
    project: str | None
    due: int | None
    """In days from the start, as the end of that day."""
    links: list[tuple[int, str, int]]
    """Predecessor, type, lag in hours."""


@st.composite
def plans(draw: st.DrawFn) -> list[Task]:
    """Tasks one after the other, each as early as links and people allow, or a little later."""
    tasks: list[Task] = []
    for number in range(draw(st.integers(1, 7))):
        links = [
            (before, draw(st.sampled_from(["FS", "SS", "FF", "SF"])), draw(st.integers(-9, 9)))
            for before in draw(st.sets(st.integers(0, number - 1), max_size=2) if number else
                               st.just(set()))
        ]  # fmt: skip
        task = Task(
            start=draw(st.integers(0, 12)),
            length=draw(st.integers(1, 12)),
            person=draw(st.sampled_from(PEOPLE)),
            project=draw(st.sampled_from([None, "p", "q"])),
            due=draw(st.none() | st.integers(0, 8)),
            links=links,
        )
        task.start = max([task.start, *(_earliest(task, link, tasks) for link in links)])
        own = [other for other in tasks if other.person == task.person]
        task.start = max([task.start, *(other.start + other.length for other in own)])
        tasks.append(task)
    return tasks


def _earliest(task: Task, link: tuple[int, str, int], tasks: list[Task]) -> int:
    """The start at which the link holds. Ends and starts of days are the same working hour, so
    links without a lag are left out: they compare instants.
    """
    before, kind, lag = link
    other = tasks[before]
    a = other.start + (other.length if kind in ("FS", "FF") else 0)
    return a + (lag or 1) - (task.length if kind in ("FF", "SF") else 0)


def _pushed(tasks: list[Task], number: int, by: int) -> list[int]:
    """Starts after the task has been moved and has pushed the others, in the order as planned."""
    starts = [task.start for task in tasks]
    starts[number] += by
    moved = [
        Task(**{**vars(task), "start": start}) for task, start in zip(tasks, starts, strict=True)
    ]
    changed = True
    while changed:
        changed = False
        for later, task in enumerate(moved):
            bounds = [_earliest(task, link, moved) for link in task.links]
            bounds += [
                other.start + other.length
                for n, other in enumerate(moved)
                if other.person == task.person and tasks[n].start < tasks[later].start
            ]
            if max(bounds, default=0) > task.start:
                task.start = max(bounds)
                changed = True
    return [task.start for task in moved]


def _touches(tasks: list[Task], starts: list[int]) -> bool:
    """Whether a project, the plan or a task with a due date ends later than it may."""
    was = [task.start + task.length for task in tasks]
    now = [start + task.length for start, task in zip(starts, tasks, strict=True)]
    for number, task in enumerate(tasks):
        same = [n for n, other in enumerate(tasks) if other.project == task.project]
        limit = max(was) if task.project is None else max(was[n] for n in same)
        if task.due is not None:
            limit = min(limit, max(was[number], (task.due + 1) * DAY))
        if now[number] > limit:
            return True
    return False


def _plan(tasks: list[Task]) -> Plan:
    items = []
    for number, task in enumerate(tasks):
        due = None if task.due is None else _at((task.due + 1) * DAY, end=True)[:10]
        items.append(
            {
                "id": str(number),
                "effort": f"{task.length}h",
                "assign": [task.person],
                "project": task.project,
                "due": due,
                "after": [
                    {"item": str(before), "type": kind, "lag": f"{lag or 1}h"}
                    for before, kind, lag in task.links
                ],
            }
        )
    of = scenario(
        calendar={"start": "2026-11-30"},
        people=[{"id": name} for name in PEOPLE],
        projects=[{"id": "p"}, {"id": "q"}],
        items=items,
    )
    entries = (
        solo(
            str(number),
            task.person,
            _at(task.start),
            _at(task.start + task.length, end=True),
            hours=task.length,
        )
        for number, task in enumerate(tasks)
    )
    return plan_of(of, entries)


@given(plans())
def test_slack_is_the_most_that_can_be_pushed_without_touching_a_date(tasks: list[Task]) -> None:
    plan = _plan(tasks)
    assert check(plan.scenario, plan) == []
    slack = total_slack(plan.scenario, plan.items)
    for number in range(len(tasks)):
        most = 0
        while not _touches(tasks, _pushed(tasks, number, most + 1)):
            most += 1
        assert slack[str(number)] == round(most / DAY, 2)
