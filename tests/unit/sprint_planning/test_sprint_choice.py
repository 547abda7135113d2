"""Which sprints are meant, and what is said where there are none."""

from __future__ import annotations

import pytest

from allocator.errors import InputError
from allocator.sprint_planning.build import sprint_sheets
from support import sprint_plans


def test_all_sprints_in_order() -> None:
    assert [page.number for page in sprint_sheets(sprint_plans.plan(), "all")] == [1, 2, 3]


@pytest.mark.parametrize(
    ("which", "now", "number"),
    [
        ("current", "2026-12-07", 1),  # its first day
        ("current", "2026-12-13", 1),  # its last day, a Sunday
        ("current", "2026-12-14", 2),
        ("Current", "2026-12-16T15:00", 2),
        ("next", "2026-12-16", 3),
        ("2", "2026-12-16", 2),
        ("Sprint 1", "2026-12-16", 1),  # also one that is over
        ("  sprint 3 ", "2026-12-16", 3),
    ],
)
def test_a_sprint_by_its_time_number_or_name(which: str, now: str, number: int) -> None:
    """The sprint that had begun could only be had by its number."""
    sheets = sprint_sheets(sprint_plans.plan(now=now), which)
    assert [page.number for page in sheets] == [number]


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ("2026-12-02", 'the next one, "Sprint 1", .*\n.*--sprint next'),
        ("2027-01-04", 'the last one, "Sprint 3", .*\n.*--sprint 3'),
    ],
)
def test_no_sprint_is_under_way(now: str, told: str) -> None:
    with pytest.raises(InputError, match=f"no sprint is under way on {now}: {told}"):
        sprint_sheets(sprint_plans.plan(now=now), "current")


def test_nothing_is_no_sprint() -> None:
    with pytest.raises(InputError, match=r"no sprint without a name; .* \("):
        sprint_sheets(sprint_plans.plan(), " ")


def test_where_the_last_sprint_runs_it_is_offered() -> None:
    with pytest.raises(InputError, match="--sprint current"):
        sprint_sheets(sprint_plans.plan(now="2026-12-22"))


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
