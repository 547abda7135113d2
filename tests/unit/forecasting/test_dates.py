"""Dates of future courses of events: from slots and boundaries to minutes."""

from __future__ import annotations

import numpy as np

from allocator.forecasting.results.quantiles import NEVER, NOT_DONE
from allocator.problem.compile import compile_problem
from support.futures_by_hand import GIVEN_UP, dates_of, possible
from support.plans import scenario, when

# Slots are hours from Tue 1 Dec 09:00 on, eight a day; boundary 8 is Tue 17:00, 16 Wed 17:00.
PEOPLE = [{"id": "a"}, {"id": "b"}]


def moments(dates, minutes):  # type: ignore[no-untyped-def]
    return [None if m == NOT_DONE else dates.timeline.moment(int(m)) for m in minutes]


def test_work_ends_at_its_boundary_and_a_milestone_with_the_last_before_it() -> None:
    given = scenario(
        people=PEOPLE,
        projects=[{"id": "P"}],
        items=[
            {"id": "A", "effort": "1d", "project": "P"},
            {"id": "B", "effort": "1d"},
            {"id": "M", "kind": "milestone", "after": ["A", "B"]},
        ],
    )
    dates = dates_of(given, [{"A": (0, 8), "B": (0, 12)}, {"A": (0, 16), "B": (0, 4)}])
    assert moments(dates, dates.item("A")) == [when("12-01 17:00"), when("12-02 17:00")]
    assert moments(dates, dates.item("M")) == [when("12-02 13:00"), when("12-02 17:00")]
    assert moments(dates, dates.project("P")) == moments(dates, dates.item("A"))
    assert moments(dates, dates.whole) == moments(dates, dates.item("M"))


def test_elapsed_time_ends_to_the_minute() -> None:
    given = scenario(
        people=PEOPLE,
        items=[
            {"id": "T", "elapsed": "90m"},
            {"id": "M", "kind": "milestone", "after": "T"},
        ],
    )
    dates = dates_of(given, [{"T": (7, 7)}, {"T": (1, 1)}])
    assert moments(dates, dates.item("T")) == [when("12-01 17:30"), when("12-01 11:30")]
    assert moments(dates, dates.item("M")) == moments(dates, dates.item("T"))


def test_a_milestone_waits_for_its_own_date() -> None:
    given = scenario(
        people=PEOPLE,
        items=[
            {"id": "A", "effort": "1d"},
            {"id": "M", "kind": "milestone", "after": "A", "not_before": "2026-12-03"},
        ],
    )
    dates = dates_of(given, [{"A": (0, 8)}, {"A": (0, 24)}])
    assert moments(dates, dates.item("M")) == [when("12-03 00:00"), when("12-03 17:00")]


def test_what_is_given_up_holds_nothing_and_does_not_come() -> None:
    given = scenario(
        people=PEOPLE,
        items=[
            {"id": "A", "effort": "1d"},
            {"id": "B", "effort": "1d"},
            {"id": "M", "kind": "milestone", "after": ["A", "B"]},
        ],
    )
    dates = dates_of(given, [{"A": (0, 8), "B": GIVEN_UP}, {"A": (0, 8), "B": (8, 16)}])
    assert moments(dates, dates.item("B")) == [None, when("12-02 17:00")]
    assert moments(dates, dates.item("M")) == [when("12-01 17:00"), when("12-02 17:00")]


def test_an_item_is_finished_with_the_last_of_its_tries_that_was_done() -> None:
    """A try that is not needed holds nobody: what waits for it waits for the one before, too."""
    given = scenario(
        people=PEOPLE,
        items=[
            {"id": "X", "effort": "1d"},
            {"id": "X-2", "effort": "1d", "after": "X"},
            {"id": "M", "kind": "milestone", "after": ["X", "X-2"]},
        ],
    )
    work = possible(given, attempts={"X": ("X", "X-2")}, only_if={"X-2": ("X",)})
    dates = dates_of(
        given, [{"X": (0, 8), "X-2": (8, 8)}, {"X": (0, 8), "X-2": (8, 20)}], work=work
    )
    assert moments(dates, dates.item("X")) == [when("12-01 17:00"), when("12-03 13:00")]
    assert moments(dates, dates.item("X-2")) == [None, when("12-03 13:00")]
    assert moments(dates, dates.item("M")) == [when("12-01 17:00"), when("12-03 13:00")]


def test_a_milestone_goes_with_the_tries_that_drop_it_unless_it_has_come() -> None:
    given = scenario(
        people=PEOPLE,
        items=[
            {"id": "X", "effort": "1d"},
            {"id": "B", "effort": "1d"},
            {"id": "M", "kind": "milestone", "after": ["B"]},
        ],
    )
    rows = [{"X": (0, 8), "B": (0, 12)}, {"X": (0, 8), "B": (0, 4)}, {"X": (0, 8), "B": (0, 12)}]
    failed = {"X": np.array([True, True, False])}
    dates = dates_of(given, rows, work=possible(given, drops={"X": ("M",)}), failed=failed)
    assert moments(dates, dates.item("M")) == [None, when("12-01 13:00"), when("12-02 13:00")]


def test_what_does_not_end_on_the_axis_keeps_its_project_from_ending() -> None:
    given = scenario(
        people=PEOPLE,
        items=[
            {"id": "A", "effort": "1d"},
            {"id": "B", "effort": "1d"},
            {"id": "M", "kind": "milestone", "after": ["A"]},
        ],
    )
    end = compile_problem(given, axis_days=60).horizon
    dates = dates_of(given, [{"A": (0, end), "B": (0, 4)}, {"A": (end, end), "B": (0, 4)}])
    for minutes in (dates.item("A"), dates.item("M"), dates.whole):
        assert minutes.tolist() == [NEVER, NEVER]
    assert np.isnan(dates.item_days("A")).all()


def test_what_is_done_keeps_its_date() -> None:
    given = scenario(
        people=PEOPLE,
        now="2026-12-03",
        items=[
            {
                "id": "A",
                "effort": "1d",
                "state": "done",
                "started": "2026-12-01",
                "finished": "2026-12-01",
            },
            {"id": "B", "effort": "1d"},
        ],
    )
    dates = dates_of(given, [{"B": (0, 8)}])
    assert moments(dates, dates.item("A")) == [when("12-01 17:00")]
    assert moments(dates, dates.item("B")) == [when("12-03 17:00")]


def test_working_days_leave_out_nights_and_weekends() -> None:
    given = scenario(people=PEOPLE, items=[{"id": "A", "effort": "1d"}])
    dates = dates_of(given, [{"A": (0, 8)}, {"A": (0, 36)}, {"A": GIVEN_UP}])
    days = dates.item_days("A")
    assert days[:2].tolist() == [1.0, 4.5]
    assert np.isnan(days[2])
