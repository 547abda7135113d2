"""Overloads are found in one pass over what is held."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.analysis.capacity_use import CapacityUse
from allocator.checks.sweep import overloads

START = dt.datetime(2026, 12, 1)


def hour(number: int) -> dt.datetime:
    return START + dt.timedelta(hours=number)


def held_between(
    holds: Sequence[CapacityUse], start: dt.datetime, finish: dt.datetime
) -> list[CapacityUse]:
    """Return what is held at some time of an interval, by looking at everything."""
    return [h for h in holds if h.start < h.finish and h.start < finish and h.finish > start]


spans = st.tuples(st.integers(0, 12), st.integers(-1, 5), st.integers(1, 4))


@given(st.lists(spans, max_size=9))
def test_overloads_are_those_of_every_hour_looked_at_alone(
    drawn: list[tuple[int, int, int]],
) -> None:
    holds = [
        CapacityUse(f"i{k}", hour(at), hour(at + length), Fraction(quarters, 4))
        for k, (at, length, quarters) in enumerate(drawn)
    ]
    loads = [sum(h.amount for h in held_between(holds, hour(n), hour(n + 1))) for n in range(18)]
    over = [n for n, load in enumerate(loads) if load > 1]
    found = list(overloads(holds, Fraction(1)))
    assert [n for n in range(18) if any(o.start <= hour(n) < o.finish for o in found)] == over
    for each in found:
        inside = [n for n in over if each.start <= hour(n) < each.finish]
        assert each.peak == max(loads[n] for n in inside)
        assert list(each.held) == held_between(holds, each.start, each.finish)


class _Counted:
    """Something held that counts how often its dates are asked for."""

    asked = 0

    def __init__(self, start: dt.datetime, finish: dt.datetime) -> None:
        self._start, self._finish, self.amount = start, finish, Fraction(1)

    @property
    def start(self) -> dt.datetime:
        type(self).asked += 1
        return self._start

    @property
    def finish(self) -> dt.datetime:
        type(self).asked += 1
        return self._finish


@pytest.mark.parametrize("number", [50, 400])
def test_many_overloads_ask_each_date_a_few_times(number: int) -> None:
    """Every overload looked at all that its person ever holds: the square of the items."""
    _Counted.asked = 0
    pairs = [_Counted(hour(3 * k), hour(3 * k + 2)) for k in range(number) for _ in range(2)]
    assert len(list(overloads(cast(Any, pairs), Fraction(1)))) == number
    assert _Counted.asked <= 10 * len(pairs)
