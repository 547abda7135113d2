"""The load by person and week: percentages, shades, and a bound on what is shown."""

from __future__ import annotations

import datetime as dt

import pytest

from allocator.exports.pictures.heatmap import MAX_WEEKS, heatmap, shade
from support import plans, report_plans


def test_a_cell_is_planned_of_available_hours() -> None:
    table = heatmap(report_plans.rich())
    assert table is not None
    assert table.weeks == ("30", "7", "14")
    bo = next(row for row in table.rows if row.name == "Bo Chen")
    # Half days, counted from now on, a Thursday. In the second week two days off, and all the
    # rest on T-3, which goes on until Monday.
    assert [(cell.text, cell.tooltip) for cell in bo.cells] == [
        ("", "0 of 8 hours"),
        ("100", "12 of 12 hours"),
        ("25", "4 of 16 hours"),
    ]


@pytest.mark.parametrize(
    ("load", "found"), [(0, "0"), (0.01, "1"), (0.2, "1"), (0.21, "2"), (1, "5"), (1.01, "over")]
)
def test_shades_go_up_in_fifths(load: float, found: str) -> None:
    assert shade(load) == found


def test_years_of_weeks_are_cut_and_counted() -> None:
    far = dt.datetime(2036, 12, 1, 9)
    subject = plans.scenario(
        people=[{"id": "ana"}],
        items=[{"id": "M", "kind": "milestone", "not_before": "2036-12-01T09:00"}],
    )
    made = plans.plan_of(subject, [plans.entry("M", str(far), str(far))])
    table = heatmap(made)
    assert table is not None
    assert len(table.weeks) == len(table.rows[0].cells) == MAX_WEEKS
    assert table.more == 522 - MAX_WEEKS + 1


def test_without_people_there_is_none() -> None:
    plan = report_plans.rich()
    nobody = plan.scenario.model_copy(update={"people": ()})
    assert heatmap(plan.model_copy(update={"scenario": nobody, "items": ()})) is None
