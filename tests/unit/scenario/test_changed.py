"""Changes of a scenario that is there as models are those that a change file makes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from allocator.errors import ScenarioError
from allocator.scenario import load
from allocator.scenario.changes.changed import changed
from support.plans import scenario

CHANGES: list[dict[str, Any]] = [
    {},
    {"update": {"ana": {"to": "2026-12-18"}, "calendar": {"end": "2027-03-31"}}},
    {"extend": {"ana": {"time_off": [{"from": "2026-12-03", "to": "2026-12-16"}]}}},
    {"remove": ["A"], "links": "relink"},
    {"add": {"items": [{"id": "C", "needs": "ml", "effort": "1d", "after": "B"}]}},
    {"update": {"now": "2026-12-02", "objectives": ["makespan"]}},
]


@pytest.mark.parametrize("change", CHANGES, ids=json.dumps)
def test_it_is_what_a_file_makes(change: dict[str, Any], tmp_path: Path) -> None:
    made = scenario(
        people=[{"id": "ana", "skills": ["ml"]}],
        items=[
            {"id": "A", "needs": "ml", "effort": "2d"},
            {"id": "B", "needs": "ml", "effort": "2d", "after": "A"},
        ],
    )
    (tmp_path / "change.json").write_text(json.dumps(change))
    (tmp_path / "scenario.json").write_text(made.model_dump_json(by_alias=True))
    files = load(tmp_path / "scenario.json", changes=[tmp_path / "change.json"] if change else [])
    assert changed(made, change) == files.scenario


def test_errors_are_those_of_the_changed_scenario() -> None:
    made = scenario(items=[{"id": "A", "effort": "1d"}], people=[{"id": "ana"}])
    with pytest.raises(ScenarioError, match="nosuch"):
        changed(made, {"remove": ["nosuch"]})
    with pytest.raises(ScenarioError, match="effort"):
        changed(made, {"update": {"A": {"effort": "often"}}})


def test_a_removed_item_leaves_the_baseline_too() -> None:
    made = scenario(
        people=[{"id": "ana"}],
        items=[{"id": name, "effort": "1d"} for name in ("A", "B")],
        baseline=[{"item": name, "start": "2026-12-01"} for name in ("A", "B")],
    )
    assert [one.item for one in changed(made, {"remove": ["A"]}).baseline] == ["B"]


def test_changes_that_are_tried_one_after_the_other_do_not_meet() -> None:
    made = scenario(
        people=[{"id": "ana", "skills": ["ml"]}],
        resources=[{"id": "gpu", "capacity": 1}],
        items=[
            {"id": "A", "needs": "ml", "effort": "2d", "resources": {"gpu": 1}},
            {"id": "B", "needs": "ml", "effort": "2d", "after": ["A"]},
        ],
        baseline=[{"item": "A", "start": "2026-12-01"}],
    )
    for change in (
        {"remove": ["A"], "links": "relink"},
        {"update": {"B": {"after": ["A"], "effort": "1d"}, "calendar": {"day_hours": 6}}},
        {"add": {"people": [{"id": "bo"}]}, "extend": {"B": {"avoid": ["bo"]}}},
        {"update": {"gpu": {"capacity": 3}, "ana": {"skills": {"sql": 3, "ml": 1}}}},
    ):
        assert changed(made, change) != made
        assert changed(made, {}) == made
