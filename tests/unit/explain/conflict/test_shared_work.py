"""Conflicts with work that several people may share: found, told truly, and mended."""

from __future__ import annotations

from typing import Any

import pytest

from allocator.domain import Scenario
from allocator.explain.conflict import Conflict, explain_conflict
from allocator.explain.conflict.restriction import restricted
from allocator.scenario.changes.changed import changed
from support.conflicts import constraints_of, goes_with, has_plan
from support.fact_reader import read_facts
from support.plans import scenario

ML: dict[str, Any] = {"skills": ["ml"]}


def explained(of: Scenario) -> tuple[Conflict, list[str]]:
    """Explain; what is told has no plan, nothing of it can go, and each repair gives a plan."""
    conflict = explain_conflict(of, time_limit=30)
    lines = [fact.text for fact in conflict.facts]
    read = read_facts(lines)
    assert read is None or has_plan(read) is False, lines
    constraints = constraints_of(of, conflict)
    assert has_plan(restricted(of, constraints)) is False
    assert conflict.minimal
    for left_out in constraints:
        kept = restricted(of, [one for one in constraints if not goes_with(one, left_out)])
        assert not kept.items or has_plan(kept) is True, left_out
    assert conflict.repairs
    for repair in conflict.repairs:
        assert has_plan(changed(of, repair.change)), repair.text
    return conflict, lines


def shared(fewest: int, most: int, **fields: Any) -> dict[str, Any]:
    return {"skills": "ml", "people": {"from": fewest, "to": most}, **fields}


def test_all_who_may_share_it_are_too_few() -> None:
    """It said that the time did not suffice: a part was tested in place of the whole effort."""
    _, lines = explained(
        scenario(
            people=[{"id": name, **ML} for name in ("ana", "bo", "cleo")],
            items=[{"id": "A", "needs": shared(1, 2), "effort": "6d", "deadline": "2026-12-02"}],
        )
    )
    assert "A takes 6d, shared by up to 2 people, who start together" in lines


def test_who_has_the_skill_is_told_with_how_many_may_share() -> None:
    _, lines = explained(
        scenario(
            people=[{"id": "ana", **ML}, {"id": "bo", **ML}, {"id": "cleo"}],
            items=[{"id": "A", "needs": shared(1, 3), "effort": "6d", "deadline": "2026-12-02"}],
        )
    )
    text = "A takes 6d, shared by up to 2 of ana or bo (with ml), who start together"
    assert text in lines


def test_it_is_not_said_to_be_done_by_one_person() -> None:
    """It said ``A takes 6d by one person``, whom two may share it."""
    _, lines = explained(
        scenario(
            people=[{"id": "ana", **ML}, {"id": "bo", **ML}],
            items=[
                {"id": "A", "needs": shared(1, 2), "effort": "6d"},
                {"id": "B", "needs": "ml", "effort": "2d", "after": "A", "deadline": "2026-12-04"},
            ],
        )
    )
    assert "A takes 6d, shared by up to 2 people, who start together" in lines
    assert "B takes 2d by one person" in lines


def test_as_many_as_it_takes_come_too_late() -> None:
    """Two share it at least; with fewer there is a plan, and the repair says so."""
    conflict, lines = explained(
        scenario(
            people=[{"id": "ana", **ML}, {"id": "bo", **ML, "from": "2026-12-07"}],
            items=[{"id": "A", "needs": shared(2, 3), "effort": "2d", "deadline": "2026-12-04"}],
        )
    )
    assert "A takes 2d, shared by only ana and bo (with ml), who start together" in lines
    assert any(
        repair.text == "let 1 to 3 people share A, instead of 2 to 3" for repair in conflict.repairs
    )


def test_who_alone_can_do_it_shares_it_with_nobody() -> None:
    _, lines = explained(
        scenario(
            people=[{"id": "ana", **ML}, {"id": "bo"}],
            items=[{"id": "A", "needs": shared(1, 2), "effort": "3d", "deadline": "2026-12-02"}],
        )
    )
    assert "A takes 3d by only ana (with ml)" in lines


def test_at_a_share_of_their_time() -> None:
    _, lines = explained(
        scenario(
            people=[{"id": "ana", **ML}, {"id": "bo", **ML}],
            items=[
                {"id": "A", "needs": shared(1, 2, share=0.5), "effort": "3d",
                 "deadline": "2026-12-02"}
            ],
        )
    )  # fmt: skip
    text = "A takes 3d, shared by 50 % of the time of up to 2 people, who start together"
    assert text in lines


def test_beside_somebody_else() -> None:
    _, lines = explained(
        scenario(
            people=[{"id": "ana", **ML}, {"id": "bo", **ML}, {"id": "ops", "skills": ["ops"]}],
            items=[
                {"id": "A", "needs": [shared(1, 2), {"skills": "ops", "effort": "1d"}],
                 "effort": "6d", "deadline": "2026-12-02"}
            ],
        )
    )  # fmt: skip
    assert lines[1].startswith("A takes 6d, shared by up to 2 ")


@pytest.mark.parametrize("fields", [{}, {"remaining": "3d", "people": ["ana", "bo"]}])
def test_what_is_in_progress(fields: dict[str, Any]) -> None:
    """Without people it is open how many go on with it; ``remaining`` is that of each one."""
    _, lines = explained(
        scenario(
            now="2026-12-02",
            people=[{"id": "ana", **ML}, {"id": "bo", **ML}],
            items=[
                {"id": "A", "needs": shared(1, 2), "effort": "6d", "deadline": "2026-12-03",
                 "state": "in_progress", "started": "2026-12-01", **fields}
            ],
        )
    )  # fmt: skip
    known = "3d each by only ana and bo" if fields else "6d, shared by up to 2 of ana or bo"
    assert f"A still takes {known}, who start together" in lines
