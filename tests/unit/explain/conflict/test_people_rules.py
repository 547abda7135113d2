"""Conflicts of who does what with whom: told with the rule that is part of them, and mended."""

from __future__ import annotations

from typing import Any

import pytest

from allocator.domain import Scenario
from allocator.explain.conflict import Conflict, explain_conflict
from allocator.explain.conflict.restriction import restricted
from allocator.scenario.changes.changed import changed
from support.conflicts import constraints_of, has_plan
from support.fact_reader import read_facts
from support.plans import scenario


def explained(of: Scenario) -> tuple[Conflict, str]:
    """Explain; what is told has no plan, and each repair has one."""
    conflict = explain_conflict(of, time_limit=30)
    assert has_plan(restricted(of, constraints_of(of, conflict))) is False
    assert conflict.repairs
    for repair in conflict.repairs:
        assert has_plan(changed(of, repair.change)), repair.text
    return conflict, "\n".join(conflict.lines())


ML = {"skills": ["ml"]}


def test_a_review_that_only_the_author_could_do_in_time() -> None:
    """Bo comes too late for either."""
    conflict, text = explained(
        scenario(
            people=[{"id": "ana", **ML}, {"id": "bo", **ML, "from": "2026-12-14"}],
            items=[
                {"id": "A", "needs": "ml", "effort": "2d"},
                {"id": "B", "needs": "ml", "effort": "1d", "after": "A", "not_same_as": "A",
                 "deadline": "2026-12-10"},
            ],
        )
    )  # fmt: skip
    assert "nobody does both B and A (not_same_as)" in text
    assert any("without not_same_as" in repair.text for repair in conflict.repairs)


def test_who_has_to_go_on_with_it_leaves_before_the_end() -> None:
    conflict, text = explained(
        scenario(
            people=[{"id": "ana", **ML, "to": "2026-12-02"}, {"id": "bo", **ML}],
            items=[
                {"id": "A", "needs": "ml", "effort": "1d", "assign": ["ana"]},
                {"id": "B", "needs": "ml", "effort": "3d", "same_as": "A"},
            ],
        )
    )
    assert "the same people do B and A (same_as)" in text
    assert {fact.kind for fact in conflict.facts} >= {"same_as", "item"}
    assert any("without same_as" in repair.text for repair in conflict.repairs)


def test_one_item_at_a_time_is_too_little() -> None:
    conflict, text = explained(
        scenario(
            people=[{"id": "ana", "name": "Ana", "max_items": 1}],
            items=[
                {"id": name, "needs": [{"share": 0.5}], "effort": "1d", "deadline": "2026-12-03"}
                for name in ("A", "B")
            ],
        )
    )
    assert "Ana is on at most 1 item at a time (max_items)" in text
    assert any("max_items: 2" in repair.text for repair in conflict.repairs)


def at_shares(share: float, days: int, names: str, effort: str = "1d", **fields: Any) -> Scenario:
    """Items at a share of Ana's time, by the end of so many days."""
    need = {"skills": {"ml": 0}, "share": share}
    return scenario(
        people=[{"id": "ana", **ML}],
        items=[
            {"id": name, "needs": [need], "effort": effort, "deadline": f"2026-12-{days:02}"}
            for name in names
        ],
        **fields,
    )


@pytest.mark.parametrize(
    ("share", "days", "names", "most"), [(0.5, 2, "AB", 1), (0.3, 4, "ABC", 2)]
)
def test_items_that_fit_beside_each_other(share: float, days: int, names: str, most: int) -> None:
    """With one more at a time there is a plan, so that nothing but max_items is in the way."""
    of = at_shares(share, days, names, max_items=most)
    conflict, text = explained(of)
    read = read_facts([fact.text for fact in conflict.facts])
    assert read is None or has_plan(read) is False
    assert has_plan(of.model_copy(update={"max_items": most + 1})) is True
    for name in names:
        assert f"{name} takes 1d at {share:.0%} of the time of only ana".replace("%", " %") in text
    assert f"ana is on at most {most} item{'s' * (most > 1)} at a time (max_items)" in text
    more = [one.text for one in conflict.repairs if "max_items" in one.text]
    assert more == [f"let ana be on {most + 1} items at a time (max_items: {most + 1})"]


def test_two_shares_that_do_not_fit_beside_each_other_are_both_told() -> None:
    conflict, text = explained(at_shares(0.6, 2, "AB"))
    read = read_facts([fact.text for fact in conflict.facts])
    assert read is None or has_plan(read) is False
    assert text.count("takes 1d at 60 % of the time of only ana") == 2


def test_shares_are_not_told_where_whole_days_would_not_do_either() -> None:
    _, text = explained(at_shares(0.6, 2, "AB", effort="1.2d"))
    assert "at 60 %" not in text
