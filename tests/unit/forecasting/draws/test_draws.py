"""What is drawn for a plan: ratios, factors, absences, deliveries, risks, tries."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from allocator.forecasting.draws.draws import enable_kernel
from allocator.forecasting.draws.sobol import PROJECT_DIMENSIONS
from allocator.forecasting.simulation.dispatch import dispatch
from support.drawn import Drawn, drawn
from support.plans import scenario, solo

FUTURES = 4096
PEOPLE = [{"id": "ana"}, {"id": "bob"}]
WIDE = {"low": "2d", "likely": "4d", "high": "12d"}


def one(**fields: Any) -> Drawn:
    """One item, by ana in the plan."""
    item = {"id": "A", "effort": WIDE, **fields.pop("item", {})}
    items = [item, *fields.pop("items", [])]
    made = scenario(people=PEOPLE, **{"uncertainty": {"range": 80}, **fields}, items=items)
    return drawn(made, [solo("A", "ana", "12-01 09:00", "12-07 17:00", hours=40)])


def quantiles(values: npt.NDArray[np.float64], *levels: float) -> list[float]:
    return [float(x) for x in np.quantile(values, levels)]


def test_a_single_item_takes_what_its_estimate_says_common_factors_included() -> None:
    found = one(projects=[{"id": "P"}], item={"project": "P"})
    took = found.effort("A", FUTURES, person=0) * (2 + 4 * 4 + 12) / 6
    assert quantiles(took, 0.1, 0.5, 0.9) == pytest.approx([2, 4, 12], rel=0.02)


def test_a_narrow_estimate_holds_too() -> None:
    found = one(item={"effort": {"low": "4.5d", "likely": "5d", "high": "5.5d"}})
    took = found.effort("A", FUTURES, person=0) * 5
    assert quantiles(took, 0.1, 0.5, 0.9) == pytest.approx([4.5, 5, 5.5], rel=0.01)


def test_if_somebody_else_does_it_the_spread_stays_about_the_same() -> None:
    found = one(item={"effort": {"low": "2d", "likely": "4d", "high": "8d"}})
    planned, other = (np.log(found.effort("A", FUTURES, person=k)) for k in (0, 1))
    assert other.std() == pytest.approx(planned.std(), rel=0.05)
    assert np.median(other) == pytest.approx(np.median(planned), abs=0.03)


def test_a_certain_estimate_takes_what_it_says() -> None:
    exact = {"low": "4d", "likely": "4d", "high": "4d"}
    assert (one(item={"effort": exact}).effort("A", 50, person=0) == 1).all()


def test_a_single_value_without_a_history_has_the_ratios_of_the_prior() -> None:
    took = one(item={"effort": "4d"}).effort("A", FUTURES, person=0)
    assert quantiles(took, 0.5, 0.8, 0.9) == pytest.approx([0.98, 1.51, 2.20], abs=0.04)


def test_items_of_a_person_go_together_and_of_two_persons_do_not() -> None:
    items = [{"id": name, "effort": {"low": "2d", "likely": "4d", "high": "8d"}} for name in "ABC"]
    made = scenario(people=PEOPLE, uncertainty={"range": 80}, items=items)
    found = drawn(
        made,
        [
            solo("A", "ana", "12-01 09:00", "12-04 17:00", hours=32),
            solo("B", "ana", "12-07 09:00", "12-10 17:00", hours=32),
            solo("C", "bob", "12-01 09:00", "12-04 17:00", hours=32),
        ],
    )
    logs = np.log(
        [found.effort(name, FUTURES, person=k) for name, k in zip("ABC", (0, 0, 1), strict=True)]
    )
    seen = np.corrcoef(logs)
    sd = np.log(2) / 1.2816
    assert seen[0, 1] == pytest.approx(0.27**2 / sd**2, abs=0.05)
    assert abs(seen[0, 2]) < 0.05


def test_needs_with_the_items_effort_have_one_draw_and_own_efforts_their_own() -> None:
    needs = [{"skills": []}, {"skills": []}, {"skills": [], "effort": WIDE}]
    made = scenario(
        people=[*PEOPLE, {"id": "cy"}], items=[{"id": "A", "effort": WIDE, "needs": needs}]
    )
    found = drawn(made)
    scores = found.draws.ratios.own_scores(0, 20)
    assert (scores[0] == scores[1]).all()
    assert (scores[0] != scores[2]).any()


def test_an_item_or_person_more_changes_no_other_draw() -> None:
    base = {"people": PEOPLE, "items": [{"id": "A", "effort": WIDE}, {"id": "B", "effort": "2d"}]}
    more = {
        "people": [*PEOPLE, {"id": "cy"}],
        "items": [{"id": "N", "effort": "1d"}, *base["items"]],
    }
    extra = {"uncertainty": {"absence": {"days_per_year": 20}}}
    few, many = (drawn(scenario(**fields, **extra)) for fields in (base, more))
    a, b = (each.draws.block(0, 100, compiled=False) for each in (few, many))
    assert (a.factors == b.factors[:2]).all()
    for name in ("A", "B"):
        own = [each.draws.ratios.own_scores(0, 100)[each.need(name)] for each in (few, many)]
        assert (own[0] == own[1]).all()
    spells = a.away.shape[2]
    assert (a.away[:, :, : spells - 2] == b.away[:, :2, : spells - 2]).all()


def rich() -> Drawn:
    """Every kind of draw at once."""
    made = scenario(
        people=[*PEOPLE, {"id": "cy", "absence": {"days_per_year": 0}, "capacity": 0.5}],
        projects=[{"id": "P"}],
        uncertainty={"range": 80, "absence": {"days_per_year": 20, "spell": "2d"}},
        risks=[
            {"id": "R1", "chance": 0.3, "hits": ["A", "B"],
             "delay": {"low": "3d", "likely": "5d", "high": "15d"}},
            {"id": "R2", "chance": 0.5, "hits": ["X"], "effort": "50%"},
            {"id": "R3", "chance": 0.5, "hits": ["B"], "delay": "2d"},
        ],
        items=[
            {"id": "A", "effort": WIDE, "project": "P"},
            {"id": "B", "effort": "2d"},
            {"id": "X", "effort": "2d", "succeeds": 0.6, "after": "A",
             "if_fails": {"repeat": 2, "effort": 0.6, "then": ["F"], "drop": ["B"]}},
            {"id": "F", "effort": "1d"},
            {"id": "D", "effort": "1d", "waits_for": {
                "what": "labels", "owner": "acme",
                "expected": {"low": "2026-12-08", "likely": "2026-12-15", "high": "2027-01-05"}}},
            {"id": "E", "effort": "1d", "waits_for": {
                "what": "labels", "owner": "acme",
                "expected": {"low": "2026-12-08", "likely": "2026-12-15", "high": "2027-01-05"}}},
        ],
    )  # fmt: skip
    return drawn(made)


def test_numpy_and_the_kernel_give_the_same_bits_and_blocks_do_not_matter(
    compiled: None,
) -> None:
    draws = rich().draws
    whole = draws.block(0, 64, compiled=False)
    parts = [draws.block(first, 16, compiled=False) for first in range(0, 64, 16)]
    assert enable_kernel()
    kernel = draws.block(0, 64)
    for name in ("ratios", "factors", "releases", "delays", "skips", "fails", "away"):
        axis = 0 if name == "away" else -1
        value = getattr(whole, name)
        assert np.array_equal(value, getattr(kernel, name)), name
        joined = np.concatenate([getattr(part, name) for part in parts], axis=axis)
        assert np.array_equal(value, joined), name


def test_absences_have_the_days_a_year_and_the_length_that_they_should() -> None:
    """20 of 260.9 working days a year are 7.7 % of the working slots."""
    found = rich()
    away = found.draws.block(0, 500, compiled=False).away
    working = found.problem.working_time[0].units > 0
    before = np.concatenate([[0], np.cumsum(working)])
    first, last = before[away[..., 0]], before[away[..., 1]]
    total = working.sum()
    shares = (last - first).sum(axis=2) / total
    assert shares[:, :2].mean() == pytest.approx(20 / (52.18 * 5), rel=0.08)
    whole = (away[..., 1] > away[..., 0]) & (away[..., 1] < found.problem.horizon)
    assert set((last - first)[whole]) == {16}
    assert (away[:, 2] == found.problem.horizon).all()  # cy is never away
    assert (away[:, :, 1:, 0] >= away[:, :, :-1, 1]).all()


def test_deliveries_of_one_thing_come_together_at_the_quantiles_given() -> None:
    found = rich()
    block = found.draws.block(0, FUTURES, compiled=False)
    rows = [block.release_row[found.entry(name)] for name in "DE"]
    assert (block.releases[rows[0]] == block.releases[rows[1]]).all()
    starts = np.append(found.problem.timeline.starts, 10**6)
    days = np.quantile(starts[block.releases[rows[0]]], [0.1, 0.5, 0.9]) / 1440
    assert days == pytest.approx([7.4, 14.4, 35.4], abs=1)
    assert (block.release_row[[found.entry(name) for name in "ABXF"]] == -1).all()


def test_a_risk_delays_all_that_it_hits_by_one_delay_or_none() -> None:
    found = rich()
    block = found.draws.block(0, FUTURES, compiled=False)
    first, second = (block.delays[block.delay_row[found.entry(name)]] for name in "AB")
    happens = found.draws.risks.happens(0, FUTURES)
    assert happens.mean(axis=1) == pytest.approx([0.3, 0.5, 0.5], abs=0.002)
    assert (first[~happens[0]] == 0).all()
    assert (second - first == 16 * happens[2]).all()
    assert quantiles(first[happens[0]] / 8, 0.1, 0.5, 0.9) == pytest.approx([3, 5, 15], rel=0.06)


def test_a_risk_adds_effort_to_the_item_and_its_further_tries() -> None:
    found = rich()
    block = found.draws.block(0, 200, compiled=False)
    happens = found.draws.risks.happens(0, 200)[1]
    calm = found.draws.ratios.block(
        0,
        found.draws.factors.scores(0, 200),
        found.draws.factors.factors(found.draws.factors.scores(0, 200)),
        compiled=False,
    )
    for name, factor in (("X", 1.5), ("X (try 2)", 1.5), ("F", 1.0), ("A", 1.0)):
        need = found.need(name)
        added = block.ratios[need] / calm[need]
        assert added[happens] == pytest.approx(factor)
        assert added[~happens] == pytest.approx(1.0)


def test_tries_fail_one_after_another_and_call_for_the_fallback() -> None:
    found = rich()
    block = found.draws.block(0, FUTURES, compiled=False)
    names = ("X", "X (try 2)", "X (try 3)")
    fails = [block.fails[block.fail_row[found.entry(name)]] for name in names]
    skips = [block.skips[block.skip_row[found.entry(name)]] for name in (*names[1:], "F")]
    assert block.skip_row[found.entry("X")] == -1
    assert [f.mean() for f in fails] == pytest.approx([0.4, 0.16, 0.064], abs=0.01)
    for failed, skipped in zip(fails, skips, strict=True):
        assert (failed != skipped).all()


def test_projects_and_people_have_dimensions_of_their_own() -> None:
    points = rich().draws.factors.points
    assert list(points) == [PROJECT_DIMENSIONS + k for k in range(3)] + [0]


def test_remaining_effort_by_person_has_the_ratio_of_each() -> None:
    made = scenario(
        calendar={"start": "2026-11-30"},
        now="2026-12-02",
        people=PEOPLE,
        items=[
            {"id": "A", "effort": "4d", "needs": {"skills": [], "people": 2},
             "state": "in_progress", "started": "2026-11-30",
             "remaining": {"ana": "1d", "bob": "2d"}},
            {"id": "S", "effort": "4d", "state": "in_progress", "started": "2026-11-30",
             "people": ["ana"], "spent": "6d"},
            {"id": "R", "effort": "4d", "state": "in_progress", "started": "2026-11-30",
             "people": ["bob"], "spent": "6d", "remaining": "4d"},
        ],
    )  # fmt: skip
    found = drawn(made)
    scores = found.draws.ratios.own_scores(0, 20)
    assert (scores[found.need("A")] != scores[found.need("A", 1)]).any()
    restated = found.effort("R", FUTURES, person=1)
    assert quantiles(restated, 0.5, 0.8) == pytest.approx([0.98, 1.51], abs=0.05)
    conditioned = found.effort("S", FUTURES, person=0)  # of 4 days, 6 days are spent
    assert quantiles(conditioned, 0.5)[0] > 0.3
    assert conditioned.min() > 0


def test_a_delivery_far_on_the_axis_lets_its_item_start_without_numba() -> None:
    """From slot 512 on its events were lost: 512 x 2^22 does not fit into 32 bits."""
    late = {"low": "2027-03-29", "likely": "2027-04-05", "high": "2027-04-12"}
    made = scenario(
        people=PEOPLE,
        items=[{"id": "A", "effort": "1d", "waits_for": {"what": "data", "expected": late}}],
    )
    found = drawn(made, [solo("A", "ana", "12-01 09:00", "2027-04-20 17:00", hours=8)])
    block = found.draws.block(0, 20, compiled=False)
    assert block.releases.min() > 512
    futures = dispatch(found.model, block)
    assert (futures.start[:, 0] == block.releases[0]).all()
