"""The table of ``replan --options`` can be read in a narrow terminal and in a wide one."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from allocator.analysis.comparison import Comparison, DateChange
from allocator.cli.options_table import render_options
from allocator.replanning import Option, Replanned
from support import plans

NAMES = ("Recommendations for the home page of the shop", "Churn", "Forecasting of demand")


def options(count: int, names: tuple[str, ...] = NAMES) -> list[Option]:
    scenario = plans.scenario(
        people=[{"id": "a", "skills": {"x": 1}}],
        items=[{"id": "A", "needs": "x", "effort": "1d"}],
        now="2026-12-01",
        objectives=["tardiness", "stability"],
        baseline=[{"item": "A", "start": "2026-12-01T09:00", "people": ["a"]}],
    )
    plan = plans.plan_of(scenario, [plans.solo("A", "a", "12-01 09:00", "12-01 17:00", hours=8)])
    return [
        Option(replanned=_replanned(plan, k, names), lead="tardiness", lateness=0.0, upheaval=0.0)
        for k in range(1, count + 1)
    ]


def _replanned(plan: plans.Plan, k: int, names: tuple[str, ...]) -> Replanned:
    now = dt.datetime(2026, 12, 10 + k, 17)
    empty = dict.fromkeys(
        (
            "added",
            "removed",
            "taken_up",
            "dropped",
            "moved",
            "reassigned",
            "newly_late",
            "no_longer_late",
        ),
        (),
    )
    dates = tuple(
        DateChange(
            kind="project",
            id=name,
            name=name,
            was=now,
            now=now,
            was_day=now.date(),
            now_day=now.date(),
            days=0,
        )
        for name in names
    )
    return Replanned(
        plan=plan,
        difference=Comparison(dates=dates, **empty),
        assumed=(),
        forced=(),
        notes=(),
        unchanged=False,
        interrupted=False,
        first_plan_seconds=0.0,
        seconds=0.0,
    )


@pytest.mark.parametrize("width", [60, 72, 80, 100, 120])
@pytest.mark.parametrize("count", [1, 2, 5])
def test_every_plan_has_its_whole_dates(
    width: int, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five plans in 80 columns were cut to ``option…`` and ``Fri 11 …``."""
    monkeypatch.setenv("COLUMNS", str(width))
    text = render_options(options(count))
    table = text.split("\n\nOption")[0]
    assert "…" not in table
    assert max(map(len, text.splitlines())) <= width
    assert [int(k) for k in re.findall(r"option (\d)", table)] == list(range(1, count + 1))
    for k in range(1, count + 1):
        assert len(re.findall(rf"\b{10 + k} Dec 2026", table)) == len(NAMES)


def test_five_plans_stand_side_by_side_in_80_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    text = render_options(options(5))
    (line,) = (line for line in text.splitlines() if line.startswith("Churn"))
    assert line.split("  ")[0] == "Churn"
    assert re.findall(r"\d+ Dec 2026", line) == [f"{10 + k} Dec 2026" for k in range(1, 6)]


def test_names_keep_whole_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    text = render_options(options(5))
    for word in NAMES[0].split():
        assert word in text


def test_the_table_says_what_its_options_and_objectives_are() -> None:
    text = render_options(options(5))
    assert "Option 1 changes least, option 5 has the best dates." in text
    assert "tardiness: lateness, weighted by priority." in text
    assert "stability: change against the plan before, near dates weighing more." in text
