"""Project files by way of MPXJ: what it reads is what the scenario has, in every format.

Java starts three times for all of this file; the tests of records need none.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from allocator.cli.main import main
from allocator.domain import Plan, Scenario
from allocator.errors import InputError
from allocator.exports import FILE_FORMATS
from allocator.exports.msproject.document import document
from allocator.integrations.projectfile import importer
from allocator.integrations.projectfile.importer import ProjectFileRequest, import_project_files
from allocator.mpxj import process
from allocator.mpxj.project_records import ProjectRecord
from allocator.planfile.plan_json import write_plan
from allocator.scenario import loads
from support import report_plans

REAL = Path(__file__).parents[4] / "shared" / "data" / "msproject"


def java_is_there() -> bool:
    try:
        import jpype  # noqa: F401
        import mpxj  # noqa: F401
    except ImportError:
        return False
    return shutil.which("java") is not None


needs_java = pytest.mark.skipif(
    not java_is_there(), reason="needs Java, and pip install '.[project]'"
)


@dataclass
class Files:
    """The plan of :func:`report_plans.rich` in every format, and what MPXJ reads in them."""

    folder: Path
    read: dict[str, ProjectRecord]

    def imported(self, form: str, monkeypatch: pytest.MonkeyPatch) -> tuple[Scenario, list[str]]:
        """Return the scenario of a format and the report, without starting Java again."""
        (self.folder / form).touch()
        monkeypatch.setattr(importer, "read_projects", lambda files: [[self.read[form]]])
        made = import_project_files(ProjectFileRequest(files=[self.folder / form]))
        return loads(made.text).scenario, list(made.report)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    folder = tmp_path_factory.mktemp("project-files")
    plan = report_plans.rich()
    source = folder / "mspdi"
    source.write_text(document(plan), "utf-8")
    bare = folder / "bare.xml"
    bare.write_text(document(plan, is_for_project=False), "utf-8")
    others = [form for form in FILE_FORMATS if form != "mspdi"]
    process.write_projects(bare, [(folder / form, form.upper()) for form in others])
    paths = [folder / form for form in FILE_FORMATS]
    gantt = folder / "chart.gan"
    gantt.write_text(GANTT, "utf-8")
    real = [REAL / "relations.xml", REAL / "availability.xml"] if REAL.is_dir() else []
    found = process.read_projects([*paths, gantt, *real])
    names = [*FILE_FORMATS, "chart.gan", *(path.stem for path in real)]
    return Files(folder, {name: projects[0] for name, projects in zip(names, found, strict=True)})


GANTT = """\
<?xml version="1.0" encoding="UTF-8"?>
<project name="Chart" company="" webLink="" version="3.2"><calendars base-id="none"><day-types>
<day-type id="0"/><day-type id="1"/>
<default-week id="1" name="default" sun="1" mon="0" tue="0" wed="0" thu="0" fri="0" sat="1"/>
</day-types><date year="2026" month="12" date="25" type="HOLIDAY"/></calendars>
<tasks empty-milestones="true"><taskproperties/>
<task id="0" name="Phase" start="2026-12-01" duration="8" complete="0">
<task id="1" name="Data" start="2026-12-01" duration="3" complete="0">
<depend id="2" type="2" difference="1" hardness="Strong"/></task>
<task id="2" name="Model" start="2026-12-07" duration="4" complete="0">
<depend id="3" type="3" difference="0" hardness="Strong"/></task>
<task id="3" name="Done" meeting="true" start="2026-12-11" duration="0" complete="0"/>
</task></tasks><resources><resource id="0" name="Ana" function="Default:1" contacts=""/></resources>
<allocations><allocation task-id="2" resource-id="0" load="50.0"/></allocations>
<vacations><vacation start="2026-12-09" end="2026-12-11" resourceid="0"/></vacations>
<roles roleset-name="Default"/></project>
"""


@needs_java
def test_ganttproject_has_links_below_summaries_vacations_and_loads(
    files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario, report = files.imported("chart.gan", monkeypatch)
    links = [(i.title, a.item, a.type.value, a.lag) for i in scenario.items for a in i.after]
    assert links == [("Model", "2", "FS", "1d"), ("Done", "3", "FF", None)]
    model = next(item for item in scenario.items if item.title == "Model")
    assert (model.effort, model.needs[0].share) == ("2d", 0.5)
    (away,) = scenario.people[0].time_off
    assert (away.start, away.end) == (dt.date(2026, 12, 9), dt.date(2026, 12, 10))
    assert "4 tasks, 2 links, 1 resource, 1 assignment" in report[0]


@needs_java
def test_the_round_trip_of_our_own_file_keeps_what_it_holds(
    files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = report_plans.rich().scenario
    plan = report_plans.rich()
    after, report = files.imported("mspdi", monkeypatch)
    dropped = {entry.id for entry in plan.items if entry.state == "dropped"}
    kept = [item for item in before.items if item.id not in dropped]
    due = {entry.id: entry.due for entry in plan.items}
    assert [
        (i.id, i.title, i.kind, i.elapsed, i.after, dict(i.resources), i.state, i.due, i.guessed)
        for i in after.items
    ] == [
        (
            i.id,
            i.title,
            i.kind,
            i.elapsed,
            i.after,
            dict(i.resources),
            i.state,
            due[i.id],
            i.guessed,
        )
        for i in kept
    ]
    assert [
        (p.id, p.name or p.id, p.email, p.capacity, p.rate, p.time_off) for p in after.people
    ] == [(p.id, p.name or p.id, p.email, p.capacity, p.rate, p.time_off) for p in before.people]
    assert after.calendar == before.calendar
    assert [(r.id, r.name, r.capacity) for r in after.resources] == [
        (r.id, r.name, r.capacity) for r in before.resources
    ]
    assert [p.name for p in after.projects] == [p.name for p in before.projects]
    assert after.plan_from == before.plan_from
    assert any("starts that an earlier plan of allocator has found" in line for line in report)


@needs_java
def test_the_round_trip_keeps_who_does_it_and_how_much(
    files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = report_plans.rich()
    after, _ = files.imported("mspdi", monkeypatch)
    items = after.item_by_id
    for entry in plan.items:
        if entry.state == "dropped" or not entry.assignments:
            continue
        names = {work.person for work in entry.assignments}
        assert {*items[entry.id].assign, *items[entry.id].people} == names


@needs_java
@pytest.mark.parametrize("form", FILE_FORMATS)
def test_the_counts_are_those_of_mpxj(
    files: Files, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = files.read[form]
    scenario, report = files.imported(form, monkeypatch)
    leaves = [task for task in project.tasks if not task.is_summary and task.level > 0]
    assert len(scenario.items) == len(leaves) == 7
    assert sum(len(item.after) for item in scenario.items) == 5
    assert sum(len(task.links) for task in project.tasks) == 5
    resources = sum(bool(one.name) for one in project.resources)
    assert f"5 links, {resources or 'no'} resources" in report[0].replace(
        "1 resources", "1 resource"
    )
    assert resources == (0 if form == "sdef" else 4)
    done = {item.title for item in scenario.items if item.state == "done"}
    assert done == {"Label the data"}


@needs_java
def test_real_files_have_all_types_of_links_and_periods(
    files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "relations" not in files.read:
        pytest.skip(f"needs the real files in {REAL}")
    scenario, report = files.imported("relations", monkeypatch)
    found = [(i.id, a.item, a.type.value, a.lag) for i in scenario.items for a in i.after]
    assert found == [
        ("2", "1", "FS", None),
        ("3", "2", "SS", "1d"),
        ("4", "3", "FF", None),
        ("5", "4", "SF", None),
    ]
    assert "5 tasks, 4 links, no resources" in report[0]
    two = next(one for one in files.read["availability"].resources if one.uid == 2)
    assert len(two.availability) > 1


@needs_java
def test_the_commands_write_and_read_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("plan.json").write_text(write_plan(report_plans.rich()), "utf-8")
    assert main(["export", "project", "plan.json", "-o", "plan.xer"]) == 0
    told = capsys.readouterr()
    assert "The format xer has no place for 2 due dates" in told.err
    assert main(["import", "project", "plan.xer", "-o", "back.yaml"]) == 0
    assert "10 tasks, 5 links" in capsys.readouterr().err.replace("11 tasks", "10 tasks")
    assert main(["check", "back.yaml"]) == 0


def test_an_ending_that_names_no_format_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("plan.json").write_text(write_plan(report_plans.rich()), "utf-8")
    assert main(["export", "project", "plan.json", "-o", "plan.mpp"]) == 2
    assert "--format" in capsys.readouterr().err
    assert main(["export", "project", "plan.json", "-o", "plan", "--format", "mspdi"]) == 0
    assert Path("plan").read_text("utf-8") == document(report_plans.rich())


def answering(answer: dict[str, Any]) -> str:
    return f"import sys; sys.stdin.readline(); print({json.dumps(json.dumps(answer))})"


@pytest.mark.parametrize(
    ("script", "words"),
    [
        (answering({"error": "no-mpxj", "message": "No module named 'mpxj'"}), "pip install"),
        (answering({"error": "no-java", "message": ""}), "apt-get install default-jre-headless"),
        (answering({"error": "java-fails", "message": "bad"}), "Java does not start: bad"),
        (answering({"error": "unknown-format", "message": ""}), "docs/import-project.md"),
        (answering({"error": "unreadable", "message": "password"}), "cannot be read: password"),
        ("import sys; sys.exit('out of memory')", "out of memory"),
    ],
)
def test_what_is_missing_is_told_with_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, words: str
) -> None:
    monkeypatch.setattr(process, "_START", script)
    path = tmp_path / "plan.mpp"
    path.write_bytes(b"?")
    with pytest.raises(InputError) as caught:
        import_project_files(ProjectFileRequest(files=[path]))
    assert words in str(caught.value) and "hint: " in str(caught.value)


def test_a_file_that_is_not_there_needs_no_java(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = str(tmp_path / "gone.mpp")
    assert main(["import", "project", gone, "-o", str(tmp_path / "x.yaml")]) == 2
    assert "gone.mpp: there is no such file" in capsys.readouterr().err


def hanging(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """Let the process hang, and return the list of those started."""
    started: list[subprocess.Popen[bytes]] = []

    class Recorded(subprocess.Popen[bytes]):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            started.append(self)

    monkeypatch.setattr(process, "_START", "import time; time.sleep(60)")
    monkeypatch.setattr(process.subprocess, "Popen", Recorded)
    return started


def test_a_process_that_takes_too_long_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = hanging(monkeypatch)
    monkeypatch.setattr(process, "MAX_SECONDS", 0.1)
    with pytest.raises(InputError, match="has not finished"):
        process.read_projects([tmp_path / "plan.mpp"])
    assert started[0].returncode is not None


def test_an_interrupt_ends_the_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started = hanging(monkeypatch)

    wait = subprocess.Popen.wait

    def interrupted(worker: Any, timeout: float | None = None) -> int:
        if worker.returncode is None and timeout == process.MAX_SECONDS:
            raise KeyboardInterrupt
        return wait(worker, timeout)

    monkeypatch.setattr(subprocess.Popen, "wait", interrupted)
    with pytest.raises(KeyboardInterrupt):
        process.read_projects([tmp_path / "plan.mpp"])
    assert started[0].returncode is not None


@needs_java
def test_the_process_ends_when_nobody_waits_for_it(tmp_path: Path) -> None:
    """The command line ends at once with Ctrl-C, whatever it is waiting for."""
    command = [sys.executable, "-P", "-c", process._START, str(process._ROOT)]
    request = {"do": "read", "files": [str(tmp_path / "gone.mpp")] * 10_000}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe) as worker:
        assert worker.stdin is not None and worker.stdout is not None
        worker.stdin.write(json.dumps(request).encode() + b"\n")
        worker.stdin.close()
        assert worker.wait(30) != 0
        assert worker.stdout.read() == b""


def test_an_empty_plan_has_notes_of_nothing() -> None:
    from allocator.exports import project_file

    plan: Plan = report_plans.rich()
    bare = plan.model_copy(update={"items": (), "scenario": plan.scenario})
    assert project_file.notes(bare, "mspdi") == []
