"""Whatever is planned, every view shows each item on the same day, and that is the right one."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from typing import Any

import icalendar
import pytest
from hypothesis import given

from allocator import wording
from allocator.analysis.compare import compare
from allocator.analysis.dates import planned
from allocator.analysis.days import plan_days
from allocator.cli.plan_text import render
from allocator.cli.summary import summarise
from allocator.domain import LinkType, Plan
from allocator.domain.quantities import beginning
from allocator.errors import AllocatorError
from allocator.exports.ics import write as write_ics
from allocator.exports.msproject.document import document
from allocator.exports.page.build import page
from allocator.exports.pictures.roadmap_drawing import drawn_roadmap
from allocator.exports.status_page import status_page
from allocator.exports.tracker.rows import tracker_sheet
from allocator.exports.xlsx import workbook
from allocator.planfile.csv_tables import assignments_csv, schedule_csv
from allocator.planner import SolveOptions, solve
from allocator.views import assignments as assignments_frame
from allocator.views import schedule as frame
from support.strategies import as_scenario, settled, tiny_scenarios, tracked_scenarios

Data = dict[str, Any]
Days = dict[str, dt.date]

NS = {"p": "http://schemas.microsoft.com/project"}
MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)


def of_csv(plan: Plan) -> Days:
    rows = csv.DictReader(io.StringIO(schedule_csv(plan)))
    return {r["id"]: dt.date.fromisoformat(r["finish_day"]) for r in rows if r["finish_day"]}


def of_frame(plan: Plan) -> Days:
    rows = frame(plan).dropna(subset=["finish_day"])
    return {str(row.id): row.finish_day.date() for row in rows.itertuples()}


def of_workbook(plan: Plan) -> Days:
    header, *rows = workbook(plan)["Items"].iter_rows(values_only=True)
    at = header.index("finish day")
    return {str(row[0]): row[at].date() for row in rows if row[at] is not None}  # type: ignore[union-attr]


def of_calendar(plan: Plan, folder: Any) -> Days:
    path = folder / "plan.ics"
    write_ics(plan, path)
    if not path.exists():
        return {}
    found = {}
    for event in icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT"):
        last = event.decoded("dtend") - DAY
        found[str(event["uid"]).removesuffix("@allocator")] = last
        described = str(event["description"]).splitlines()[1]
        assert wording.day(last) in described
    return found


def of_project(plan: Plan) -> Days:
    """Read Project's file: what ends at midnight has the next day's 0:00, and says so."""
    found = {}
    for task in ET.fromstring(document(plan)).findall("p:Tasks/p:Task", NS):
        if task.findtext("p:Summary", namespaces=NS) == "0":
            day = dt.datetime.fromisoformat(task.findtext("p:Finish", "", NS)).date()
            notes = task.findtext("p:Notes", "", NS)
            told = re.search(r"Ends on (.*), at midnight", notes)
            found[task.findtext("p:WBS", "", NS)] = day - DAY if told else day
            assert told is None or told[1] == wording.day(day - DAY)
    return found


def of_page(plan: Plan) -> Days:
    text = page(plan, plan)
    data = text.split('<script type="application/json" id="data">')[1].split("</script>")[0]
    facts = json.loads(data)
    base = dt.date.fromisoformat(facts["base"])
    dated = [item for item in facts["items"] if "start" in item]
    assert all(item["wasDays"] == [item["startDay"], item["finishDay"]] for item in dated)
    return {item["id"]: base + dt.timedelta(days=item["finishDay"]) for item in dated}


def of_tracker(plan: Plan) -> Days:
    """Read the rows of trackers' files, which have an instant that is shown as its day."""
    rows = tracker_sheet(plan, lambda _: True).rows
    return {row.id: row.finish.date() for row in rows if row.finish is not None}


def written_days(text: str, column: int) -> Iterator[tuple[str, str]]:
    """Yield the cells of a table's lines that are a name and, in a column, a finish."""
    for line in text.splitlines():
        cells = [cell.strip() for cell in re.split(r"\s{2,}|\|", line) if cell.strip()]
        if len(cells) > column:
            yield cells[0].strip("*"), cells[column]


def dates_of(text: str, title: str) -> str:
    """Return what stands under a title, up to the next empty line after it."""
    return text.split(title, 1)[1].lstrip("\n").split("\n\n", 1)[0]


def milestones(plan: Plan, days: Days) -> Days:
    return {i: day for i, day in days.items() if plan.scenario.item_by_id[i].is_milestone}


def check_tables(plan: Plan, days: Days) -> None:
    """Hold the tables of dates against the days; beside a due time a finish has its time."""
    tables = {
        "terminal": (dates_of(render(summarise(plan)), "Dates"), 1),
        "status": (status_page(plan, plan).split("\n## ", 1)[0], 2),
    }
    for name, (table, column) in tables.items():
        shown = dict(written_days(table, column))
        for item, day in milestones(plan, days).items():
            assert shown[item].startswith(wording.day(day)), (name, item, table)


def check_road_map(plan: Plan, days: Days) -> None:
    drawing = drawn_roadmap(plan)
    if drawing is not None:
        labels = [mark.tooltip for track in drawing.tracks for mark in track.marks]
        stones = milestones(plan, days)
        assert sorted(labels) == sorted(f"{i}: {wording.day(day)}" for i, day in stones.items())


def check_diff(plan: Plan, days: Days) -> None:
    found = {d.id: (d.was_day, d.now_day) for d in compare(plan, plan).dates}
    for item, day in milestones(plan, days).items():
        assert found[item] == (day, day)


def check_meaning(plan: Plan, days: Days) -> None:
    """Hold the days against paragraph 16, in plain words of its own."""
    shown = plan_days(plan)
    first_day = plan.scenario.plan_from.date()
    instants = {entry.id: (start, finish) for entry, start, finish in planned(plan.items)}
    for entry, start, finish in planned(plan.items):
        item, day = plan.scenario.item_by_id[entry.id], days[entry.id]
        before = (finish - MINUTE).date()
        if not item.is_milestone:
            assert shown.begins(item.id) == start.date()
            assert day == (before if finish > start else finish.date())
            continue
        assert shown.begins(item.id) == day
        assert day in (before, finish.date())
        if entry.state == "done":
            continue
        release = [item.release, *(wait.expected for wait in item.waits_for)]
        released = [beginning(when).date() for when in release if when is not None]
        assert day >= max([first_day, *released])
        if item.date is not None and not plan.solver.relaxed:
            assert day == beginning(item.date).date()
        ends = [
            days[link.item]
            for link in item.after
            if link.item in instants and link.type is LinkType.FS and link.lag is None
        ]
        assert day >= max(ends, default=day)
        if not item.after:
            assert day == finish.date()
        elif len(ends) == len(item.after) == 1 and not released and item.project is None:
            assert day == max(ends[0], first_day)


def check_assignments(plan: Plan) -> None:
    """Hold the days of everybody's work in all three tables against its instants."""
    rows = list(csv.DictReader(io.StringIO(assignments_csv(plan))))
    header, *sheet = workbook(plan)["Assignments"].iter_rows(values_only=True)
    at = header.index("finish day")
    table = assignments_frame(plan)
    ends = [dt.date.fromisoformat(row["finish_day"]) for row in rows]
    assert [row[at].date() for row in sheet] == ends  # type: ignore[union-attr]
    assert [day.date() for day in table["finish_day"]] == ends
    works = [work for entry in plan.items for work in entry.assignments]
    for work, day in zip(works, ends, strict=True):
        before = (work.finish - MINUTE).date() if work.finish > work.start else work.start.date()
        assert day == before


def check_lateness(plan: Plan, days: Days) -> None:
    """What is shown on a later day than its due day is late, and nothing else is."""
    shown = plan_days(plan)
    for entry in plan.items:
        due = plan.scenario.item_by_id[entry.id].due
        if entry.id in days and due is not None and not isinstance(due, dt.datetime):
            assert bool(entry.late_days) == (days[entry.id] > due), entry
    for project in plan.metrics.projects:
        span, due = shown.project(project.id), project.due
        mine = [i for i in plan.scenario.items if i.project == project.id]
        loose = any(item.is_milestone and item.is_droppable for item in mine)
        if span is not None and due is not None and not isinstance(due, dt.datetime) and not loose:
            assert bool(project.late_days) == (span[1] > due), project


VIEWS: dict[str, Callable[[Plan], Days]] = {
    "csv": of_csv,
    "frame": of_frame,
    "xlsx": of_workbook,
    "mspdi": of_project,
    "page": of_page,
}


def check(plan: Plan, folder: Any) -> None:
    """Compare all views of a plan."""
    shown = plan_days(plan)
    days = {entry.id: shown.ends(entry.id) for entry, _, _ in planned(plan.items)}
    known: Days = {item: day for item, day in days.items() if day is not None}
    for name, view in VIEWS.items():
        assert view(plan) == known, name
    assert of_calendar(plan, folder) == known
    for item, day in of_tracker(plan).items():
        assert day == known[item], item
    check_tables(plan, known)
    check_road_map(plan, known)
    check_diff(plan, known)
    check_meaning(plan, known)
    check_lateness(plan, known)
    check_assignments(plan)


@settled(60)
@given(tiny_scenarios() | tracked_scenarios())
def test_every_view_shows_every_item_on_the_same_day(
    tmp_path_factory: pytest.TempPathFactory, data: Data
) -> None:
    try:
        plan = solve(as_scenario(data), SolveOptions(time_limit=0.5, workers=1, seed=0)).plan
    except AllocatorError:
        return  # deadlines in conflict
    check(plan, tmp_path_factory.mktemp("days"))


def due_at_midnights(data: Data, plan: Plan) -> Data:
    """Return the scenario with due dates on the days that end where something finishes."""
    ends = {
        entry.id: (finish - DAY).date().isoformat()
        for entry, _, finish in planned(plan.items)
        if finish.time() == dt.time()
    }
    items = [
        {**item, "due": ends[item["id"]]} if item["id"] in ends else item for item in data["items"]
    ]
    projects = [
        {**project, "due": (dates.finish - DAY).date().isoformat()}
        if dates.finish is not None and dates.finish.time() == dt.time()
        else project
        for project, dates in zip(data.get("projects", []), plan.metrics.projects, strict=True)
    ]
    return {**data, "items": items, "projects": projects}


@settled(60)
@given(tiny_scenarios() | tracked_scenarios())
def test_what_is_shown_after_its_due_day_is_late(data: Data) -> None:
    options = SolveOptions(time_limit=0.5, workers=1, seed=0)
    try:
        first = solve(as_scenario(data), options).plan
        plan = solve(as_scenario(due_at_midnights(data, first)), options).plan
    except AllocatorError:
        return  # deadlines in conflict
    shown = plan_days(plan)
    days = {entry.id: shown.ends(entry.id) for entry, _, _ in planned(plan.items)}
    check_lateness(plan, {item: day for item, day in days.items() if day is not None})
