"""Parameters of the planner are checked when they are made."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

from allocator.domain.params import Params, ranges_of
from allocator.planner.lns.params import LnsParams
from allocator.planner.params import (
    DEFAULT_PARAMS,
    SearchParams,
    ShareParams,
    TierParams,
)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: TierParams(time_fraction=1.5),
            "TierParams.time_fraction is 1.5; it must be 0 to 1",
        ),
        (
            lambda: TierParams(min_repeat_seconds=-1.0),
            "TierParams.min_repeat_seconds is -1.0; it must be at least 0 seconds",
        ),
        (
            lambda: LnsParams(max_size=2.5),  # type: ignore[arg-type]
            "LnsParams.max_size is 2.5; it must be a whole number, at least 1",
        ),
        (
            lambda: ShareParams(min_people_shares={"climb": 2.0}),
            "ShareParams.min_people_shares['climb'] is 2.0; it must be 0 to 1",
        ),
        (
            lambda: ShareParams(min_people_shares={"climb": 0.7, "lns": 0.7}),
            "ShareParams.min_people_shares add up to 1.4; it must be 0 to 1",
        ),
        (
            lambda: TierParams(time_fraction=True),
            "TierParams.time_fraction is True; it must be 0 to 1",
        ),
        (
            lambda: TierParams(time_fraction=float("nan")),
            "TierParams.time_fraction is nan; it must be 0 to 1",
        ),
    ],
)
def test_a_number_out_of_range_is_refused(make: Callable[[], Params], message: str) -> None:
    with pytest.raises(ValueError, match="it must be") as refused:
        make()
    assert str(refused.value) == message


def test_whole_numbers_will_do_where_any_number_will() -> None:
    assert TierParams(time_fraction=1).time_fraction == 1


def _parts(params: Params) -> list[Params]:
    found = [params]
    for field in dataclasses.fields(params):
        value = getattr(params, field.name)
        for each in value if isinstance(value, tuple) else (value,):
            found += _parts(each) if isinstance(each, Params) else ()
    return found


def test_every_number_has_a_range_and_stands_in_the_docstring() -> None:
    for part in _parts(SearchParams()):
        ranges = ranges_of(type(part))
        for field in dataclasses.fields(part):
            value = getattr(part, field.name)
            if isinstance(value, Params):
                continue
            known = field.name in ranges or isinstance(value[0], Params)
            assert known, f"{type(part).__name__}.{field.name} has no range"
            assert field.name in str(type(part).__doc__), f"{field.name} is not described"


def test_params_cannot_change() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        DEFAULT_PARAMS.bound_time_fraction = 0.5  # type: ignore[misc]
