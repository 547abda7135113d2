"""There are never more plans to choose from than five, and the two ends are among them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from allocator.replanning.params import DEFAULT_PARAMS
from allocator.replanning.pareto_front import pareto_front, spread_out

PAIRS = st.lists(
    st.tuples(st.tuples(st.integers(0, 9), st.integers(0, 9)), st.integers(0, 30)),
    min_size=1,
    max_size=12,
)


@given(PAIRS)
def test_at_most_five_and_the_ends_stay(values: list[tuple[tuple[int, int], int]]) -> None:
    """Eight searches can give six plans and more of which none is better in both."""
    chosen = pareto_front(values)
    kept = spread_out(values, chosen)
    assert len(kept) == min(DEFAULT_PARAMS.options.max_options, len(chosen))
    assert (kept[0], kept[-1]) == (chosen[0], chosen[-1])
    assert [k for k in chosen if k in kept] == kept


def test_the_one_closest_to_its_neighbours_goes() -> None:
    values = [
        ((float(late),), float(move))
        for late, move in ((100, 0), (75, 25), (50, 50), (49, 51), (25, 75), (0, 100))
    ]
    assert [values[k][1] for k in spread_out(values, pareto_front(values))] in (
        [0, 25, 50, 75, 100],
        [0, 25, 51, 75, 100],
    )
