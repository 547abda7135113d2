"""Real exports of Jira import whole: counts made another way, and the result passes the checks."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from functools import cache
from pathlib import Path

import pytest

from allocator.domain import Scenario
from allocator.integrations import TRACKERS
from allocator.integrations.tracker.importer import ImportRequest, import_files
from allocator.scenario import load

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "trackers"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="../shared/data is not there")
FILES = sorted(path.name for path in FOLDER.glob("jira_*.csv")) if FOLDER.is_dir() else []
TWINS = ("jira_cloud_en_ds_team_212cols_deps.csv", "jira_cloud_en_filtered_stories.csv")

Row = dict[str, list[str]]


@cache
def imported(name: str) -> tuple[Scenario, str]:
    """Import a file with the team inferred; the scenario passes all checks."""
    written = import_files(TRACKERS["jira"], ImportRequest(files=[FOLDER / name]))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scenario.yaml"
        path.write_text(written.text, "utf-8")
        return load(path).scenario, "\n".join(written.report)


def rows_of(name: str) -> list[Row]:
    """Return the rows of an export, all values of each column, by the csv module alone."""
    text = (FOLDER / name).read_text("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    found = []
    for cells in rows:
        row: Row = {}
        for column, cell in zip(header, cells, strict=True):
            row.setdefault(column.lower(), []).extend([cell] if cell else [])
        found.append(row)
    return found


def one(row: Row, pattern: str) -> str:
    """Return the first value of the columns whose whole name matches."""
    return next((v[0] for name, v in row.items() if v and re.fullmatch(pattern, name)), "")


KEY = "issue key|clave de incidencia"
NUMBER = "issue id|id de la incidencia"
KIND = "issue type|tipo de incidencia"
STATE = "status category|categoría de estado|status"
WHO = "assignee|persona asignada"
PARENT = "parent|principal|custom field \\(epic link\\)"
POINTS = "custom field \\(story point.*\\)"
TIMES = "(original|remaining) estimate|estimación original|trabajo restante estimado"
LINK = r"(in|out)ward issue link \((blocks|dependency|gantt end to start)\)"


def is_epic(row: Row) -> bool:
    return one(row, KIND).lower() == "epic"


def is_done(row: Row) -> bool:
    return one(row, STATE) in ("Done", "Listo", "Finalizada")


def has_estimate(row: Row) -> bool:
    values = [v[0] for name, v in row.items() if v and re.fullmatch(f"{TIMES}|{POINTS}", name)]
    return any(float(value) > 0 for value in values)


def with_parts(rows: list[Row]) -> set[str]:
    """Return the keys of tickets that others name as their parent, by key or by number."""
    named = {one(row, PARENT) for row in rows}
    return {one(row, KEY) for row in rows if {one(row, KEY), one(row, NUMBER)} & named}


def pairs_of(rows: list[Row]) -> set[tuple[str, str]]:
    """Return predecessor and successor of each link, from whichever end."""
    found = set()
    for row in rows:
        for name, values in row.items():
            if match := re.fullmatch(LINK, name):
                for other in values:
                    pair = (other, one(row, KEY))
                    found.add(pair if match[1] == "in" else pair[::-1])
    return found


def test_there_are_files() -> None:
    assert len(FILES) == 6


@pytest.mark.parametrize("name", FILES)
def test_every_row_is_an_item_or_an_epic(name: str) -> None:
    scenario, report = imported(name)
    rows = rows_of(name)
    epics = [row for row in rows if is_epic(row)]
    assert f"{len(rows)} rows read: {len(rows) - len(epics)} items made" in report
    assert {item.id for item in scenario.items} == {
        one(row, KEY) for row in rows if not is_epic(row)
    }
    titles = {one(row, KEY): " ".join(one(row, "summary|resumen").split()) for row in rows}
    assert all(item.title == titles[item.id] for item in scenario.items)


@pytest.mark.parametrize("name", FILES)
def test_links_and_parts_are_those_of_the_columns(name: str) -> None:
    scenario, report = imported(name)
    rows = rows_of(name)
    keys = {one(row, KEY) for row in rows}
    inside = {pair for pair in pairs_of(rows) if set(pair) <= keys}
    waiting = {pair for pair in pairs_of(rows) if pair[1] in keys and pair[0] not in keys}
    parents = {one(row, NUMBER): one(row, KEY) for row in rows} | {key: key for key in keys}
    work = {one(row, KEY) for row in rows if not is_epic(row)}
    parts = {
        (one(row, KEY), parents[one(row, PARENT)])
        for row in rows
        if parents.get(one(row, PARENT)) in work
    }
    assert f"{len(inside) or 'no'} link" in report
    assert f"{len(parts) or 'no'} part" in report
    found = {(link.item, item.id) for item in scenario.items for link in item.after}
    assert found == inside | parts
    awaited = {
        (a.what, item.id) for item in scenario.items for a in item.waits_for if a.kind == "item"
    }
    assert awaited == waiting


@pytest.mark.parametrize("name", FILES)
def test_people_are_the_assignees(name: str) -> None:
    scenario, _ = imported(name)
    rows = rows_of(name)
    whole = with_parts(rows)
    leaves = [row for row in rows if not is_epic(row) and one(row, KEY) not in whole]
    names = {one(row, WHO) for row in leaves} - {""}
    assert {person.name for person in scenario.people} == (names or {"Somebody"})
    by_id = {person.id: person.name for person in scenario.people}
    for row in leaves:
        item = scenario.item_by_id[one(row, KEY)]
        held = [by_id[person] for person in (*item.assign, *item.people)]
        assert held == ([one(row, WHO)] if one(row, WHO) else [])


@pytest.mark.parametrize("name", FILES)
def test_estimates_and_guesses_are_those_of_the_columns(name: str) -> None:
    scenario, report = imported(name)
    rows = rows_of(name)
    whole = with_parts(rows)
    open_work = [
        row for row in rows if not is_epic(row) and not is_done(row) and one(row, KEY) not in whole
    ]
    bare = {one(row, KEY) for row in open_work if not has_estimate(row)}
    assert {item.id for item in scenario.items if item.guessed} == bare
    assert f"guessed, effort: {len(bare)} (" in report
    done = {one(row, KEY) for row in rows if is_done(row) and not is_epic(row)}
    assert {item.id for item in scenario.items if item.is_done} <= done


@pytest.mark.parametrize("name", FILES)
def test_dates_that_are_none_are_counted(name: str) -> None:
    _, report = imported(name)
    bad = [
        value
        for row in rows_of(name)
        for column, values in row.items()
        if re.fullmatch("created|updated|resolved|due date|creada|actualizada|resuelta", column)
        for value in values
        if not re.match(r"\d+/", value)
    ]
    assert ("dates unread" in report) == bool(bad)
    if bad:
        assert f"dates unread: {len(bad)}, " in report


def test_an_export_that_excel_saved_again_says_the_same() -> None:
    mangled, untouched = (imported(name)[0] for name in TWINS)
    assert mangled.model_copy(update={"name": "x"}) == untouched.model_copy(update={"name": "x"})


@pytest.mark.parametrize("name", FILES)
def test_seconds_are_hours(name: str) -> None:
    scenario, _ = imported(name)
    for row in rows_of(name):
        seconds = one(row, "original estimate|estimación original")
        item = scenario.item_by_id.get(one(row, KEY))
        if seconds not in ("", "0") and item is not None and item.effort and not is_done(row):
            minutes = scenario.effort_minutes(item.effort)
            left = one(row, "remaining estimate|trabajo restante estimado")
            assert minutes * 60 in {int(seconds), int(left or seconds)}
