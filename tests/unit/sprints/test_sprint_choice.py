"""Which sprints are meant, and what is said where there are none."""

from __future__ import annotations

import pytest

import sprint_plans
from allocator.errors import InputError
from allocator.sprints.build import sprint_sheets


def test_all_sprints_in_order() -> None:
    assert [page.number for page in sprint_sheets(sprint_plans.plan(), "all")] == [1, 2, 3]


def test_without_sprints_the_two_lines_to_add_are_shown() -> None:
    with pytest.raises(InputError) as error:
        sprint_sheets(sprint_plans.plan(sprints=None))
    assert "  sprints:\n    {length: 2w, first: 2026-12-01, count: 6}" in str(error.value)


@pytest.mark.parametrize("which", ["4", "0", "soon", "01"])
def test_a_sprint_that_is_not_there(which: str) -> None:
    with pytest.raises(InputError, match=rf"no sprint {which}; .* \(1 to 3\)"):
        sprint_sheets(sprint_plans.plan(), which)


def test_a_team_that_is_not_there() -> None:
    with pytest.raises(InputError, match='no team "gamma"; the teams are alpha, beta'):
        sprint_sheets(sprint_plans.plan(), "next", "gamma")


def test_no_sprint_is_left() -> None:
    with pytest.raises(InputError, match='"Sprint 3", runs from 2026-12-21 to 2026-12-27'):
        sprint_sheets(sprint_plans.plan(now="2026-12-22"))
