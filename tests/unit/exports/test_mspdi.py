"""Microsoft Project XML: element order as in real files, and the plan as MPXJ reads it."""

from __future__ import annotations

import datetime as dt
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from allocator.calendars import Calendars
from allocator.domain import Plan
from allocator.exports import FORMATS
from allocator.exports.msproject.calendars import calendars
from allocator.planner import SolveOptions, solve
from allocator.scenario import loads
from support import report_plans
from support.plans import plan_of, scenario, solo

REAL = Path(__file__).parents[4] / "shared" / "data" / "msproject"
NS = "{http://schemas.microsoft.com/project}"
PARTS = {
    "Project": ".",
    "Calendar": "Calendars/Calendar",
    "WeekDay": "Calendars/Calendar/WeekDays/WeekDay",
    "Exception": "Calendars/Calendar/Exceptions/Exception",
    "Task": "Tasks/Task",
    "PredecessorLink": "Tasks/Task/PredecessorLink",
    "Resource": "Resources/Resource",
    "AvailabilityPeriod": "Resources/Resource/AvailabilityPeriods/AvailabilityPeriod",
    "Assignment": "Assignments/Assignment",
}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("mspdi") / "plan.xml"
    FORMATS["mspdi"].write(report_plans.rich(), path)
    return path


def elements(root: ET.Element, path: str) -> list[ET.Element]:
    if path == ".":
        return [root]
    return root.findall("/".join(NS + part for part in path.split("/")))


def order(element: ET.Element) -> list[str]:
    return list(dict.fromkeys(child.tag.removeprefix(NS) for child in element))


def values(element: ET.Element) -> dict[str, str]:
    return {child.tag.removeprefix(NS): child.text or "" for child in element}


@pytest.mark.parametrize("part", PARTS)
def test_elements_stand_in_the_order_of_real_files(file: Path, part: str) -> None:
    if not REAL.is_dir():
        pytest.skip(f"needs the real files in {REAL}")
    before: set[tuple[str, str]] = set()
    for real in REAL.glob("*.xml"):
        for element in elements(ET.parse(real).getroot(), PARTS[part]):
            before |= set(combinations(order(element), 2))
    known = {name for pair in before for name in pair}
    ours = elements(ET.parse(file).getroot(), PARTS[part])
    assert ours or part == "AvailabilityPeriod"
    for element in ours:
        names = [name for name in order(element) if name in known]
        pairs = set(combinations(names, 2))
        assert not [pair for pair in pairs - before if pair[::-1] in before]


def test_tasks_stand_below_their_project_and_epic(file: Path) -> None:
    tasks = [values(task) for task in elements(ET.parse(file).getroot(), "Tasks/Task")]
    assert [(task["OutlineLevel"], task["Name"], task["Summary"]) for task in tasks] == [
        ("0", "Churn & uplift", "1"),
        ("1", "Churn <model>", "1"),
        ("2", "Data", "1"),
        ("3", "Label the data", "0"),
        ("3", "Build features", "0"),
        ("2", "Train the model", "0"),
        ("2", "Shadow run", "0"),
        ("2", "Churn live", "0"),
        ("1", "Uplift", "1"),
        ("2", "Uplift study", "0"),
        ("1", "Loose end", "0"),
    ]


def test_values_are_as_the_format_has_them(file: Path) -> None:
    tasks = {
        task["Name"]: task for task in map(values, elements(ET.parse(file).getroot(), "Tasks/Task"))
    }
    train = tasks["Train the model"]
    assert train["Start"] == "2026-12-07T09:00:00"
    assert train["Finish"] == "2026-12-14T17:00:00"
    assert train["Duration"] == "PT32H0M0S"  # six working days less two off
    assert train["Work"] == "PT16H0M0S"
    assert train["Deadline"] == "2026-12-09T23:59:00"
    assert train["Estimated"] == "1"
    shadow = tasks["Shadow run"]
    assert (shadow["Duration"], shadow["DurationFormat"]) == ("PT72H0M0S", "8")
    assert tasks["Churn live"]["Milestone"] == "1"
    assert tasks["Label the data"]["PercentComplete"] == "100"
    assert 0 < int(tasks["Build features"]["PercentComplete"]) < 100


def test_links_have_type_and_lag(file: Path) -> None:
    links = [values(link) for link in elements(ET.parse(file).getroot(), PARTS["PredecessorLink"])]
    assert [(link["Type"], link["LinkLag"], link["LagFormat"]) for link in links] == [
        ("3", "4800", "7"),  # SS + 1 d
        ("1", "0", "7"),
        ("1", "7200", "8"),  # FS + 12 h elapsed
        ("1", "0", "7"),
        ("0", "0", "7"),  # FF
    ]


def test_what_is_dropped_is_left_out_and_told() -> None:
    assert FORMATS["mspdi"].notes(report_plans.rich()) == [
        "Left out, since the plan drops them: U-2."
    ]


def test_what_a_tracker_may_hold_is_text(tmp_path: Path) -> None:
    FORMATS["mspdi"].write(report_plans.hostile(), tmp_path / "plan.xml")
    root = ET.parse(tmp_path / "plan.xml").getroot()
    names = [values(task)["Name"] for task in elements(root, "Tasks/Task")]
    assert report_plans.HOSTILE[0] in names
    assert '=HYPERLINK("http://example.org/steal", "click")' in names
    assert max(map(len, names)) <= 255


@pytest.fixture(scope="module")
def mpxj() -> Iterator[Any]:
    """MPXJ, which reads what Project and ProjectLibre do; it needs Java."""
    jpype = pytest.importorskip("jpype", reason="needs jpype1: pip install '.[test]'")
    pytest.importorskip("mpxj", reason="needs mpxj: pip install '.[test]'")
    if shutil.which("java") is None:
        pytest.skip("needs Java: apt-get install default-jre-headless")
    if not jpype.isJVMStarted():
        jpype.startJVM("-Xmx512m")
    return jpype.JClass("org.mpxj.reader.UniversalProjectReader")


def java(name: str) -> Any:
    """Return a class of Java's or MPXJ's."""
    import jpype

    return jpype.JClass(name)


def read(mpxj: Any, path: Path) -> Any:
    return mpxj().read(str(path))


def test_another_program_reads_the_dates_links_and_people_of_the_plan(
    mpxj: Any, file: Path
) -> None:
    plan = report_plans.rich()
    project = read(mpxj, file)
    tasks = {str(task.getWBS()): task for task in project.getTasks() if not task.getSummary()}
    dated = {entry.id: entry for entry in plan.items if entry.state != "dropped"}
    assert {name: (moment(t.getStart()), moment(t.getFinish())) for name, t in tasks.items()} == {
        name: (entry.start, entry.finish) for name, entry in dated.items()
    }
    assert links(tasks.values()) == {
        (item.id, link.item, str(link.type.value))
        for item in plan.scenario.items
        for link in item.after
    }
    names = {person.id: person.name or person.id for person in plan.scenario.people}
    for name, entry in dated.items():
        on_it = {
            str(work.getResource().getName())
            for work in tasks[name].getResourceAssignments()
            if str(work.getResource().getType()) == "WORK"
        }
        assert on_it == {names[work.person] for work in entry.assignments}


def test_another_program_finds_everybodys_working_days(mpxj: Any, file: Path) -> None:
    project = read(mpxj, file)
    local_date = java("java.time.LocalDate")
    calendars = {str(r.getName()): r.getCalendar() for r in project.getResources()}

    def works(person: str, day: str) -> bool:
        return bool(calendars[person].isWorkingDate(local_date.parse(day)))

    assert works("Ana Souza", "2026-12-08")
    assert not works("Bo Chen", "2026-12-08")
    assert not works("Ana Souza", "2026-12-24")
    assert not works("Ana Souza", "2026-12-12")


def test_another_program_finds_the_same_finish_from_work_and_units(mpxj: Any, file: Path) -> None:
    """Work / units, in the person's own calendar, from the start on ends at the finish."""
    project = read(mpxj, file)
    checked = 0
    for work in project.getResourceAssignments():
        if str(work.getResource().getType()) != "WORK" or not float(work.getUnits()):
            continue
        hours = float(work.getWork().getDuration()) / (float(work.getUnits()) / 100)
        calendar = work.getResource().getCalendar()
        duration = java("org.mpxj.Duration").getInstance(hours, java("org.mpxj.TimeUnit").HOURS)
        finish = calendar.getDate(work.getStart(), duration)
        assert moment(finish) == moment(work.getFinish())
        checked += 1
    assert checked == 4


def moment(instant: Any) -> dt.datetime:
    return dt.datetime.fromisoformat(str(instant))


def links(tasks: Any) -> set[tuple[str, str, str]]:
    return {
        (str(task.getWBS()), str(link.getPredecessorTask().getWBS()), str(link.getType()))
        for task in tasks
        for link in task.getPredecessors()
    }


def test_an_empty_plan_is_a_project_without_tasks(tmp_path: Path) -> None:
    plan = report_plans.rich()
    nothing: Plan = plan.model_copy(update={"items": ()})
    FORMATS["mspdi"].write(nothing, tmp_path / "plan.xml")
    assert elements(ET.parse(tmp_path / "plan.xml").getroot(), "Tasks/Task") == []


def test_project_says_late_of_what_is_late(tmp_path: Path) -> None:
    """A deadline at 23:59 made Project call late what ended at midnight of its due day."""
    text = (
        "name: x\ncalendar: {start: 2026-12-01, slot: 1h, continuous: true}\nitems:\n"
        "  - {id: A, elapsed: 48h, due: 2026-12-02}\n"
        "  - {id: B, kind: milestone, after: A, due: 2026-12-02}\n"
        "  - {id: C, kind: milestone, date: 2026-12-03, due: 2026-12-02}\n"
        "  - {id: D, elapsed: 50h, due: 2026-12-02}\n"
    )
    plan = solve(loads(text).scenario, SolveOptions(time_limit=5, workers=1, seed=0)).plan
    FORMATS["mspdi"].write(plan, tmp_path / "plan.xml")
    tasks = ET.parse(tmp_path / "plan.xml").findall(f"{NS}Tasks/{NS}Task")
    found = [values(task) for task in tasks if "Deadline" in values(task)]
    late = [one["WBS"] for one in found if one["Finish"] > one["Deadline"]]
    assert (len(found), late) == (4, ["C", "D"])
    assert [entry.id for entry in plan.items if entry.late_days] == late


def test_people_elsewhere_have_their_hours_in_their_week() -> None:
    """Clocks that change in other weeks than the team's are exceptions, nothing else is."""
    of = scenario(
        calendar={"start": "2027-03-01", "timezone": "America/New_York"},
        people=[{"id": "bea", "timezone": "Europe/Berlin"}, {"id": "cy", "day_start": "11:00"}],
        items=[{"id": "A", "effort": "4h", "assign": ["bea"]}],
    )
    plan = plan_of(of, [solo("A", "bea", "2027-03-01 03:00", "2027-03-01 07:00", hours=4)])
    root = calendars(plan, Calendars(of))
    _, bea, cy = root.findall("Calendar")
    times = [
        (day.findtext(".//FromTime"), day.findtext(".//ToTime"))
        for day in bea.findall("WeekDays/WeekDay")
        if day.findtext("DayWorking") == "1"
    ]
    assert times == [("03:00:00", "11:00:00")] * 5
    found = [
        (one.findtext("TimePeriod/FromDate"), one.findtext(".//FromTime"))
        for one in bea.findall("Exceptions/Exception")
    ]
    assert found == [
        ("2027-03-15T00:00:00", "04:00:00"),
        ("2027-03-22T00:00:00", "04:00:00"),
    ]
    assert cy.find("Exceptions") is None
