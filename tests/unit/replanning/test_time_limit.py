"""The default time limit of a re-planning: by open items, less what a slow start took."""

from __future__ import annotations

import pytest

from allocator.replanning.time_limit import seconds_for


@pytest.mark.parametrize(
    ("items", "seconds"),
    [(0, 3.0), (80, 3.0), (120, 9.5), (160, 16.0), (1_600, 16.0), (9_999, 60.0)],
)
def test_it_grows_with_the_open_items(items: int, seconds: float) -> None:
    assert seconds_for(items) == seconds


def test_a_slow_start_is_taken_off_and_a_second_is_left() -> None:
    assert seconds_for(80, 0.5) == 3.0
    assert seconds_for(80, 1.7) == pytest.approx(2.0)
    assert seconds_for(80, 30.0) == 1.0
    assert seconds_for(9_999, 2.7) == pytest.approx(58.0)
