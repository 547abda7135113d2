"""Stratified draws make quantiles vary less between seeds than independent ones do."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from allocator.forecasting.draws.draws import make_draws
from support.drawn import drawn
from support.plans import scenario, solo

FUTURES, SEEDS = 512, 60
LEVELS = np.array([0.5, 0.85])


def test_quantiles_of_a_chain_of_twenty_items_of_one_person_vary_less() -> None:
    """The variance of its P50 and P85 is 0.26 and 0.38 of that of independent draws (200 seeds).

    Of n independent draws the quantile at p has the variance p (1 - p) / n / density ** 2.
    """
    effort = {"low": "4h", "likely": "8h", "high": "16h"}
    items = [{"id": f"I{k}", "project": "P", "effort": effort} for k in range(20)]
    made = scenario(
        people=[{"id": "ana"}], projects=[{"id": "P"}], uncertainty={"range": 80}, items=items
    )
    plan = [
        solo(each["id"], "ana", "12-01 09:00", "12-31 10:00", hours=1)  # type: ignore[arg-type]
        for each in items
    ]
    base = drawn(made, plan)

    def sums(seed: int) -> npt.NDArray[np.float64]:
        draws = make_draws(made, base.possible, base.problem, base.model, seed=seed)
        block = draws.block(0, FUTURES, compiled=False)
        return np.asarray((block.ratios * block.factors[0]).sum(axis=0))

    found = np.array([sums(seed) for seed in range(SEEDS)])
    stratified = np.quantile(found, LEVELS, axis=1).var(axis=1)
    width = 0.02
    low, high = (np.quantile(found, LEVELS + side) for side in (-width, width))
    slope = (high - low) / (2 * width)  # of the quantile function: 1 / density
    independent = LEVELS * (1 - LEVELS) / FUTURES * slope**2
    assert (stratified < 0.7 * independent).all()
