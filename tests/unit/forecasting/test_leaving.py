"""People who leave: who of a need's candidates is replaced, and until when work may last."""

from __future__ import annotations

import numpy as np
import pytest

from allocator.forecasting.simulation.arrays import GONE
from allocator.forecasting.simulation.leaving import latest_before, replaced


@pytest.mark.parametrize(
    ("count", "expected"), [(1, set()), (2, {2}), (3, {1, 2})], ids=["one stays", "two", "all"]
)
def test_only_who_is_needed_is_replaced_the_last_to_leave_first(
    count: int, expected: set[int]
) -> None:
    """Person 0 stays until the end of the axis, 1 leaves at slot 3, 2 at slot 5."""
    assert replaced([0, 1, 2], count, [10, 3, 5], 10) == expected


def test_who_leaves_ends_before_and_begins_nothing_after() -> None:
    latest = np.array([2, 2, 6, 6, 6, 6, 6], dtype=np.int32)
    assert latest_before(4, latest).tolist() == [2, 2, 4, 4, GONE, GONE, GONE]
