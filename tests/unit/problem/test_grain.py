"""The grain, by hand: what all starts and ends are multiples of."""

from __future__ import annotations

from typing import Any

import pytest

from allocator.domain import Scenario
from allocator.problem.compile import compile_problem
from allocator.problem.grain import grain


def of(items: list[dict[str, Any]], people: list[dict[str, Any]], **more: Any) -> int:
    """Return the grain of a scenario of eight slots of an hour a day."""
    data = {
        "name": "grain",
        "calendar": {"start": "2026-11-30", "slot": "1h"},
        "objectives": ["makespan"],
        "people": people,
        "items": items,
        **more,
    }
    return grain(compile_problem(Scenario.model_validate(data), axis_days=40))


ANA: dict[str, Any] = {"id": "ana"}
BO: dict[str, Any] = {"id": "bo"}


def items(*efforts: str, **more: Any) -> list[dict[str, Any]]:
    return [{"id": f"i{k}", "effort": effort, **more} for k, effort in enumerate(efforts)]


@pytest.mark.parametrize(
    ("efforts", "slots"),
    [(("1d", "2d"), 8), (("0.5d", "2d"), 4), (("6h", "2d"), 2), (("3h", "2d"), 1)],
)
def test_it_divides_all_efforts(efforts: tuple[str, ...], slots: int) -> None:
    assert of(items(*efforts), [ANA]) == slots


def test_a_release_within_a_day_makes_it_smaller() -> None:
    work = items("1d", "1d")
    assert of([{**work[0], "not_before": "2026-12-02"}, work[1]], [ANA]) == 8
    fixed = {**work[0], "after": [{"item": "i1", "lag": "2h"}]}
    assert of([fixed, work[1]], [ANA]) == 2


def test_days_off_keep_it_and_half_days_halve_it() -> None:
    off = {"id": "bo", "time_off": [{"from": "2026-12-02", "to": "2026-12-03"}]}
    assert of(items("1d", "2d"), [ANA, off]) == 8
    assert of(items("1d", "2d"), [ANA, {"id": "bo", "capacity": 0.5}]) == 8
    assert of(items("1d", "0.5d"), [ANA, {"id": "bo", "capacity": 0.8}]) == 1


def test_where_earlier_is_not_better_there_is_none() -> None:
    """With a baseline, an item that starts when it did is better than one that starts earlier."""
    assert of(items("1d"), [ANA], objectives=["makespan"]) == 8
