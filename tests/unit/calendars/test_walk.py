"""The walk through somebody's slots at its edges; properties/ has the rest."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

from allocator.calendars import Calendars
from allocator.calendars.walk import finish_of_work
from support.plans import scenario, when


def _finish(start: str, minutes: int, **person: Any) -> dt.datetime | None:
    of = scenario(people=[{"id": "ana", **person}], items=[{"id": "T", "effort": "1d"}])
    return finish_of_work(
        Calendars(of).of(of.people[0]),
        when(start),
        effort_minutes=Fraction(minutes),
        share=Fraction(1),
        speed=Fraction(1),
    )


def test_a_start_within_a_slot_counts_from_the_next() -> None:
    assert _finish("12-01 09:30", 60) == when("12-01 11:00")


def test_a_start_in_the_night_counts_from_the_morning() -> None:
    assert _finish("12-04 23:00", 60) == when("12-07 10:00")


def test_effort_that_fills_days_ends_with_the_last() -> None:
    assert _finish("12-01 09:00", 3 * 480) == when("12-03 17:00")
    assert _finish("12-01 09:00", 3 * 480 + 1) == when("12-04 10:00")


def test_somebody_who_leaves_is_never_done() -> None:
    assert _finish("12-01 09:00", 480, to="2026-12-01") == when("12-01 17:00")
    assert _finish("12-01 09:00", 481, to="2026-12-01") is None


def test_work_of_more_than_fifty_years_is_given_up() -> None:
    assert _finish("12-01 09:00", 480 * 260 * 40) is not None
    assert _finish("12-01 09:00", 480 * 260 * 60) is None


def test_ten_tenths_are_one() -> None:
    """Floats would need an eleventh slot: 0.1 ten times is 0.9999999999999999."""
    assert sum(0.1 for _ in range(10)) < 1
    assert _finish("12-01 09:00", 60, capacity=0.1) == when("12-02 11:00")
