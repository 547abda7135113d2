"""Ratios of actual to estimated effort: what a fitted history, its file and the prior say."""

from __future__ import annotations

import math

import numpy as np
import pytest

from allocator.domain.calibration import Calibration, CommonFactors
from allocator.domain.history import PastTask
from allocator.forecasting.calibration.calibration_file import (
    calibration_of,
    hours_text,
    model_of,
    rounded_up,
)
from allocator.forecasting.calibration.fit import fit_model
from allocator.forecasting.calibration.params import DEFAULT_PARAMS
from allocator.forecasting.calibration.prior import public_prior
from allocator.forecasting.calibration.ratio_curve import LEVELS
from allocator.forecasting.calibration.ratio_tables import (
    common_factors,
    narrowed,
    ratio_quantiles,
    remaining_quantiles,
)
from allocator.forecasting.calibration.task_history import TaskHistory, history_of

MEDIAN, P80, P90, P10 = (int(np.argmin(abs(LEVELS - x))) for x in (0.5, 0.8, 0.9, 0.1))


def history(count: int, *, seed: int = 1, **medians: float) -> TaskHistory:
    """Tasks of 1 to 20 hours whose ratios are ln-normal around 1.5 times the person's factor."""
    random = np.random.default_rng(seed)
    people = list(medians) or ["ana"]
    tasks = []
    for number in range(count):
        person = people[number % len(people)]
        estimate = float(random.integers(1, 20))
        ratio = 1.5 * medians.get(person, 1.0) * math.exp(0.5 * random.standard_normal())
        task = PastTask(
            item=f"T-{number}", estimate=estimate, actual=estimate * ratio, person=person
        )
        tasks.append(task)
    return history_of(tasks)


def calibration(tasks: TaskHistory) -> Calibration:
    factors = CommonFactors(person=0.2, project=0.1)
    model = fit_model(tasks, public_prior())
    return calibration_of(model, factors, "public", DEFAULT_PARAMS)


def of_one(made: Calibration | None, person: str = "", hours: float = 8.0) -> np.ndarray:
    table = ratio_quantiles(made, [hours], kind=[""], person=[person], project=[""])
    return np.exp(table.total[0])


def test_a_long_history_gives_its_own_ratios_back() -> None:
    ratios = of_one(calibration(history(3000)), "ana")
    assert ratios[MEDIAN] == pytest.approx(1.5, rel=0.08)
    assert ratios[P90] == pytest.approx(1.5 * math.exp(0.5 * 1.2816), rel=0.1)
    assert ratios[P10] == pytest.approx(1.5 * math.exp(-0.5 * 1.2816), rel=0.1)


def test_without_a_history_the_prior_stands_whatever_the_size() -> None:
    small, large = of_one(None, hours=0.5), of_one(None, hours=200.0)
    assert small == pytest.approx(large)
    assert small[MEDIAN] == pytest.approx(0.977)
    assert small[P80] == pytest.approx(1.513)
    assert common_factors(None) == (0.268, 0.142)


def test_few_tasks_move_the_prior_a_part_of_the_way() -> None:
    few = of_one(calibration(history(8)), "ana")[MEDIAN]
    assert 0.977 < few < 1.4


def test_persons_are_told_apart_and_an_unknown_one_is_less_sure() -> None:
    made = calibration(history(1200, ana=0.7, bob=1.4, cy=1.0))
    ana, bob, unknown = (of_one(made, person) for person in ("ana", "bob", "dee"))
    assert ana[MEDIAN] < 1.25 < 1.8 < bob[MEDIAN]
    assert unknown[P90] / unknown[P10] > ana[P90] / ana[P10]


def test_the_file_says_what_the_model_says() -> None:
    tasks = history(400, ana=0.7, bob=1.4)
    model = fit_model(tasks, public_prior())
    made = Calibration.model_validate(calibration(tasks).model_dump())
    for level in (0.1, 0.5, 0.9):
        again = model_of(made).quantiles(tasks, level)
        assert again == pytest.approx(model.quantiles(tasks, level), rel=0.01)


def test_fewer_levels_by_hand_are_joined_by_straight_lines_in_scores() -> None:
    made = Calibration.model_validate(
        {
            "tasks": 0,
            "prior": {"source": "ours", "counts_as_tasks": 0},
            "levels": [10, 50, 90],
            "sizes": [{"estimate": "1d", "ratios": [0.5, 1.0, 2.0]}],
            "common_factors": {"person": 0, "project": 0},
        }
    )
    ratios = of_one(made)
    assert ratios[[P10, MEDIAN, P90]] == pytest.approx([0.5, 1.0, 2.0])
    assert ratios[P80] == pytest.approx(2 ** (0.8416 / 1.2816), rel=1e-3)


def test_own_part_and_common_factors_have_the_spread_of_the_whole() -> None:
    table = np.log(of_one(calibration(history(3000)), "ana"))[None]
    own = narrowed(table, 0.3)
    sd, own_sd = ((x[0, P90] - x[0, P10]) / 2.5631 for x in (table, own))
    assert math.hypot(own_sd, 0.3) == pytest.approx(sd, rel=1e-3)
    assert own[0, MEDIAN] == table[0, MEDIAN]


def test_a_narrow_distribution_keeps_a_part_of_its_own() -> None:
    table = np.log(of_one(calibration(history(3000)), "ana"))[None]
    assert narrowed(table, 5.0)[0, P90] > table[0, MEDIAN]


@pytest.mark.parametrize("spent", [4.0, 12.0, 30.0])
def test_what_remains_is_the_whole_beyond_what_is_spent(spent: float) -> None:
    made = calibration(history(3000))
    table = remaining_quantiles(made, [8.0], [spent], kind=[""], person=["ana"], project=[""])
    rest = 8.0 * np.exp(table.total[0])
    whole = 8.0 * 1.5 * np.exp(0.5 * np.random.default_rng(5).standard_normal(200_000))
    true = np.quantile(whole[whole > spent] - spent, LEVELS)
    assert rest[P80] == pytest.approx(true[P80], rel=0.25)
    assert (np.diff(rest) >= 0).all()
    assert (rest > 0).all()


def test_quantiles_ascend_at_every_size_and_for_everybody() -> None:
    made = calibration(history(300, ana=0.7, bob=1.4))
    for person in ("ana", "bob", ""):
        for hours in (0.1, 3.0, 500.0):
            assert (np.diff(of_one(made, person, hours)) >= 0).all()


@pytest.mark.parametrize(
    ("value", "written"),
    [(1.0, 1.0), (2.0, 2.0), (1 / 3, 0.33334), (0.5, 0.5), (123456.0, 123460.0), (3e-7, 3e-7)],
)
def test_ratios_are_rounded_up_so_that_they_hold_what_they_held(
    value: float, written: float
) -> None:
    assert rounded_up(value) == pytest.approx(written, rel=1e-12)
    assert rounded_up(value) >= value


@pytest.mark.parametrize(
    ("hours", "text"), [(6.5, "6.5h"), (1e-6, "0.000001h"), (2e6, "2000000h"), (1 / 3, "0.33334h")]
)
def test_hours_are_written_without_an_exponent(hours: float, text: str) -> None:
    assert hours_text(hours) == text
