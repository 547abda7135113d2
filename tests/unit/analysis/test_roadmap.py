"""The road map: projects in order, with their dates now and before."""

from __future__ import annotations

import datetime as dt

from allocator.analysis.roadmap import roadmap
from support import report_plans, sample_plans


def at(day: int, hour: int = 9) -> dt.datetime:
    return dt.datetime(2026, 12, day, hour)


def test_projects_stand_in_order_and_loose_items_at_the_end() -> None:
    tracks = roadmap(report_plans.rich())
    assert [(track.id, track.items, track.done) for track in tracks] == [
        ("churn", 5, 1),
        ("uplift", 1, 0),
        (None, 1, 0),
    ]


def test_a_project_has_its_dates_and_those_before() -> None:
    churn = roadmap(report_plans.rich(), report_plans.earlier())[0]
    assert (churn.start, churn.finish) == (at(1), at(18))
    assert churn.was == (at(1), at(14, 17))
    assert churn.due == dt.datetime(2026, 12, 11)
    assert churn.late_text == "5 d"
    (mark,) = churn.marks
    assert (mark.at, mark.was, mark.late_text) == (at(18), at(14), "3 d")


def test_a_broken_deadline_counts_as_late() -> None:
    (churn,) = roadmap(sample_plans.relaxed_plan())
    assert churn.late_text == "2 d"
    assert churn.marks[0].late_text == "2 d"
