"""Effort of several people is told in person-days, in every view."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from allocator import wording
from allocator.analysis.effort import item_person_days, people_of, shared_effort
from allocator.cli.check import command as check
from allocator.cli.effort_text import shared_effort_lines
from allocator.cli.plan_text import render
from allocator.cli.summary import summarise
from allocator.domain import Plan, Scenario
from allocator.exports import FORMATS
from allocator.exports.page.build import page
from allocator.exports.sprint.page import sprint_page
from allocator.sprint_planning.build import sprint_sheets
from support import plans

TOLD = "3 people, 9 d each: 27 person-days"
LABEL: dict[str, Any] = {
    "id": "L",
    "title": "Label 3000",
    "needs": [{"skills": "label", "people": 3}],
    "effort": "9d",
}


def labelling(**item: Any) -> Scenario:
    return plans.scenario(
        people=[
            {"id": k, "name": name, "skills": {"label": 1}}
            for k, name in (("a", "Ana"), ("b", "Bo"), ("c", "Bo"), ("d", ""))
        ],
        projects=[{"id": "lab", "name": "Labels"}],
        sprints={"length": "2w", "first": "2026-12-01", "count": 2},
        items=[{**LABEL, "project": "lab", **item}],
    )


def plan() -> Plan:
    works = (plans.works(k, "12-01 09:00", "12-11 17:00", hours=72) for k in "bcd")
    return plans.plan_of(labelling(), [plans.entry("L", "12-01 09:00", "12-11 17:00", *works)])


@pytest.mark.parametrize(
    ("item", "days", "text"),
    [
        ({}, 27, TOLD),
        ({"needs": "label"}, 9, ""),
        ({"needs": []}, 9, ""),
        ({"elapsed": "3d", "needs": [], "effort": None}, 0, ""),
        (
            {"needs": [{"skills": "label", "people": 2}, {"skills": "label", "effort": "4h"}]},
            Fraction(37, 2),
            "2 people, 9 d each and 1 person, 0.5 d: 18.5 person-days",
        ),
        (
            {"state": "in_progress", "started": "2026-12-01", "remaining": "2d"},
            6,
            "3 people, 2 d each: 6 person-days",
        ),
        (
            {
                "state": "in_progress",
                "started": "2026-12-01",
                "people": ["a", "b", "c"],
                "remaining": {"a": "1d", "b": "2d", "c": "0h"},
            },
            3,
            "1 person, 1 d and 1 person, 2 d: 3 person-days",
        ),
        ({"state": "done", "started": "2026-12-01", "finished": "2026-12-01"}, 0, ""),
    ],
)
def test_person_days_are_counted_over_the_people(
    item: dict[str, Any], days: int | Fraction, text: str
) -> None:
    of = labelling(**item)
    assert item_person_days(of, of.items[0]) == days
    assert shared_effort(of, of.items[0]) == text
    assert (people_of(of.items[0]) > 1) == bool(text)


def test_one_is_one() -> None:
    assert wording.person_days(1) == "1 person-day"
    assert wording.person_days(0.5) == "0.5 person-days"


def test_many_are_summed_up() -> None:
    items = [{**LABEL, "id": f"L{k}"} for k in range(4)]
    of = plans.scenario(people=[{"id": k, "skills": {"label": 1}} for k in "abc"], items=items)
    assert list(shared_effort_lines(of, of.items)) == [
        "4 items take several people: 108 person-days in all"
    ]


def test_check_and_the_plan_say_it(tmp_path: Path) -> None:
    """``people: 3, effort: 9d`` was 27 days, silently."""
    file = tmp_path / "s.yaml"
    file.write_text(
        "name: x\ncalendar: {start: 2026-12-01}\n"
        "people: [{id: a, skills: {label: 1}}, {id: b, skills: {label: 1}},"
        " {id: c, skills: {label: 1}}]\n"
        "items: [{id: L, title: Label 3000, needs: [{skills: label, people: 3}], effort: 9d}]\n",
        encoding="utf-8",
    )
    text = CliRunner().invoke(check, [str(file)]).stdout
    assert "1 item, 3 people, 27 person-days of work; no errors" in text
    assert f"L Label 3000 takes {TOLD}" in text
    shown = render(summarise(plan()))
    assert "Work still to do: 27 person-days." in shown
    assert f"L Label 3000 takes {TOLD}" in shown


def test_page_sprint_and_workbook_say_it(tmp_path: Path) -> None:
    assert f'"together":"{TOLD}"' in page(plan()).replace('": "', '":"')
    (sheet,) = sprint_sheets(plan(), "1")
    assert TOLD in sprint_page(sheet)
    (path,) = FORMATS["xlsx"].write(plan(), tmp_path / "plan.xlsx")
    book = openpyxl.load_workbook(path)
    header, row = list(book["Items"].values)
    cells = dict(zip(header, row, strict=True))
    assert cells["person-days"] == 27
    assert cells["project"] == "Labels"
    assert cells["people"] == "Bo (b); Bo (c); d"  # two have the same name, one has none
    assert [line[2] for line in list(book["Assignments"].values)[1:]] == ["Bo (b)", "Bo (c)", "d"]
    assert [line[0] for line in list(book["Load"].values)[1:]] == ["Ana", "Bo (b)", "Bo (c)", "d"]


def test_the_legend_explains_columns_that_are_there(tmp_path: Path) -> None:
    (path,) = FORMATS["xlsx"].write(plan(), tmp_path / "plan.xlsx")
    book = openpyxl.load_workbook(path)
    for sheet, columns, meaning in list(book["Legend"].values)[1:]:
        header = {str(cell.value) for cell in book[sheet][1]}
        assert sheet == "Load" or set(columns.split(", ")) <= header
        assert meaning
