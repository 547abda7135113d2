"""Records of project files, by hand and by chance."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from allocator.integrations.projectfile.file_mapping import ProjectFileMapping
from allocator.integrations.projectfile.scenario_of_projects import ScenarioOfProjects, plan_dates
from allocator.integrations.tracker.importer import document_text
from allocator.mpxj.project_records import (
    AssignmentRecord,
    AvailabilityRecord,
    CalendarRecord,
    LinkRecord,
    ProjectRecord,
    ResourceRecord,
    TaskRecord,
)
from allocator.scenario import loads

DAY = 480
MONDAY = dt.datetime(2026, 11, 30, 8)
OFFICE = ((8 * 60, 12 * 60), (13 * 60, 17 * 60))
STANDARD = CalendarRecord(id=1, name="Standard", week=(OFFICE,) * 5 + ((),) * 2)


def project(*tasks: TaskRecord, **fields: Any) -> ProjectRecord:
    """Return a project that starts on a Monday."""
    known: dict[str, Any] = {
        "file": "plan.mpp",
        "name": "Plan",
        "start": MONDAY,
        "default_calendar": 1,
        "calendars": (STANDARD,),
        "tasks": tasks,
    }
    return ProjectRecord(**known | fields)


def task(uid: int, days: float = 1, **fields: Any) -> TaskRecord:
    """Return a task of some working days, which starts on the Monday."""
    known: dict[str, Any] = {
        "uid": uid,
        "name": f"Task {uid}",
        "duration": days * DAY,
        "start": MONDAY,
        "finish": MONDAY + dt.timedelta(days=max(days, 0.4)),
    }
    return TaskRecord(**known | fields)


def link(uid: int, kind: str = "FS", lag: float = 0, unit: str = "work") -> LinkRecord:
    return LinkRecord(task=uid, type=kind, lag=lag, unit=unit)  # type: ignore[arg-type]


def work(uid: int, resource: int, days: float = 1, **fields: Any) -> AssignmentRecord:
    return AssignmentRecord(task=uid, resource=resource, work=days * DAY, **fields)


def person(uid: int, name: str, **fields: Any) -> ResourceRecord:
    return ResourceRecord(**{"uid": uid, "name": name, "units": 1.0} | fields)


class Made:
    """A scenario made of records: its text, report, and the scenario itself."""

    def __init__(self, *projects: ProjectRecord, start: dt.date | None = None, **rules: Any):
        mapping = ProjectFileMapping.model_validate(rules)
        build = ScenarioOfProjects(projects, mapping, plan_dates(projects, start), None)
        document = build.document()
        self.text = document_text(document)
        self.report = build.report.lines(projects, document)
        self.loaded = loads(self.text)
        self.scenario = self.loaded.scenario
        self.items = {item.id: item for item in self.scenario.items}

    def told(self, words: str) -> str:
        """Return the line of the report that has some words."""
        (line,) = [line for line in self.report if words in line]
        return line


_KINDS = ("FS", "FS", "FS", "SS", "FF", "SF")
_CONSTRAINTS = (
    *("AS_SOON_AS_POSSIBLE", "AS_LATE_AS_POSSIBLE", "MUST_START_ON", "MUST_FINISH_ON"),
    *("START_NO_EARLIER_THAN", "START_NO_LATER_THAN", "FINISH_NO_EARLIER_THAN"),
    *("FINISH_NO_LATER_THAN", "START_ON", "FINISH_ON"),
)


def by_chance(seed: int) -> ProjectRecord:
    """Return a project of any shape that a file may have, sound or not."""
    rng = random.Random(seed)
    number = rng.randint(1, 25)
    parents: dict[int, int | None] = {}
    for uid in range(1, number + 1):
        parents[uid] = rng.choice([None, None, *range(max(1, uid - 4), uid)])
    tasks = tuple(_any_task(rng, uid, parents) for uid in range(1, number + 1))
    resources = tuple(
        person(
            uid,
            rng.choice(["Ana", "Bo Chen", "Dev team", "GPU", "", f"Person {uid}"]),
            initials=rng.choice(["", "A", f"P{uid}"]),
            units=rng.choice([None, 0.0, 0.25, 0.5, 1.0, 1.0, 2.0, 3.5]),
            group=rng.choice(["", "ML", "Data; SQL"]),
            type=rng.choice(["WORK", "WORK", "WORK", "MATERIAL", "COST", "NON_LABOR"]),
            calendar=rng.choice([None, 1, 2, 3]),
            availability=tuple(_periods(rng)),
        )
        for uid in range(1, rng.randint(1, 6))
    )
    assignments = tuple(
        AssignmentRecord(
            task=rng.randint(1, number),
            resource=rng.choice([None, *(r.uid for r in resources)]),
            units=rng.choice([0.0, 0.3, 1.0, 1.0, 1.5, 2.0, 5.0]),
            work=rng.choice([None, 0.0, 30.0, DAY, 3.3 * DAY]),
            remaining_work=rng.choice([None, 0.0, 45.0, DAY]),
        )
        for _ in range(rng.randint(0, 2 * number))
    )
    calendars = (
        CalendarRecord(
            id=1,
            name="Standard",
            week=(OFFICE,) * 5 + ((),) * 2,
            days={(MONDAY + dt.timedelta(days=rng.randint(-9, 40))).date(): () for _ in range(3)},
        ),
        CalendarRecord(id=2, name="Short", week=(((9 * 60, 13 * 60),),) * 4 + ((),) * 3),
        CalendarRecord(
            id=3,
            name="Weekend",
            week=((),) * 4 + (OFFICE,) * 3,
            days={dt.date(2026, 12, 6): (), dt.date(2026, 12, 7): OFFICE},
        ),
    )
    return project(
        *tasks,
        resources=resources,
        assignments=assignments,
        calendars=calendars,
        status_date=rng.choice([None, MONDAY + dt.timedelta(days=3)]),
        default_calendar=rng.choice([1, 1, 2, 3, None]),
    )


def _any_task(rng: random.Random, uid: int, parents: dict[int, int | None]) -> TaskRecord:
    def date() -> dt.datetime:
        return MONDAY + dt.timedelta(days=rng.randint(-5, 60), hours=rng.choice([0, 4, 9]))

    percent = rng.choice([0, 0, 0, 30, 100])
    begun = percent or rng.random() < 0.05
    parent = parents[uid]
    return task(
        uid,
        rng.choice([0, 0.1, 1, 2.5, 10]),
        name=rng.choice([f"Task {uid}", "", "Same name", "1: odd # 'name'"]),
        parent=parent,
        level=1 + sum(1 for _ in _above(uid, parents)),
        is_summary=uid in parents.values(),
        is_elapsed=rng.random() < 0.1,
        is_inactive=rng.random() < 0.05,
        is_external=rng.random() < 0.03,
        is_estimated=rng.random() < 0.2,
        wbs=rng.choice(["", f"{uid}", f"W-{uid}", "W"]),
        activity=rng.choice(["", "", f"A{uid}"]),
        kind=rng.choice(["", "", "", "TASK_DEPENDENT", "LEVEL_OF_EFFORT"]),
        percent=percent,
        start=date(),
        finish=date(),
        actual_start=date() if begun else None,
        actual_finish=date() if percent == 100 and rng.random() < 0.8 else None,
        constraint=rng.choice(_CONSTRAINTS),
        constraint_date=rng.choice([None, date()]),
        second_constraint=rng.choice(["", *_CONSTRAINTS]),
        second_date=date(),
        deadline=rng.choice([None, None, date()]),
        priority=rng.choice([None, 500, 0, 1000]),
        baseline_start=rng.choice([None, date()]),
        remaining_duration=rng.choice([None, 0.0, 200.0]),
        links=tuple(
            link(
                rng.randint(1, len(parents) + 1),
                rng.choice(_KINDS),
                rng.choice([0, 0, DAY, -DAY / 2, 25]),
                rng.choice(["work", "work", "elapsed", "percent"]),
            )
            for _ in range(rng.choice([0, 0, 1, 2, 3]))
        ),
        fields={"Risk": rng.choice(["high", "3", "true", "2.0d"])} if rng.random() < 0.5 else {},
    )


def _above(uid: int, parents: dict[int, int | None]) -> Any:
    parent = parents[uid]
    while parent is not None:
        yield parent
        parent = parents[parent]


def _periods(rng: random.Random) -> Any:
    day = MONDAY - dt.timedelta(days=30)
    for _ in range(rng.choice([0, 0, 1, 2, 3])):
        end = day + dt.timedelta(days=rng.randint(5, 40))
        yield AvailabilityRecord(start=day, end=end, units=rng.choice([0.0, 0.5, 1.0, 2.0]))
        day = end + dt.timedelta(days=rng.choice([0, 1, 6]))
