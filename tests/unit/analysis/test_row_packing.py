"""Lanes hold spans without overlap, and are as few as spans meet at one instant."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from allocator.analysis.row_packing import pack_rows

Spans = list[tuple[int, int]]


@st.composite
def spans(draw: st.DrawFn) -> Spans:
    starts = draw(st.lists(st.integers(0, 30), max_size=25))
    return [(start, start + draw(st.integers(1, 10))) for start in starts]


@given(spans())
def test_no_two_in_a_lane_overlap_and_no_lane_is_spare(given: Spans) -> None:
    found = pack_rows(given)
    for one, (a, b) in enumerate(given):
        for two in range(one):
            c, d = given[two]
            assert found[one] != found[two] or b <= c or d <= a
    depth = max((sum(a <= t < b for a, b in given) for t in range(41)), default=0)
    assert len(set(found)) == depth
    assert set(found) == set(range(depth))


def test_spans_that_touch_share_a_lane() -> None:
    assert pack_rows([(0, 2), (2, 4), (1, 3)]) == [0, 0, 1]
