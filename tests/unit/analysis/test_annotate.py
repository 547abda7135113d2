"""What a bare plan gets filled in."""

from __future__ import annotations

import datetime as dt

from allocator.analysis.annotate import annotate
from support.plans import dropped, entry, scenario, solo, when

OF = scenario(
    calendar={"end": "2026-12-31"},
    people=[{"id": "ana", "name": "Ana"}],
    projects=[
        {"id": "p", "name": "Pay", "due": "2026-12-01", "deadline": "2026-12-02T13:00"},
        {"id": "q"},
    ],
    items=[
        {"id": "T", "title": "Try", "project": "p", "effort": "2d", "due": "2026-12-02"},
        {"id": "U", "effort": "4h", "due": "2026-12-02", "deadline": "2026-12-20"},
        {"id": "V", "effort": "1d", "optional": True, "due": "2026-12-02"},
        {"id": "M", "kind": "milestone", "project": "p"},
    ],
)
ITEMS, PEOPLE, METRICS = annotate(
    (
        solo("T", "ana", "12-01 09:00", "12-02 17:00", hours=16),
        solo("U", "ana", "12-03 09:00", "12-03 13:00", hours=4),
        dropped("V"),
        entry("M", "12-02 17:00", "12-02 17:00", title="stale", late_days=9.0, critical=False),
    ),
    OF,
)
T, U, V, M = ITEMS


def test_items_get_title_project_and_dates() -> None:
    assert (T.title, T.project, T.due) == ("Try", "p", dt.date(2026, 12, 2))
    assert (U.title, U.project, U.deadline) == ("", None, dt.date(2026, 12, 20))


def test_the_deadline_is_the_tightest_that_holds() -> None:
    """p's comes before the calendar's end; V has only that."""
    assert T.deadline == M.deadline == when("12-02 13:00")
    assert V.deadline == dt.date(2026, 12, 31)


def test_lateness_is_in_working_days() -> None:
    """U is half a day late, T on time; V is dropped and M has no due date."""
    assert (T.late_days, U.late_days, V.late_days, M.late_days) == (0.0, 0.5, None, None)
    assert (T.past_deadline_days, U.past_deadline_days) == (0.5, 0.0)


def test_what_was_there_is_replaced() -> None:
    assert M.title == ""
    assert M.critical


def test_projects_have_their_dates_with_or_without_items() -> None:
    p, q = METRICS.projects
    assert (p.id, p.name, p.start, p.finish) == ("p", "Pay", when("12-01 09:00"), T.finish)
    assert (p.late_days, p.deadline, p.past_deadline_days) == (1.0, when("12-02 13:00"), 0.5)
    assert (q.start, q.finish, q.late_days, q.past_deadline_days) == (None, None, None, 0.0)


def test_metrics_count_items() -> None:
    assert (METRICS.planned_items, METRICS.dropped_items, METRICS.late_items) == (3, 1, 1)
    assert (METRICS.start, METRICS.finish) == (when("12-01 09:00"), when("12-03 13:00"))


def test_people_are_summed_up() -> None:
    (ana,) = PEOPLE
    assert (ana.id, ana.name, ana.items, ana.planned_hours, ana.load) == ("ana", "Ana", 2, 20, 1.0)
