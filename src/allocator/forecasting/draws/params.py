"""Every number of the draws, with its unit and where its value comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from allocator.domain.params import Factor, Params, Range


@dataclass(frozen=True, kw_only=True)
class DrawParams(Params):
    """How estimates, scope and absences become distributions.

    Attributes
    ----------
    most_common_variance
        Largest part of the variance of an item's logarithm that the common factors of its person
        and project may have: of narrow estimates the rest stays the item's own. A calibration
        leaves each task as much of its own (``CommonFactorParams.least_own_variance``).
    outrun_range
        Central percentage that low to high of an estimate without ``range`` are taken for where
        more time is spent than ``high``, which was no end then. An assumption.
    outrun_level
        Probability that the time spent must have to be exceeded for that.
    least_remaining
        Least effort that remains of work under way, as a fraction of its estimate. An assumption:
        work that is not finished takes some time yet.
    scope_sd
        Standard deviation of the logarithm of the growth of a sprint; its mean is what the scenario
        says. An assumption: growth comes in lumps, and half of the sprints add 0.71 to 1.40 times
        the median.
    most_away
        Largest fraction of somebody's working time that is spent away unplanned. An assumption.
    spare_spell_deviations
        Standard deviations by which more spells of absence fit than there are on the average.
    """

    most_common_variance: Annotated[float, Range(0.0, 0.99)] = 0.7
    outrun_range: Annotated[float, Range(50.0, 99.0)] = 90.0
    outrun_level: Annotated[float, Range(0.5, 1.0)] = 0.99
    least_remaining: Annotated[float, Range(0.0, 1.0)] = 1e-3
    scope_sd: Factor = 0.5
    most_away: Annotated[float, Range(0.1, 0.99)] = 0.9
    spare_spell_deviations: Annotated[float, Range(3.0, 20.0)] = 5.0


DEFAULT_DRAW_PARAMS = DrawParams()
