"""Calibration of made-up teams whose truth is known: factors, tests, refusals, plans."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence

import numpy as np
import pytest

from allocator.domain.history import PastTask
from allocator.errors import InputError
from allocator.forecasting.calibration.calibrate import calibrate_team, task_quantiles
from allocator.forecasting.calibration.tasks_of_plans import tasks_of_plans
from support import sample_plans

START = dt.date(2020, 1, 1)


def team(
    count: int,
    *,
    person_sd: float = 0.0,
    project_sd: float = 0.0,
    own_sd: float = 0.5,
    run: int = 20,
    seed: int = 1,
) -> list[PastTask]:
    """Tasks of ten persons in four projects whose factors are drawn anew for each run of tasks."""
    random = np.random.default_rng(seed)
    people, projects = np.zeros(10), np.zeros(4)
    tasks = []
    for n in range(count):
        if n % (run * 10) == 0:
            people = person_sd * random.standard_normal(10)
            projects = project_sd * random.standard_normal(4)
        person, project = n % 10, n % 4
        factor = people[person] + projects[project] + own_sd * random.standard_normal()
        estimate = float(random.integers(2, 20))
        task = PastTask(
            item=f"T-{n}",
            estimate=estimate,
            actual=estimate * math.exp(factor),
            person=f"p{person}",
            project=f"j{project}",
            finished=START + dt.timedelta(days=n // 3),
        )
        tasks.append(task)
    return tasks


def test_no_common_factor_is_found_where_there_is_none() -> None:
    factors = calibrate_team(team(4000)).calibration.common_factors
    assert factors.sums_seen > 100
    assert math.hypot(factors.person, factors.project) < 0.12


def test_a_person_s_factor_is_found() -> None:
    factors = calibrate_team(team(6000, person_sd=0.4)).calibration.common_factors
    assert 0.25 < factors.person < 0.55
    assert factors.project < factors.person


def test_a_project_s_factor_is_told_from_a_person_s() -> None:
    tasks = team(8000, project_sd=0.5, run=160)
    # each person works in one project at a time, so that a sum has one project's factor
    tasks = [
        PastTask(
            item=task.item,
            estimate=task.estimate,
            actual=task.actual,
            person=f"p{n % 4}-{n // 4 % 3}",
            project=task.project,
            finished=task.finished,
        )
        for n, task in enumerate(tasks)
    ]
    factors = calibrate_team(tasks).calibration.common_factors
    assert factors.project > factors.person


def test_the_self_test_holds_what_it_says_in_an_even_world() -> None:
    test = calibrate_team(team(5000)).test
    assert test is not None
    assert test.tasks.tasks == 1500
    assert test.tasks.shares[0.5] == pytest.approx(0.5, abs=0.05)
    assert test.tasks.shares[0.8] == pytest.approx(0.8, abs=0.04)
    assert test.tasks.shares[0.9] == pytest.approx(0.9, abs=0.03)


def test_sums_of_a_person_s_tasks_hold_what_they_say_where_persons_err_alike() -> None:
    tests = [calibrate_team(team(3000, person_sd=0.3, seed=seed)).test for seed in range(4)]
    outside = [test.sums.outside for test in tests if test is not None and test.sums is not None]
    assert np.mean(outside) == pytest.approx(0.2, abs=0.08)


def test_the_share_held_out_can_be_chosen() -> None:
    test = calibrate_team(team(400), test_fraction=0.1).test
    assert test is not None
    assert (test.learned_from, test.tasks.tasks) == (360, 40)


def test_quantiles_of_a_slow_person_are_longer() -> None:
    tasks = team(2000)
    slow = [
        PastTask(
            item=task.item,
            estimate=task.estimate,
            actual=(task.actual or 0) * (2 if task.person == "p1" else 1),
            person=task.person,
            finished=task.finished,
        )
        for task in tasks
    ]
    made = calibrate_team(slow).calibration
    asked = [PastTask(item="A", estimate=8, person=name) for name in ("p1", "p2", "new")]
    p1, p2, new = task_quantiles(made, asked)
    assert p1[1] > 1.4 * p2[1]
    assert new[3] / new[0] > p2[3] / p2[0]


@pytest.mark.parametrize("tasks", [[], [PastTask(item="A", estimate=3)]])
def test_without_finished_tasks_there_is_nothing_to_learn(tasks: Sequence[PastTask]) -> None:
    with pytest.raises(InputError, match="nothing to learn from"):
        calibrate_team(tasks)


def copied(tasks: Sequence[PastTask], since: int, share: float = 1.0) -> list[PastTask]:
    return [
        PastTask(
            item=task.item,
            estimate=task.estimate,
            actual=task.estimate if n >= since and n % 100 < 100 * share else task.actual,
            finished=task.finished,
        )
        for n, task in enumerate(tasks)
    ]


def test_copied_actuals_are_refused_from_the_month_on_in_which_it_began() -> None:
    with pytest.raises(InputError, match="380 of 400 finished tasks") as found:
        calibrate_team(copied(team(400), 0, 0.95))
    assert "copied, not measured" in str(found.value)
    with pytest.raises(InputError, match="from August 2020 on"):
        calibrate_team(copied(team(1000), 640))  # day 213 is 1 August 2020


def test_many_equal_rows_are_no_copies() -> None:
    calibrate_team(copied(team(400), 0, 0.5))


def test_a_plan_s_items_have_their_first_estimate_and_what_was_spent() -> None:
    before = sample_plans.plan()
    first = next(item for item in before.scenario.items if not item.is_milestone and item.effort)
    done = first.model_copy(update={"state": "done", "effort": "9d", "spent": "5d"})
    items = tuple(done if item.id == first.id else item for item in before.scenario.items)
    scenario = before.scenario.model_copy(update={"items": items})
    after = before.model_copy(update={"scenario": scenario})
    tasks, left_out = tasks_of_plans([before, after])
    assert [task.item for task in tasks] == [first.id]
    day = float(scenario.calendar.day_minutes) / 60
    assert tasks[0].actual == 5 * day
    assert tasks[0].estimate < 9 * day
    assert not left_out


def test_a_done_item_without_time_spent_is_left_out_by_name() -> None:
    before = sample_plans.plan()
    first = next(item for item in before.scenario.items if not item.is_milestone)
    done = first.model_copy(update={"state": "done"})
    scenario = before.scenario.model_copy(update={"items": (done,)})
    tasks, left_out = tasks_of_plans([before.model_copy(update={"scenario": scenario})])
    assert not tasks
    assert left_out == {"done, but no time spent is given": [first.id]}


def test_a_forecast_says_whether_the_common_factors_are_the_prior_s() -> None:
    from allocator.domain.uncertainty import Uncertainty
    from allocator.forecasting.assumptions import prior_text
    from allocator.forecasting.possible_work import possible_work

    plan = sample_plans.plan()

    def said(tasks: int) -> str:
        made = calibrate_team(team(tasks, person_sd=0.3)).calibration
        uncertainty = Uncertainty(calibration=made)
        scenario = plan.scenario.model_copy(update={"uncertainty": uncertainty})
        return prior_text(scenario, possible_work(scenario, plan))

    assert "too few tasks of its own" in said(20)
    assert "for the common factors of people (sd 0.268)" in said(60)
    assert said(3000) == ""
