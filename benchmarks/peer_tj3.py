"""A peer: TaskJuggler 3, which levels people by the priority of tasks, once and without search.

The scenario is written as a .tjp file, tj3 plans it, and its dates are read from a CSV report. An
item's priority is its project's, and among equals that of the project due first. What TaskJuggler
does otherwise than this project: one person of those capable keeps an item (persistent), but work
may be interrupted by other work. So its plan can breach our rules; how often is counted.
"""

from __future__ import annotations

import csv
import datetime as dt
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from allocator.calendars.days_off import days_off
from instances import BenchmarkError
from planners import NoPlanError, Outcome, Settings

if TYPE_CHECKING:
    from allocator.domain import Person, PlanItem, Scenario, WorkItem

STAMP = "%Y-%m-%d-%H:%M"
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def plan(scenario: Scenario, settings: Settings) -> Outcome:
    """Plan with tj3; it is killed at the time limit, and then there is no plan."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "team.tjp"
        project.write_text(tjp(scenario), encoding="utf-8")
        try:
            ended = subprocess.run(
                ["tj3", "--silent", "--output-dir", folder, str(project)],
                timeout=max(0.1, settings.time_limit - (time.perf_counter() - began)),
                capture_output=True,
                text=True,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise NoPlanError("tj3 was killed at the time limit") from None
        report = Path(folder) / "plan.csv"
        if not report.exists():
            error = (ended.stderr.strip() or "tj3 wrote no report").splitlines()[-1]
            raise BenchmarkError(f"tj3 ended with code {ended.returncode}: {error}")
        items = read_report(scenario, report)
    seconds = time.perf_counter() - began
    return Outcome(
        items=items,
        engine="TaskJuggler",
        first_seconds=seconds,
        best_seconds=seconds,
        versions=_version(),
    )


def tjp(scenario: Scenario) -> str:
    """Return the scenario as a TaskJuggler project."""
    return "\n".join(_lines(scenario)) + "\n"


def _lines(scenario: Scenario) -> Iterator[str]:
    calendar = scenario.calendar
    if isinstance(calendar.start, dt.datetime) or scenario.resources:
        raise BenchmarkError("tj3 gets team planning only: no resources, days from their beginning")
    end = calendar.start + dt.timedelta(days=_days_enough(scenario))
    yield f'project team "Team" {calendar.start} - {end} {{'
    yield '  timezone "UTC"'
    yield f"  timingresolution {min(60, calendar.slot_minutes)}min"
    yield f"  dailyworkinghours {calendar.day_hours:g}"
    yield from _hours(scenario, calendar.workdays)
    yield "}"
    years = range(calendar.start.year, end.year + 1)
    for day in sorted(days_off(calendar.holidays, years)):
        yield f'leaves holiday "off" {day}'
    for number, person in enumerate(scenario.people):
        yield from _resource(scenario, person, f"p{number}", years)
    tasks = {item.id: f"i{k}" for k, item in enumerate(scenario.items)}
    priorities = _priorities(scenario)
    for item in scenario.items:
        yield from _task(scenario, item, tasks, priorities[item.project])
    yield 'taskreport "plan" {'
    yield f'  formats csv\n  timeformat "{STAMP}"\n  columns id, start, end, resources\n}}'


def _days_enough(scenario: Scenario) -> int:
    """Return calendar days for three times the work that there is, at 7 hours for a week of 5."""
    hours = sum(
        float(scenario.effort_minutes(need.effort)) / 60
        for item in scenario.items
        for need in item.staffing
    )
    pace = sum(person.capacity for person in scenario.people) * scenario.calendar.day_hours
    return 365 + round(3 * 7 / 5 * hours / pace)


def _hours(scenario: Scenario, workdays: Iterable[str]) -> Iterator[str]:
    calendar = scenario.calendar
    opens = calendar.day_start_minutes
    closes = opens + int(calendar.day_minutes)
    span = f"{opens // 60}:{opens % 60:02} - {closes // 60}:{closes % 60:02}"
    for day in WEEK:
        yield f"  workinghours {day} {span if day in workdays else 'off'}"


def _resource(scenario: Scenario, person: Person, name: str, years: range) -> Iterator[str]:
    if person.availability:
        raise BenchmarkError(f"{person.id} has a capacity that changes")
    yield f'resource {name} "{name}" {{'
    if person.capacity != 1:
        yield f"  efficiency {person.capacity:g}"
    if person.workdays is not None:
        yield from _hours(scenario, person.workdays)
    if person.holidays is not None:
        for day in sorted(days_off(person.holidays, years)):
            yield f'  leaves holiday "off" {day}'
    for absence in person.time_off:
        if isinstance(absence.start, dt.datetime) or isinstance(absence.end, dt.datetime):
            raise BenchmarkError(f"{person.id} is absent for a part of a day")
        last = absence.end + dt.timedelta(days=1)
        yield f"  leaves annual {absence.start} - {last}"
    yield "}"


def _task(
    scenario: Scenario, item: WorkItem, tasks: dict[str, str], priority: int
) -> Iterator[str]:
    if len(item.staffing) != 1 or item.staffing[0].people != 1 or item.elapsed is not None:
        raise BenchmarkError(f"work item {item.id}: tj3 gets items of one person only")
    need = item.staffing[0]
    position = {person.id: k for k, person in enumerate(scenario.people)}
    capable = [f"p{position[one.id]}" for one in scenario.candidates(item, need)]
    others = f"alternative {', '.join(capable[1:])} select minloaded " if capable[1:] else ""
    yield f'task {tasks[item.id]} "{tasks[item.id]}" {{'
    yield f"  priority {priority}"
    yield f"  effort {float(scenario.effort_minutes(need.effort)) / 60:g}h"
    yield f"  allocate {capable[0]} {{ {others}persistent }}"
    if item.after:
        yield f"  depends {', '.join(tasks[link.item] for link in item.after)}"
    owner = scenario.project_by_id.get(item.project) if item.project else None
    release = item.not_before or (owner.not_before if owner is not None else None)
    if item.not_before is not None and (item.after or isinstance(release, dt.datetime)):
        raise BenchmarkError(f"work item {item.id}: tj3 gets releases of days, of whole projects")
    if release is not None and not item.after:
        yield f"  start {release}"
    yield "}"


def _priorities(scenario: Scenario) -> dict[str | None, int]:
    """Return priorities from 1 to 1000: by weight, then by due date."""
    order = sorted(
        scenario.projects, key=lambda p: (-p.priority, str(p.due or "9999"), p.id), reverse=True
    )
    step = 998 / max(1, len(order))
    return {None: 1} | {p.id: 2 + int(step * k) for k, p in enumerate(order)}


def read_report(scenario: Scenario, report: Path) -> list[PlanItem]:
    """Return plan items from TaskJuggler's report, in the scenario's order."""
    from allocator.domain import PlanAssignment, PlanItem

    with report.open(encoding="utf-8", newline="") as stream:
        rows = {row["Id"]: row for row in csv.DictReader(stream, delimiter=";")}
    items = []
    for k, item in enumerate(scenario.items):
        row = rows[f"i{k}"]
        start, finish = (dt.datetime.strptime(row[name], STAMP) for name in ("Start", "End"))
        need = item.staffing[0]
        number = int(row["Resources"].partition("(")[2].partition(")")[0].removeprefix("p"))
        assignment = PlanAssignment(
            person=scenario.people[number].id,
            skills=tuple(need.skills),
            start=start,
            finish=finish,
            share=1.0,
            effort_hours=float(scenario.effort_minutes(need.effort) / 60),
        )
        items.append(PlanItem(id=item.id, start=start, finish=finish, assignments=(assignment,)))
    return items


def _version() -> str:
    said = subprocess.run(["tj3", "--version"], capture_output=True, text=True, check=False)
    words = said.stdout.split()
    return "tj3 " + next((word for word in words if word[:1].isdigit()), "unknown")
