"""A search that closes too little of the gap for too long makes room for others."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from allocator.planner.operators.stall_watch import StallWatch


@pytest.fixture
def course() -> SimpleNamespace:
    """A gap of 100 after 10 seconds."""
    return SimpleNamespace(gap=100, now=10.0)


@pytest.fixture
def watch(course: SimpleNamespace) -> StallWatch:
    """Five seconds without a tenth of the gap closed are a stall."""
    return StallWatch(lambda: course.gap, lambda: course.now, seconds=5.0, enough=0.1)


def test_it_stalls_after_so_long_without_progress(
    course: SimpleNamespace, watch: StallWatch
) -> None:
    course.now = 15.0
    assert not watch.has_stalled
    course.now = 15.1
    assert watch.has_stalled


def test_time_counts_from_the_last_progress(course: SimpleNamespace, watch: StallWatch) -> None:
    course.now, course.gap = 14.0, 90
    assert not watch.has_stalled
    course.now = 19.0
    assert not watch.has_stalled
    course.now = 19.1
    assert watch.has_stalled


def test_a_little_is_no_progress(course: SimpleNamespace, watch: StallWatch) -> None:
    """Not even if it comes again and again; but it adds up."""
    for course.now, course.gap in ((12.0, 97), (14.0, 94)):
        assert not watch.has_stalled
    course.now, course.gap = 15.1, 91
    assert watch.has_stalled
    course.gap = 90
    assert not watch.has_stalled


def test_the_gap_that_is_left_counts(course: SimpleNamespace, watch: StallWatch) -> None:
    """After half is closed, a tenth of the other half is enough."""
    for course.now, course.gap in ((14.0, 50), (18.0, 45), (22.0, 40)):
        assert not watch.has_stalled
    course.now = 23.1
    assert not watch.has_stalled
    course.now = 27.1
    assert watch.has_stalled
