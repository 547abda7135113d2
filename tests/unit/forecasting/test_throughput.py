"""The forecast by throughput: hand-computed weeks and limits."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from allocator.errors import InputError
from allocator.forecasting.throughput import (
    WeeklyCounts,
    day_after,
    simulate_throughput,
    trend,
    weekly_counts,
    weeks_until,
)
from allocator.forecasting.throughput_params import ThroughputParams

MONDAY = dt.date(2026, 11, 30)
CALM = ThroughputParams(drift_sd=0.0)


def weeks(*finished: float, created: float = 0.0) -> WeeklyCounts:
    return WeeklyCounts(np.array(finished), np.full(len(finished), created), MONDAY)


def test_an_even_pace_without_drift_ends_on_the_day_that_arithmetic_says() -> None:
    drawn = simulate_throughput(weeks(*[5.0] * 10), 12, futures=50, params=CALM)
    # 5 a week: 12 items take 2.4 weeks, which is the end of the second day of the third week
    assert drawn.weeks == pytest.approx(2.4)
    assert drawn.finish(0.5) == drawn.finish(0.95) == dt.date(2026, 12, 15)
    assert drawn.chance_by(dt.date(2026, 12, 15)) == 1
    assert drawn.chance_by(dt.date(2026, 12, 14)) == 0


def test_work_that_comes_up_is_done_too() -> None:
    # a fifth of what is done comes up: 12 / (5 * 0.8) = 3 weeks
    drawn = simulate_throughput(weeks(*[5.0] * 10), 12, growth=0.2, futures=9, params=CALM)
    assert drawn.weeks == pytest.approx(3, abs=0.05)
    drawn = simulate_throughput(
        weeks(*[5.0] * 10, created=2.0), 12, growth="created", futures=9, params=CALM
    )
    assert (drawn.weeks > 3).all()
    assert (drawn.weeks <= 4).all()


def test_what_grows_as_fast_as_it_is_done_never_ends() -> None:
    history = weeks(*[5.0] * 10, created=5.0)
    params = ThroughputParams(drift_sd=0.0, horizon_weeks=60)
    drawn = simulate_throughput(history, 12, growth="created", futures=9, params=params)
    assert drawn.finish(0.5) is None


def test_how_many_are_done_by_a_day_counts_beyond_the_items() -> None:
    friday = dt.date(2026, 12, 25)
    drawn = simulate_throughput(weeks(*[5.0] * 10), 2, through=friday, futures=9, params=CALM)
    assert drawn.done_by(friday, 0.85) == 20
    assert drawn.done_by(dt.date(2026, 12, 1), 0.85) == 2
    assert drawn.done_by(MONDAY - dt.timedelta(days=1), 0.85) == 0


def test_more_items_end_later_and_higher_chances_too() -> None:
    history = weeks(*np.random.default_rng(1).poisson(4, 40))
    few = simulate_throughput(history, 20, futures=400)
    many = simulate_throughput(history, 40, futures=400)
    for chance in (0.1, 0.5, 0.85):
        assert few.finish(chance) < many.finish(chance)
    assert few.finish(0.1) < few.finish(0.5) < few.finish(0.95)


def test_the_same_seed_gives_the_same_futures() -> None:
    history = weeks(*np.random.default_rng(1).poisson(4, 40))
    first, again = (simulate_throughput(history, 20, futures=50, seed=3) for _ in range(2))
    assert (first.weeks == again.weeks).all()


def test_weeks_count_back_from_the_end_and_empty_ones_count() -> None:
    days = [MONDAY - dt.timedelta(days=n) for n in (1, 7, 8, 8, 15, 16, 17, 18, 19, 20, 63, 70)]
    counted = weekly_counts(days, [], end=MONDAY, params=ThroughputParams(least_items=5))
    assert counted.finished.tolist() == [1, 1, 0, 0, 0, 0, 0, 6, 2, 2]


@pytest.mark.parametrize("count", [0, 9, 400])
def test_too_little_history_is_refused(count: int) -> None:
    days = [MONDAY - dt.timedelta(days=n % 50) for n in range(count)]
    with pytest.raises(InputError, match="too little to forecast from"):
        weekly_counts(days, [])


def test_a_change_of_pace_is_told_and_noise_is_not() -> None:
    random = np.random.default_rng(2)
    assert trend(weeks(*random.poisson(3, 18), *random.poisson(12, 8))) is not None
    assert trend(weeks(*random.poisson(6, 26))) is None


@pytest.mark.parametrize("start", [MONDAY, dt.date(2026, 12, 3), dt.date(2026, 12, 5)])
def test_days_and_weeks_are_each_other_s_inverse(start: dt.date) -> None:
    for fifths in range(1, 30):
        day = day_after(start, fifths / 5)
        assert day.weekday() < 5
        assert weeks_until(start, day) == pytest.approx(fifths / 5)
