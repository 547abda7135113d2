"""Forecasts are right in made-up worlds in which the truth is known: flat PIT histograms.

What really happens is drawn here in plain arithmetic, with numpy's own random numbers, in hours of
working time. If the forecast is right, the share of futures that end before the truth does is
uniform (Dawid 1984, "Statistical theory: the prequential approach", JRSS A 147).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from allocator.domain import PlanItem, Scenario
from allocator.domain.forecast import PolicyName
from allocator.domain.history import PastTask
from allocator.forecasting.calibration.calibrate import calibrate_team
from allocator.forecasting.simulation.futures import simulate
from support.drawn import drawn
from support.plans import scenario, solo

F64 = npt.NDArray[np.float64]
FUTURES = 1500
TRUTHS = 1500
PERSON_SD, PROJECT_SD = 0.27, 0.14
SCOPE_SD = 0.5
"""Of the prior: no scenario here has a calibration."""
Z80 = 1.2815515594
TEAM_FACTOR, TEAM_OWN = 0.25, 0.4
"""Standard deviations of the logarithm of a team's tasks: of a person's month, of a task's own."""


@dataclass
class World:
    """One course of events, item by item."""

    random: np.random.Generator
    gap: float = 0.0
    """Mean hours of work between two absences; 0 for none."""
    spell: float = 16.0

    def __post_init__(self) -> None:
        self._person = {name: self.random.normal(0, PERSON_SD) for name in ("ana", "bob")}
        self._project = self.random.normal(0, PROJECT_SD)
        self._away = {name: self._spells() for name in ("ana", "bob")}

    def effort(self, likely: float, sd: float, person: str, *, in_project: bool = True) -> float:
        """Hours that an item takes: its own part, its person's and its project's."""
        common = self._person[person] + (self._project if in_project else 0.0)
        variance = PERSON_SD**2 + (PROJECT_SD**2 if in_project else 0.0)
        own = self.random.normal(0, np.sqrt(sd**2 - variance))
        return float(likely * np.exp(common + own))

    def common(self, person: str) -> float:
        """The logarithm of what is common to all work of a person and the project."""
        return float(self._person[person] + self._project)

    def done(self, person: str, ready: float, hours: float) -> float:
        """The hour at which somebody has done some work who may begin at an hour."""
        at, left = ready, hours
        for begins, ends in self._away[person]:
            if ends <= at:
                continue
            if begins > at:
                worked = min(left, begins - at)
                at, left = at + worked, left - worked
            if left <= 0:
                return at
            at = ends
        return at + left

    def _spells(self) -> list[tuple[float, float]]:
        found, at = [], 0.0
        while self.gap and at < 4000:
            begins = at + self.random.exponential(self.gap)
            at = begins + self.spell
            found.append((begins, at))
        return found


def estimate(likely: float, factor: float) -> dict[str, str]:
    """A range of 80 % that is symmetric in the logarithm, in hours."""
    return {
        name: f"{likely * by:g}h"
        for name, by in (("low", 1 / factor), ("likely", 1.0), ("high", factor))
    }


def sd_of(factor: float) -> float:
    return float(np.log(factor) / Z80)


def item(name: str, person: str, effort: Any, **fields: Any) -> dict[str, Any]:
    return {"id": name, "assign": [person], "effort": effort, "project": "P", **fields}


def world_of(*items: dict[str, Any], **fields: Any) -> Scenario:
    return scenario(
        people=[{"id": "ana"}, {"id": "bob"}],
        projects=[{"id": "P"}],
        uncertainty={"range": 80, **fields.pop("uncertainty", {})},
        items=list(items),
        **fields,
    )


def ends_of(
    made: Scenario,
    futures: int = FUTURES,
    *,
    policy: PolicyName = "dispatch",
    plan: Iterable[PlanItem] | None = None,
    seed: int = 1,
    doublings: int = 0,
) -> F64:
    """Hours of working time at which the last item ends, by future.

    Without a plan it is one with a month for everything, of which only the people count.
    """
    same = (
        solo(each.id, each.assign[0], "12-01 09:00", "2027-03-01 17:00", hours=1)
        for each in made.items
    )
    found = drawn(made, same if plan is None else plan, seed=seed, doublings=doublings)
    came = simulate(found.model, found.draws, futures, policy=policy)
    assert not came.beyond.any()
    timeline = found.problem.timeline
    held = np.where(came.start < 0, 0, came.held).max(axis=1)
    return timeline.team_minutes(timeline.ends[held]) / 60.0


def assert_flat(futures: F64, truth: Callable[[np.random.Generator], float]) -> None:
    """The PIT has ten bins that hold a tenth each, by chi-square at 0.1 %, and by Kolmogorov's."""
    random = np.random.default_rng(2026)
    real = np.array([truth(random) for _ in range(TRUTHS)])
    spread = futures + random.uniform(-1, 0, FUTURES)  # ends are rounded up to a slot of an hour
    pit = np.searchsorted(np.sort(spread), real) / FUTURES
    counts = np.histogram(pit, bins=10, range=(0, 1 + 1e-9))[0]
    # the futures are a sample too: the variance of a bin's count is about twice the binomial one
    chi_square = ((counts - TRUTHS / 10) ** 2 / (TRUTHS / 10)).sum() / (1 + TRUTHS / FUTURES)
    assert chi_square < 27.9, counts
    distance = np.abs(np.sort(pit) - (np.arange(TRUTHS) + 0.5) / TRUTHS).max()
    assert distance < 1.95 * np.sqrt(1 / TRUTHS + 1 / FUTURES), distance


def test_items_of_two_people_in_a_project_that_merge() -> None:
    effort, sd = estimate(40, 2.0), sd_of(2.0)
    made = world_of(
        *(item(f"A{k}", "ana", effort) for k in range(4)),
        *(item(f"B{k}", "bob", effort) for k in range(4)),
        item("END", "ana", effort, after=[f"{who}{k}" for who in "AB" for k in range(4)]),
    )

    def truth(random: np.random.Generator) -> float:
        world = World(random)
        ends = [sum(world.effort(40, sd, person) for _ in range(4)) for person in ("ana", "bob")]
        return max(ends) + world.effort(40, sd, "ana")

    assert_flat(ends_of(made), truth)


@pytest.mark.parametrize("succeeds", [0.4, 0.75])
def test_an_experiment_whose_tries_may_fail_with_its_fallback(succeeds: float) -> None:
    effort, sd = estimate(24, 2.2), sd_of(2.2)
    fails = {"repeat": 2, "effort": 0.5, "then": ["F"]}
    made = world_of(
        item("A", "ana", effort),
        item("X", "ana", effort, after="A", succeeds=succeeds, if_fails=fails),
        item("F", "bob", effort),
        item("S", "bob", effort, after="X"),
    )

    def truth(random: np.random.Generator) -> float:
        world = World(random)
        at = world.effort(24, sd, "ana") + world.effort(24, sd, "ana")
        tries = 1
        while tries < 3 and random.random() >= succeeds:
            at += world.effort(12, sd, "ana")
            tries += 1
        if tries == 3 and random.random() >= succeeds:
            at += world.effort(24, sd, "bob")
        return at + world.effort(24, sd, "bob")

    assert_flat(ends_of(made), truth)


def test_absences_and_a_risk() -> None:
    """30 days a year in spells of two days: a gap of 109 hours of work on the average."""
    effort, sd = estimate(60, 1.8), sd_of(1.8)
    made = world_of(
        item("A", "ana", effort),
        item("B", "bob", effort),
        item("C", "bob", effort, after="A"),
        uncertainty={"absence": {"days_per_year": 30, "spell": "2d"}},
        risks=[
            {"id": "R", "chance": 0.3, "hits": ["A", "B"],
             "delay": {"low": "3d", "likely": "5d", "high": "10d"}},
        ],
    )  # fmt: skip
    away = 30 / (365.25 / 7 * 5)

    def truth(random: np.random.Generator) -> float:
        world = World(random, gap=16 * (1 - away) / away)
        delay = 0.0
        if random.random() < 0.3:
            z = random.normal()
            delay = 40 * np.exp(z * (np.log(5 / 3) if z < 0 else np.log(2)) / Z80)
        first = world.done("ana", delay, world.effort(60, sd, "ana"))
        second = world.done("bob", delay, world.effort(60, sd, "bob"))
        return world.done("bob", max(first, second), world.effort(60, sd, "bob"))

    assert_flat(ends_of(made), truth)


def test_the_plans_order_kept_on_two_people_who_wait_for_each_other() -> None:
    """The order of ana's items, which no link asks for, is the plan's."""
    effort, sd = estimate(40, 2.0), sd_of(2.0)
    made = world_of(
        item("B1", "bob", effort),
        item("A1", "ana", effort, after="B1"),
        item("A2", "ana", effort),
        item("B2", "bob", effort, after="A2"),
    )
    plan = [  # by the estimate, of 43.3 h
        solo("B1", "bob", "12-01 09:00", "12-08 13:00", hours=44),
        solo("A1", "ana", "12-08 13:00", "12-15 17:00", hours=44),
        solo("A2", "ana", "12-16 09:00", "12-23 13:00", hours=44),
        solo("B2", "bob", "12-23 13:00", "12-30 17:00", hours=44),
    ]

    def truth(random: np.random.Generator) -> float:
        world = World(random)
        return sum(world.effort(40, sd, person) for person in ("bob", "ana", "ana", "bob"))

    assert_flat(ends_of(made, policy="keep", plan=plan, doublings=1), truth)


@pytest.mark.parametrize("policy", ["keep", "dispatch"])
def test_a_delivery_whose_date_is_not_known(policy: PolicyName) -> None:
    """Its instant is normal on either side of likely, in calendar time."""
    effort, sd = estimate(40, 2.0), sd_of(2.0)
    range_ = {"low": "2026-12-03", "likely": "2026-12-08", "high": "2026-12-22"}
    made = world_of(
        item("A", "ana", effort),
        item("B", "bob", effort, after="A", waits_for=[{"what": "data", "expected": range_}]),
    )
    plan = [
        solo("A", "ana", "12-01 09:00", "12-07 17:00", hours=40),
        solo("B", "bob", "12-08 09:00", "12-14 17:00", hours=40),
    ]

    def truth(random: np.random.Generator) -> float:
        world, z = World(random), random.normal() / Z80
        day = max(0.0, 7 + z * (5 if z < 0 else 14))  # from Tuesday 1 December, 0 o'clock
        weekday, clock = int(day + 1) % 7, (day % 1) * 24
        today = float(np.clip(clock - 9, 0, 8)) if weekday < 5 else 0.0
        worked = sum(8 for k in range(int(day)) if (k + 1) % 7 < 5) + today
        return max(worked, world.effort(40, sd, "ana")) + world.effort(40, sd, "bob")

    assert_flat(ends_of(made, policy=policy, plan=plan, doublings=1), truth)


def test_scope_that_is_added_in_a_sprint() -> None:
    """Of the 40 h that the plan has in the second sprint 30 % on the average are added."""
    effort, sd = estimate(40, 2.0), sd_of(2.0)
    made = world_of(
        item("A", "ana", effort),
        item("B", "ana", effort, after="A"),
        sprints={"length": "1w", "first": "2026-12-01", "count": 20},
        uncertainty={"scope": {"growth": 0.3, "until": "2026-12-10"}},
    )
    plan = [
        solo("A", "ana", "12-01 09:00", "12-07 17:00", hours=40),
        solo("B", "ana", "12-08 09:00", "12-14 17:00", hours=40),
    ]

    def truth(random: np.random.Generator) -> float:
        world = World(random)
        done = world.effort(40, sd, "ana") + world.effort(40, sd, "ana")
        sprints = 2  # the first begins at the present, and counts
        added = [_added(world, 0.3 * 40) for _ in range(sprints)]
        return done + sum(added)

    assert_flat(ends_of(made, plan=plan, doublings=1), truth)


def _added(world: World, mean: float) -> float:
    """Hours of scope that ana takes: ln-normal with this mean, of which a part is common."""
    factor, own = 0.0, np.sqrt(SCOPE_SD**2 - PERSON_SD**2 - PROJECT_SD**2)
    factor = world.common("ana") + world.random.normal(0, own)
    return float(mean * np.exp(factor - SCOPE_SD**2 / 2))


@pytest.mark.parametrize("policy", ["keep", "dispatch"])
def test_what_ifs_share_their_draws(policy: PolicyName) -> None:
    """With common draws the error of a difference is at most a third of what it is without."""
    effort = estimate(40, 2.0)
    starts = {True: ["12-01 09:00", "12-08 13:00", "12-09 10:00", "12-16 14:00"],
              False: ["12-01 09:00", "12-08 13:00", "12-16 09:00", "12-23 13:00"]}  # fmt: skip

    def mean(seed: int, *, shorter: bool) -> float:
        efforts = [effort, estimate(4, 2.0) if shorter else effort, effort, effort]
        made = world_of(*(item(f"A{k}", "ana", each) for k, each in enumerate(efforts)))
        plan = [
            solo(f"A{k}", "ana", start, "2027-03-01 17:00", hours=44)
            for k, start in enumerate(starts[shorter])
        ]
        return float(ends_of(made, 200, policy=policy, plan=plan, seed=seed).mean())

    long, short = (
        np.array([mean(seed, shorter=each) for seed in range(24)]) for each in (False, True)
    )
    common = (long - short).std()
    independent = (long - np.roll(short, 1)).std()
    assert common < independent / 3


def past_tasks(random: np.random.Generator, bias: float) -> list[PastTask]:
    """A year and a half of two people who are off by a bias, and by a factor anew each month."""
    found = []
    for month in range(18):
        for person in ("ana", "bob"):
            factor = random.normal(bias, TEAM_FACTOR)
            for k in range(20):
                hours = float(random.choice([4, 8, 16, 24]))
                actual = hours * float(np.exp(factor + random.normal(0, TEAM_OWN)))
                day = dt.date(2025, 1, 1) + dt.timedelta(days=30 * month + k)
                name = f"{person}-{month}-{k}"
                found.append(
                    PastTask(
                        item=name,
                        estimate=hours,
                        actual=actual,
                        person=person,
                        project="P",
                        finished=day,
                    )
                )
    return found


def test_teams_with_a_bias_hold_what_their_calibration_promises() -> None:
    """Ten items of a person after one another: P50 and P80 hold in 42 to 58 and 75 to 85 %."""
    held = []
    for number, bias in enumerate((0.5, 0.0, 0.3, -0.3, 0.7, 0.2)):
        random = np.random.default_rng(number)
        team = calibrate_team(past_tasks(random, bias)).calibration
        made = world_of(
            *(item(f"A{k}", "ana", f"{hours}h") for k, hours in enumerate((4, 8, 16, 24) * 3)),
            uncertainty={"calibration": team},
        )
        ends = ends_of(made, futures=500)
        for _ in range(500):
            factor = np.exp(random.normal(bias, TEAM_FACTOR))
            own = np.exp(random.normal(0, TEAM_OWN, 12))
            took = factor * (own * np.array((4, 8, 16, 24) * 3)).sum()
            held.append((took <= np.quantile(ends, 0.5), took <= np.quantile(ends, 0.8)))
    shares = np.mean(held, axis=0)
    assert 0.42 <= shares[0] <= 0.58
    assert 0.75 <= shares[1] <= 0.85
