"""Risks: each happens in a future or not, once for all that it hits.

What it hits starts later by one delay, the same for all of them, in the team's working time, unless
it has begun. Effort is added to the item, to its further tries and to its rework. A delay with low,
likely and high is read as an estimate is.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from allocator.domain import Scenario, ThreePoint
from allocator.domain.uncertainty import Risk
from allocator.forecasting.draws.addresses import U64, addresses, drawn_bits, drawn_shares
from allocator.forecasting.draws.distributions import RangeLevels
from allocator.forecasting.draws.quantile_tables import (
    F64,
    GRID,
    at_scores,
    looked_up,
    normal_table,
)
from allocator.forecasting.possible_work import PossibleWork
from allocator.forecasting.simulation.arrays import I32, Bools
from allocator.problem.model import Problem


@dataclass(frozen=True)
class RiskDraws:
    """The risks of a scenario, and what they hit.

    Attributes
    ----------
    ids
        Of the risks.
    own, own_delay
        Shape (R,): dimension of whether each happens, and of its delay.
    chances
        Shape (R,).
    delays
        Shape (R, SCORE_CELLS + 1): score tables of their delays in slots; 0 without.
    delayed
        By entry that a delay hits: the risks.
    effort
        By need: risks with the share of the effort that each adds.
    """

    ids: tuple[str, ...]
    own: U64
    own_delay: U64
    chances: F64
    delays: F64
    delayed: tuple[tuple[int, tuple[int, ...]], ...]
    effort: tuple[tuple[int, tuple[tuple[int, float], ...]], ...]

    def happens(self, first: int, count: int) -> Bools:
        """Return which risks happen in futures from ``first`` on, shape (R, count)."""
        return np.asarray(drawn_shares(first, count, self.own) < self.chances[:, None])

    def delays_of(self, first: int, happens: Bools) -> I32:
        """Return the slots by which each hit entry starts later, shape (entries hit, count)."""
        count = happens.shape[1]
        bits = drawn_bits(first, count, self.own_delay)
        scores = looked_up(normal_table(), bits)
        slots = np.zeros(happens.shape, dtype=np.int32)
        for k, table in enumerate(self.delays):
            slots[k] = np.where(happens[k], np.ceil(at_scores(table, scores[k]) - 1e-9), 0)
        out = np.zeros((len(self.delayed), count), dtype=np.int32)
        for row, (_, risks) in enumerate(self.delayed):
            out[row] = slots[list(risks)].sum(axis=0)
        return out

    def add_effort(self, ratios: F64, happens: Bools) -> None:
        """Multiply the ratios of needs by what risks add, in place."""
        for need, risks in self.effort:
            ratios[need] *= 1 + sum(share * happens[k] for k, share in risks)


def risk_draws(
    possible: PossibleWork,
    problem: Problem,
    need_entries: Sequence[int],
    levels: RangeLevels,
    *,
    seed: int,
) -> RiskDraws:
    """Return the draws of risks.

    Parameters
    ----------
    need_entries
        By need of the model: its entry.
    levels
        What low, likely and high stand for.
    """
    scenario, risks = possible.scenario, possible.scenario.risks
    ids = tuple(risk.id for risk in risks)
    hit = [_hit(risk, possible, problem) for risk in risks]
    slot = problem.timeline.slot_minutes
    delayed: dict[int, list[int]] = {}
    added: dict[int, list[tuple[int, float]]] = {}
    for k, risk in enumerate(risks):
        for entry, name in hit[k] if risk.delay is not None else ():
            if name in risk.hits and not scenario.item_by_id[name].is_started:
                delayed.setdefault(entry, []).append(k)
        entries = {entry for entry, _ in hit[k]}
        for need, entry in enumerate(need_entries):
            if risk.effort is not None and entry in entries:
                added.setdefault(need, []).append((k, risk.effort))
    delays = [_delay_table(risk, scenario, levels, slot) for risk in risks]
    return RiskDraws(
        ids=ids,
        own=addresses(seed, list(ids), "risk"),
        own_delay=addresses(seed, list(ids), "delay of risk"),
        chances=np.array([risk.chance for risk in risks]),
        delays=np.array(delays).reshape(len(risks), len(GRID)),
        delayed=tuple((entry, tuple(found)) for entry, found in sorted(delayed.items())),
        effort=tuple((need, tuple(found)) for need, found in sorted(added.items())),
    )


def _hit(risk: Risk, possible: PossibleWork, problem: Problem) -> list[tuple[int, str]]:
    """Return entries that a risk hits, with their ids, further tries and rework included."""
    hits = set(risk.hits)
    return [
        (entry, activity.id)
        for entry, activity in enumerate(problem.activities)
        if activity.id in hits
        or (possible.origin.get(activity.id) in hits and activity.id not in possible.added_scope)
    ]


def _delay_table(risk: Risk, scenario: Scenario, levels: RangeLevels, slot: int) -> F64:
    minutes = scenario.calendar.working_minutes
    if risk.delay is None:
        return np.zeros(len(GRID))
    if not isinstance(risk.delay, ThreePoint):
        return np.full(len(GRID), math.ceil(minutes(risk.delay) / slot), dtype=np.float64)
    low, likely, high = (float(minutes(s)) for s in _points(risk.delay))
    return levels.table(low, likely, high) / slot


def _points(delay: ThreePoint) -> Iterator[str]:
    yield from (delay.low, delay.likely, delay.high)
