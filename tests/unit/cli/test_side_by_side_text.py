"""Plans side by side can be read in a narrow terminal, and nothing is cut in silence."""

from __future__ import annotations

import pytest

from allocator.analysis.side_by_side.build import side_by_side
from allocator.analysis.side_by_side.column import PlanColumn
from allocator.cli.side_by_side_text import side_by_side_text
from allocator.domain import Plan
from support import plans

NAMES = ("Recommendations for the home page of the shop", "Churn", "Forecasting of demand")


def plan(day: int, names: tuple[str, ...] = NAMES, people: int = 2) -> Plan:
    """One item of each project, all done by p0 on a day."""
    scenario = plans.scenario(
        people=[{"id": f"p{k}", "skills": {"x": 1}} for k in range(people)],
        projects=[{"id": f"P{k}", "name": name} for k, name in enumerate(names)],
        items=[
            {"id": f"I{k}", "project": f"P{k}", "needs": "x", "effort": "1h"}
            for k in range(len(names))
        ],
    )
    return plans.plan_of(
        scenario,
        [
            plans.solo(f"I{k}", "p0", f"12-{day} 09:00", f"12-{day} 10:00", hours=1)
            for k in range(len(names))
        ],
    )


def shown(*subjects: Plan, labels: str = "plan", width: int = 80) -> str:
    columns = [PlanColumn(each, f"{labels} {k}") for k, each in enumerate(subjects, 1)]
    return side_by_side_text(side_by_side(columns), width=width)


@pytest.mark.parametrize("number", [1, 2, 5, 6, 12])
@pytest.mark.parametrize("width", [60, 80, 120])
def test_all_plans_and_all_dates_are_there_within_the_width(number: int, width: int) -> None:
    text = shown(*(plan(10 + k) for k in range(number)), width=width)
    assert max(map(len, text.splitlines())) <= width
    for k in range(number):
        assert f"plan {k + 1}" in text
        assert text.count(f"{10 + k} Dec 2026") >= 4
    assert "…" not in text


def test_five_plans_are_columns_at_80_and_rows_at_60() -> None:
    five = [plan(10 + k) for k in range(5)]
    wide, narrow = shown(*five).splitlines(), shown(*five, width=60).splitlines()
    assert wide[1].split() == [word for k in range(1, 6) for word in ("plan", str(k))]
    assert any(line.startswith("plan 5 ") for line in narrow)
    assert not any(line.startswith("everything") for line in narrow)


def test_long_labels_become_letters_that_are_explained() -> None:
    text = shown(plan(10), plan(11), labels="with-a-second-researcher-from-february")
    assert "A: with-a-second-researcher-from-february 1" in text
    assert text.splitlines()[5].split() == ["A", "B"]


def test_the_best_has_a_star() -> None:
    line = next(line for line in shown(plan(10), plan(11)).splitlines() if "everything" in line)
    assert "10 Dec 2026*" in line and "11 Dec 2026*" not in line


def test_of_many_rows_those_are_shown_that_differ_and_the_others_are_counted() -> None:
    many = tuple(f"Project {k}" for k in range(40))
    one, other = plan(10, many), plan(10, many)
    moved = plans.solo("I7", "p0", "12-14 09:00", "12-14 10:00", hours=1)
    items = [moved if entry.id == "I7" else entry for entry in other.items]
    text = shown(one, plans.plan_of(other.scenario, items))
    assert "Project 7" in text and "Project 8" not in text
    assert "and 39 more, the same in all plans" in text


def test_of_many_people_those_are_shown_whose_loads_differ_most() -> None:
    text = shown(plan(10, people=30), plan(14, people=30))
    assert "p0 " in text and "p12 " not in text
    assert "and 29 other people, whose loads differ no more" in text
