"""What keeps somebody off an item for who is on another one is told as the rule that it is."""

from __future__ import annotations

import pytest

from allocator.domain import Plan
from allocator.explain.why_not import why_not
from allocator.planner import SolveOptions, solve
from support.plans import scenario

ML = {"skills": ["ml", "sql"]}


@pytest.fixture(scope="module")
def plan() -> Plan:
    """Ana alone can do A; B is a review of it, C goes on with it, R is a review of what Bo did."""
    given = scenario(
        now="2026-12-01T09:00",
        people=[{"id": "ana", **ML}, {"id": "bo", "skills": ["sql"]}, {"id": "cy", **ML}],
        items=[
            {"id": "A", "needs": "ml", "effort": "2d", "avoid": ["cy"]},
            {"id": "B", "needs": "sql", "effort": "1d", "after": "A", "not_same_as": "A"},
            {"id": "C", "needs": "sql", "effort": "1d", "after": "B", "same_as": "A"},
            {"id": "D", "effort": "1d", "state": "done", "started": "2026-11-30",
             "finished": "2026-11-30", "people": ["bo"]},
            {"id": "R", "needs": "sql", "effort": "1d", "not_same_as": "D"},
        ],
    )  # fmt: skip
    return solve(given, SolveOptions(time_limit=5, workers=1)).plan


@pytest.mark.parametrize(
    ("question", "kind", "text"),
    [
        ("B by ana", "not_same_as", "nobody does both B and A (not_same_as), and ana has to do A"),
        ("R by bo", "not_same_as", "nobody does both R and D (not_same_as), and bo did D"),
        ("C by cy", "same_as", "the same people do C and A (same_as), and cy cannot be on A"),
    ],
)
def test_the_rule_is_told(plan: Plan, question: str, kind: str, text: str) -> None:
    answer = why_not(plan, question, time_limit=5, workers=1)
    assert answer.possible is False
    assert [(one.kind, one.text) for one in answer.forbidden_by] == [(kind, text)]


@pytest.fixture(scope="module")
def other() -> Plan:
    """One or two may share A; F begins on a day that is given."""
    given = scenario(
        people=[{"id": name, **ML} for name in ("ana", "bo", "cy")],
        items=[
            {"id": "A", "effort": "6d", "needs": [{"people": {"from": 1, "to": 2}}],
             "assign": ["ana", "bo", "cy"]},
            {"id": "F", "effort": "1d", "fixed": "2026-12-09"},
        ],
    )  # fmt: skip
    return solve(given, SolveOptions(time_limit=5, workers=1)).plan


@pytest.mark.parametrize(
    ("question", "kind", "text"),
    [
        ("A by ana and bo and cy", "staffing", "A takes 1 to 2 people, not 3"),
        ("F from 2026-12-10", "fixed", "F is fixed to Wed 9 Dec 2026"),
        ("F after 2026-12-09", "fixed", "F is fixed to Wed 9 Dec 2026"),
    ],
)
def test_numbers_and_fixed_starts_are_told(
    other: Plan, question: str, kind: str, text: str
) -> None:
    answer = why_not(other, question, time_limit=5, workers=1)
    assert answer.possible is False
    assert [(one.kind, one.text) for one in answer.forbidden_by] == [(kind, text)]


def test_as_many_as_may_share_can_be_asked_for(other: Plan) -> None:
    """It was refused with ``A takes 1 person, not 2``."""
    answer = why_not(other, "A by bo and cy", time_limit=10, workers=1)
    assert answer.already or answer.possible


def test_what_another_choice_allows_is_planned(plan: Plan) -> None:
    answer = why_not(plan, "B by cy", time_limit=10, workers=1)
    assert answer.possible is not False
