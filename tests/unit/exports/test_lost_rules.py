"""What files of other tools cannot hold of a scenario's rules is told with its items."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from allocator.domain import Plan
from allocator.exports import FORMATS
from allocator.exports.lost_rules import item_rule_notes
from support import report_plans, sprint_plans
from support.plans import plan_of, scenario, solo

PEOPLE: list[dict[str, Any]] = [
    {"id": "ana", "rate": 10},
    {"id": "bo", "timezone": "Europe/Berlin", "max_items": 2},
]
SHARED = {"needs": [{"people": {"from": 1, "to": 2}, "effort": "4h"}]}


def plan(*, rules: bool = True, **fields: Any) -> Plan:
    """A and B one after the other, with every rule that is asked of items, or with none."""
    of_a = {"prefer": ["ana"], "uninterrupted": True, **SHARED} if rules else {"effort": "4h"}
    of_b = {"effort": "4h", "fixed": "2026-12-02", "same_as": "A"} if rules else {"effort": "4h"}
    of_c = {"effort": "4h", "not_same_as": ["A", "B"]} if rules else {"effort": "4h"}
    of = scenario(
        people=[{"id": "ana"}, {"id": "bo"}] if not fields else PEOPLE,
        items=[{"id": "A", **of_a}, {"id": "B", **of_b}, {"id": "C", **of_c}],
        **fields,
    )
    items = (
        solo("A", "ana", "12-01 09:00", "12-01 13:00", hours=4),
        solo("B", "ana", "12-02 09:00", "12-02 13:00", hours=4),
        solo("C", "bo", "12-02 09:00", "12-02 13:00", hours=4),
    )
    return plan_of(of, items)


RULES = [
    "Left out: rules about the people of 3 items (not_same_as: C; same_as: B; prefer: A).",
    "Left out: how many people may share 1 item (A).",
    "Left out: that nothing interrupts 1 item (A).",
]
FIXED = "Left out: that the start of 1 item (B) is fixed."
TEAM: dict[str, Any] = {
    "calendar": {"timezone": "America/New_York"},
    "projects": [{"id": "P", "budget": 5000}],
    "meetings": [{"id": "m", "every": "mon", "at": "09:00", "length": "1h", "attendees": ["ana"]}],
    "rota": [{"id": "r", "people": ["ana"], "first": "2026-12-07", "every": "1w", "takes": 0.5}],
}
OF_TEAM = "1 meeting, 1 rota, 1 budget and how many items 1 person may be on at a time"
TOOLS = ("mspdi", "project", "jira", "azure-devops")


@pytest.mark.parametrize("tool", TOOLS)
def test_rules_of_items_are_told(tool: str) -> None:
    told = FORMATS[tool].notes(plan())
    assert [line for line in told if line.startswith("Left out: ")] == [
        *RULES,
        *([] if tool in ("mspdi", "project") else [FIXED]),
    ]


@pytest.mark.parametrize("tool", TOOLS)
def test_what_the_team_and_the_projects_have_is_told(tool: str) -> None:
    told = "\n".join(FORMATS[tool].notes(plan(rules=False, **TEAM)))
    assert f"Not in the file: {OF_TEAM}" in told
    assert "Times are in America/New_York." in told


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("made", [sprint_plans.plan, report_plans.rich])
def test_without_such_rules_nothing_is_told_of_them(tool: str, made: Any) -> None:
    told = "\n".join(FORMATS[tool].notes(made()))
    for word in ("rule", "share", "interrupts", "fixed", "Not in the file", "Times are in"):
        assert word not in told


def test_what_is_over_asks_nothing_any_more() -> None:
    done = {"state": "done", "started": "2026-12-01", "finished": "2026-12-01", "people": ["ana"]}
    of = scenario(
        now="2026-12-02",
        people=[{"id": "ana"}],
        items=[{"id": "A", "effort": "4h", "prefer": ["ana"], "fixed": "2026-12-01", **done}],
    )
    assert list(item_rule_notes(of.items)) == []


def test_a_task_whose_start_is_fixed_must_start_then(tmp_path: Path) -> None:
    """Project would move it where its start was only the earliest."""
    FORMATS["mspdi"].write(plan(), tmp_path / "plan.xml")
    space = "{http://schemas.microsoft.com/project}"
    tasks = ET.parse(tmp_path / "plan.xml").getroot().iter(f"{space}Task")
    found = {t.findtext(f"{space}Name"): t for t in tasks}
    types = {name: task.findtext(f"{space}ConstraintType") for name, task in found.items()}
    assert [types[name] for name in "ABC"] == ["4", "2", "4"]
    assert found["B"].findtext(f"{space}ConstraintDate") == "2026-12-02T09:00:00"


def test_a_format_that_knows_only_earliest_starts_is_told() -> None:
    told = FORMATS["project"].notes(plan(), file_format="sdef")
    assert any("turns into something else: 1 fixed start: earliest starts" in line for line in told)
    assert "fixed" not in "".join(FORMATS["project"].notes(plan(), file_format="xer"))
