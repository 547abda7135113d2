"""not_same_as, same_as and max_items as they are written: tables, changes, findings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from allocator import load
from allocator.domain import Scenario
from allocator.domain.pair_choices import PairChoices
from allocator.domain.rework import with_rework
from allocator.errors import ScenarioError
from allocator.scenario import loads
from allocator.scenario.changes.changed import changed
from allocator.scenario.merge.renaming import with_ids
from support.plans import scenario

HEAD: dict[str, Any] = {
    "name": "t",
    "calendar": {"start": "2026-12-01"},
    "people": [{"id": "ana", "skills": ["ml"]}, {"id": "bo", "skills": ["ml", "sql"]}],
}


def read(items: list[dict[str, Any]], **more: Any) -> list[tuple[str, str]]:
    """Return code and message of what is found."""
    text = json.dumps({**HEAD, **more, "items": items})
    try:
        findings = loads(text).warnings
    except ScenarioError as error:
        findings = error.findings
    ignored = ("anyone-can-do", "person-without-work")
    return [(one.code, one.message) for one in findings if one.code not in ignored]


def work(name: str, needs: str = "ml", **more: Any) -> dict[str, Any]:
    return {"id": name, "needs": needs, "effort": "1d", **more}


def test_a_circle_of_three_is_told_with_the_chain() -> None:
    found = read([work("A"), work("B", same_as="A"), work("C", same_as=["B"], not_same_as="A")])
    (code, message) = found[0]
    assert code == "same-and-not-the-same"
    assert message.endswith("and the same by same_as: C = B = A")
    assert len(found) == 1


def test_part_of_a_team_on_another_item_contradicts_too() -> None:
    """Whoever does A is on both B and C, which are to have different people."""
    team = [{"skills": "ml", "people": 2}]
    found = read(
        [
            work("A"),
            work("B", same_as="A") | {"needs": team},
            work("C", same_as="A", not_same_as="B") | {"needs": team},
        ]
    )
    assert [code for code, _ in found] == ["same-and-not-the-same"]


def test_items_that_have_nobody_by_each_other_are_one_error() -> None:
    """Of a circle of same_as each item was told, one with everybody left out."""
    found = read(
        [
            work("A", same_as="B"),
            work("B", same_as="C", assign=["ana"]),
            work("C", same_as="A", assign=["bo"]),
            work("D", not_same_as="E", assign=["bo"]),
            work("E", "sql"),
        ]
    )
    assert [code for code, _ in found] == ["nobody-left-by-pairs"] * 2
    assert found[0][1].endswith("same_as C leaves out ana, and nobody is left")


def test_nobody_left_is_told_once_with_who_is_left_out_by_what() -> None:
    found = read([work("A", "sql"), work("B", "sql", not_same_as="A")])
    message = 'work item "B" has nobody who may do it: not_same_as A leaves out bo'
    assert found == [("nobody-left-by-pairs", f"{message}, and nobody is left")]


def test_an_optional_item_that_nobody_is_left_for_is_warned_of() -> None:
    found = read([work("A", "sql"), work("B", "sql", not_same_as="A", optional=True)])
    assert [code for code, _ in found][:1] == ["nobody-left-by-pairs"]
    assert "it will always be dropped" in found[0][1]


def test_what_may_be_dropped_takes_nobody_from_others() -> None:
    given = scenario(
        people=HEAD["people"],
        items=[work("A", "sql", optional=True), work("B", "sql", not_same_as="A")],
    )
    choices = PairChoices(given)
    assert choices.possible["B"] == {"bo"}
    assert choices.possible["A"] == set()


def test_people_are_passed_on_along_a_chain() -> None:
    given = scenario(
        people=HEAD["people"],
        items=[
            work("A"),
            work("B", same_as="A"),
            work("C", "sql", same_as="B"),
            work("D", not_same_as="C"),
        ],
    )
    possible = PairChoices(given).possible
    assert {name: sorted(people) for name, people in possible.items()} == {
        "A": ["bo"],
        "B": ["bo"],
        "C": ["bo"],
        "D": ["ana"],
    }


@pytest.mark.parametrize("value", [0, -1, 1.5, "two"])
def test_a_limit_is_a_whole_number_from_1_on(value: object) -> None:
    assert read([work("A")], max_items=value)


def test_cells_hold_several_ids(tmp_path: Path) -> None:
    (tmp_path / "items.csv").write_text(
        "id,needs,effort,not_same_as,same_as\nA,ml,1d,,\nB,ml,1d,A,\nC,ml,1d,B,A\nD,ml,1d,A; C,\n"
    )
    path = tmp_path / "s.yaml"
    path.write_text(json.dumps({**HEAD, "items": "items.csv"}))
    items = load(path).item_by_id
    assert (items["D"].not_same_as, items["C"].same_as) == (("A", "C"), ("A",))


def test_a_removed_item_is_taken_off_or_refused_once() -> None:
    given = scenario(
        people=HEAD["people"],
        items=[work("A"), work("B", after="A", not_same_as="A"), work("C", same_as=["A", "B"])],
    )
    with pytest.raises(ScenarioError) as error:
        changed(given, {"remove": {"items": ["A"]}})
    assert [one.message for one in error.value.findings] == [
        'work item "A" is removed, but named by B, C'
    ]
    rest = changed(given, {"remove": {"items": ["A"]}, "links": "relink"}).item_by_id
    assert (rest["B"].not_same_as, rest["C"].same_as) == ((), ("B",))


def test_renamed_items_are_renamed_there() -> None:
    text = "items:\n- {id: A, effort: 1d}\n- {id: B, effort: 1d, not_same_as: A, same_as: [A]}\n"
    assert "not_same_as: X, same_as: [X]" in with_ids(text, {"A": "X"})


def test_names_within_a_template_are_those_of_its_use(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(
        "template: own\nversion: 1\ntitle: Own\nabout: Own.\nitems:\n"
        "- {id: do, title: Do, needs: ml, effort: 1d}\n"
        "- {id: check, title: Check, needs: ml, effort: 1d, after: do, not_same_as: do}\n"
    )
    path = tmp_path / "s.yaml"
    path.write_text(json.dumps({**HEAD, "use": [{"template": "own.yaml", "id": "X"}]}))
    assert load(path).item_by_id["X-check"].not_same_as == ("X-do",)


def test_what_is_done_again_names_what_is_done_again_with_it() -> None:
    items = Scenario.model_validate(
        {
            **HEAD,
            "items": [
                work("A"),
                work("B", after="A", not_same_as="A"),
                work("C", after="B", succeeds=0.5, failures=1,
                     if_fails={"repeat": 2, "redo": ["A", "B"]}),
            ],
        }
    ).items  # fmt: skip
    again = {item.id: item for item in with_rework(items)}
    assert again["B (again for C, try 2)"].not_same_as == ("A", "A (again for C, try 2)")
    assert again["B"].not_same_as == ("A",)
