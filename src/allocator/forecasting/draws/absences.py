"""Unplanned absences: spells of a fixed length with exponential gaps between them, by person.

Both are counted in slots in which the person would work, so that days a year are working days of
theirs. Their working days a year are 365.25 / 7 times those of their week: holidays and planned
absences are not taken off. The k-th gap of a person in a future is a draw of its own, so that
a longer axis, another person or another future changes none. Gaps are independent draws.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from allocator.domain import Person, Scenario
from allocator.domain.uncertainty import UnplannedAbsence
from allocator.forecasting.draws.addresses import (
    U64,
    address,
    independent_bits,
    independent_one,
)
from allocator.forecasting.draws.params import DrawParams
from allocator.forecasting.draws.quantile_tables import (
    F64,
    exponential_table,
    looked_up,
    quantile_one,
)
from allocator.forecasting.simulation.arrays import I32
from allocator.heuristics.kernel.jit import kernel
from allocator.problem.model import Problem

I64 = npt.NDArray[np.int64]

WEEKS_PER_YEAR = 365.25 / 7


@dataclass(frozen=True)
class AbsenceDraws:
    """The absences of a scenario's people.

    Attributes
    ----------
    own
        Shape (P, K): dimension of each gap.
    gaps, lengths
        Shape (P,): mean of the exponential gap from the end of a spell to the next, of which the
        whole working slots count; working slots of a spell; 0 and 0 for who is never away.
    slots, slots_ptr
        Slots in which people work, one after another; where those of each person begin.
    horizon
        Slots of the axis.
    """

    own: U64
    gaps: F64
    lengths: I64
    slots: I32
    slots_ptr: I64
    horizon: int

    def block(self, first: int, count: int, *, compiled: bool) -> I32:
        """Return spells [from, to) of futures from ``first`` on, shape (count, P, K, 2).

        Where there is no further spell both are the horizon.
        """
        people, spells = self.own.shape
        out = np.full((count, people, spells, 2), self.horizon, dtype=np.int32)
        draw = fill_spells if compiled else fill_spells_plainly
        draw(
            *(self.own, self.gaps, self.lengths, self.slots, self.slots_ptr),
            *(exponential_table(1.0), first, self.horizon, out),
        )
        return out


def absence_draws(
    scenario: Scenario, problem: Problem, *, seed: int, params: DrawParams
) -> AbsenceDraws:
    """Return the draws of absences.

    Parameters
    ----------
    scenario
        What was compiled.
    problem
        Has the slots in which its people work.
    """
    rates = [_rate(person, scenario, problem, params) for person in scenario.people]
    working = [_working_slots(problem, k) for k in range(len(scenario.people))]
    most = max(
        (_most_spells(len(w), *r, params) for w, r in zip(working, rates, strict=True)), default=0
    )
    own = [
        [address(seed, f"person {person.id}", f"absence {k}") for k in range(most)]
        for person in scenario.people
    ]
    return AbsenceDraws(
        own=np.array(own, dtype=np.uint64).reshape(len(working), most),
        gaps=np.array([gap for gap, _ in rates]),
        lengths=np.array([length for _, length in rates], dtype=np.int64),
        slots=np.concatenate([np.zeros(0), *working]).astype(np.int32),
        slots_ptr=np.concatenate([[0], np.cumsum([len(w) for w in working])]).astype(np.int64),
        horizon=problem.horizon,
    )


def _rate(
    person: Person, scenario: Scenario, problem: Problem, params: DrawParams
) -> tuple[float, int]:
    """Return the mean gap and the length of a spell in working slots; 0 and 0 without any."""
    absence = _absence_of(person, scenario)
    if absence is None or not absence.days_per_year:
        return 0.0, 0
    minutes = float(scenario.calendar.working_minutes(absence.spell))
    length = max(1, round(minutes / problem.timeline.slot_minutes))
    week = person.workdays or scenario.calendar.workdays
    away = min(params.most_away, absence.days_per_year / (WEEKS_PER_YEAR * len(week)))
    gap = length * (1 - away) / away
    return 1 / math.log1p(1 / gap), length  # so that its whole slots have the mean gap


def _absence_of(person: Person, scenario: Scenario) -> UnplannedAbsence | None:
    if person.absence is not None or scenario.uncertainty is None:
        return person.absence
    return scenario.uncertainty.absence


def _working_slots(problem: Problem, person: int) -> I64:
    capacity = problem.working_time.get(person)
    return np.flatnonzero(() if capacity is None else capacity.units)


def _most_spells(slots: int, gap: float, length: int, params: DrawParams) -> int:
    """Return how many spells have room, with hardly a future in which there are more."""
    if not length or not slots:
        return 0
    mean = slots / (gap + length)
    return math.ceil(mean + params.spare_spell_deviations * math.sqrt(mean) + 2)


@kernel
def fill_spells(
    own: U64,
    gaps: F64,
    lengths: I64,
    slots: I32,
    slots_ptr: I64,
    table: F64,
    first: int,
    horizon: int,
    out: I32,
) -> None:
    """Draw the spells of futures from ``first`` on into ``out``, shape (F, P, K, 2)."""
    for f in range(out.shape[0]):
        for p in range(out.shape[1]):
            base, size = slots_ptr[p], slots_ptr[p + 1] - slots_ptr[p]
            at = np.int64(0)
            for k in range(out.shape[2]):
                if lengths[p] == 0 or at >= size:
                    break
                bits = independent_one(np.uint64(first + f), own[p, k])
                at += np.int64(gaps[p] * quantile_one(table, bits))
                if at >= size:
                    break
                out[f, p, k, 0] = slots[base + at]
                at += lengths[p]
                out[f, p, k, 1] = slots[base + at - 1] + 1 if at <= size else horizon


def fill_spells_plainly(
    own: U64,
    gaps: F64,
    lengths: I64,
    slots: I32,
    slots_ptr: I64,
    table: F64,
    first: int,
    horizon: int,
    out: I32,
) -> None:
    """Do what ``fill_spells`` does with numpy, with the same result to the last bit."""
    count = out.shape[0]
    for p in np.flatnonzero(lengths):
        mine = np.append(slots[slots_ptr[p] : slots_ptr[p + 1]], horizon)
        size = len(mine) - 1
        at = np.zeros(count, dtype=np.int64)
        for k in range(out.shape[2]):
            bits = independent_bits(first, count, own[p, k])
            at = at + (gaps[p] * looked_up(table, bits)).astype(np.int64)
            out[:, p, k, 0] = mine[np.minimum(at, size)]
            inside = at < size
            at = at + lengths[p]
            last = mine[np.minimum(at - 1, size)] + 1
            out[:, p, k, 1] = np.where(inside & (at <= size), last, horizon)
