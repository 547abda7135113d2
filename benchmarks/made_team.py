"""An artificial plan of a large team as arrays, and what is drawn for it.

1,000 items in projects of 40, each for one of twelve skills; 40 people, part-time, days off,
holidays and vacations included; slots are half days.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from allocator.forecasting.draws.absences import AbsenceDraws
from allocator.forecasting.draws.addresses import addresses
from allocator.forecasting.draws.common_factors import CommonFactorDraws, common_factor_draws
from allocator.forecasting.draws.distributions import lognormal_table
from allocator.forecasting.draws.draws import enable_kernel
from allocator.forecasting.draws.ratios import RatioDraws
from allocator.forecasting.simulation.arrays import (
    F64,
    I64,
    DrawBlock,
    EntryArrays,
    PlannedDates,
    SimulationModel,
)
from allocator.forecasting.simulation.building import (
    calendars_of,
    ints,
    links_of,
    nothing_drawn,
    ptr_of,
)
from allocator.forecasting.simulation.dispatch import dispatch

SLOTS_A_DAY = 2
SLOT_MINUTES = 240
SCALE = 10
"""Capacity units of somebody's whole slot."""
SKILLS = 12
PROJECT = 40
"""Items of a project."""
SPREADS = (0.45, 0.25, 0.2)
"""Standard deviations of the logarithms of items' own ratios, people's and projects' factors."""
ABSENCE = (130.0, 4)
"""Mean slots between unplanned absences of somebody, and slots of each."""


def made_team(n: int = 1000, people: int = 40, days: int = 900, seed: int = 0) -> SimulationModel:
    """Return the plan; its order is that of the items."""
    draw = np.random.default_rng(seed)
    horizon = days * SLOTS_A_DAY
    units = [_calendar(draw, horizon) for _ in range(people)]
    common = np.array([np.gcd.reduce(each) for each in units])  # as in compiled plans
    units = [each // divisor for each, divisor in zip(units, common, strict=True)]
    team = np.ones(horizon, dtype=np.bool_)
    calendars = calendars_of(units, np.arange(people, dtype=np.int32), team, _starts(horizon))
    skills = [
        {p % SKILLS, *draw.integers(0, SKILLS, draw.integers(1, 4)).tolist()} for p in range(people)
    ]
    links = [(b, k, 1, 0, -1) for k in range(n) for b in _before(k, draw)]
    wanted = [int(draw.integers(0, SKILLS)) for _ in range(n)]
    candidates = [[p for p in range(people) if skill in skills[p]] for skill in wanted]
    effort = draw.integers(1, 11, n) * SCALE * 1.0  # half days
    entries = one_person_each(candidates, effort, [len(each) for each in skills])
    release = ints(np.arange(n) // PROJECT // 3 * 20)
    capacity = entries.cand_units / common[entries.cand_person]
    entries = replace(entries, release=release, cand_units=capacity)
    return SimulationModel(entries, links_of(n, links), calendars, n)


def one_person_each(candidates: list[list[int]], effort: F64, score: list[int]) -> EntryArrays:
    """Return entries that one of some people does each, in their order."""
    n, counts = len(candidates), [len(each) for each in candidates]
    none, zeros = np.zeros(0, dtype=np.int32), np.zeros(n, dtype=np.int32)
    numbers = np.arange(n + 1, dtype=np.int32)
    return EntryArrays(
        release=zeros,
        rank=numbers[:n],
        by_rank=numbers[:n],
        apart=zeros > 0,
        end_floor=zeros,
        elapsed=np.full(n, -1.0),
        need_ptr=numbers,
        need_count=zeros + 1,
        need_share=zeros + 1,
        certain=zeros > 0,
        place_ptr=numbers,
        cand_ptr=ptr_of(counts),
        cand_person=ints([p for each in candidates for p in each]),
        cand_units=np.repeat(effort, counts),
        cand_score=ints([score[p] for each in candidates for p in each]),
        cand_latest=np.full(sum(counts), -1, dtype=np.int32),
        latest=np.zeros((1, 1), dtype=np.int32),
        plan_who=ptr_of(counts)[:-1].copy(),
        demand_ptr=np.zeros(n + 1, dtype=np.int32),
        demand_resource=none,
        demand_amount=none,
        whole=1,
        capacity=none,
        reserved_ptr=np.zeros(len(score) + 1, dtype=np.int32),
        reserved=none,
        reserved_share=none,
        max_items=np.full(len(score), n + 1, dtype=np.int32),
        begin_row=zeros - 1,
        begins=np.zeros((1, 1), dtype=np.int32),
        drop_ptr=np.zeros(n + 1, dtype=np.int32),
        drops=none,
    )


@dataclass(frozen=True)
class MadeDraws:
    """Ln-normal ratios of items with factors of people and projects, and absences."""

    model: SimulationModel
    ratios: RatioDraws
    factors: CommonFactorDraws
    absences: AbsenceDraws

    def block(self, first: int, count: int, *, compiled: bool = True) -> DrawBlock:
        """Return what happens in some futures."""
        compiled = compiled and enable_kernel()
        scores = self.factors.scores(first, count)
        factors = self.factors.factors(scores)
        return replace(
            nothing_drawn(self.model, count),
            first=first,
            ratios=self.ratios.block(first, scores, factors, compiled=compiled),
            factors=factors[: self.model.people],
            away=self.absences.block(first, count, compiled=compiled),
        )


def made_draws(model: SimulationModel, seed: int = 1) -> MadeDraws:
    """Return the draws of the plan."""
    n, people, calendars = model.count, model.people, model.calendars
    projects = np.arange(n) // PROJECT
    item, person, project = SPREADS
    persons = model.entries.cand_person[model.entries.plan_who].astype(np.int64)
    ratios = RatioDraws(
        own=addresses(seed, [f"item {k}" for k in range(n)], "ratio"),
        tables=lognormal_table(item)[None],
        shapes=np.zeros(n, dtype=np.int64),
        weights=np.tile([0.7, person / item, project / item], (n, 1)),
        persons=persons,
        projects=people + projects,
    )
    factors = common_factor_draws(
        [str(p) for p in range(people)],
        [str(g) for g in range(int(projects[-1]) + 1)],
        seed=seed,
        sds=(person, project),
    )
    worked = [np.flatnonzero(np.diff(calendars.cum[row])) for row in calendars.of_person]
    gap, length = ABSENCE
    spells = int(2 * calendars.horizon / gap)
    names = [[f"person {p} {k}" for k in range(spells)] for p in range(people)]
    absences = AbsenceDraws(
        own=np.array([addresses(seed, each, "absence") for each in names]),
        gaps=np.full(people, gap),
        lengths=np.full(people, length, dtype=np.int64),
        slots=np.concatenate(worked).astype(np.int32),
        slots_ptr=ptr_of([len(each) for each in worked]).astype(np.int64),
        horizon=calendars.horizon,
    )
    return MadeDraws(model, ratios, factors, absences)


def planned(model: SimulationModel) -> SimulationModel:
    """Return the model with the plan that ``dispatch`` makes by the estimates."""
    made = dispatch(model, nothing_drawn(model, 1))
    start, held = made.start[0].astype(np.int32), made.held[0].astype(np.int32)
    by_rank = np.lexsort((np.arange(model.count), start)).astype(np.int32)
    rank = np.empty_like(by_rank)
    rank[by_rank] = np.arange(model.count)
    e = model.entries
    pool = [e.cand_person[a:b].tolist() for a, b in pairwise(e.cand_ptr.tolist())]
    who = [each.index(p) for each, p in zip(pool, made.who[0].tolist(), strict=True)]
    return replace(
        model,
        entries=replace(e, rank=rank, by_rank=by_rank, plan_who=e.cand_ptr[:-1] + ints(who)),
        dates=PlannedDates(
            start=start,
            held=held,
            place_end=held,
            release=e.release,
            planned=np.ones(model.count, dtype=np.bool_),
            repeats=np.full(model.count, -1, dtype=np.int32),
        ),
    )


def _before(k: int, draw: np.random.Generator) -> list[int]:
    first = k // PROJECT * PROJECT
    if k - first < 6:
        return []
    count = int(draw.choice([1, 2, 3], p=[0.55, 0.35, 0.10]))
    return sorted({int(draw.integers(max(first, k - 12), k - 4)) for _ in range(count)})


def _calendar(draw: np.random.Generator, horizon: int) -> I64:
    """Return units by slot: part-time, a day off a week, holidays and two vacations a year."""
    whole = SCALE if draw.random() < 0.7 else int(draw.choice([5, 6, 8]))
    units = np.full(horizon, whole, dtype=np.int64)
    day = np.arange(horizon) // SLOTS_A_DAY
    if draw.random() < 0.2:
        units[day % 5 == draw.integers(0, 5)] = 0
    for first in range(0, horizon // SLOTS_A_DAY, 130):
        off = first + int(draw.integers(0, 120))
        units[(day >= off) & (day < off + draw.integers(3, 11))] = 0
    units[np.isin(day, draw.integers(0, horizon // SLOTS_A_DAY, horizon // 60))] = 0
    return units


def _starts(horizon: int) -> I64:
    day = np.arange(horizon) // SLOTS_A_DAY
    return day // 5 * 7 * 1440 + day % 5 * 1440 + 540 + np.arange(horizon) % 2 * SLOT_MINUTES
