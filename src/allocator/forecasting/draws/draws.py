"""All that is drawn for the futures of a plan, block by block.

Nothing depends on the block, on who computes it or on how many futures there are: every number has
an address of its own (``addresses``). An item, person or risk more changes no other draw, and
what-ifs share theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from allocator.domain import Scenario
from allocator.forecasting.calibration.ratio_tables import common_factors
from allocator.forecasting.draws.absences import AbsenceDraws, absence_draws
from allocator.forecasting.draws.common_factors import CommonFactorDraws, common_factor_draws
from allocator.forecasting.draws.deliveries import DeliveryDraws, awaited_ranges, delivery_draws
from allocator.forecasting.draws.distributions import RangeLevels
from allocator.forecasting.draws.failures import FailureDraws, failure_draws
from allocator.forecasting.draws.need_estimates import need_estimates
from allocator.forecasting.draws.params import DEFAULT_DRAW_PARAMS, DrawParams
from allocator.forecasting.draws.ratio_shapes import RatioShapes
from allocator.forecasting.draws.ratios import RatioDraws, ratio_draws
from allocator.forecasting.draws.risks import RiskDraws, risk_draws
from allocator.forecasting.possible_work import PossibleWork
from allocator.forecasting.simulation.arrays import I32, Bools, DrawBlock, SimulationModel
from allocator.heuristics.kernel import jit
from allocator.problem.model import Problem

FOLDER = Path(__file__).parent
"""The kernel of the draws is what is compiled of this folder."""


@dataclass(frozen=True)
class Draws:
    """What is drawn for each future of a plan.

    Attributes
    ----------
    entries
        Number of entries of the model; the ids of those that are activities.
    ids
        Ids of the activities.
    people
        Number of people.
    """

    entries: int
    ids: tuple[str, ...]
    people: int
    ratios: RatioDraws
    factors: CommonFactorDraws
    absences: AbsenceDraws
    deliveries: DeliveryDraws
    risks: RiskDraws
    failures: FailureDraws

    def block(self, first: int, count: int, *, compiled: bool = True) -> DrawBlock:
        """Return what is drawn for ``count`` futures from ``first`` on.

        Parameters
        ----------
        compiled
            Whether the kernel draws where it can be compiled; else numpy does, which gives the
            same bits.
        """
        compiled = compiled and enable_kernel()
        scores = self.factors.scores(first, count)
        factors = self.factors.factors(scores)
        ratios = self.ratios.block(first, scores, factors, compiled=compiled)
        happens = self.risks.happens(first, count)
        self.risks.add_effort(ratios, happens)
        fails, skips = self.failures.block(first, count)
        return DrawBlock(
            first=first,
            ratios=ratios,
            factors=factors[: self.people],
            away=self.absences.block(first, count, compiled=compiled),
            release_row=self._rows([entry for entry, _ in self.deliveries.awaited]),
            releases=self.deliveries.block(first, count),
            delay_row=self._rows([entry for entry, _ in self.risks.delayed]),
            delays=self.risks.delays_of(first, happens),
            skip_row=self._rows(self._places(skips)),
            skips=_stacked(skips, self._number, count),
            fail_row=self._rows(self._places(fails)),
            fails=_stacked(fails, self._number, count),
        )

    @cached_property
    def _number(self) -> dict[str, int]:
        return {name: k for k, name in enumerate(self.ids)}

    def _places(self, names: dict[str, Bools]) -> list[int]:
        return [self._number[name] for name in names if name in self._number]

    def _rows(self, entries: Sequence[int]) -> I32:
        rows = np.full(self.entries, -1, dtype=np.int32)
        rows[list(entries)] = np.arange(len(entries))
        return rows


def enable_kernel() -> bool:
    """Put the compiled functions in place, and return whether they are: not without numba."""
    return jit.enable(FOLDER)


def make_draws(
    scenario: Scenario,
    possible: PossibleWork,
    problem: Problem,
    model: SimulationModel,
    *,
    seed: int,
    params: DrawParams = DEFAULT_DRAW_PARAMS,
) -> Draws:
    """Return all that is drawn for the futures of a plan.

    Parameters
    ----------
    scenario
        What was planned: chances and dates of deliveries are read from it.
    possible
        The scenario, widened.
    problem, model
        Compiled of it.
    seed
        Other seeds give other futures.
    """
    uncertainty = scenario.uncertainty
    sds = common_factors(None if uncertainty is None else uncertainty.calibration)
    levels = RangeLevels.of(uncertainty)
    needs = need_estimates(possible, problem, model)
    tables, shapes = RatioShapes(uncertainty, params).read(needs)
    projects = [project.id for project in scenario.projects]
    people = len(problem.people)
    return Draws(
        entries=model.count,
        ids=tuple(activity.id for activity in problem.activities),
        people=people,
        ratios=ratio_draws(
            *(needs, tables, shapes),
            common_sds=sds,
            people=people,
            params=params,
            seed=seed,
        ),
        factors=common_factor_draws(problem.people, projects, sds=sds, seed=seed),
        absences=absence_draws(scenario, problem, seed=seed, params=params),
        deliveries=delivery_draws(
            possible,
            {item.id: tuple(awaited_ranges(item)) for item in scenario.items},
            *(problem, levels),
            seed=seed,
        ),
        risks=risk_draws(
            *(possible, problem, [need.entry for need in needs], levels),
            seed=seed,
        ),
        failures=failure_draws(possible, scenario, seed=seed),
    )


def _stacked(found: dict[str, Bools], known: dict[str, int], count: int) -> npt.NDArray[np.bool_]:
    rows = [row for name, row in found.items() if name in known]
    return np.array(rows, dtype=np.bool_).reshape(len(rows), count)
