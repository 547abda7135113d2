"""Scenarios differ in parts, each of which can be undone by itself."""

from __future__ import annotations

from typing import Any

from allocator.domain import Scenario
from allocator.explain.replay.differences import differences
from support.plans import scenario

PEOPLE = [{"id": "ana", "name": "Ana", "skills": {"sql": 2}}, {"id": "bo", "skills": {"sql": 1}}]
ITEMS = [
    {"id": "A", "effort": "2d"},
    {"id": "B", "effort": "2d", "after": "A"},
]


def made(**fields: Any) -> Scenario:
    return scenario(**{"people": PEOPLE, "items": ITEMS, **fields})


def test_all_parts_undone_give_the_old_scenario() -> None:
    old = made()
    people = [
        {
            **PEOPLE[0],
            "skills": {"sql": 1},
            "time_off": [{"from": "2026-12-07", "to": "2026-12-08"}],
        }
    ]
    items = [{**ITEMS[0], "effort": "3d", "due": "2026-12-10"}, {"id": "C", "effort": "1d"}]
    new = made(
        people=people, items=items, calendar={"holidays": {"dates": ["2026-12-24"]}}, plan_on="high"
    )

    found = differences(old, new, frozenset())

    undone = new
    for each in found:
        undone = each.undone(undone)
    by_id = [Scenario.model_validate(s.model_dump(by_alias=True)) for s in (old, undone)]
    assert by_id[0].item_by_id == by_id[1].item_by_id
    assert by_id[0].model_copy(update={"items": ()}) == by_id[1].model_copy(update={"items": ()})


def test_an_item_that_came_goes_with_the_links_to_it() -> None:
    new = made(
        items=[*ITEMS[:1], {"id": "N", "effort": "1d", "after": "A"}, {**ITEMS[1], "after": "N"}]
    )

    (found,) = differences(made(), new, frozenset())

    assert (found.kind, found.section, found.id) == ("added", "items", "N")
    assert found.sentence == "N is new"
    assert found.undone(new).items == made().items


def test_each_absence_is_a_part_of_its_own() -> None:
    away = [{"from": "2026-12-07", "to": "2026-12-08"}, {"from": "2026-12-14", "to": "2026-12-14"}]
    new = made(people=[{**PEOPLE[0], "time_off": away}, PEOPLE[1]])

    found = differences(made(), new, frozenset())

    assert [one.sentence for one in found] == [
        "Ana is off from Mon 7 Dec 2026 to Tue 8 Dec 2026",
        "Ana is off on Mon 14 Dec 2026",
    ]
    kept = found[0].undone(new).person_by_id["ana"].time_off
    assert kept == new.person_by_id["ana"].time_off[1:]


def test_time_that_has_gone_on_is_no_difference() -> None:
    assert differences(made(), made(now="2026-12-09"), frozenset()) == []


def test_skills_are_told_with_their_levels() -> None:
    new = made(
        people=[{**PEOPLE[0], "skills": {"sql": 1, "r": 3}}, {**PEOPLE[1], "skills": {"r": 1}}]
    )

    found = differences(made(), new, frozenset())

    assert [one.sentence for one in found] == [
        "Ana has sql at level 1, was 2 and has r at level 3, which is new",
        "bo no longer has sql and has r at level 1, which is new",
    ]


def test_progress_as_planned_is_no_difference() -> None:
    done = {"state": "done", "started": "2026-12-01", "finished": "2026-12-02", "people": ["ana"]}
    new = made(items=[{**ITEMS[0], **done}, ITEMS[1]])

    assert differences(made(), new, {"A"}) == []
    (found,) = differences(made(), new, frozenset())
    assert found.unreported == {"A"}
